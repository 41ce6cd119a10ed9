// Makes and shows passkeys. The page works without it: the button appears only where it can.
(function () {
  "use strict";
  var button = document.querySelector("[data-passkey]");
  if (!button || !window.PublicKeyCredential) return;
  var said = document.getElementById("sleutel-melding");

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }
  function words(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function send(address, content) {
    return fetch(address, {
      method: "POST", credentials: "same-origin", body: JSON.stringify(content || {}),
      headers: { "Content-Type": "application/json", "X-CSRFToken": button.dataset.proof }
    }).then(function (answer) {
      return answer.json().then(function (found) {
        if (!answer.ok) throw new Error(found.sentence);
        return found;
      });
    });
  }
  function known(list) {
    return (list || []).map(function (one) { return { type: one.type, id: bytes(one.id) }; });
  }
  function made(asked) {
    asked.challenge = bytes(asked.challenge);
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = known(asked.excludeCredentials);
    return navigator.credentials.create({ publicKey: asked });
  }
  function shown(asked) {
    asked.challenge = bytes(asked.challenge);
    asked.allowCredentials = known(asked.allowCredentials);
    return navigator.credentials.get({ publicKey: asked });
  }
  function answerOf(key) {
    var response = { clientDataJSON: words(key.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (key.response[name]) response[name] = words(key.response[name]);
    });
    return { id: key.id, rawId: words(key.rawId), type: key.type, response: response };
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    said.textContent = "";
    send(button.dataset.ask)
      .then(button.dataset.passkey === "make" ? made : shown)
      .then(function (key) { return send(button.dataset.answer, answerOf(key)); })
      .then(function (found) { window.location.assign(found.onward); })
      .catch(function (error) {
        var ours = error instanceof Error && !(error instanceof DOMException) && error.message;
        said.textContent = ours || "Het apparaat gaf geen sleutel. Probeer het opnieuw.";
      });
  });
})();
