// The browser's half of a passkey: asks the server for a challenge, lets the device answer it, hands the answer back.
"use strict";

const button = document.querySelector("[data-passkey]");
const error = document.getElementById("error");

const say = (text) => {
  error.textContent = text;
  error.hidden = false;
};

const post = async (path, body) => {
  const answer = await fetch(path + button.dataset.query, {
    method: "POST", body, headers: { "Content-Type": "application/json" }, credentials: "same-origin",
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || button.dataset.failed);
  return said;
};

const askDevice = (options) => button.dataset.passkey === "create"
  ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
  : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });

const usePasskey = async () => {
  error.hidden = true;
  button.disabled = true;
  try {
    const options = await post(`${button.dataset.base}/options`);
    // What a device says when it fails is English and technical.
    const credential = await askDevice(options).catch(() => { throw new Error(button.dataset.failed); });
    location.assign((await post(button.dataset.base, JSON.stringify(credential))).next);
  } catch (problem) {
    say(problem.message);
    button.disabled = false;
    button.focus();
  }
};

if (window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON) {
  button.addEventListener("click", usePasskey);
} else {
  button.disabled = true;
  say(button.dataset.missing);
}
