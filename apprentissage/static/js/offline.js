/* A cut network loses nothing: the form is not sent, it stays as typed, and a sentence says why. */

for (const form of document.querySelectorAll("form[data-keep]")) {
  const sentence = form.querySelector("[data-offline]");
  form.addEventListener("submit", (event) => {
    sentence.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    sentence.focus();
  });
}
