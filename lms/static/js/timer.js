// SPDX-License-Identifier: Apache-2.0
// The quiet clock of the test. It counts by the server's time, corrects itself whenever the server says how much is left,
// speaks at five minutes and at one minute, can be hidden, and at the end leads to the page that has the answers marked.
(() => {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const timer = clock.querySelector("[data-timer]");
  const shown = clock.querySelector("[data-timer-text]");
  const said = clock.querySelector("[data-clock-said]");
  const toggle = document.querySelector("[data-clock-toggle]");
  const SPOKEN = [300, 60];
  const COARSE_SECONDS = 10;
  const SLEPT_MILLISECONDS = 3000;
  const LAST_ANSWERS_MILLISECONDS = 1500;
  const AGAIN_MILLISECONDS = 3000;
  const HIDDEN = "koshu-clock-hidden";

  let end = 0;
  let last = Infinity;
  let isOver = false;
  let drift = Date.now() - performance.now();

  const secondsLeft = () => Math.max(0, Math.ceil((end - performance.now()) / 1000));
  const set = (seconds) => { end = performance.now() + seconds * 1000; };

  const words = (seconds) => {
    if (seconds > 60) return timer.dataset.wordsMinutes.replace("{n}", Math.ceil(seconds / 60));
    return timer.dataset.wordsSeconds.replace("{n}", Math.ceil(seconds / COARSE_SECONDS) * COARSE_SECONDS);
  };

  const speak = (seconds) => {
    for (const mark of SPOKEN) {
      if (last > mark && seconds <= mark && seconds > mark - 5) said.textContent = said.getAttribute(`data-words-${mark}`);
    }
  };

  const askServer = async () => {
    const response = await fetch(clock.dataset.timeUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  const leave = async () => {
    try {
      const told = await askServer();
      if (told.state === "running" && told.seconds_left > 0) {
        isOver = false;
        set(told.seconds_left);
        tick();
        return;
      }
      for (const kept of document.querySelectorAll("[data-unsaved]")) kept.dataset.unsaved = "0";
      location.replace(clock.dataset.overUrl);
    } catch {
      setTimeout(leave, AGAIN_MILLISECONDS);
    }
  };

  const tick = () => {
    if (isOver) return;
    const seconds = secondsLeft();
    const text = words(seconds);
    if (shown.textContent !== text) shown.textContent = text;
    speak(seconds);
    last = seconds;
    if (seconds === 0) {
      isOver = true;
      shown.textContent = clock.dataset.wordsOver;
      said.textContent = clock.dataset.wordsOver;
      setTimeout(leave, LAST_ANSWERS_MILLISECONDS);
      return;
    }
    setTimeout(tick, 1000);
  };

  // A machine that slept, or a page shown again, has lost count: ask.
  const catchUp = async () => {
    try {
      const told = await askServer();
      if (told.state === "running") set(told.seconds_left);
      else if (!isOver) set(0);
    } catch { /* the next chance comes */ }
  };
  setInterval(() => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - drift) > SLEPT_MILLISECONDS) catchUp();
    drift = now;
  }, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) catchUp(); });
  window.addEventListener("online", catchUp);
  document.addEventListener("koshu:clock", (event) => { if (!isOver) set(event.detail.secondsLeft); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  const show = (isHidden) => {
    clock.toggleAttribute("data-hidden", isHidden);
    toggle.firstElementChild.textContent = isHidden ? toggle.dataset.wordsShow : toggle.dataset.wordsHide;
  };
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const isHidden = !clock.hasAttribute("data-hidden");
    try { sessionStorage.setItem(HIDDEN, isHidden ? "1" : ""); } catch { /* only a convenience */ }
    show(isHidden);
  });
  let wasHidden = false;
  try { wasHidden = sessionStorage.getItem(HIDDEN) === "1"; } catch { /* only a convenience */ }
  show(wasHidden);

  set(Number(timer.dataset.secondsLeft));
  tick();
})();
