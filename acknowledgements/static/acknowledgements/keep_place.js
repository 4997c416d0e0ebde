/* Keeps the place where somebody stops reading: at most once in ten seconds, and when the page is left. */
(() => {
  "use strict";

  const EVERY = 10000;
  const form = document.getElementById("keep-place");
  const end = document.getElementById("acknowledge");
  if (!form || !end) return;

  const clauses = document.querySelectorAll(".policy-clause");
  let kept = form.dataset.kept;
  let hasScrolled = false;
  let timer = 0;

  /* The last clause that begins in the upper quarter of the window: rather a line read twice than one passed over. */
  function place() {
    const line = window.innerHeight / 4;
    if (end.getBoundingClientRect().top < line) return "";
    let found = "";
    for (const clause of clauses) {
      if (clause.getBoundingClientRect().top > line) break;
      found = clause.id;
    }
    return found;
  }

  function keep() {
    window.clearTimeout(timer);
    timer = 0;
    const now = hasScrolled ? place() : "";
    if (!now || now === kept) return;
    const before = kept;
    kept = now;
    const data = new FormData(form);
    data.set("clause", now);
    data.set("quietly", "yes");
    /* A place that could not be sent is sent with the next; nobody is bothered with it. */
    fetch(form.action, { method: "POST", body: data, keepalive: true }).catch(() => {
      kept = before;
    });
  }

  window.addEventListener(
    "scroll",
    () => {
      hasScrolled = true;
      timer = timer || window.setTimeout(keep, EVERY);
    },
    { passive: true },
  );
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  /* Who acknowledges has read to the end: nothing is left to remember. */
  document.getElementById("acknowledge-form").addEventListener("submit", () => {
    window.clearTimeout(timer);
    timer = 1;
    hasScrolled = false;
  });
})();
