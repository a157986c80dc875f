// Hands waiting entries in, one after the other or many small ones at once. Each has its key: the office takes it once,
// however often it is sent. What comes back is written beside the entry; what does not come back waits and is sent again.

const HELLO = "/offline/hello/";
const DOOR = "/offline/sync/";
const SECONDS = { hello: 30, entries: 60, files: 300 };
const LETTERS = 300_000;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 600_000;
const LOOK_AGAIN = 15_000;
const DONE = { taken: "sent", already: "sent", refused: "refused", conflict: "conflict" };

async function ask(address, options, seconds) {
  const answer = await fetch(address, { ...options, credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(seconds * 1000) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

const plain = (row) => ({ key: row.key, kind: row.kind, owner: row.owner, written: row.written, body: row.body });

function send(rows, hello) {
  const form = new FormData();
  form.append("entries", JSON.stringify(rows.map(plain)));
  for (const row of rows) for (const file of row.files) form.append(`file:${row.key}`, file, file.name);
  const seconds = rows.some((row) => row.files.length) ? SECONDS.files : SECONDS.entries;
  return ask(DOOR, { method: "POST", headers: { "X-CSRFToken": hello.token }, body: form }, seconds);
}

// Small entries go together, one with files alone; after a failure everything goes alone, so that none holds up the rest.
function bundles(rows, most) {
  const found = [];
  let room = 0;
  for (const row of rows) {
    const size = JSON.stringify(plain(row)).length;
    const alone = row.files.length > 0 || row.tries > 0;
    const last = found.at(-1);
    if (!alone && last && !last.alone && last.rows.length < most && room + size < LETTERS) {
      last.rows.push(row);
      room += size;
    } else {
      found.push({ rows: [row], alone });
      room = size;
    }
  }
  return found.map((one) => one.rows);
}

async function later(store, row) {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(row.tries, 10)) * (0.5 + Math.random() / 2);
  await store.settle(row, { tries: row.tries + 1, next: Date.now() + wait });
}

// `left` says what of an entry stays on the device after it was taken: a few words to know it by.
async function settle(store, row, answer, left) {
  const state = DONE[answer.state];
  if (!state) return answer.state === "later" ? later(store, row) : undefined;
  const has = { ...answer.has, errors: answer.errors };
  const content = state === "sent" ? { value: { body: left(row.body, has), has } } : { value: { body: row.body, has }, files: row.files };
  if (await store.settle(row, { state, tries: 0, next: 0 }, content)) return;
  if (state !== "sent") return; // written anew meanwhile, and still to be sent: nothing is lost
  const newer = (await store.rows()).find((one) => one.key === row.key);
  if (!newer) return;
  const open = await store.open(newer);
  await store.settle(newer, { state: "conflict", tries: 0, next: 0 }, { value: { body: open.body, has }, files: open.files });
}

// A page sends the kinds it knows, so that each is left behind as its own page wants it.
async function round(store, { left, at_once, kinds }) {
  const own = (await store.rows()).filter((row) => !kinds || kinds.includes(row.kind));
  const rows = own.filter((row) => row.state === "waiting" && (at_once || row.next <= Date.now()));
  if (!rows.length) return { sent: 0 };
  const hello = await ask(HELLO, {}, SECONDS.hello);
  if (store.owner !== "" && hello.owner !== store.owner) return { sent: 0, sign_in: true };
  const open = await Promise.all(rows.map((row) => store.open(row)));
  let failed = false;
  for (const bundle of bundles(open, hello.most)) {
    try {
      const { answers } = await send(bundle, hello);
      const said = new Map(answers.map((one) => [one.key, one]));
      for (const row of bundle) await (said.has(row.key) ? settle(store, row, said.get(row.key), left) : later(store, row));
    } catch {
      failed = true;
      for (const row of bundle) await later(store, row);
      if (!navigator.onLine) break;
    }
  }
  return { sent: open.length, failed };
}

// Send what waits; one page at a time does it. Answers {offline}, {busy}, {sign_in} or {sent},
// with `failed` where a part of it did not get through.
export async function sync(store, options = {}) {
  if (!navigator.onLine) return { offline: true };
  return navigator.locks.request(`offline-sync:${store.owner}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return { busy: true };
    try {
      return await round(store, { left: (body) => body, at_once: false, ...options });
    } catch {
      return { offline: true };
    }
  });
}

// Send whenever there is hope: now, when the network returns, when the page is looked at again, and several times a minute,
// for not every browser says that the network is back. One that is said to be there and is not yet is tried again soon.
export function keepSending(store, options, changed) {
  let soon = FIRST_WAIT;
  const go = async (at_once) => {
    const result = await sync(store, { ...options, at_once });
    if ((result.offline || result.failed) && navigator.onLine) {
      setTimeout(() => go(true), soon);
      soon = Math.min(soon * 2, LONGEST_WAIT);
    } else {
      soon = FIRST_WAIT;
    }
    await changed(result);
  };
  window.addEventListener("online", () => go(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go(false));
  setInterval(() => navigator.onLine && go(false), LOOK_AGAIN);
  return go(true);
}
