// SPDX-License-Identifier: Apache-2.0
// The signed facts behind # never reach a server; after reading they leave the address bar and the history, too.
// What names a place on the page stays.
(() => {
  const fragment = location.hash.slice(1);
  if (fragment && !document.getElementById(fragment)) {
    history.replaceState(null, "", location.pathname + location.search);
  }
})();
