/* Keying in paper: the number of an answer chooses it and goes on. Works without this file too. */
"use strict";
(function () {
  const hint = document.querySelector("[data-keys]");
  if (hint) hint.hidden = false;

  function goOn(question) {
    const next = question.nextElementSibling;
    const field = next && (next.querySelector("input:checked") || next.querySelector("input, textarea, button"));
    if (field) field.focus();
  }

  document.addEventListener("keydown", function (event) {
    if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.type !== "radio") return;
    const question = event.target.closest(".sheet__question");
    const answers = question ? Array.from(question.querySelectorAll("input[type=radio]")) : [];
    const wanted = answers.find(function (one) { return one.value === event.key; });
    if (!wanted) return;
    event.preventDefault();
    wanted.checked = true;
    wanted.focus();
    /* Of 1 to 10 the first figure says too little to go on. */
    if (answers.every(function (one) { return one.value.length < 2; })) goOn(question);
  });
})();
