// SPDX-License-Identifier: Apache-2.0
// The test saves each answer when it is given. "Saved" is only said after the server has said so; what could not be sent
// is sent again, soon, then less often, and at once when the connection is back. An answer whose receipt was lost is
// repeated before the next one for that question, so that this page never mistakes its own answer for another page's.
(() => {
  const test = document.querySelector("[data-autosave]");
  if (!test) return;
  const form = test.querySelector("form");
  const seen = form.elements.namedItem("seen");
  const state = test.querySelector("[data-saved-state]");
  const stateWords = state.querySelector("[data-saved-text]");
  const clashTemplate = test.querySelector("[data-clash-template]");
  const FIRST_WAIT = 1000;
  const LONGEST_WAIT = 30000;
  const ANSWER_WITHIN = 10000;
  const SAYS_SAVING_AFTER = 400;
  const FINISH_WITHIN = 8000;

  const meta = (name) => document.querySelector(`meta[name="${name}"]`);
  const words = (name, gaps = {}) =>
    test.getAttribute(`data-words-${name}`).replace(/\{(\w+)\}/g, (whole, gap) => (gap in gaps ? gaps[gap] : whole));
  const toast = (kind, text) => document.dispatchEvent(new CustomEvent("koshu:toast", { detail: { kind, text } }));

  let wait = FIRST_WAIT;
  let retryTimer = null;
  let savingTimer = null;
  let isStopped = false;
  let saidSignedOut = false;

  const questions = Array.from(test.querySelectorAll("[data-asked]"), (element) => ({
    element,
    number: Number(element.dataset.asked),
    revision: Number(element.dataset.revision),
    stored: element.dataset.choice || null,
    wanted: null,      // chosen here, not yet acknowledged
    unconfirmed: null, // sent, receipt lost
    isSending: false,
    hasFailed: false,
    line: element.querySelector("[data-asked-state]"),
    lineWords: element.querySelector("[data-asked-words]"),
    place: test.querySelector(`[data-overview="${element.dataset.asked}"]`),
    radios: Array.from(element.querySelectorAll('input[type="radio"]')),
  }));

  const isPending = (question) => question.wanted !== null || question.unconfirmed !== null;
  const pending = () => questions.filter(isPending);
  const labelOf = (question, choice) => {
    const radio = question.radios.find((one) => one.value === choice);
    return radio ? radio.labels[0].textContent.trim() : "";
  };
  const showChoice = (question) => {
    const choice = question.wanted || question.stored;
    for (const radio of question.radios) radio.checked = radio.value === choice;
  };

  const showLine = (question, name, text) => {
    question.line.dataset.askedState = name;
    question.lineWords.textContent = text;
    question.place.toggleAttribute("data-troubled", name === "failed");
    question.place.toggleAttribute("data-answered", question.stored !== null);
    question.place.querySelector("[data-overview-state]").textContent = ` ${words(question.stored === null ? "open" : "answered")}`;
  };

  const showOverall = (name, text) => {
    state.dataset.state = name;
    if (stateWords.textContent !== text) stateWords.textContent = text;
  };

  const showProgress = () => {
    const open = pending();
    test.dataset.unsaved = String(open.length);
    seen.value = questions.map((question) => question.revision).join(" ");
    clearTimeout(savingTimer);
    if (open.some((question) => question.hasFailed)) showOverall("failed", words("failed"));
    // Said only when it takes a while: otherwise a screen reader would hear every answer twice.
    else if (open.length) savingTimer = setTimeout(() => showOverall("saving", words("saving")), SAYS_SAVING_AFTER);
  };

  const post = async (question, choice) => {
    const abort = new AbortController();
    const timeout = setTimeout(() => abort.abort(), ANSWER_WITHIN);
    try {
      const response = await fetch(question.element.dataset.url, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": meta("csrf-token").content,
          "X-Koshu-Person": meta("koshu-person").content,
        },
        body: JSON.stringify({ choice, based_on: question.revision }),
        keepalive: true,
        signal: abort.signal,
      });
      return { status: response.status, told: await response.json() };
    } finally {
      clearTimeout(timeout);
    }
  };

  const saySignedOut = () => {
    if (!saidSignedOut) toast("warning", words("signed-out"));
    saidSignedOut = true;
  };

  // A new sign-in in another window has another token. Whom the answer is for stays as it is: the server compares.
  const renewToken = async () => {
    const response = await fetch(location.pathname, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector('meta[name="csrf-token"]');
    if (token) meta("csrf-token").content = token.content;
    else saySignedOut();
  };

  const later = (question) => {
    question.hasFailed = true;
    showLine(question, "failed", words("failed"));
    if (retryTimer !== null) return;
    retryTimer = setTimeout(() => {
      retryTimer = null;
      pending().forEach(send);
    }, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };

  const acknowledge = (question, choice, told) => {
    question.revision = told.revision;
    question.stored = told.choice;
    question.unconfirmed = null;
    question.hasFailed = false;
    if (question.wanted === choice) question.wanted = null;
    wait = FIRST_WAIT;
    saidSignedOut = false;
    const saved = words("saved", { time: told.saved_at });
    if (question.wanted === null) showLine(question, "saved", saved);
    if (!pending().length) showOverall("saved", saved);
    document.dispatchEvent(new CustomEvent("koshu:clock", { detail: { secondsLeft: told.seconds_left } }));
    if (question.wanted !== null) send(question);
  };

  const clash = (question, choice, told) => {
    const yours = question.wanted || choice;
    question.revision = told.stored ? told.stored.revision : 0;
    question.stored = told.stored ? told.stored.choice : null;
    question.wanted = null;
    question.unconfirmed = null;
    question.hasFailed = false;
    showChoice(question);
    showLine(question, question.stored === null ? "" : "saved", question.stored === null ? "" : words("saved", { time: told.stored.saved_at }));
    showOverall("idle", "");
    if (question.stored === null || question.stored === yours) return;
    const box = clashTemplate.content.firstElementChild.cloneNode(true);
    const gaps = { stored: labelOf(question, question.stored), yours: labelOf(question, yours), time: told.stored.saved_at };
    box.setAttribute("role", "alert");
    box.querySelector("[data-clash-keep]").addEventListener("click", () => settle(question, null));
    box.querySelector("[data-clash-replace]").addEventListener("click", () => settle(question, yours));
    question.element.querySelectorAll("[data-clash]").forEach((old) => old.remove());
    box.setAttribute("data-clash", "");
    question.element.append(box);
    box.querySelector("[data-clash-words]").textContent = words("clash", gaps);
  };

  const settle = (question, choice) => {
    question.element.querySelectorAll("[data-clash]").forEach((old) => old.remove());
    if (choice !== null) give(question, choice);
    const radio = question.radios.find((one) => one.checked);
    if (radio) radio.focus();
  };

  const stop = (text) => {
    isStopped = true;
    for (const question of pending()) showLine(question, "failed", text);
    showOverall("failed", text);
    toast("error", text);
  };

  const over = () => {
    isStopped = true;
    for (const question of pending()) showLine(question, "failed", words("lost"));
    test.dataset.unsaved = "0";
    location.replace(location.pathname);
  };

  const refused = (question, choice, { status, told }) => {
    if (status === 409 && told.error === "answer-changed-elsewhere") clash(question, choice, told);
    else if (told.error === "test-time-over" || told.error === "test-submitted-already") over();
    else if (status === 401) {
      later(question);
      if (told.error === "session-locked") document.dispatchEvent(new CustomEvent("koshu:session-locked"));
      else saySignedOut();
    } else if (told.error === "stale-form") renewToken().catch(() => {}).then(() => later(question));
    else if (status === 429 || status >= 500) later(question);
    else stop(told.message || words("failed"));
  };

  const send = async (question) => {
    const choice = question.unconfirmed || question.wanted;
    if (question.isSending || isStopped || choice === null) return;
    question.isSending = true;
    if (!question.hasFailed) showLine(question, "saving", words("saving"));
    showProgress();
    let answer = null;
    try {
      answer = await post(question, choice);
    } catch { /* no connection, or no answer in time: whether it arrived is unknown */ }
    question.isSending = false;
    if (answer === null) {
      question.unconfirmed = choice;
      later(question);
    } else if (answer.status === 200) acknowledge(question, choice, answer.told);
    else refused(question, choice, answer);
    if (!isStopped) showProgress();
  };

  const give = (question, choice) => {
    question.wanted = choice;
    showChoice(question);
    send(question);
    showProgress();
  };

  for (const question of questions) {
    question.element.addEventListener("change", (event) => {
      if (event.target.type !== "radio") return;
      question.element.querySelectorAll("[data-clash]").forEach((old) => old.remove());
      give(question, event.target.value);
    });
  }
  const sendNow = () => {
    clearTimeout(retryTimer);
    retryTimer = null;
    wait = FIRST_WAIT;
    pending().forEach(send);
  };
  window.addEventListener("online", sendNow);
  document.addEventListener("koshu:unlocked", sendNow);

  // Going on waits for what is still under way; the form itself carries every answer once more.
  let isFinishing = false;
  form.addEventListener("submit", (event) => {
    if (!pending().length || isStopped) return;
    event.preventDefault();
    if (isFinishing) return;
    isFinishing = true;
    pending().forEach(send);
    const since = performance.now();
    const look = () => {
      if (!pending().length) {
        isFinishing = false;
        form.requestSubmit ? form.requestSubmit() : form.submit();
      } else if (performance.now() - since > FINISH_WITHIN) {
        isFinishing = false;
        toast("warning", words("wait"));
      } else setTimeout(look, 100);
    };
    look();
  });

  // Browsers put back what a form held before a reload; what the server has stored is what counts.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
    else questions.forEach(showChoice);
  });
})();
