// What lies on this phone: drafts, complaints that wait, those that arrived with how they stood, and what to decide.

import { box, forget, waiting } from "../offline/box.js";
import { keepSending, sync } from "../offline/sync.js";

const say = document.getElementById("words").dataset;
const how = document.getElementById("how");
const row = document.getElementById("row");
const BADGE = { waiting: "is-paused", sent: "is-on-time", refused: "is-overdue", conflict: "is-now", draft: "is-paused" };
const SESSION = 11 * 3600_000;
const FRESH = 60_000;
const store = await box();
const date = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-IN" : "hi-IN", { dateStyle: "long", timeZone: "Asia/Kolkata" });
const options = { left: (body) => ({ text: String(body.text ?? "").slice(0, 80) }) };

function deed(words, act) {
  const made = document.createElement(typeof act === "string" ? "a" : "button");
  made.className = "button";
  made.textContent = words;
  if (typeof act === "string") made.href = act;
  else {
    made.type = "button";
    made.addEventListener("click", act);
  }
  return made;
}

async function drop(key, isSent) {
  if (!isSent && !confirm(say.sure)) return;
  await store.remove(key);
  await draw();
}

async function anew(entry) {
  await store.add(crypto.randomUUID(), entry.kind, entry.body, entry.files);
  await store.remove(entry.key);
  await sent(await sync(store, options));
}

async function keepTheirs(entry) {
  await store.settle(entry, { state: "sent", files: 0 }, { value: { body: options.left(entry.body), has: entry.has } });
  await draw();
}

function deeds(entry) {
  const number = entry.has?.number;
  const address = number && (Date.now() - entry.written < SESSION ? `/file/done/${number}/` : `/track/${number}/`);
  const mend = deed(say.mend, `/file/offline/?mend=${entry.key}`);
  const away = deed(say.drop, () => drop(entry.key, entry.state === "sent"));
  if (entry.state === "sent") return [deed(say.open, address), away];
  if (entry.state === "conflict") return [deed(say.keep, () => keepTheirs(entry)), deed(say.anew, () => anew(entry)), deed(say.open, `/track/${number}/`)];
  return [mend, away];
}

function stands(standing) {
  if (!standing) return "";
  const parts = [standing.state || say.safe];
  if (standing.holder) parts.push(`${say.holder}: ${standing.holder}`);
  if (standing.due) parts.push(`${say.until}: ${date.format(new Date(`${standing.due}T12:00+05:30`))}`);
  return `${parts.join(" · ")} (${say.asOf}: ${date.format(new Date(standing.at))})`;
}

function card(title, state, { words = "", errors = {}, when = "", acts = [] }) {
  const made = row.content.cloneNode(true);
  made.querySelector("h2").textContent = title;
  const badge = made.querySelector(".state");
  badge.classList.add(BADGE[state]);
  badge.textContent = say[state];
  made.querySelector("[data-words]").textContent = words;
  made.querySelector("[data-errors]").append(...Object.values(errors).map((one) => Object.assign(document.createElement("li"), { textContent: one })));
  made.querySelector("[data-when]").textContent = when;
  made.querySelector("[data-deeds]").append(...acts);
  return made;
}

const spaced = (number) => number.replace(/(\d{4})(?=\d)/g, "$1 ");

async function drawn(one) {
  const entry = await store.open(one);
  const number = entry.has?.number;
  const standing = number && (await store.get(`standing:${number}`))?.value;
  const words = [String(entry.body.text ?? "").slice(0, 80), entry.state === "conflict" ? say.conflictWords : stands(standing)].filter(Boolean).join(" — ");
  const title = number ? spaced(number) : say[entry.state];
  return card(title, entry.state, { words, errors: entry.state === "refused" ? entry.has?.errors : {}, when: `${say.written}: ${date.format(entry.written)}`, acts: deeds(entry) });
}

async function draw() {
  const draft = await store.get("draft");
  const begun = draft?.value.values?.text ? [card(say.draft, "draft", { words: draft.value.values.text.slice(0, 80), acts: [deed(say.goOn, "/file/offline/")] })] : [];
  const rows = await Promise.all((await store.rows()).map(drawn));
  document.getElementById("rows").replaceChildren(...begun, ...rows.reverse());
  document.getElementById("nothing").hidden = rows.length + begun.length > 0;
  document.getElementById("forget").hidden = rows.length + begun.length === 0;
}

// Fetch anew how the complaints of this phone stand; what cannot be fetched stays as it was, with its day.
async function refresh() {
  for (const one of await store.rows()) {
    if (one.state !== "sent") continue;
    const { has } = await store.open(one);
    const kept = (await store.get(`standing:${has.number}`))?.value;
    if (kept && Date.now() - kept.at < FRESH) continue;
    try {
      const answer = await fetch(`/track/${has.number}/now/`, { cache: "no-store", signal: AbortSignal.timeout(30_000) });
      if (answer.ok) await store.put(`standing:${has.number}`, { ...(await answer.json()), at: Date.now() });
    } catch {
      return;
    }
  }
}

async function sent(result) {
  how.textContent = result.offline ? how.dataset.offline : how.dataset.online;
  if (!result.offline) await refresh();
  await draw();
}

document.getElementById("forget").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.target.querySelector("button");
  if ((await waiting("")) && !confirm(button.dataset.ask)) return;
  await forget("");
  location.reload();
});
await draw();
how.textContent = navigator.onLine ? how.dataset.sending : how.dataset.offline;
await keepSending(store, options, sent);
