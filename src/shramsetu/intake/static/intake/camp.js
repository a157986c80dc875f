// A day without a network: the kit is loaded once, each line gets a number of the block, waits locked, and is handed in.
//   ?day=12 loads the day (again: further numbers) where there is a network; without it what lies here is opened

import { Desk, at, tell } from "../offline/desk.js";
import { fill, missing, read } from "../offline/form.js";
import { smaller } from "../offline/photo.js";

const spaced = (number) => number.replace(/(\d{4})(?=\d)/g, "$1 ");

// A block has a name of the device's own: a load whose answer is lost is asked for again, and draws no other numbers.
async function block(day, { store }) {
  const asked = (await store.get(`asked:${day}`))?.value ?? crypto.randomUUID();
  await store.put(`asked:${day}`, asked);
  return `${day}.${asked}`;
}

async function keep(kit, before) {
  await desk.store.drop(`asked:${kit.day}`);
  return { ...kit, title: `${kit.title}, ${kit.place}`, numbers: [...(before?.numbers ?? []), ...kit.numbers] };
}

function show({ kit }) {
  at("id_category").replaceChildren(new Option("", ""), ...kit.categories.map(([slug, name]) => new Option(name, slug)));
}

// The number leaves the block before the entry is laid: who closes the page in between loses a number, and gives none
// twice.
function next() {
  return navigator.locks.request("camp-number", async () => {
    const kit = (await desk.note(desk.kit.ref)).value;
    const [first, ...rest] = kit.numbers;
    if (first) await desk.lay({ ...kit, numbers: rest });
    return first;
  });
}

async function register(event) {
  event.preventDefault();
  const form = event.target;
  if (missing(form)) return;
  const { values, files } = read(form);
  const small = await Promise.all(files.map(smaller));
  const [number, code, qr] = desk.mending ? [desk.mending.body.number] : ((await next()) ?? []);
  if (!number) return void tell("empty");
  if (desk.mending) at("slip").hidden = true; // who brought it has a slip already
  else slip(number, code, qr, values);
  form.reset();
  at("id_name").focus();
  await desk.add("day-line", { ...values, day: String(desk.kit.day), number }, small);
}

function slip(number, code, qr, typed) {
  const paper = at("slip");
  const say = (name, words) => (paper.querySelector(`[data-${name}]`).textContent = words);
  say("number", spaced(number));
  say("code", code);
  say("name", typed.name);
  const [holder, until] = (!typed.place_word && desk.kit.goes[typed.category]) || [];
  say("holder", holder ?? "");
  say("until", until ?? "");
  paper.querySelector("[data-goes]").hidden = !holder;
  paper.querySelector("[data-qr]").setAttribute("viewBox", `0 0 ${qr.split(".").length} ${qr.split(".").length}`);
  paper.querySelector("[data-qr] path").setAttribute("d", squares(qr));
  paper.hidden = false;
}

// A QR code as the kit has it, a row each as a figure of base 16: the dark squares as a path.
function squares(qr) {
  const rows = qr.split(".").map((row) => BigInt(`0x${row}`).toString(2).padStart(qr.split(".").length, "0"));
  return rows.map((row, y) => [...row].map((mark, x) => (mark === "1" ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
}

function paper(event) {
  at("roll").media = event.target.closest("button").dataset.paper === "80" ? "all" : "not all";
  print();
}

function words({ body, has }) {
  return [spaced(body.number), body.name, has?.serial && `${desk.say.line} ${has.serial}`, has?.words];
}

function mend({ body, files }) {
  fill(at("line"), body, files, files.map(() => "scan"));
  at("id_name").focus();
}

const desk = new Desk({
  name: "day",
  param: "day",
  kinds: ["day-line"],
  ask: block,
  keep,
  show,
  ref: ({ body }) => body.day,
  words,
  mend,
  left: ({ name, number }) => ({ name, number }),
  count: ({ kit, say }) => kit && `${kit.numbers.length} ${say.left}`,
});
at("line").addEventListener("submit", register);
for (const button of document.querySelectorAll("[data-paper]")) button.addEventListener("click", paper);
await desk.begin();
