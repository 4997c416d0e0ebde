/* The kiosk's screen: warns before the time is over, signs out when it is, and leaves nothing typed to the next person.
   The server keeps the same limits by itself; this only makes them visible. */
(() => {
  "use strict";

  const TOUCHES = ["pointerdown", "keydown", "touchstart", "wheel", "click", "input", "keyup"];
  /* The warning goes when a press is over: at its beginning, the rest of it would fall on what lies beneath. */
  const CLOSES = ["click", "keyup", "wheel", "input"];

  /* Back from a copy that the browser kept: ask the server what may be shown. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  function listen(touched) {
    TOUCHES.forEach((name) => window.addEventListener(name, touched, { passive: true, capture: true }));
  }

  /* The first page: what was typed and not sent is wiped. */
  const enter = document.getElementById("kiosk-enter");
  if (enter) {
    let timer = 0;
    const wipe = () => {
      if (Array.from(enter.querySelectorAll("input.usa-input")).some((field) => field.value)) enter.reset();
    };
    const wait = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(wipe, enter.dataset.clear * 1000);
    };
    enter.reset();
    listen(wait);
    wait();
  }

  const print = document.getElementById("kiosk-print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const out = document.getElementById("kiosk-out");
  const warning = document.getElementById("kiosk-warning");
  if (!out || !warning || !out.dataset.warning) return;

  const left = document.getElementById("kiosk-left");
  const lasts = out.dataset.seconds * 1000;
  const warns = Math.min(out.dataset.warning * 1000, lasts - 1000);
  const tellEvery = Math.min(10000, lasts / 4);
  let last = Date.now();
  let told = last;
  let timer = 0;
  let isOut = false;

  /* Tells the server of touches, seldom: at once after a while without any, else after ten seconds. */
  function tell() {
    timer = 0;
    told = Date.now();
    const body = new FormData(out);
    fetch(out.dataset.touched, { method: "POST", body, redirect: "manual" })
      .then((answer) => {
        /* The server knows of no stay any more: neither may the screen. */
        if (answer.status !== 204 && !isOut) window.location.replace(out.dataset.start);
      })
      .catch(() => {});
  }

  function touched(event) {
    if (isOut || (event.target instanceof Element && event.target.closest("[form='kiosk-out'], #kiosk-out"))) return;
    last = Date.now();
    if (warning.open && CLOSES.includes(event.type)) warning.close();
    if (!timer) timer = window.setTimeout(tell, Math.max(0, told + tellEvery - last));
  }

  function signOut() {
    isOut = true;
    window.clearTimeout(timer);
    /* Nothing is left to be read while the answer is on its way. */
    document.getElementById("main").hidden = true;
    out.elements.why.value = "time";
    out.submit();
  }

  function look() {
    if (isOut) return;
    const remaining = last + lasts - Date.now();
    if (remaining <= 0) {
      signOut();
    } else {
      left.textContent = String(Math.ceil(remaining / 1000));
      if (remaining <= warns && !warning.open) warning.showModal();
    }
  }

  listen(touched);
  warning.addEventListener("cancel", (event) => event.preventDefault());
  window.setInterval(look, 500);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
})();
