// SPDX-License-Identifier: Apache-2.0
// The page of a locked computer goes on by itself when another tab was unlocked.
(() => {
  if (typeof BroadcastChannel !== "function") return;
  new BroadcastChannel("koshu").addEventListener("message", ({ data }) => { if (data.kind === "open") location.reload(); });
})();
