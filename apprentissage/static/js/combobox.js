/* Combobox: a text field that proposes (WAI-ARIA 1.2: editable, list autocomplete, manual selection).
 *
 * htmx asks for the list and writes it; this opens it, walks it and keeps the choice. Without this script the field is a
 * plain text field. The state lives in the attributes that screen readers hear, nowhere else.
 */

const SHORTEST = 2; // letters: below, every place of France would answer
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

let asking = null; // the field whose list is awaited; an answer to any other comes too late

const isCombobox = (element) => element instanceof HTMLInputElement && "options" in element.dataset;
const listOf = (field) => document.getElementById(field.dataset.options);
const codeOf = (field) => field.form?.elements[field.dataset.code];
const activeOf = (field) => listOf(field).querySelector("[aria-selected=true]");
const isOpen = (field) => field.getAttribute("aria-expanded") === "true";

function enhance(root) {
  for (const field of root.querySelectorAll("input[data-options]")) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", field.dataset.options);
    field.setAttribute("autocomplete", "off"); // the browser's own list would cover ours
    // Coming back, browsers may restore the hidden code without the words it stands for.
    if (!field.value && codeOf(field)) codeOf(field).value = "";
    close(field);
  }
}

/* -- the list ----------------------------------------------------------------------------------------------------- */

function say(field, words) {
  field.parentElement.querySelector("[role=status]").textContent = words;
}

function open(field) {
  const list = listOf(field);
  const isEmpty = list.childElementCount === 0;
  list.hidden = isEmpty;
  field.setAttribute("aria-expanded", String(!isEmpty));
  field.removeAttribute("aria-activedescendant");
  say(field, list.dataset.said);
}

function close(field) {
  if (asking === field) asking = null;
  activate(field, null);
  listOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  say(field, "");
}

function closeAll(root) {
  for (const field of root.querySelectorAll("input[data-options]")) close(field);
}

function activate(field, option) {
  activeOf(field)?.setAttribute("aria-selected", "false");
  if (!option) return field.removeAttribute("aria-activedescendant");
  const list = listOf(field);
  option.id ||= `${list.id}-${[...list.children].indexOf(option)}`;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function walk(field, step) {
  const options = [...listOf(field).children];
  const at = options.indexOf(activeOf(field));
  const next = at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length;
  activate(field, options[next]);
}

/* A choice names one place among its homonyms: its code travels beside the words. */
function choose(field, option) {
  field.value = option.dataset.value;
  if (codeOf(field)) codeOf(field).value = option.dataset.code;
  close(field);
  field.dispatchEvent(new Event("change", { bubbles: true })); // as a hand would: a form that answers as one types listens
}

/* -- asking ------------------------------------------------------------------------------------------------------- */

function isAsked(field) {
  asking = field.value.trim().length < SHORTEST ? null : field;
  return asking === field;
}

document.addEventListener("input", ({ target: field }) => {
  if (!isCombobox(field)) return;
  if (codeOf(field)) codeOf(field).value = ""; // the words changed: the code no longer says the same
  activate(field, null);
  say(field, "");
  if (!isAsked(field)) close(field);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const field = event.detail.elt;
  if (isCombobox(field) && asking !== field) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt: field, parameters } = detail.requestConfig;
  if (isCombobox(field) && (asking !== field || parameters[field.name] !== field.value)) detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSettle", ({ detail, target }) => {
  const field = detail.requestConfig?.elt;
  if (isCombobox(field) && asking === field && target === listOf(field)) open(field);
});

/* No network, no help: the words are still sent, and the server reads them. */
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, ({ detail }) => {
    if (isCombobox(detail.requestConfig.elt)) close(detail.requestConfig.elt);
  });
}

/* -- keys, pointer, leaving --------------------------------------------------------------------------------------- */

/* Does what a key asks for; false leaves the key to the browser. */
function obey(field, key) {
  if (key in STEPS) {
    if (isOpen(field)) walk(field, STEPS[key]);
    else if (isAsked(field)) field.dispatchEvent(new Event("suggest"));
    return true;
  }
  if (key === "Enter" && isOpen(field) && activeOf(field)) {
    choose(field, activeOf(field));
    return true;
  }
  if (key === "Escape" && (isOpen(field) || field.value)) {
    if (isOpen(field)) close(field);
    else {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return true;
  }
  return false;
}

document.addEventListener("keydown", (event) => {
  const isPlain = !(event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey);
  if (isCombobox(event.target) && isPlain && obey(event.target, event.key)) event.preventDefault();
});

/* Pressing the list must not take the focus from the field: a phone would fold its keyboard, and the list close. */
document.addEventListener("mousedown", (event) => {
  if (event.target.closest(".combo > [role=listbox]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const option = event.target.closest(".combo [role=option]");
  if (option) choose(option.closest(".combo").querySelector("input"), option);
});

document.addEventListener("focusout", ({ target }) => isCombobox(target) && close(target));
document.addEventListener("submit", ({ target }) => closeAll(target));
document.addEventListener("htmx:beforeHistorySave", () => closeAll(document)); // what comes back is not half open
addEventListener("pagehide", () => closeAll(document));

document.addEventListener("htmx:load", ({ detail }) => enhance(detail.elt));
enhance(document);
