// SPDX-License-Identifier: Apache-2.0
// The signed facts behind # never reach a server; after reading they leave the address bar and the history, too.
(() => {
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
})();
