// SPDX-License-Identifier: Apache-2.0
// A page that shows something being made ([data-waiting]) looks again by itself, ever more slowly, while it is in view.
(() => {
  if (!document.querySelector("[data-waiting]")) return;
  const waits = [2, 3, 5, 8, 13, 20, 30, 60];
  let round = 0;
  const look = async () => {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Koshu-Poll": "1" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const before = document.querySelectorAll("[data-waiting]").length;
        if (answer.ok && !answer.redirected && page.querySelectorAll("[data-waiting]").length < before) {
          location.reload();
          return;
        }
      } catch {
        // No network for a moment: the next look will do.
      }
    }
    setTimeout(look, waits[Math.min(round++, waits.length - 1)] * 1000);
  };
  setTimeout(look, waits[0] * 1000);
})();
