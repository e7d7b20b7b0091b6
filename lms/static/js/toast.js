// SPDX-License-Identifier: Apache-2.0
// Messages about what was just done: closable, and other scripts may add one by dispatching "koshu:toast" with {kind, text}.
// None ever disappears by itself; the oldest goes when a fifth arrives.
(() => {
  const region = document.querySelector("[data-toasts]");
  if (!region) return;
  const MOST = 4;
  const prepare = (toast) => {
    const close = toast.querySelector("[data-toast-close]");
    close.hidden = false;
    close.addEventListener("click", () => {
      toast.remove();
      (region.querySelector("[data-toast-close]") || document.getElementById("main")).focus();
    });
  };
  region.querySelectorAll(".toast").forEach(prepare);
  document.addEventListener("koshu:toast", (event) => {
    const { kind = "info", text } = event.detail;
    const template = region.querySelector(`template[data-toast-kind="${kind}"]`);
    const toast = template.content.firstElementChild.cloneNode(true);
    // Said far down the page, it must be seen there: from now on the messages stay at the foot of the window.
    region.classList.add("toasts-live");
    region.append(toast);
    prepare(toast);
    // A live region is read out when its text changes after it is on the page.
    requestAnimationFrame(() => { toast.querySelector("p").textContent = text; });
    const shown = region.querySelectorAll(".toast");
    if (shown.length > MOST) shown[0].remove();
  });
})();
