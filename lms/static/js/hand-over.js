// SPDX-License-Identifier: Apache-2.0
// Several people, one computer. What this tab remembers belongs to one person: the next one, or nobody, finds nothing of
// it. And before the learner is changed, what has not been sent is kept for her, if she says so; on a locked page, where
// she cannot be asked, it is kept in any case.
(() => {
  const OWNER = "koshu-person";
  const person = document.querySelector('meta[name="koshu-person"]')?.content || "";
  try {
    if (!person || sessionStorage.getItem(OWNER) !== person) sessionStorage.clear();
    if (person) sessionStorage.setItem(OWNER, person);
  } catch { /* a browser that keeps nothing has nothing to forget */ }
  if (typeof BroadcastChannel === "function") new BroadcastChannel("koshu").postMessage({ kind: "page", person });

  const box = document.querySelector("[data-hand-over]");
  const dialog = document.getElementById("hand-over");
  if (!box || !dialog) return;
  const leaving = box.dataset.leaving.split(" ");
  const NOT_TYPED = ["hidden", "submit", "button", "reset", "image"];

  // ---- what has not been sent ----------------------------------------------------------------------------------------
  const isChanged = (control) => {
    if (control.disabled || !control.name || NOT_TYPED.includes(control.type)) return false;
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    if (control.tagName !== "SELECT") return control.value !== control.defaultValue;
    const options = Array.from(control.options);
    const first = options.findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== Math.max(first, 0);
  };
  const wasRefused = (form) => form.querySelector("[aria-invalid]") !== null;
  const isCheck = (form) => form.elements.namedItem("draft_version") !== null;
  const unsent = () => Array.from(document.querySelectorAll('main form[method="post"]')).filter(
    (form) => !form.closest("[data-unsaved]") && (wasRefused(form) || isCheck(form) || Array.from(form.elements).some(isChanged)),
  );
  const unsavedAnswers = () => {
    const test = document.querySelector("[data-unsaved]");
    return test !== null && test.dataset.unsaved !== "0";
  };

  // ---- keeping it ----------------------------------------------------------------------------------------------------
  const typedIn = (form) => {
    const body = new URLSearchParams({ kept_page: location.pathname + location.search });
    for (const [name, value] of new FormData(form)) {
      const control = form.elements.namedItem(name);
      if (typeof value === "string" && !(control && control.type === "password")) body.append(name, value);
    }
    return body;
  };
  // A locked page is refused (401), and what it sends is kept all the same.
  const keep = async (form) => {
    const body = typedIn(form);
    const response = await fetch(box.dataset.keepUrl, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok && response.status !== 401) throw new Error(String(response.status));
  };
  const keepAll = () => Promise.all(unsent().map(keep));

  // ---- asking --------------------------------------------------------------------------------------------------------
  let held = null;
  const words = (name) => box.querySelector(`[data-hand-over-words="${name}"]`);
  const go = () => {
    for (const test of document.querySelectorAll("[data-unsaved]")) test.dataset.unsaved = "0";
    held.submit();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!leaving.includes(new URL(form.action, location.href).pathname)) return;
    const hasTyped = unsent().length > 0;
    if (!hasTyped && !unsavedAnswers()) return;
    event.preventDefault();
    held = form;
    if (form.closest("dialog.lock")) {
      keepAll().catch(() => {}).then(go);
      return;
    }
    words("typed").hidden = !hasTyped;
    words("answers").hidden = !unsavedAnswers();
    words("failed").hidden = true;
    box.querySelector("[data-hand-over-keep]").hidden = !hasTyped;
    dialog.showModal();
  }, true);
  box.querySelector("[data-hand-over-keep]").addEventListener("click", () => {
    keepAll().then(go, () => { words("failed").hidden = false; });
  });
  box.querySelector("[data-hand-over-drop]").addEventListener("click", go);
})();
