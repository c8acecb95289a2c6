/* "Autour de moi": asks the browser where it is, and searches there. The button is hidden until this script runs. */

const DIGITS = 3; // of a degree, about 100 m: enough to sort offers, too coarse to show a home in a shared link

const SENTENCES = {
  1: "Votre navigateur ne donne pas votre position. Écrivez votre commune, c’est aussi rapide.",
  2: "Votre position est introuvable pour le moment. Écrivez votre commune, c’est aussi rapide.",
  3: "Votre position met trop de temps à venir. Écrivez votre commune, c’est aussi rapide.",
};

function locate(button) {
  const form = button.form;
  const place = form.elements[button.dataset.place];
  const code = form.elements[button.dataset.code];
  const answer = document.getElementById(button.getAttribute("aria-describedby"));

  const found = ({ coords }) => {
    place.value = "Autour de moi";
    code.value = `@${coords.latitude.toFixed(DIGITS)},${coords.longitude.toFixed(DIGITS)}`;
    answer.textContent = "";
    form.requestSubmit();
  };
  const refused = (error) => {
    answer.textContent = SENTENCES[error.code] ?? SENTENCES[2];
    place.focus();
  };

  answer.textContent = "Nous demandons votre position au navigateur…";
  navigator.geolocation.getCurrentPosition(found, refused, { maximumAge: 300_000, timeout: 10_000 });
}

function show(root) {
  if (!("geolocation" in navigator)) return;
  for (const button of root.querySelectorAll("button[data-locate]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-locate]");
  if (button) locate(button);
});
document.addEventListener("htmx:load", (event) => show(event.detail.elt));
show(document);
