// A rescue without a network: the operation is loaded once; persons, statements and what was given on the spot wait
// locked on the device and are handed in. Of what was handed in, only code names stay.
//   ?rescue=NUMBER loads the operation where there is a network; without it what lies here is opened

import { Desk, at, make } from "../offline/desk.js";
import { complain, fill, keepDraft, missing, read, resume } from "../offline/form.js";
import { smaller } from "../offline/photo.js";

const KINDS = { persons: "bl-persons", statement: "bl-statement", note: "bl-note" };
const forms = Object.fromEntries(Object.keys(KINDS).map((name) => [name, at(name)]));
const asked = new Set(); // codes for which the kit was loaded again: the office may keep one from this officer

const draftOf = (name) => `draft:rescue:${desk.kit.ref}:${name}`;
const operation = ({ body }) => body.operation;

async function show({ kit, store }) {
  forms.persons.querySelector("[data-fields]").innerHTML = kit.persons; // the office's own, as it was loaded
  forms.statement.querySelector("[data-fields]").innerHTML = kit.statement;
  forms.note.elements.files_purpose.replaceChildren(...kit.purposes.map(([value, label]) => new Option(label, value)));
  document.querySelector("[data-safe]").textContent = kit.safe_place;
  await choose();
  for (const [name, form] of Object.entries(forms)) await resume(form, store, draftOf(name));
}

// Who a statement or note may be of: people the office has entered, and those who wait here.
async function choose() {
  const people = desk.kit.people.map((one) => new Option(`${one.code} ${one.name}${one.version ? ` (${desk.say.stated} ${one.version})` : ""}`, `number:${one.number}`));
  const known = new Set(desk.kit.people.map((one) => one.number));
  for (const { key, body, state, has } of await desk.entries()) {
    if (body.operation !== desk.kit.operation) continue;
    for (const [line, name] of state === "sent" ? [] : named(body)) people.push(new Option(name, `of:${key}:${line}`));
    for (const [number, code] of Object.values(has?.people ?? {})) if (!known.has(number)) people.push(new Option(code, `number:${number}`));
  }
  for (const list of [forms.statement.elements.who, forms.note.elements.who]) {
    const chosen = list.value;
    list.replaceChildren(new Option("", ""), ...people.map((one) => one.cloneNode(true)));
    list.value = chosen;
    if (list.selectedIndex < 0) list.value = "";
  }
}

function named(body) {
  const found = Object.entries(body).filter(([name, said]) => /^form-\d+-name$/.test(name) && said);
  return found.map(([name, said]) => [name.split("-")[1], said]);
}

const versionOf = (number) => String(desk.kit.people.find((one) => one.number === number)?.version ?? 0);

// "number:…" is somebody the office knows, "of:KEY:LINE" somebody on a line that this device has yet to hand in.
function meant(who) {
  const [kind, ...rest] = who.split(":");
  return kind === "number" ? { person: rest[0], version: versionOf(rest[0]) } : { of: rest.join(":"), version: "0" };
}

async function lay(name, form) {
  if (missing(form) || (name === "persons" && !wholeLines(form))) return;
  drafts[name].stop();
  const { values, files } = read(form);
  const small = await Promise.all(files.map(smaller));
  const { who, ...said } = values;
  const kept = who ? { ...said, ...meant(who), who, shown: label(form) } : said;
  const body = { ...kept, operation: desk.kit.operation };
  await desk.store.drop(draftOf(name));
  form.reset();
  for (const question of form.querySelectorAll("[data-like]")) question.remove();
  await desk.add(KINDS[name], body, small);
  await choose();
}

function label(form) {
  return form.elements.who.selectedOptions[0]?.textContent ?? "";
}

// Somebody is entered, and whoever is has a name, a sex and an age.
function wholeLines(form) {
  const value = (line, name) => form.elements[`form-${line}-${name}`]?.value.trim();
  const lines = [...form.querySelectorAll("details")].map((_card, line) => line);
  const begun = lines.filter((line) => ["name", "sex", "age", "parent"].some((name) => value(line, name)));
  const [open] = begun.filter((line) => !["name", "sex", "age"].every((name) => value(line, name)));
  if (begun.length && open === undefined) return true;
  const lacks = ["name", "sex", "age"].find((name) => !value(open ?? 0, name));
  complain(form, { [`form-${open ?? 0}-${lacks}`]: form.dataset.needed });
  return false;
}

function words({ kind, body, has, files }) {
  const codes = Object.values(has?.people ?? {}).map(([, code]) => code);
  const whom = has?.code ?? (codes.length ? codes.join(", ") : kind === KINDS.persons ? named(body).map(([, name]) => name).join(", ") : body.shown);
  return [desk.say[Object.keys(KINDS).find((name) => KINDS[name] === kind)], whom, files?.length && `📎 ${files.length}`, has?.mend && has.words];
}

function mend(entry) {
  const name = Object.keys(KINDS).find((one) => KINDS[one] === entry.kind);
  const form = forms[name];
  for (const question of form.querySelectorAll("[data-like]")) question.remove();
  fill(form, entry.body, entry.files, entry.files.map(() => "files"));
  for (const [line, codes] of Object.entries(entry.has?.like ?? {})) ask(form, line, codes);
  form.closest("details").open = true;
  complain(form, entry.has?.mend ? { "": entry.has.words } : (entry.has?.errors ?? {}));
}

// Somebody looks like who is entered already: the officer says whether it is the same person.
function ask(form, line, codes) {
  const name = `form-${line}-same`;
  const list = make("select", { name, id: `p_${name}` }, new Option("", ""));
  for (const code of codes) list.append(new Option(desk.say.same.replace("CODE", code), code));
  list.append(new Option(desk.say.other, "other"));
  const question = make("div", { className: "field" }, make("label", { className: "field-label", htmlFor: `p_${name}`, textContent: desk.say.known }), list);
  question.append(make("input", { type: "hidden", name: `form-${line}-asked`, defaultValue: codes.join(",") }));
  question.dataset.like = line;
  const card = form.querySelectorAll("[data-fields] details")[line];
  card.open = true;
  card.append(question);
}

// Whom the office has entered meanwhile goes into the kit, with the name, where this officer may read it.
async function sent({ kit }) {
  if (!kit) return;
  const codes = (await desk.entries()).flatMap(({ has }) => Object.values(has?.people ?? {}).map(([, code]) => code));
  const fresh = codes.filter((code) => !asked.has(code) && !kit.people.some((one) => one.code === code));
  if (!fresh.length || !navigator.onLine) return;
  fresh.forEach((code) => asked.add(code));
  await desk.load(kit.ref).then(choose, () => {});
}

const desk = new Desk({
  name: "rescue",
  param: "rescue",
  kinds: Object.values(KINDS),
  show,
  words,
  mend,
  sent,
  ref: operation,
  left: ({ operation: of }) => ({ operation: of }),
  again: ({ has }) => ({ version: String(has?.version ?? 0) }),
});
const drafts = Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, keepDraft(form, () => desk.store, () => draftOf(name))]));
for (const [name, form] of Object.entries(forms)) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    lay(name, form);
  });
}
await desk.begin();
