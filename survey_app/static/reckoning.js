/* What to expect of a plan follows while somebody types. Without this the button "Bereken" does it. */
"use strict";
(function () {
  const form = document.querySelector("form[data-reckon]");
  if (!form) return;
  const told = document.createElement("p");
  told.className = "hidden";
  told.setAttribute("role", "status");
  form.append(told);
  let wait, asked;

  function part() { return form.querySelector(".outlook"); }
  function isLive() { part().querySelector("[name=reckon]").parentElement.hidden = true; }

  function fields() {
    const sent = new FormData(form);
    sent.delete("counts");
    return sent;
  }

  async function reckon() {
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.reckon, { method: "POST", body: fields(), signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      const found = new DOMParser().parseFromString((await answer.json()).part, "text/html").querySelector(".outlook");
      if (!found) return;
      const open = [...part().querySelectorAll("details")].map(function (one) { return one.open; });
      [...found.querySelectorAll("details")].forEach(function (one, place) { one.open = open[place] || false; });
      part().replaceWith(found);
      isLive();
      told.textContent = "De berekening is bijgewerkt.";
    } catch (error) {
      if (error.name !== "AbortError") part().querySelector("[name=reckon]").parentElement.hidden = false;
    }
  }

  form.addEventListener("input", function (event) {
    if (event.target.type === "file") return;
    clearTimeout(wait);
    told.textContent = "";
    wait = setTimeout(reckon, 300);
  });
  isLive();
})();
