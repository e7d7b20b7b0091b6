// SPDX-License-Identifier: Apache-2.0
// The menu of the phone is a native <details data-menu>; this closes it again with Escape or a press elsewhere.
(() => {
  const menus = document.querySelectorAll("details[data-menu]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
})();
