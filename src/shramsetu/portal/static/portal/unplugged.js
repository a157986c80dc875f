// Writing a complaint without a network: four steps in one page, every answer kept locked on this phone as it is given.

import { box } from "../offline/box.js";
import { smaller } from "../offline/photo.js";

const form = document.getElementById("unplugged");
const steps = [...form.querySelectorAll("[data-step]")];
const marks = [...document.querySelectorAll(".stepper li")];
const faults = form.querySelector(".error-summary");
const store = await box();
const mends = new URLSearchParams(location.search).get("mend");
let draft = { id: crypto.randomUUID(), at: 0 };
let files = [];
let at = 0;

const value = (name) => {
  const field = form.elements[name];
  if (!field) return "";
  return field.type === "checkbox" ? (field.checked ? "yes" : "") : field.value.trim();
};
const answers = () => Object.fromEntries([...new Set([...form.elements].map((one) => one.name).filter(Boolean))].map((name) => [name, value(name)]));

function fill(values) {
  for (const [name, said] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field || typeof said !== "string") continue;
    if (field.type === "checkbox") field.checked = said === "yes";
    else field.value = said;
  }
  form.querySelector("[name=category]:checked")?.closest("details")?.setAttribute("open", "");
}

const keep = () => store.put("draft", { ...draft, at, values: answers() }, files);

// A recording or a photograph may stand for the words: the office writes them down, and chooses what it is about.
const speaks = () => !value("text") && files.some((one) => /^(audio|image)\//.test(one.type) || /\.(amr|awb|3gpp?|m4a|ogg|opus)$/i.test(one.name));

function wrong(step) {
  const { needed, choose, more, place, least } = form.dataset;
  const empty = (name, words) => (value(name) ? [] : [[name, words]]);
  if (step === 0 && speaks()) return empty("kind", choose);
  if (step === 0) {
    const text = value("text") ? (value("text").length < Number(least) ? [["text", more]] : []) : [["text", needed]];
    return [...text, ...empty("kind", choose), ...empty("category", choose)];
  }
  if (step === 1) return value("district") || value("place_words") || value("unknown") ? [] : [["district", place]];
  if (step === 2) {
    const writer = value("whom") === "other" ? [...empty("filer_name", needed), ...empty("consent", choose)] : [];
    return [...empty("whom", choose), ...empty("name", needed), ...writer];
  }
  return [];
}

function tell(said) {
  const list = faults.querySelector("ul");
  list.replaceChildren(...said.map(([name, words]) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = name === "category" ? "#id_category" : `#id_${name}`;
    link.textContent = words;
    line.append(link);
    return line;
  }));
  faults.hidden = said.length === 0;
  if (said.length) faults.focus();
}

function readBack() {
  const facts = document.getElementById("readback");
  facts.replaceChildren();
  for (const name of Object.keys(answers())) {
    const [field] = form.querySelectorAll(`[name="${name}"]`);
    if (field.closest("[hidden]:not([data-step])") || !value(name)) continue;
    const chosen = field.type === "radio" ? form.querySelector(`[name="${name}"]:checked`)?.closest("label")?.textContent : null;
    const told = chosen ?? field.selectedOptions?.[0]?.textContent ?? (field.type === "checkbox" ? "✓" : value(name));
    const label = field.type === "radio" ? field.closest("fieldset").querySelector("legend") : form.querySelector(`label[for="${field.id}"]`);
    const [term, words] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = label?.firstChild?.textContent.trim() || label?.textContent.trim() || name;
    words.textContent = told.trim();
    facts.append(term, words);
  }
}

function show(step, focus = true) {
  at = step;
  steps.forEach((one, index) => (one.hidden = index !== step));
  marks.forEach((one, index) => {
    one.classList.toggle("is-done", index < step);
    if (index === step) one.setAttribute("aria-current", "step");
    else one.removeAttribute("aria-current");
  });
  const last = step === steps.length - 1;
  form.querySelector("[data-back]").hidden = step === 0;
  form.querySelector("[data-go]").hidden = last;
  form.querySelector("[data-send]").hidden = !last;
  if (last) readBack();
  tell([]);
  if (focus) steps[step].querySelector("h1").focus();
}

function companions() {
  for (const part of form.querySelectorAll("[data-whom]")) part.hidden = part.dataset.whom !== value("whom");
}

function papers() {
  const [list, row] = [document.getElementById("papers"), document.getElementById("paper")];
  list.replaceChildren(...files.map((file, index) => {
    const line = row.content.cloneNode(true);
    line.querySelector("span").textContent = file.name;
    line.querySelector("button").addEventListener("click", () => {
      files.splice(index, 1);
      papers();
      keep();
    });
    return line;
  }));
}

async function take(event) {
  const chosen = await Promise.all([...event.target.files].map(smaller));
  event.target.value = "";
  files = [...files, ...chosen].slice(0, Number(form.dataset.files));
  papers();
  await keep();
}

async function send() {
  const open = steps.findIndex((_, index) => wrong(index).length);
  if (open >= 0) {
    show(open);
    tell(wrong(open));
    return;
  }
  try {
    await store.add(draft.id, "complaint", { ...answers(), language: form.dataset.language }, files);
  } catch (fault) {
    tell([["text", fault.name === "QuotaExceededError" ? form.dataset.full : String(fault.message)]]);
    return;
  }
  await store.drop("draft");
  location.assign(form.dataset.next);
}

async function begin() {
  const row = mends && (await store.rows()).find((one) => one.key === mends);
  const kept = row ? await store.open(row) : await store.get("draft");
  if (row) draft = { id: row.key, at: 0 };
  else if (kept) draft = { id: kept.value.id, at: kept.value.at ?? 0 };
  fill(row ? kept.body : (kept?.value.values ?? {}));
  files = kept?.files ?? [];
  companions();
  papers();
  form.hidden = false;
  const first = row ? 0 : Math.min(draft.at, steps.findIndex((_, index) => index === steps.length - 1 || wrong(index).length));
  show(first, false);
  const said = Object.entries(row ? (kept.has?.errors ?? {}) : {});
  if (said.length) tell(said);
}

form.addEventListener("input", () => {
  companions();
  keep();
});
for (const name of ["id_photo", "id_files"]) document.getElementById(name).addEventListener("change", take);
form.querySelector("[data-back]").addEventListener("click", () => show(at - 1));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (at === steps.length - 1) return void send();
  const said = wrong(at);
  if (said.length) return void tell(said);
  show(at + 1);
  keep();
});
await begin();
