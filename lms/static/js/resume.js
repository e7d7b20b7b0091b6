// SPDX-License-Identifier: Apache-2.0
// The place on a page: tells which paragraph is in view ("koshu:before-beat"), and goes back to it on the next visit.
// The place of the last seconds is kept in this tab as well, for a switch of language leaves before the server knows it;
// and as that switch stands at the foot of the page, what counts then is where she read before she scrolled down to it.
(() => {
  const text = document.querySelector("[data-blocks]");
  if (!text) return;
  const KEPT = "koshu-place";
  const FRESH_MILLISECONDS = 15000;
  const REST_MILLISECONDS = 1500;
  const SETTLED_MILLISECONDS = 200;
  const AIR_PIXELS = 16;
  const band = document.querySelector(".band");
  const top = () => (band && getComputedStyle(band).position === "sticky" ? band.offsetHeight : 0) + AIR_PIXELS;
  const blocks = [...text.children];
  history.scrollRestoration = "manual";

  const inView = () => {
    const edge = top();
    if (window.scrollY < edge) return 0;
    const found = blocks.findIndex((block) => block.getBoundingClientRect().bottom > edge);
    return found < 0 ? blocks.length - 1 : found;
  };

  // Where she rested last, and where she had rested before the present run of scrolling.
  const place = { settled: 0, before: 0, scrolledAt: 0, timer: 0, isSwitching: false };
  const settle = () => { place.settled = inView(); };
  window.addEventListener("scroll", () => {
    const now = Date.now();
    if (now - place.scrolledAt > REST_MILLISECONDS) place.before = place.settled;
    place.scrolledAt = now;
    clearTimeout(place.timer);
    place.timer = setTimeout(settle, SETTLED_MILLISECONDS);
  }, { passive: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest("footer .switches a")) place.isSwitching = true;
  });
  const present = () => (place.isSwitching ? place.before : inView());

  const justNow = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT));
      const isHere = kept && kept.page === text.dataset.page && Date.now() - kept.at < FRESH_MILLISECONDS;
      return isHere ? kept.block : null;
    } catch {
      return null;
    }
  };

  const goBack = () => {
    const fresh = justNow();
    const block = blocks[fresh ?? Number(text.dataset.block || 0)];
    if (!block || block === blocks[0] || location.hash) return;
    window.scrollTo({ top: window.scrollY + block.getBoundingClientRect().top - top(), behavior: "instant" });
    if (fresh !== null) return;
    block.classList.add("resumed");
    if (!block.hasAttribute("tabindex")) block.tabIndex = -1;
    block.focus({ preventScroll: true });
    const status = document.querySelector("[data-resumed]");
    status.textContent = status.dataset.words;
  };

  document.addEventListener("koshu:before-beat", (event) => { event.detail.block = present(); });
  window.addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ page: text.dataset.page, block: present(), at: Date.now() }));
    } catch { /* a browser that keeps nothing: the server's place serves */ }
  });
  goBack();
  settle();
})();
