// The page of a kit that an officer takes along: loaded where there is a network, opened by its passphrase where there is
// none. What is written waits locked, is handed in once, and what comes back is shown, mended or let go. A package says
// what is its own:
//   name, param      the kit, and the word of the address that asks to load one (?site=SLUG)
//   kinds            the kinds of its entries
//   ask(wanted, desk)    what the office is asked for; the wanted word itself, if not said
//   keep(kit, before)    what is laid down of a loaded kit
//   show(desk)       draw the kit that is open
//   ref(entry)       the kit that an entry belongs to
//   words(entry)     what the list says of an entry
//   left(body, has)  what stays of an entry after it was handed in
//   mend(entry)      put an entry back into the form
//   again(entry)     what changes in a second wording that goes as an entry of its own, where the office has another one

import { WrongPassphrase, forget, locked, owners } from "./box.js";
import { keepKit } from "./kit.js";
import { keepSending, sync } from "./sync.js";

const SHOWN = 50;
export const at = (id) => document.getElementById(id);

export function tell(word) {
  const words = at("how").dataset[word];
  at("how").dataset.said = word;
  if (at("how").textContent !== words) at("how").textContent = words; // the same once more is not said aloud again
}

export async function ask(address) {
  const answer = await fetch(address, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

export function make(tag, own, ...inside) {
  const made = Object.assign(document.createElement(tag), own);
  made.append(...inside);
  return made;
}

function button(words, deed) {
  const made = make("button", { type: "button", className: "button", textContent: words });
  made.addEventListener("click", deed);
  return made;
}

export class Desk {
  constructor(own) {
    this.own = { left: () => ({}), ...own };
    this.wanted = new URLSearchParams(location.search).get(own.param);
    this.sending = { kinds: own.kinds, left: this.own.left };
  }

  get say() {
    return at("words").dataset;
  }

  async begin() {
    if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js");
    at("lock").addEventListener("submit", (event) => this.open(event));
    at("forget").addEventListener("submit", (event) => this.leave(event));
    at("which").addEventListener("change", async () => this.use(await this.note(at("which").value)));
    if (this.wanted || (await owners()).some(Boolean)) at("lock").hidden = false;
    else tell("none");
  }

  note(ref) {
    return this.store.get(`${this.own.name}:${ref}`);
  }

  async open(event) {
    event.preventDefault();
    if (!event.target.reportValidity()) return;
    const pass = at("id_pass").value;
    try {
      if (this.wanted && navigator.onLine) await this.take(pass);
      else this.store = await opened(pass);
    } catch (fault) {
      return void tell(fault instanceof WrongPassphrase ? "wrong" : "failed");
    }
    at("id_pass").value = "";
    const [newest] = await this.kits();
    if (!newest && !(await this.rows()).length) return void tell("none");
    at("lock").hidden = true;
    at("work").hidden = false;
    await this.use(newest);
    tell(!newest ? "none" : this.wanted ? "loaded" : navigator.onLine ? "idle" : "offline");
    await keepSending(this.store, this.sending, (result) => this.sent(result));
  }

  async take(pass) {
    const { owner } = await ask("/offline/hello/");
    if (!owner) throw new Error("nobody is signed in");
    this.store = await locked(owner, pass);
    await this.load(this.wanted);
    await keepKit(location.pathname);
    history.replaceState(null, "", location.pathname);
  }

  // Loaded again, a kit is the office's newest; what the package keeps of the one before stays.
  async load(ref) {
    const wanted = (await this.own.ask?.(ref, this)) ?? ref;
    const { kit, until } = await ask(`/offline/kit/${this.own.name}/${wanted}/`);
    const before = (await this.note(ref))?.value;
    const kept = (await this.own.keep?.(kit, before)) ?? kit;
    await this.lay({ ...kept, ref, until, loaded: Date.now() });
  }

  async lay(kit) {
    await this.store.put(`${this.own.name}:${kit.ref}`, kit, [], kit.until);
    this.kit = kit;
  }

  async kits() {
    const names = (await this.store.names()).filter((name) => name.startsWith(`${this.own.name}:`));
    const found = await Promise.all(names.map(async (name) => (await this.store.get(name)).value));
    return found.sort((one, other) => other.loaded - one.loaded);
  }

  async use(kit) {
    this.kit = kit?.value ?? kit;
    this.mending = undefined;
    const every = await this.kits();
    at("which").replaceChildren(...every.map((one) => new Option(one.title, one.ref, false, one.ref === this.kit?.ref)));
    at("chosen").hidden = every.length < 2;
    at("own").hidden = !this.kit;
    for (const title of document.querySelectorAll("[data-title]")) title.textContent = this.kit?.title ?? "";
    if (this.kit) await this.own.show(this);
    await this.draw();
  }

  // Lay an entry into the queue; one that is mended goes under its own key.
  async add(kind, body, files = []) {
    const key = this.mending?.key ?? crypto.randomUUID();
    await this.store.add(key, kind, body, files);
    this.mending = undefined;
    await this.draw();
    this.sent(await sync(this.store, this.sending));
    return key;
  }

  async rows() {
    return (await this.store.rows()).filter((row) => this.own.kinds.includes(row.kind));
  }

  async entries() {
    return Promise.all((await this.rows()).map((row) => this.store.open(row)));
  }

  async draw() {
    const entries = await this.entries();
    const left = entries.filter((one) => one.state !== "sent").length;
    const parts = [entries.length, `${this.say.waiting}: ${left}`, this.own.count?.(this)];
    document.querySelector("[data-count]").textContent = parts.filter((one) => one !== undefined).join(" · ");
    at("rows").replaceChildren(...entries.slice(-SHOWN).map((one) => this.line(one)).reverse());
  }

  line(entry) {
    const parts = [...this.own.words(entry), this.say[entry.state], ...Object.values(entry.has?.errors ?? {})];
    const made = make("li", { textContent: parts.filter(Boolean).join(" · ") });
    made.dataset.state = entry.state;
    const holds = entry.state === "conflict" && !entry.has?.mend;
    if (holds) made.append(" ", button(this.say.drop, () => this.drop(entry)));
    if (holds && this.own.again) made.append(" ", button(this.say.again, () => this.again(entry)));
    if (!holds && ["refused", "conflict"].includes(entry.state)) made.append(" ", button(this.say.mend, () => this.mend(entry)));
    return made;
  }

  async mend(entry) {
    const ref = this.own.ref(entry);
    const isOld = entry.state === "conflict" || !(await this.note(ref));
    if (isOld && navigator.onLine) await this.load(ref).catch(() => tell("failed"));
    const kit = await this.note(ref);
    if (!kit) return void tell("none");
    await this.use(kit);
    this.mending = entry;
    await this.own.mend(entry, this);
  }

  // What the office has stands: the device lets its own go.
  async drop(entry) {
    await this.store.remove(entry.key);
    await this.draw();
  }

  async again(entry) {
    await this.store.add(crypto.randomUUID(), entry.kind, { ...entry.body, ...this.own.again(entry) }, entry.files);
    await this.drop(entry);
    this.sent(await sync(this.store, this.sending));
  }

  async sent(result) {
    await this.report(result);
    if (!result.sent && !result.busy) return;
    await this.own.sent?.(this);
    await this.draw();
  }

  // "Handed in" is said where something was; a page that had nothing to hand in says that, and no more.
  async report(result) {
    if (result.sign_in) return void tell("signIn");
    if (result.offline || result.failed) return void tell("offline");
    if (result.sent) return void tell("online");
    const waits = (await this.rows()).some((row) => row.state === "waiting");
    if (!waits && ["offline", "signIn"].includes(at("how").dataset.said)) tell("idle");
  }

  async leave(event) {
    event.preventDefault();
    if ((await this.store.rows()).some((row) => row.state !== "sent") && !confirm(event.target.dataset.ask)) return;
    await forget(this.store.owner);
    location.assign(location.pathname);
  }
}

async function opened(pass) {
  for (const owner of (await owners()).filter(Boolean)) {
    try {
      return await locked(owner, pass);
    } catch (fault) {
      if (!(fault instanceof WrongPassphrase)) throw fault;
    }
  }
  throw new WrongPassphrase();
}
