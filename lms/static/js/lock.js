// SPDX-License-Identifier: Apache-2.0
// A computer that others use, too: when nobody has moved for ten minutes, the page is covered, for eyes and for screen
// readers, and the server is told. Nothing on it is lost: the password takes the cover off. All tabs of the browser
// lock and open together, and one that was made for somebody who has handed over stays covered.
(() => {
  const template = document.querySelector("template[data-lock]");
  if (!template) return;
  const LOCK_MILLISECONDS = Number(template.dataset.minutes) * 60000;
  const LOOK_MILLISECONDS = 5000;
  const PING_MILLISECONDS = 60000;
  const TELL_MILLISECONDS = 5000;
  const root = document.documentElement;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`);
  const person = meta("koshu-person").content;
  const title = document.title;
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("koshu") : null;
  const tell = (kind) => { if (channel) channel.postMessage({ kind, person }); };

  const now = { state: "hers", isServerLocked: false, lastActive: Date.now(), lastPing: Date.now(), lastTold: 0, pingTimer: null };

  // ---- asking and telling the server ---------------------------------------------------------------------------------
  const post = async (url, fields = {}) => {
    const body = new URLSearchParams({ csrf_token: meta("csrf-token").content, for_person: person, ...fields });
    const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
    return { status: response.status, told: await response.json().catch(() => ({})) };
  };
  // What the server refuses says how things stand: locked already, or no longer hers.
  const heed = ({ status, told }) => {
    if (status === 401 && told.error === "session-locked") {
      now.isServerLocked = true;
      coverWith("locked");
    } else if (status === 401 || status === 409 || status === 422) look();
  };
  const renewToken = (token) => {
    meta("csrf-token").content = token;
    for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
  };
  const look = async () => {
    const headers = { Accept: "application/json", "X-Koshu-Person": person };
    const response = await fetch(template.dataset.stateUrl, { headers, cache: "no-store" });
    const told = await response.json();
    if (told.state === "locked") {
      now.isServerLocked = true;
      coverWith("locked");
    } else if (told.state === "gone") coverWith("gone");
    else {
      renewToken(told.token);
      if (now.state === "locked" && !now.isServerLocked) lock();
      else uncover();
    }
  };
  const lookAgain = () => { look().catch(() => { /* no connection: the next chance comes */ }); };

  // ---- the cover -----------------------------------------------------------------------------------------------------
  let cover = null;
  const made = () => {
    if (cover) return cover;
    cover = template.content.firstElementChild.cloneNode(true);
    document.body.append(cover);
    cover.addEventListener("cancel", (event) => event.preventDefault());
    cover.addEventListener("close", () => { if (now.state !== "hers") cover.showModal(); });
    cover.querySelector("[data-unlock]").addEventListener("submit", unlock);
    return cover;
  };
  const coverWith = (state) => {
    const was = now.state;
    now.state = state;
    for (const part of made().querySelectorAll("[data-lock-part]")) part.hidden = part.dataset.lockPart !== state;
    cover.setAttribute("aria-labelledby", state === "gone" ? "gone-title" : "lock-title");
    root.classList.add("is-locked");
    document.title = template.dataset.title;
    for (const film of document.querySelectorAll("video, audio")) film.pause();
    if (!cover.open) cover.showModal();
    if (was === "hers") document.dispatchEvent(new CustomEvent("koshu:locked"));
  };
  const uncover = () => {
    root.classList.remove("is-locked");
    now.isServerLocked = false;
    now.lastActive = Date.now();
    if (now.state === "hers") return;
    now.state = "hers";
    document.title = title;
    cover.querySelector("[name=password]").value = "";
    say("");
    cover.close();
    document.dispatchEvent(new CustomEvent("koshu:unlocked"));
  };
  const say = (text) => {
    const line = cover.querySelector("[data-lock-words]");
    line.hidden = !text;
    line.textContent = text;
  };

  const lock = () => {
    coverWith("locked");
    tell("lock");
    post(template.dataset.url).then((answer) => {
      if (answer.status === 200) now.isServerLocked = true;
      else heed(answer);
    }).catch(() => { /* no connection: the server locks by itself as well */ });
  };
  const unlock = async (event) => {
    event.preventDefault();
    const form = event.target;
    const input = form.elements.namedItem("password");
    try {
      const { status, told } = await post(form.action, { password: input.value });
      if (status === 200 && told.state === "hers") {
        uncover();
        tell("open");
      } else if (status === 422 || status === 429) {
        say(told.message);
        input.select();
      } else lookAgain();
    } catch {
      say(cover.querySelector("[data-lock-words]").dataset.noConnection);
    }
  };

  // ---- signs of life -------------------------------------------------------------------------------------------------
  const ping = () => {
    clearTimeout(now.pingTimer);
    now.pingTimer = null;
    now.lastPing = Date.now();
    if (now.state === "hers") post(template.dataset.activityUrl).then(heed).catch(() => { /* the next one will do */ });
  };
  const moved = () => {
    if (now.state !== "hers" || Date.now() - now.lastActive >= LOCK_MILLISECONDS) return;
    now.lastActive = Date.now();
    if (now.lastActive - now.lastTold > TELL_MILLISECONDS) {
      now.lastTold = now.lastActive;
      tell("active");
    }
    const due = now.lastPing + PING_MILLISECONDS - now.lastActive;
    if (due <= 0) ping();
    else if (now.pingTimer === null) now.pingTimer = setTimeout(ping, due);
  };
  for (const kind of ["keydown", "pointerdown", "pointermove", "touchstart", "wheel"]) {
    window.addEventListener(kind, (event) => { if (event.isTrusted) moved(); }, { passive: true, capture: true });
  }
  const isWatching = () => !document.hidden && Array.from(document.querySelectorAll("video, audio")).some((film) => !film.paused && !film.ended);
  setInterval(() => {
    if (isWatching()) moved();
    if (now.state === "hers" && Date.now() - now.lastActive >= LOCK_MILLISECONDS) lock();
  }, LOOK_MILLISECONDS);

  // ---- other tabs, and coming back -----------------------------------------------------------------------------------
  if (channel) {
    channel.addEventListener("message", ({ data }) => {
      if (data.person !== person) lookAgain();
      else if (data.kind === "active" && now.state === "hers") now.lastActive = Date.now();
      else if (data.kind === "lock" && now.state === "hers") coverWith("locked");
      else if (data.kind === "open" && now.state === "locked") uncover();
      else if (data.kind === "page" && now.state === "gone") lookAgain();
    });
  }
  document.addEventListener("koshu:session-locked", () => heed({ status: 401, told: { error: "session-locked" } }));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) lookAgain(); });
  // A page that the browser puts aside whole is hidden before, and comes into view again only if it is still hers.
  window.addEventListener("pagehide", () => root.classList.add("is-locked"));
  window.addEventListener("pageshow", (event) => { if (event.persisted) look().catch(() => location.reload()); });
})();
