// The one store of this device for what is written without a network: entries that wait, drafts, kits that were loaded.
// Everything lies encrypted (AES-GCM) under a key of its owner. Who is no officer: a key that the browser keeps and never
// gives out; forgetting throws it away, and what is left cannot be read. An officer: the key lies here only wrapped by a
// passphrase, and open in the memory of this page alone.

const NAME = "shramsetu-offline";
const TURNS = 600_000;
const WRAP = { name: "AES-GCM", length: 256 };
const text = new TextEncoder();
let opened;

function database() {
  opened ??= connected().then(sweep);
  return opened;
}

function connected() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys", { keyPath: "owner" });
      asked.result.createObjectStore("notes", { keyPath: ["owner", "name"] });
      asked.result.createObjectStore("entries", { keyPath: "key" }).createIndex("owner", "owner");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// A kit whose days are over goes, whoever opens a page that has to do with the store, and without its passphrase.
async function sweep(found) {
  const tables = found.transaction("notes", "readwrite");
  tables.objectStore("notes").openCursor().onsuccess = ({ target: { result: row } }) => {
    if (!row) return;
    if (row.value.until < Date.now()) row.delete();
    row.continue();
  };
  return new Promise((resolve, reject) => {
    tables.oncomplete = () => resolve(found);
    tables.onerror = tables.onabort = () => reject(tables.error);
  });
}

async function work(store, mode, deed) {
  const tables = (await database()).transaction(store, mode);
  return new Promise((resolve, reject) => {
    let found;
    const asked = deed(tables.objectStore(store));
    if (asked) asked.onsuccess = () => (found = asked.result);
    tables.oncomplete = () => resolve(found);
    tables.onerror = tables.onabort = () => reject(tables.error);
  });
}

const look = (store, key) => work(store, "readonly", (table) => table.get(key));
const lay = (store, row) => work(store, "readwrite", (table) => table.put(row));

// One piece of bytes: the length of the words, the words as JSON, then the files one after the other.
async function pack({ value, files = [] }) {
  const bytes = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  const head = text.encode(JSON.stringify({ value, files: files.map((file) => ({ name: file.name, type: file.type, size: file.size })) }));
  const whole = new Uint8Array(4 + head.length + bytes.reduce((sum, one) => sum + one.length, 0));
  new DataView(whole.buffer).setUint32(0, head.length);
  whole.set(head, 4);
  let at = 4 + head.length;
  for (const one of bytes) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}

function unpack(whole) {
  let at = 4 + new DataView(whole.buffer).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(whole.subarray(4, at)));
  const files = head.files.map(({ name, type, size }) => new File([whole.slice(at, (at += size))], name, { type }));
  return { value: head.value, files };
}

async function wrapped(passphrase, salt) {
  const raw = await crypto.subtle.importKey("raw", text.encode(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", salt, iterations: TURNS, hash: "SHA-256" };
  return crypto.subtle.deriveKey(way, raw, WRAP, false, ["wrapKey", "unwrapKey"]);
}

export class WrongPassphrase extends Error {}

class Box {
  constructor(owner, key) {
    this.owner = owner;
    this.key = key;
  }

  async seal(place, content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv, additionalData: text.encode(`${this.owner}|${place}`) };
    return { iv, bytes: await crypto.subtle.encrypt(way, this.key, await pack(content)) };
  }

  async unseal(place, { iv, bytes }) {
    const way = { name: "AES-GCM", iv, additionalData: text.encode(`${this.owner}|${place}`) };
    return unpack(new Uint8Array(await crypto.subtle.decrypt(way, this.key, bytes)));
  }

  // `until`, where it is given, is the instant from which on it is gone.
  async put(name, value, files = [], until) {
    await lay("notes", { owner: this.owner, name, until, ...(await this.seal(name, { value, files })) });
  }

  async get(name) {
    const row = await look("notes", [this.owner, name]);
    return row && this.unseal(name, row);
  }

  drop(name) {
    return work("notes", "readwrite", (table) => table.delete([this.owner, name]));
  }

  async names() {
    const keys = await work("notes", "readonly", (table) => table.getAllKeys());
    return keys.filter(([owner]) => owner === this.owner).map(([, name]) => name);
  }

  // Lay an entry into the queue; the same key again is its newer wording.
  async add(key, kind, body, files = []) {
    navigator.storage?.persist?.();
    const row = await look("entries", key);
    if (row && row.owner !== this.owner) throw new Error("another owner's entry");
    const sealed = await this.seal(key, { value: { body }, files });
    const fresh = { key, kind, owner: this.owner, written: row?.written ?? Date.now(), ...sealed };
    await lay("entries", { ...fresh, state: "waiting", tries: row?.tries ?? 0, next: 0, turn: (row?.turn ?? 0) + 1, files: files.length });
  }

  async rows() {
    const rows = await work("entries", "readonly", (table) => table.index("owner").getAll(this.owner));
    return rows.sort((one, other) => one.written - other.written);
  }

  async open(row) {
    const { value, files } = await this.unseal(row.key, row);
    return { ...row, ...value, files };
  }

  // Write what became of an entry, unless it was written anew since `turn`: then the caller hears false.
  async settle(row, changes, content) {
    const sealed = content ? await this.seal(row.key, content) : {};
    let done = false;
    await work("entries", "readwrite", (table) => {
      const asked = table.get(row.key);
      asked.addEventListener("success", () => {
        if (asked.result?.turn !== row.turn) return;
        done = true;
        table.put({ ...asked.result, ...sealed, ...changes });
      });
    });
    return done;
  }

  remove(key) {
    return work("entries", "readwrite", (table) => table.delete(key));
  }

  forget() {
    return forget(this.owner);
  }
}

// The box of who is no officer; made at the first use.
export async function box() {
  const fresh = await crypto.subtle.generateKey(WRAP, false, ["encrypt", "decrypt"]);
  let key;
  await work("keys", "readwrite", (table) => {
    const asked = table.get("");
    asked.addEventListener("success", () => {
      key = asked.result?.key ?? fresh; // two pages at once: the first one's key holds
      if (!asked.result) table.put({ owner: "", key });
    });
  });
  return new Box("", key);
}

// An officer's box, opened by the passphrase with which it was made; raises WrongPassphrase.
export async function locked(owner, passphrase) {
  const row = await look("keys", owner);
  if (row) {
    try {
      const way = { name: "AES-GCM", iv: row.iv };
      const key = await crypto.subtle.unwrapKey("raw", row.key, await wrapped(passphrase, row.salt), way, WRAP, false, ["encrypt", "decrypt"]);
      return new Box(owner, key);
    } catch {
      throw new WrongPassphrase();
    }
  }
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const open = await crypto.subtle.generateKey(WRAP, true, ["encrypt", "decrypt"]);
  const key = await crypto.subtle.wrapKey("raw", open, await wrapped(passphrase, salt), { name: "AES-GCM", iv });
  await lay("keys", { owner, salt, iv, key });
  return locked(owner, passphrase);
}

// Whose boxes lie here; "" is the one of who is no officer.
export const owners = () => work("keys", "readonly", (table) => table.getAllKeys());

// Throw the key away first: what follows may fail, and is of no use to anybody without it.
export async function forget(owner) {
  await work("keys", "readwrite", (table) => table.delete(owner));
  const keys = await work("entries", "readonly", (table) => table.index("owner").getAllKeys(owner));
  await work("entries", "readwrite", (table) => void keys.forEach((key) => table.delete(key)));
  const notes = await work("notes", "readonly", (table) => table.getAllKeys());
  await work("notes", "readwrite", (table) => void notes.filter(([one]) => one === owner).forEach((key) => table.delete(key)));
}

export async function waiting(owner) {
  const rows = await work("entries", "readonly", (table) => table.index("owner").getAll(owner));
  return rows.filter((row) => row.state !== "sent").length;
}
