// SPDX-License-Identifier: Apache-2.0
// The arrow keys turn the pages of a course: a link with data-key="ArrowRight" is followed by that key.
// Letters are left alone: people who speak to their computer would set them off.
(() => {
  const USES_ARROWS = "input, select, textarea, video, audio, summary, dialog, [contenteditable], .table-scroll, pre";
  for (const help of document.querySelectorAll("[data-keys-help]")) help.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    if (event.target.closest && event.target.closest(USES_ARROWS)) return;
    const link = document.querySelector(`a[data-key="${event.key}"]:not([hidden])`);
    if (link) link.click();
  });
})();
