// SPDX-License-Identifier: Apache-2.0
// Looks at this computer ([data-environment]) and shows for each check ([data-check]) whether it passed, then the number to read out.
// The number must say the same as lms/home/environment.py: one bit a check, the step of the speed above them, two check digits.
(() => {
  const box = document.querySelector("[data-environment]");
  if (!box) return;
  const STEPS = [100, 300, 1000, 3000];
  const CHECKS = ["cookies", "browser", "screen", "video", "papers", "connection", "sending", "clock"];
  const PATIENCE = 8000;
  const CLOCK_MINUTES = 5;
  let serverTime = null;

  const within = (promise) => Promise.race([promise, new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE))]);

  const asked = async () => {
    const begun = performance.now();
    const answer = await within(fetch(box.dataset.probe, { cache: "no-store" }));
    if (!answer.ok) throw new Error("refused");
    await answer.text();
    serverTime = Date.parse(answer.headers.get("Date") || "") || null;
    return performance.now() - begun;
  };

  const speed = async () => {
    const times = [];
    for (let turn = 0; turn < 3; turn += 1) times.push(await asked());
    times.sort((one, other) => one - other);
    const step = STEPS.findIndex((limit) => times[1] <= limit);
    return step < 0 ? STEPS.length : step;
  };

  const sends = async () => {
    const body = new URLSearchParams({ csrf_token: box.dataset.token });
    const answer = await within(fetch(box.dataset.send, { method: "POST", body }));
    await answer.text();
    return answer.ok;
  };

  const cookies = () => {
    document.cookie = "koshu_check=1; SameSite=Lax; path=/";
    const kept = document.cookie.includes("koshu_check=1");
    document.cookie = "koshu_check=; SameSite=Lax; path=/; max-age=0";
    return kept;
  };

  const browser = () => ["IntersectionObserver", "AbortController", "URLSearchParams"].every((name) => name in window)
    && "sendBeacon" in navigator && "closest" in Element.prototype && CSS.supports("display", "grid");

  const video = () => document.createElement("video").canPlayType('video/mp4; codecs="avc1.42E01E, mp4a.40.2"') !== "";

  const show = (name, passed) => {
    const line = box.querySelector(`[data-check="${name}"]`);
    line.querySelector("[data-state='waiting']").hidden = true;
    line.querySelector(`[data-state="${passed ? "good" : "bad"}"]`).hidden = false;
  };

  const attempt = async (check) => {
    try { return await check(); } catch (_error) { return false; }
  };

  const number = (passed, step) => {
    const bits = CHECKS.reduce((sum, name, place) => sum + (passed[name] ? 2 ** place : 0), 0);
    const value = (step * 2 ** CHECKS.length + bits) * 100;
    return String(value + 98 - (value % 97)).padStart(6, "0");
  };

  const run = async () => {
    const passed = {};
    const settle = (name, good) => { passed[name] = good; show(name, good); };
    settle("cookies", await attempt(cookies));
    settle("browser", await attempt(browser));
    settle("screen", Math.min(screen.width, screen.height) >= 320);
    settle("video", await attempt(video));
    settle("papers", navigator.pdfViewerEnabled !== false);
    const step = await attempt(speed);
    settle("connection", step !== false && step < STEPS.length);
    settle("sending", await attempt(sends));
    settle("clock", serverTime !== null && Math.abs(Date.now() - serverTime) < CLOCK_MINUTES * 60000);
    const shown = number(passed, step === false ? STEPS.length + 1 : step);
    box.querySelector("[data-number]").textContent = `${shown.slice(0, 3)} ${shown.slice(3)}`;
    const good = CHECKS.every((name) => passed[name]);
    box.querySelector(`[data-verdict="${good ? "good" : "bad"}"]`).hidden = false;
    box.querySelector("[data-running]").hidden = true;
    box.querySelector("[data-result]").hidden = false;
  };

  box.hidden = false;
  run();
})();
