// SPDX-License-Identifier: Apache-2.0
// Buttons with data-print print the page; without script they stay hidden and the browser's own menu serves.
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
