// SPDX-License-Identifier: Apache-2.0
// Questions to try oneself: the answers become buttons, and pressing one says whether it is right and opens the
// explanation. Nothing is sent or kept; a second try is free, only the first one is told at the end.
(() => {
  const practice = document.querySelector("[data-practice]");
  if (!practice) return;
  const questions = [...practice.querySelectorAll("[data-exercise]")];
  const first = new Map();

  const choose = (question, chosen) => {
    const isRight = chosen.dataset.choice === question.dataset.exercise;
    for (const answer of question.querySelectorAll("[data-choice]")) {
      const isChosen = answer === chosen;
      answer.firstElementChild.setAttribute("aria-pressed", String(isChosen));
      if (isChosen) answer.dataset.state = isRight ? "right" : "wrong";
      else delete answer.dataset.state;
    }
    if (!first.has(question)) first.set(question, isRight);
    question.querySelector("[data-why]").open = true;
    const verdict = question.querySelector("[data-verdict]");
    verdict.dataset.state = isRight ? "right" : "wrong";
    verdict.textContent = isRight ? practice.dataset.wordsRight : practice.dataset.wordsWrong;
    tell();
  };

  const tell = () => {
    if (first.size < questions.length) return;
    const right = [...first.values()].filter(Boolean).length;
    const tally = practice.querySelector("[data-tally]");
    tally.textContent = tally.dataset.words.replace("{right}", String(right)).replace("{all}", String(questions.length));
  };

  for (const question of questions) {
    for (const answer of question.querySelectorAll("[data-choice]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "practice-button";
      button.setAttribute("aria-pressed", "false");
      button.append(...answer.childNodes);
      answer.append(button);
      button.addEventListener("click", () => choose(question, answer));
    }
  }
  practice.classList.add("practice-live");
})();
