// The page of a room: preview, coming in, keys, leaving, and coming back after a lost network.
//   #meeting[data-enter|here|leave|mute|remove|end]   what the site is asked
//   [data-does]                                       the keys: sound, picture, hand, screen, light, leave, end
import { canShowScreen, faultOf, level, screen, track } from "./media.js";
import { Tiles } from "./tiles.js";
import { Wire } from "./wire.js";

const page = document.getElementById("meeting");
const at = (id) => document.getElementById(id);
const word = (name, who = "") => document.querySelector(`#words [data-word="${name}"]`).textContent.replace("{who}", who);
const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
const BEAT = 15_000;
const WAITS = [1, 2, 4, 8, 8, 15, 15, 30, 30, 60].map((seconds) => seconds * 1000);
const TALKED = 1200; // ms that the sign of speaking stays

const me = { wire: null, feed: "", sound: null, picture: null, shown: null, hand: false, taken: false, light: false, said: "" };
const people = new Map(); // feed → what the site calls them
const states = new Map(); // feed → its flags
let beat = 0;
let coming = false;
let stopMeter = null;
let failed = false;
window.meeting = { me, people, states }; // for who looks for a fault, and for the tests

const tiles = new Tiles({
  chairs: page.dataset.chairs === "yes",
  mute: (feed, tile) => chair("mute", { number: tile.dataset.number, mid: me.wire?.soundOf(feed) ?? "", off: tile.dataset.taken === "yes" ? "no" : "yes" }),
  remove: (feed, tile) => confirm(word("sure-remove", tile.dataset.name)) && chair("remove", { number: tile.dataset.number }),
});

function show(name) {
  for (const part of ["before", "stage", "after"]) at(part).hidden = part !== name;
  document.body.classList.toggle("in-meeting", name === "stage");
  for (let one = at("stage"); one !== document.body; one = one.parentElement) {
    for (const beside of one.parentElement.children) if (beside !== one) beside.inert = name === "stage"; // it lies behind
  }
}

function say(name) {
  me.said = name;
  at("state").textContent = name ? word(name) : "";
}

function announce(name, who) {
  const line = document.createElement("p");
  line.textContent = word(name, who);
  at("told").append(line);
  if (at("told").children.length > 20) at("told").firstElementChild.remove();
}

function fault(words) {
  at("fault").hidden = !words;
  at("fault").textContent = words;
}

async function ask(verb, fields = {}) {
  const answer = await fetch(page.dataset[verb], {
    method: "POST", cache: "no-store", headers: { "X-CSRFToken": token }, body: new URLSearchParams(fields),
  });
  const found = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  return { ok: answer.ok, status: answer.status, ...found };
}

async function chair(verb, fields) {
  const found = await ask(verb, fields);
  if (found.wrong) at("state").textContent = found.wrong;
}

// --- before: what the camera sees and the microphone hears

// Returns whether everything that was asked for is there; what is not is told, and its box is unticked.
async function preview() {
  fault("");
  failed = false;
  if (!navigator.mediaDevices) {
    const asked = ["with-sound", "with-picture"].filter((box) => at(box).checked);
    for (const box of asked) at(box).checked = false;
    if (asked.length) fault(word("insecure"));
    return !asked.length;
  }
  stopMeter?.();
  at("before").dataset.asking = "yes";
  if (at("with-sound").checked) me.sound ??= await attempt("audio");
  if (at("with-picture").checked && !at("sound-only").checked) me.picture ??= await attempt("video");
  at("before").dataset.asking = "no";
  at("preview").srcObject = me.picture ? new MediaStream([me.picture]) : null;
  at("no-picture").hidden = Boolean(me.picture);
  if (me.sound) stopMeter = level(me.sound, at("level"));
  return !failed;
}

async function attempt(kind) {
  try {
    return await track(kind);
  } catch (error) {
    fault(word(faultOf(error)));
    at(kind === "audio" ? "with-sound" : "with-picture").checked = false;
    failed = true;
    return null;
  }
}

function drop(kind) {
  me[kind]?.stop();
  me[kind] = null;
}

for (const [box, kind] of [["with-sound", "sound"], ["with-picture", "picture"]]) {
  at(box).addEventListener("change", () => {
    if (!at(box).checked) drop(kind);
    preview();
  });
}
at("sound-only").addEventListener("change", () => {
  at("with-picture").checked = !at("sound-only").checked;
  if (at("sound-only").checked) drop("picture");
  preview();
});
at("try").addEventListener("click", preview);

// --- coming in

const flags = () => `m${+!(me.sound?.enabled && !me.taken)}p${+Boolean(me.picture || me.shown)}h${+me.hand}s${+Boolean(me.shown)}`;
const read = (text) => Object.fromEntries([...(text ?? "").matchAll(/([mphs])([01])/g)].map(([, name, on]) => [name, on === "1"]));

async function enter() {
  if (coming) return;
  coming = true;
  try {
    const found = await ask("enter");
    if (!found.ok && me.wire && (found.again || found.status >= 500)) throw new Error("not yet"); // comeBack tries again
    if (!found.ok) return refused(found);
    me.feed = found.feed;
    me.taken = false;
    learn(found.people);
    stopMeter?.();
    show("stage");
    say("connecting");
    tiles.clear();
    states.clear();
    tiles.add(me.feed, people.get(me.feed) ?? { name: word("unknown") }, true);
    own();
    me.wire = new Wire(found, ears(found.feed));
    await me.wire.connect([me.sound, me.shown ?? me.picture], flags());
    me.wire.lighten(me.light);
    say("in");
    clearInterval(beat);
    beat = setInterval(live, BEAT);
    at("grid").focus();
    return true;
  } finally {
    coming = false;
  }
}

function refused({ wrong, is_over: over }) {
  if (over) return finish("over");
  show(me.wire ? "after" : "before");
  (me.wire ? (words) => (at("after-words").textContent = words) : fault)(wrong ?? word("gone"));
  return true; // an answer, though not the one wished for: do not try again by yourself
}

function learn(found = []) {
  people.clear();
  for (const one of found) {
    people.set(one.feed, one);
    if (tiles.of(one.feed)) tiles.add(one.feed, one);
  }
  at("count").textContent = word("count", String(people.size));
}

async function live() {
  let found;
  try {
    found = await ask("here", { feed: me.feed });
  } catch {
    return; // no network: the wire says so too
  }
  if (found.ok) learn(found.people);
  else if (found.status === 410) finish(found.is_over ? "over" : "", found.wrong);
  else if (found.status === 403 || found.status === 404) finish("", word("gone")); // signed out, or another post chosen
}

async function name(feed) {
  if (!people.has(feed)) await live();
  return people.get(feed)?.name ?? word("unknown");
}

// What a wire tells; a wire that is not ours any more is not listened to.
function ears(feed) {
  const ours = (deed) => (...words) => me.feed === feed && deed(...words);
  return Object.fromEntries(
    Object.entries({
      came: async (who, display) => {
        if (who === feed) return;
        const isNew = !states.has(who);
        if (isNew) state(who, display, true);
        const said = await name(who);
        if (me.feed !== feed || !states.has(who)) return; // somebody is gone again: we, or they
        tiles.add(who, people.get(who) ?? { name: said });
        sign(who);
        me.wire.show();
        if (isNew) announce("came", said);
      },
      went: (who) => {
        announce("went", people.get(who)?.name ?? word("unknown"));
        tiles.drop(who);
        states.delete(who);
        people.delete(who);
        at("count").textContent = word("count", String(people.size));
      },
      state,
      stream: (who, tracks) => tiles.stream(who, tracks),
      talks,
      moderated,
      weak: () => me.said === "in" && say("weak"),
      lost: comeBack,
      over: () => finish("over"),
      out: live, // the site knows why: sent out, over, or in from another place
    }).map(([verb, deed]) => [verb, ours(deed)]),
  );
}

function state(who, display, isNew = false) {
  const before = states.get(who) ?? {};
  const now = read(display);
  states.set(who, { ...before, ...now });
  sign(who);
  if (isNew) return;
  const said = people.get(who)?.name ?? word("unknown");
  if (now.h && !before.h) announce("raised", said);
  if (now.m !== before.m) announce(now.m ? "muted" : "unmuted", said);
}

function sign(who) {
  const { m, p, h, s } = states.get(who);
  tiles.sign(who, { mute: m, picture: p, hand: h, screen: s });
}

const quiet = new Map();
function talks(who, on) {
  clearTimeout(quiet.get(who));
  if (on) tiles.sign(who, { talk: true });
  else quiet.set(who, setTimeout(() => tiles.sign(who, { talk: false }), TALKED));
}

function moderated(who, mid, off) {
  tiles.sign(who, { taken: off });
  if (who !== me.feed) return;
  me.taken = off;
  announce(off ? "taken" : "given");
  say(off ? "taken" : "in");
  changed();
}

// --- the network broke: the same seat again, under a new name on the video server

async function comeBack() {
  say("lost");
  for (const wait of WAITS) {
    await Promise.race([new Promise((done) => setTimeout(done, wait)), new Promise((done) => addEventListener("online", done, { once: true }))]);
    if (me.said !== "lost" && me.said !== "connecting") return;
    try {
      if (await enter()) return;
    } catch {
      say("lost");
    }
  }
  finish("", word("gone"));
}

// --- in the room: the keys

function own() {
  tiles.stream(me.feed, [me.shown ?? me.picture].filter(Boolean));
  tiles.sign(me.feed, { mute: !me.sound?.enabled || me.taken, picture: me.picture || me.shown, hand: me.hand, screen: me.shown });
  const pressed = { sound: me.sound?.enabled, picture: me.picture, hand: me.hand, screen: me.shown, light: me.light };
  for (const [verb, on] of Object.entries(pressed)) page.querySelector(`[data-does=${verb}]`).setAttribute("aria-pressed", String(Boolean(on)));
}

function changed() {
  own();
  me.wire?.flag(flags());
}

async function take(kind, media) {
  try {
    me[kind] = await track(media);
  } catch (error) {
    at("state").textContent = word(faultOf(error));
  }
}

const does = {
  async sound() {
    if (me.sound) me.sound.enabled = !me.sound.enabled;
    else {
      await take("sound", "audio");
      if (me.sound) await me.wire?.send("audio", me.sound);
    }
    changed();
  },
  async picture() {
    if (me.picture) drop("picture");
    else await take("picture", "video");
    if (!me.shown) await me.wire?.send("video", me.picture);
    changed();
  },
  hand() {
    me.hand = !me.hand;
    changed();
  },
  async screen() {
    if (me.shown) return unshow();
    try {
      me.shown = await screen();
    } catch {
      return; // chosen otherwise in the browser's own window
    }
    me.shown.addEventListener("ended", unshow, { once: true });
    await me.wire?.send("video", me.shown);
    changed();
  },
  async light() {
    me.light = !me.light;
    if (me.light && me.picture) await does.picture();
    me.wire?.lighten(me.light);
    page.classList.toggle("is-light", me.light);
    changed();
  },
  leave() {
    ask("leave", { feed: me.feed });
    finish("left");
  },
  end() {
    if (confirm(word("sure-end"))) chair("end", {});
  },
};

async function unshow() {
  drop("shown");
  await me.wire?.send("video", me.picture);
  changed();
}

function finish(name, words) {
  clearInterval(beat);
  me.wire?.close();
  me.feed = "";
  me.said = name;
  for (const kind of ["sound", "picture", "shown"]) drop(kind);
  me.hand = me.taken = false;
  tiles.clear();
  at("after-words").textContent = words ?? word(name);
  at("again").hidden = name === "over";
  show("after");
}

page.querySelectorAll("[data-does]").forEach((key) => key.addEventListener("click", () => does[key.dataset.does]()));
if (!canShowScreen()) page.querySelector("[data-does=screen]").hidden = true;
addEventListener("keydown", (event) => {
  if (at("stage").hidden || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest?.("input, textarea, select")) return;
  page.querySelector(`[data-does][data-key="${CSS.escape(event.key.toLowerCase())}"]:not([hidden])`)?.click();
});
addEventListener("pagehide", () => {
  if (!me.feed) return;
  const said = new FormData();
  said.set("feed", me.feed);
  said.set("csrfmiddlewaretoken", token);
  navigator.sendBeacon(page.dataset.leave, said);
});
const comeIn = async () => {
  if (!(await preview())) return; // they read why first; the next press comes in without
  me.light = at("sound-only").checked;
  page.classList.toggle("is-light", me.light);
  try {
    await enter();
  } catch {
    comeBack();
  }
};
at("enter").addEventListener("click", comeIn);
at("again").addEventListener("click", () => {
  show("before");
  comeIn();
});

show("before");
if (page.dataset.phase === "before") fault(word("waiting"));
