// Passkeys: asks the house for a challenge, the device for an answer, and sends the form with it.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function opened(options) {
  const asked = { ...options, challenge: bytes(options.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (asked[list]) asked[list] = asked[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return asked;
}

function closed(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, type, rawId: text(credential.rawId), response, clientExtensionResults: {} });
}

async function answer(form) {
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const asked = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": csrf }, credentials: "same-origin" });
  if (!asked.ok) throw new Error(String(asked.status));
  const { publicKey } = await asked.json();
  return closed(await navigator.credentials[form.dataset.passkey]({ publicKey: opened(publicKey) }));
}

async function useIn(form) {
  const said = form.querySelector("[data-passkey-said]");
  said.hidden = true;
  try {
    form.querySelector("[data-passkey-answer], [name=passkey]").value = await answer(form);
    form.submit();
  } catch (error) {
    said.textContent = said.dataset.failed;
    said.hidden = false;
    delete form.dataset.sent;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const button = form.querySelector("[data-passkey-start]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => useIn(form));
  } else if (form.dataset.passkey === "create") {
    form.querySelector("[data-passkey-make]").disabled = false; // pressed before this file came it would send no passkey
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (form.reportValidity()) useIn(form);
    });
  }
}
