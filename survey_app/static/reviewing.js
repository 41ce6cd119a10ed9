/* Judging with two keys: the sign of a choice, then Enter. Works without this file too. */
"use strict";
(function () {
  const form = document.querySelector(".review__form");
  if (!form) return;
  document.querySelectorAll("[data-shown]").forEach(function (one) { one.hidden = false; });
  const go = form.querySelector("button[value=bewaren]");
  /* Not while somebody writes, nor outside the form: a single key means something only here. */
  form.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, summary")) return;
    const field = form.querySelector("[data-key='" + CSS.escape(event.key.toLowerCase()) + "']");
    if (!field) return;
    event.preventDefault();
    field.checked = field.type === "radio" || !field.checked;
    go.focus({ preventScroll: true });
  });
  /* Enter agrees with what is proposed, from the start; not where something must be put right. */
  const wrong = document.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
  else if (!document.querySelector(".utrecht-form-field-error-message, [role=alert]") && matchMedia("(hover: hover)").matches) {
    go.focus({ preventScroll: true });
  }
})();
