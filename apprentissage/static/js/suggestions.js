/* Typing help for the fields that carry a list: htmx fills the <datalist>, this keeps it quiet and remembers the choice. */

const SHORTEST = 2; // letters: below, every place of France would answer

/* A request for one letter would only cost. */
document.addEventListener("htmx:beforeRequest", (event) => {
  const field = event.detail.elt;
  if (field.list && field.value.trim().length < SHORTEST) event.preventDefault();
});

/* A chosen suggestion names one place among its homonyms: its code travels beside the words. */
document.addEventListener("input", (event) => {
  const field = event.target;
  const code = field.dataset?.code && field.form?.elements[field.dataset.code];
  if (!code) return;
  const chosen = [...(field.list?.options ?? [])].find((option) => option.value === field.value);
  code.value = chosen?.dataset.code ?? "";
});
