/* Small extras for respondents; every page works without this file. */
"use strict";
(function () {
  const root = document.documentElement;
  const focused = document.querySelector("[autofocus]");
  if (focused) focused.focus();

  /* Read aloud: what was recorded, otherwise the voice of the device where it has one. */
  const speech = window.speechSynthesis;
  const place = document.querySelector("[data-read-aloud]");
  const recorded = document.querySelectorAll("[data-heard]");
  const parts = Array.from(document.querySelectorAll("[data-read]"));
  let turn = 0;
  let sound = null;

  function voice() {
    if (!speech) return null;
    const wanted = root.lang.toLowerCase();
    return speech.getVoices().find(function (one) {
      return one.lang.toLowerCase().replace("_", "-").split("-")[0] === wanted;
    });
  }

  function silence() {
    turn += 1;
    if (speech) speech.cancel();
    if (sound) sound.pause();
    parts.forEach(function (part) { part.classList.remove("ts-reading"); });
  }

  function read(wanted, mine, done) {
    if (mine !== turn) return;
    parts.forEach(function (part) { part.classList.remove("ts-reading"); });
    if (!wanted.length) { done(); return; }
    wanted[0].classList.add("ts-reading");
    const next = function () { read(wanted.slice(1), mine, done); };
    if (wanted[0].dataset.heard) play(wanted[0], mine, next);
    else speak(wanted[0], mine, next, done);
  }

  /* A recording that does not come is read by the device. */
  function play(part, mine, next) {
    let over = false;
    function instead() {
      if (over || mine !== turn) return;
      over = true;
      speak(part, mine, next, next);
    }
    sound = new Audio(part.dataset.heard);
    sound.onended = next;
    sound.onerror = instead;
    sound.play().catch(instead);
  }

  function speak(part, mine, next, failed) {
    if (!voice()) { next(); return; }
    const words = new SpeechSynthesisUtterance(part.textContent.trim());
    words.lang = root.lang;
    words.voice = voice() || null;
    words.rate = 0.9;
    words.onend = next;
    words.onerror = function () { if (mine === turn) failed(); };
    speech.speak(words);
  }

  function offerReading() {
    if (!place || place.firstChild || !parts.length || !(recorded.length || voice())) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ts-tool";
    let reading = false;
    let before = false;
    function show(now) {
      reading = now;
      button.textContent = now ? place.dataset.stop : before ? place.dataset.again : place.dataset.readAloud;
    }
    function start(wanted) {
      silence();
      show(true);
      read(wanted, turn, function () { show(false); });
    }
    /* Who wants to hear the page may want to hear one answer again. */
    function offerAnswers() {
      parts.forEach(function (part) {
        if (!part.closest(".ts-answer") || !(part.dataset.heard || voice())) return;
        const one = document.createElement("button");
        one.type = "button";
        one.className = "ts-hear";
        one.textContent = "\u25B6\uFE0E";
        one.setAttribute("aria-label", place.dataset.readAloud + ": " + part.textContent.trim());
        one.addEventListener("click", function () { start([part]); });
        part.after(one);
      });
      document.body.classList.add("ts-hearing");
    }
    button.addEventListener("click", function () {
      if (reading) { silence(); show(false); return; }
      if (!before) offerAnswers();
      before = true;
      /* Who recorded a question spoke its explanation too. */
      const spoken = parts[0].dataset.heard;
      start(parts.filter(function (part) { return !spoken || !part.classList.contains("ts-explanation"); }));
    });
    show(false);
    place.append(button);
    window.addEventListener("pagehide", silence);
  }

  if (place) offerReading();
  if (speech && place) {
    speech.addEventListener("voiceschanged", offerReading);
  }

  /* Who types in a text box gets a warning before a name or number is sent. */
  const box = document.querySelector(".ts-personal");
  function watch() {
    const script = document.createElement("script");
    script.src = box.dataset.script;
    document.head.append(script);
  }
  if (box) {
    document.getElementById("answer").addEventListener("input", function () { setTimeout(watch, 800); }, { once: true });
  }

  /* A broken line: keep the page with what was typed, and send the same form again. */
  const form = document.querySelector("form.ts-question");
  if (!form || !window.fetch || !window.FormData) return;
  const status = document.querySelector(".ts-status");
  let sending = false;

  function wait(seconds) {
    return new Promise(function (done) { setTimeout(done, seconds * 1000); });
  }

  async function attempt(fields) {
    const stop = new AbortController();
    const timer = setTimeout(function () { stop.abort(); }, 20000);
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: fields, headers: { Accept: "text/plain" }, signal: stop.signal,
      });
      return answer.status === 503 ? null : answer;
    } catch (failure) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  async function send(fields) {
    for (let pause = 2; ; pause = Math.min(pause * 2, 30)) {
      const answer = await attempt(fields);
      if (answer && answer.ok) { location.assign(await answer.text()); return; }
      /* Anything but a new page is shown as the server gives it: without this script. */
      if (answer) { sending = false; form.dataset.plain = "1"; press(fields); return; }
      status.textContent = form.dataset.notSaved + " " + form.dataset.again;
      await wait(pause);
    }
  }

  let pressed = null;
  function press(fields) {
    if (pressed) form.requestSubmit(pressed); else form.submit();
  }

  form.addEventListener("submit", function (event) {
    if (form.dataset.plain || !form.requestSubmit) return;
    pressed = event.submitter;
    if (pressed && pressed.name === "set") return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    const fields = new URLSearchParams(new FormData(form));
    if (pressed && pressed.name) fields.append(pressed.name, pressed.value);
    send(fields);
  });
  window.addEventListener("pageshow", function () { sending = false; delete form.dataset.plain; });
})();
