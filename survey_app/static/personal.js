/* A gentle warning while somebody types a number, an address or a name; the same steps as
   questionnaire/personal/finding.py. Without this script the server asks when the text arrives. */
"use strict";
(function () {
  const box = document.querySelector(".ts-personal");
  const field = document.querySelector("textarea[name=answer]");
  if (!box || !field || !window.fetch) return;
  const list = box.querySelector("ul");
  const asked = box.querySelector("input[name=asked]");
  const left = new Set();
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  let rules = null;
  let timer = 0;
  let word;
  let capital;

  function folded(text) {
    return text.toLowerCase().replace(/’/g, "'").normalize("NFKD").replace(/\p{M}/gu, "");
  }

  /* Digits of every script stand in rows of ten. */
  function digit(sign) {
    let before = 0;
    const code = sign.codePointAt(0);
    while (/^\p{Nd}$/u.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  }

  /* Signs outside the first plane count as two here; what is found is the same. */
  function plain(text) {
    return text.replace(/[^\S\n]/gu, " ").replace(/\p{Pd}/gu, "-").replace(/(?![0-9])\p{Nd}/gu, function (sign) {
      return digit(sign).padEnd(sign.length, " ");
    });
  }

  const checks = {
    "": function (text, start, end) { return [start, end]; },
    elfproef: function (text, start, end) {
      const digits = text.slice(start, end).replace(/\D/g, "").padStart(9, "0");
      const sum = weights.reduce(function (total, weight, at) { return total + weight * Number(digits[at]); }, 0);
      return sum % 11 === 0 && Number(digits) > 0 ? [start, end] : null;
    },
    iban: function (text, start, end) {
      for (let stop = end; stop >= start + 15; stop -= 1) {
        if (/^[\p{L}\p{N}]/u.test(text.slice(stop)) || !/[\p{L}\p{N}]/u.test(text[stop - 1])) continue;
        const number = text.slice(start, stop).replace(/[^\p{L}\p{N}]/gu, "").toUpperCase();
        if (number.length !== rules.ibanLengths[number.slice(0, 2)] || !/^[A-Z0-9]+$/.test(number)) continue;
        let rest = 0;
        for (const sign of number.slice(4) + number.slice(0, 4)) {
          rest = Number(String(rest) + String(parseInt(sign, 36))) % 97;
        }
        if (rest === 1) return [start, stop];
      }
      return null;
    },
  };

  function inCapitals(text) {
    return text.length > 1 && text === text.toUpperCase() && text !== text.toLowerCase();
  }

  function mayBeName(text, form) {
    return capital.test(text) && text.length > 1 && !rules.names.companies.has(form) && !rules.names.noName.has(form);
  }

  function nameAfter(text, words, forms, cue) {
    const shouting = inCapitals(words[cue][2]);
    let last = cue;
    for (let at = cue + 1; at < words.length; at += 1) {
      while (at < words.length && rules.names.particles.has(forms[at])) at += 1;
      if (at === words.length || !mayBeName(words[at][2], forms[at])) break;
      if (shouting && inCapitals(words[at][2])) break;
      const follows = text.slice(words[at - 1][1], words[at][0]) === " " && /^\p{Lu}/u.test(words[at][2]);
      if (last > cue && !follows) break;
      last = at;
    }
    return last > cue ? [words[cue + 1][0], words[last][1]] : null;
  }

  function names(text) {
    const words = Array.from(text.matchAll(word), function (one) { return [one.index, one.index + one[0].length, one[0]]; });
    const forms = words.map(function (one) { return folded(one[2]); });
    return words.map(function (one, at) {
      const cues = rules.names.cues;
      if (!cues.has(forms[at]) && !(at && cues.has(forms[at - 1] + " " + forms[at]))) return null;
      if (at + 1 === words.length) return null;
      const gap = text.slice(one[1], words[at + 1][0]);
      const goesOn = /^[ :]{1,2}$/.test(gap) || (rules.names.dotted.has(forms[at]) && /^\.? ?$/.test(gap));
      return goesOn ? nameAfter(text, words, forms, at) : null;
    }).filter(Boolean);
  }

  function finds(typed) {
    const text = typed.normalize("NFC");
    const plainText = plain(text);
    const taken = [];
    function take(stretch, kind) {
      if (!taken.some(function (other) { return stretch[0] < other[1] && other[0] < stretch[1]; })) {
        taken.push([stretch[0], stretch[1], kind]);
      }
    }
    rules.shapes.forEach(function (shape) {
      for (const match of plainText.matchAll(shape.pattern)) {
        const piece = shape.kind !== "datum" && match[1] || match[0];
        const start = match.index + (match[0] ? match[0].lastIndexOf(piece) : 0);
        const stretch = checks[shape.check](plainText, start, start + piece.length);
        if (stretch) take(stretch, shape.kind);
      }
    });
    names(text).forEach(function (stretch) { take(stretch, "naam"); });
    return taken.filter(function (one) { return one[2] !== "datum"; })
      .sort(function (one, other) { return one[0] - other[0]; })
      .map(function (one) { return text.slice(one[0], one[1]); });
  }

  function look() {
    clearTimeout(timer);
    if (!rules) return;
    const found = finds(field.value);
    const fresh = found.some(function (one) { return !left.has(one); });
    asked.value = found.length && !fresh ? "1" : "";
    if (fresh && !box.hidden && found.join() === box.dataset.found) return;
    box.dataset.found = found.join();
    list.replaceChildren.apply(list, found.map(function (one) {
      const item = document.createElement("li");
      item.textContent = one;
      return item;
    }));
    box.hidden = !fresh;
  }

  box.querySelector("a").addEventListener("click", function (event) {
    event.preventDefault();
    field.focus();
    const first = box.dataset.found ? finds(field.value)[0] : "";
    const at = first ? field.value.indexOf(first) : -1;
    if (at >= 0) field.setSelectionRange(at, at + first.length);
  });
  box.querySelector("button").addEventListener("click", function (event) {
    if (!rules || !box.dataset.found) return;
    event.preventDefault();
    finds(field.value).forEach(function (one) { left.add(one); });
    look();
    field.focus();
  });

  function prepare(data) {
    word = new RegExp("[\\p{L}\\p{N}_]+(?:['’-][\\p{L}\\p{N}_]+)*", "gu");
    capital = new RegExp("^(?!\\p{Ll})\\p{L}", "u");
    const shapes = data.shapes.map(function (one) {
      return { kind: one[0], pattern: new RegExp(one[1], one[2]), check: one[3] };
    });
    const sets = {};
    Object.keys(data.names).forEach(function (name) { sets[name] = new Set(data.names[name]); });
    rules = { shapes: shapes, ibanLengths: data.ibanLengths, names: sets };
  }

  /* An old browser that does not know these patterns leaves it to the server. */
  fetch(box.dataset.rules).then(function (answer) { return answer.json(); }).then(function (data) {
    prepare(data);
    field.addEventListener("input", function () {
      asked.value = "";
      clearTimeout(timer);
      timer = setTimeout(look, 1200);
    });
    field.addEventListener("change", look);
    if (box.hidden && field.value) look();
  }).catch(function () { rules = null; });
})();
