// SPDX-License-Identifier: Apache-2.0
// Links with data-dialog-open="id" open that <dialog> in front of the page; without script they jump to it as a section.
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (!dialog || !dialog.showModal) return;
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-dialog-close]");
    const open = closer && closer.closest("dialog[open]");
    if (!open) return;
    event.preventDefault();
    open.close();
  });
})();
