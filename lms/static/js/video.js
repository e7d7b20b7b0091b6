// SPDX-License-Identifier: Apache-2.0
// A film on a page: watching is a sign of life, the second reached goes with each beat, and the film goes on from there.
(() => {
  const film = document.querySelector("[data-film]");
  if (!film) return;
  const NEAR_THE_END_SECONDS = 5;
  const start = Number(film.dataset.start || 0);

  const goOn = () => {
    if (start > 0 && start < film.duration - NEAR_THE_END_SECONDS) film.currentTime = start;
  };
  if (film.readyState >= HTMLMediaElement.HAVE_METADATA) goOn();
  else film.addEventListener("loadedmetadata", goOn, { once: true });

  document.addEventListener("koshu:before-beat", (event) => {
    const began = film.readyState >= HTMLMediaElement.HAVE_METADATA;
    event.detail.video = Math.floor(began ? film.currentTime : start);
    if (!film.paused && !film.ended) event.detail.sign = true;
  });
})();
