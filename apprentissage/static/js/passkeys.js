// Passkeys. django-allauth's script talks to the device; this one tells it which button asks, and says in French when
// the device does not answer. The button is marked data-passkey; its form holds the field that carries the answer.
const button = document.querySelector("[data-passkey]");
const talk = { login: "loginForm", add: "addForm", authenticate: "authenticateForm" };

if (button && window.PublicKeyCredential) {
  const kind = button.dataset.passkey;
  const form = button.form;
  const passwordless = form.querySelector("[name=passwordless]");
  const ids = { [kind]: button.id, credential: form.querySelector("[name=credential]").id, data: "passkey-data" };
  form.hidden = false;
  window.allauth.webauthn.forms[talk[kind]]({ ids: passwordless ? { ...ids, passwordless: passwordless.id } : ids });
} else if (button) {
  button.disabled = true;
  say("Ce navigateur ne connaît pas les clés d’accès.");
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  say("Votre appareil n’a pas donné de clé. Réessayez, ou choisissez un autre moyen.");
});

function say(sentence) {
  const said = document.querySelector("#passkey-said") ?? document.createElement("p");
  said.id = "passkey-said";
  said.className = "err";
  said.setAttribute("role", "alert");
  said.textContent = sentence;
  button.after(said);
}
