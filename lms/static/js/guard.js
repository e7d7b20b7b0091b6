// SPDX-License-Identifier: Apache-2.0
// Leaving a page asks once more, but only while something on it is not saved ([data-unsaved] above zero).
(() => {
  window.addEventListener("beforeunload", (event) => {
    const kept = document.querySelector("[data-unsaved]");
    if (!kept || kept.dataset.unsaved === "0") return;
    event.preventDefault();
    event.returnValue = "";
  });
})();
