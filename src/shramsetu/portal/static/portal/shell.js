// Lets a phone keep the portal as an app, send what waits, and lose nothing that is typed when the network drops:
//   form[data-carry="id"]   what is typed is also kept locked on this phone; the page without network goes on with it
//   [data-carried]          the draft has arrived: the phone's copy is dropped
//   form[data-forget]       signing out: the phone forgets drafts, numbers, and, once asked, what was not sent
//   [data-while-waiting]    shown when something waits on this phone

import { box, forget, owners, waiting } from "../offline/box.js";
import { keepSending } from "../offline/sync.js";

const PAUSE = 300;

async function carry(form) {
  const { carry: id } = form.dataset;
  const store = await box();
  let soon;
  const keep = async () => {
    const kept = (await store.get("draft"))?.value;
    const typed = Object.fromEntries([...new FormData(form)].filter(([name, said]) => typeof said === "string" && !["csrfmiddlewaretoken", "draft"].includes(name)));
    const before = kept?.id === id ? kept.values : {};
    await store.put("draft", { id, at: 0, values: { ...before, ...typed } });
  };
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", keep);
}

async function signOut(form, event) {
  if (form.dataset.sure) return;
  event.preventDefault();
  if ((await waiting("")) && !confirm(form.dataset.forget)) return;
  await forget("");
  form.dataset.sure = "1";
  form.requestSubmit(event.submitter);
}

async function begin() {
  for (const form of document.querySelectorAll("form[data-carry]")) await carry(form);
  for (const form of document.querySelectorAll("form[data-forget]")) form.addEventListener("submit", (event) => signOut(form, event));
  if (!(await owners()).includes("")) return;
  if (document.querySelector("[data-carried]")) await (await box()).drop("draft");
  const left = await waiting("");
  for (const part of document.querySelectorAll("[data-while-waiting]")) part.hidden = left === 0;
  if (left && !document.getElementById("rows")) await keepSending(await box(), { left: (body) => ({ text: String(body.text ?? "").slice(0, 80) }) }, () => {});
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js");
if (window.isSecureContext && "indexedDB" in window) await begin();
