// Keeps what is being written in this tab until it was saved: a session that ends, or a page that is closed by
// mistake, loses nothing. Nothing leaves the tab, and it is forgotten when the tab is closed.
(function () {
  "use strict";
  const form = document.getElementById("post-form");
  const notice = document.getElementById("kept");
  if (!form || !notice) return;
  const text = form.elements.text;
  const signedOut =
    "You are signed out, and this was not saved. Press Save: you sign in, and your words are offered to you here.";
  const key = () => "post:" + (form.elements.reference.value || "new");

  function put(words) {
    try {
      if (words === null) sessionStorage.removeItem(key());
      else sessionStorage.setItem(key(), words);
    } catch (error) {
      // A browser that keeps nothing: the form still works.
    }
  }

  function offer(words) {
    const box = document.createElement("div");
    box.className = "usa-alert usa-alert--info";
    const body = document.createElement("div");
    body.className = "usa-alert__body";
    const said = document.createElement("p");
    said.className = "usa-alert__text";
    said.textContent = "There are words in this tab that were not saved.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "usa-button usa-button--outline";
    button.textContent = "Take them into the form";
    button.addEventListener("click", function () {
      text.value = words;
      text.dispatchEvent(new Event("change", { bubbles: true }));
      notice.hidden = true;
      text.focus();
    });
    body.append(said, button);
    box.append(body);
    notice.append(box);
    notice.hidden = false;
  }

  let kept = null;
  try {
    kept = sessionStorage.getItem(key());
  } catch (error) {
    kept = null;
  }
  if (kept !== null && kept.trim() && kept !== text.value) offer(kept);
  text.addEventListener("input", function () { put(text.value); });
  // A session that ended answers with the page to sign in, which is no answer to what stands in the form.
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    const asked = new URL(form.getAttribute("hx-post"), document.baseURI).pathname;
    if (new URL(event.detail.xhr.responseURL, document.baseURI).pathname === asked) return;
    event.detail.shouldSwap = false;
    event.detail.target.textContent = signedOut;
  });
  document.body.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful && event.detail.xhr.responseText.includes('id="id_seen"')) {
      put(null);
      try {
        sessionStorage.removeItem("post:new");
      } catch (error) {
        // As above.
      }
    }
  });
})();
