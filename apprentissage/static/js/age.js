/* An age typed once is kept in this browser: each offer then says its pay at once. Nothing of it is kept elsewhere. */

const read = (name) => {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return ""; // the reader refuses storage: the field simply starts empty
  }
};

const keep = (name, value) => {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // nothing to keep it in, nothing to say
  }
};

for (const field of document.querySelectorAll("input[data-kept]")) {
  const name = field.dataset.kept;
  field.addEventListener("change", () => keep(name, field.value.trim()));
  field.value = read(name);
  if (field.value) addEventListener("load", () => field.form.requestSubmit());
}
