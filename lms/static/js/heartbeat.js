// SPDX-License-Identifier: Apache-2.0
// The beats of an open page. They say that it is there, whether it was in view all the time since the last beat, and
// whether anybody moved; the server alone counts the time. Its answer fills the clock and the progress on the page.
(() => {
  const bar = document.querySelector("[data-study-bar]");
  if (!bar) return;
  const RETRY_MILLISECONDS = 5000;
  const BRIEFLY_MILLISECONDS = 1000;
  const TICKET = "koshu-ticket";
  const every = Number(bar.dataset.every) * 1000;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "";

  const now = {
    ticket: "", state: "", itemWasFull: null, testWasOpen: null,
    wasVisible: !document.hidden, hadSign: true, isSending: false, isOver: false, isAway: false, failures: 0, timer: 0,
  };

  // ---- what a beat says ----------------------------------------------------------------------------------------------
  const words = (opens) => {
    const detail = { block: 0, video: 0, sign: false };
    document.dispatchEvent(new CustomEvent("koshu:before-beat", { detail }));
    const said = { wasVisible: now.wasVisible, hadSign: now.hadSign || detail.sign };
    now.wasVisible = !document.hidden;
    now.hadSign = false;
    const body = new URLSearchParams({
      csrf_token: meta("csrf-token"),
      for_person: meta("koshu-person"),
      opens: opens ? "1" : "0",
      ticket: opens ? kept() : now.ticket,
      visible: said.wasVisible ? "1" : "0",
      sign: said.hadSign ? "1" : "0",
      block: String(detail.block),
      video: String(detail.video),
    });
    return { said, body };
  };

  // The ticket that this tab held before: going on in the same tab takes nothing over from another one.
  const kept = () => { try { return sessionStorage.getItem(TICKET) || ""; } catch { return ""; } };
  const keep = (ticket) => { try { sessionStorage.setItem(TICKET, ticket); } catch { /* then it counts as another tab */ } };

  const send = async (opens = false) => {
    if (now.isSending || now.isOver) return;
    clearTimeout(now.timer);
    now.isSending = true;
    const { said, body } = words(opens);
    try {
      const response = await fetch(bar.dataset.beats, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await response.json().catch(() => ({}));
      if (response.ok) heard(told);
      else refused(response.status, told);
    } catch {
      unheard(said, opens);
    }
    now.isSending = false;
  };

  const later = (milliseconds, opens = false) => {
    clearTimeout(now.timer);
    if (!document.hidden && !now.isOver && !now.isAway) now.timer = setTimeout(send, milliseconds, opens);
  };

  // ---- what the server answers ---------------------------------------------------------------------------------------
  const heard = (told) => {
    now.failures = 0;
    now.ticket = told.ticket;
    now.state = told.state;
    keep(told.ticket);
    show(told);
    celebrate(told);
    if (told.state === "asking" || told.state === "paused") say(told.state);
    else hush();
    later(now.hadSign && told.state === "asking" ? BRIEFLY_MILLISECONDS : every);
  };

  const OVER = { 401: "signed-out", 422: "no-answer", 404: "no-answer" };
  const refused = (status, told) => {
    if (status >= 500 || status === 429) {
      unheard({ wasVisible: true, hadSign: false }, !now.ticket);
      return;
    }
    if (told.error === "session-locked") {
      now.isAway = true;
      document.dispatchEvent(new CustomEvent("koshu:session-locked"));
      return;
    }
    now.isOver = true;
    show({ state: "stopped" });
    const known = document.querySelector(`template[data-bar="${told.error}"]`);
    say(known ? told.error : OVER[status] || "no-answer", told.message);
  };

  const unheard = (said, opens) => {
    now.wasVisible = now.wasVisible && said.wasVisible;
    now.hadSign = now.hadSign || said.hadSign;
    now.failures += 1;
    if (now.failures > 1) say("no-connection");
    later(RETRY_MILLISECONDS, opens);
  };

  // ---- what people see -----------------------------------------------------------------------------------------------
  const show = (told) => {
    for (const clock of document.querySelectorAll("[data-study-clock]")) {
      clock.hidden = false;
      clock.dataset.state = told.state;
      clock.querySelector("[data-live-words]").textContent = told.words || clock.dataset.stopped;
    }
    for (const name of ["page", "item"]) {
      if (!told[name]) continue;
      for (const text of document.querySelectorAll(`[data-live-text="${name}"]`)) text.textContent = told[name].text;
      for (const box of document.querySelectorAll(`[data-live="${name}"]`)) fill(box, told[name]);
    }
  };

  const fill = (box, { done, text }) => {
    const meter = box.querySelector("progress");
    meter.value = done;
    meter.textContent = text;
    box.querySelector(".progress-text").textContent = text;
    box.firstElementChild.classList.toggle("progress-done", done >= meter.max);
  };

  const celebrate = (told) => {
    const reveal = (selector, isShown) => {
      for (const node of document.querySelectorAll(selector)) node.hidden = !isShown;
    };
    reveal("[data-when-item-is-full]", told.item_complete);
    reveal("[data-until-item-is-full]", !told.item_complete);
    reveal("[data-when-test-opens]", told.test_open);
    if (told.test_open && now.testWasOpen === false) toast("test-open");
    else if (told.item_complete && now.itemWasFull === false) toast("item-complete");
    now.testWasOpen = told.test_open;
    now.itemWasFull = told.item_complete;
  };

  const toast = (name) => {
    const text = document.querySelector(`template[data-toast="${name}"]`).content.textContent.trim();
    document.dispatchEvent(new CustomEvent("koshu:toast", { detail: { kind: "success", text } }));
  };

  const [line, button, link] = ["words", "button", "link"].map((part) => bar.querySelector(`[data-bar-${part}]`));
  const say = (name, message) => {
    if (bar.dataset.saying === name) return;
    bar.dataset.saying = name;
    const { dataset, content } = document.querySelector(`template[data-bar="${name}"]`);
    bar.hidden = false;
    document.body.classList.add("has-study-bar");
    button.hidden = !dataset.button;
    button.textContent = dataset.button || "";
    link.hidden = !dataset.link;
    link.textContent = dataset.label || "";
    if (dataset.link) link.href = dataset.link;
    // A live region is read out when its text changes after it is on the page.
    requestAnimationFrame(() => { line.textContent = message || content.textContent.trim(); });
  };

  const hush = () => {
    if (bar.hidden) return;
    // A button that goes away under the finger or the focus would leave people nowhere.
    if (bar.contains(document.activeElement)) document.getElementById("main").focus({ preventScroll: true });
    bar.hidden = true;
    line.textContent = "";
    bar.dataset.saying = "";
    document.body.classList.remove("has-study-bar");
  };

  button.addEventListener("click", () => {
    now.hadSign = true;
    if (!now.isOver) return void send();
    now.isOver = false;
    now.wasVisible = false;
    bar.dataset.saying = "";
    send(true);
  });

  // ---- signs of life, coming and going -------------------------------------------------------------------------------
  const sign = () => {
    now.hadSign = true;
    if (!now.isAway && (now.state === "asking" || now.state === "paused")) send();
  };
  for (const kind of ["scroll", "keydown", "pointerdown", "pointermove", "touchstart", "wheel"]) {
    window.addEventListener(kind, sign, { passive: true, capture: true });
  }

  const leave = () => {
    if (now.isAway || now.isOver || !now.ticket) return;
    now.isAway = true;
    clearTimeout(now.timer);
    navigator.sendBeacon(bar.dataset.beats, words(false).body);
    now.wasVisible = false;
  };
  const comeBack = (opens) => {
    now.isAway = false;
    now.hadSign = true;
    now.wasVisible = false;
    send(opens);
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : comeBack(!now.ticket)));
  document.addEventListener("koshu:locked", leave);
  document.addEventListener("koshu:unlocked", () => comeBack(!now.ticket));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => { if (event.persisted) comeBack(true); });

  if (!document.hidden) send(true);
})();
