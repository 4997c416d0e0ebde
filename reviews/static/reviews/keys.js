// Keys for who reviews many posts: "a" goes to the button that approves, "c" to what is to be changed. Nothing is
// decided by a key alone, and no key is taken while somebody writes.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at instanceof HTMLElement && at.closest("input, textarea, select, [contenteditable]")) return;
    const form = document.getElementById("decision-form");
    if (!form) return;
    const wanted = event.key === "c" ? form.elements.reason : form.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
    if (!wanted) return;
    event.preventDefault();
    wanted.scrollIntoView({ block: "center" });
    wanted.focus();
  });
})();
