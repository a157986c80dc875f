// A visit to a site without a network: the site is loaded once, each visit waits locked with its photographs, and is
// handed in.
//   ?site=SLUG loads the site where there is a network; without it what lies here is opened

import { Desk, at, make } from "../offline/desk.js";
import { complain, fill, keepDraft, missing, read, resume } from "../offline/form.js";
import { askPlace } from "./place.js";

const PHOTO = "photo_";
const form = at("visit");

// The last photograph of each point goes along as a picture of the page itself; one that does not come is left out.
async function keep(kit) {
  const found = await Promise.all(kit.before.map(async ([number, address]) => [number, await picture(address).catch(() => "")]));
  return { ...kit, before: found.filter(([, drawn]) => drawn) };
}

async function picture(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(String(answer.status));
  const reader = new FileReader();
  const drawn = new Promise((resolve, reject) => Object.assign(reader, { onload: () => resolve(reader.result), onerror: reject }));
  reader.readAsDataURL(await answer.blob());
  return drawn;
}

const draftOf = ({ kit }) => `draft:site:${kit.ref}`;

async function show({ kit, store }) {
  form.querySelector("[data-fields]").innerHTML = kit.form; // the office's own, as it was loaded
  for (const [number, drawn] of kit.before) {
    const before = form.querySelector(`[data-before="${number}"]`);
    if (before) Object.assign(before, { src: drawn, hidden: false });
  }
  document.querySelector("[data-parts]").replaceChildren(...kit.parts.map(([name, done]) => make("li", { textContent: `${name}: ${done} %` })));
  await resume(form, store, draftOf({ kit }));
  askPlace(form);
}

async function lay(event) {
  event.preventDefault();
  if (missing(form)) return;
  draft.stop();
  const { values, files, named } = read(form);
  const points = named.map((name) => name.slice(PHOTO.length)).join(",");
  await desk.store.drop(draftOf(desk));
  form.reset();
  await desk.add("visit", { ...values, work: desk.kit.work, title: desk.kit.title, points }, files);
  askPlace(form);
}

function words({ body, files, has, written }) {
  const strange = has?.strange?.length ? [`${desk.say.strange}: ${has.strange.join(", ")}`] : [];
  return [body.title, new Date(written).toLocaleString(document.documentElement.lang), files?.length && `📷 ${files.length}`, ...strange];
}

function mend({ body, files, has }) {
  const named = body.points.split(",").map((number) => PHOTO + number);
  fill(form, body, files, named);
  complain(form, has?.mend ? { "": desk.say.changed } : (has?.errors ?? {}));
}

const desk = new Desk({
  name: "site",
  param: "site",
  kinds: ["visit"],
  keep,
  show,
  ref: ({ body }) => body.work,
  words,
  mend,
  left: ({ title }) => ({ title }),
  again: () => ({}),
});
const draft = keepDraft(form, () => desk.store, () => draftOf(desk));
form.addEventListener("submit", lay);
await desk.begin();
