// SPDX-License-Identifier: Apache-2.0
// Forms: the summary of errors takes the focus, a password can be shown, a second press does not send twice.
(() => {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  for (const button of document.querySelectorAll("[data-show-password]")) {
    const input = document.getElementById(button.dataset.showPassword);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    });
    if (input.form) input.form.addEventListener("submit", () => { input.type = "password"; });
  }

  const MILLISECONDS_UNTIL_AGAIN = 8000;
  const release = (form) => form.removeAttribute("data-sent");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]") || event.defaultPrevented) return;
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("data-sent", "");
    // "Back" to a page that answered a form fetches it afresh, instead of asking whether to send it again; forms in steps
    // have a button for going back, and would come back empty.
    if (!form.hasAttribute("action") && !form.elements.confirmed) history.replaceState(history.state, "", location.href);
    setTimeout(release, MILLISECONDS_UNTIL_AGAIN, form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
})();
