// A form of a page that works without a network: read as an entry has it, filled again, kept as a draft in the box.

const SOON = 500;

// What was typed, and the files with the names of their fields, in the same order.
export function read(form) {
  const [values, files, named] = [{}, [], []];
  for (const [name, said] of new FormData(form)) {
    if (typeof said === "string") values[name] = said;
    else if (said.size) (files.push(said), named.push(name));
  }
  return { values, files, named };
}

export function fill(form, values, files = [], named = []) {
  form.reset();
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = field.name in values;
    else if (field.type === "radio") field.checked = values[field.name] === field.value;
    else if (field.type === "file") put(field, files.filter((_file, place) => named[place] === field.name));
    else if (field.name in values) field.value = values[field.name];
  }
}

function put(field, files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  field.files = chosen.files;
}

// The first field that must be filled in and is not.
export function missing(form) {
  const found = [...form.querySelectorAll("[required]")].find((field) => !field.value.trim());
  const fault = form.querySelector("[role=alert]");
  fault.hidden = !found;
  fault.textContent = found ? form.dataset.needed : "";
  found?.focus();
  return Boolean(found);
}

// Say beside the form, and at each field, what the office did not take.
export function complain(form, errors) {
  const fault = form.querySelector("[role=alert]");
  const named = Object.entries(errors).map(([name, words]) => [form.elements[name]?.labels?.[0]?.textContent.trim(), words].filter(Boolean).join(": "));
  for (const name of Object.keys(errors)) form.elements[name]?.closest?.("details")?.setAttribute("open", "");
  fault.textContent = named.join(" · ");
  fault.hidden = named.length === 0;
  for (const field of form.elements) field.setAttribute("aria-invalid", String(field.name in errors));
  (form.elements[Object.keys(errors)[0]] ?? form.elements[0])?.focus?.();
}

// Keep what is typed, with its files, encrypted in the box under `name()`, a moment after the last key.
export function keepDraft(form, store, name) {
  let timer;
  const keep = () => {
    const { values, files, named } = read(form);
    return store().put(name(), { values, named }, files);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SOON);
  };
  form.addEventListener("input", soon);
  return { stop: () => clearTimeout(timer) };
}

export async function resume(form, store, name) {
  const draft = await store.get(name);
  if (draft) fill(form, draft.value.values, draft.files, draft.value.named);
  return Boolean(draft);
}
