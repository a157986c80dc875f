// One stay on the video server, through Janus's own client (its bundle is loaded before this): what we send, what we take.
//   new Wire(admission, hears).connect(tracks, flags)
// `hears` is told: came, went, state, stream, talks, moderated, weak, lost, over, out. Flags travel as our "display" in the
// room: the server gives them to whoever comes later, and to all when they change. Names never do; the site has those.

const { Janus } = globalThis;
const PLUGIN = "janus.plugin.videoroom";
const PATIENCE = 20_000;
let begun;
const begin = () => (begun ??= new Promise((done) => Janus.init({ debug: false, callback: done })));

export class Wire {
  constructor(admission, hears) {
    Object.assign(this, { admission, hears, closed: false, known: new Map(), taken: new Map(), slots: [] });
    Object.assign(this, { busy: false, attached: false, light: false, subscriber: null, privateId: null });
  }

  // Resolves when we are in and our tracks are taken; after that `hears.lost` is told of a break.
  async connect(tracks, flags) {
    try {
      await Promise.race([this.#comesIn(tracks, flags), new Promise((_, late) => setTimeout(() => late(new Error("late")), PATIENCE))]);
      this.up = true;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #comesIn(tracks, flags) {
    await begin();
    await new Promise((success, error) => {
      this.janus = new Janus({
        server: this.admission.address,
        token: this.admission.token,
        iceServers: [], // the server has an address of its own; nobody else is asked where we are
        success,
        error: (reason) => {
          error(new Error(String(reason)));
          this.#breaks();
        },
        destroyed: () => this.#breaks(),
      });
    });
    this.publisher = await this.#attach({
      onmessage: (message, jsep) => this.#heard(message, jsep),
      iceState: (state) => state === "failed" && this.#breaks(),
      slowLink: () => this.hears.weak(),
    });
    await new Promise((joined, refused) => {
      Object.assign(this, { joined, refused });
      this.#tell({ request: "join", ptype: "publisher", id: this.admission.feed, display: flags, token: this.admission.entry });
    });
    await this.#offer(tracks.filter(Boolean).map((track) => ({ type: track.kind, capture: track, recv: false })));
  }

  // Sends `track` (or nothing) as our sound or picture; a kind that was not there before is offered anew.
  async send(kind, track) {
    const line = this.publisher.webrtcStuff.pc?.getSenders().find((one) => this.sent?.[kind] === one || one.track?.kind === kind);
    if (line) {
      this.sent = { ...this.sent, [kind]: line };
      await line.replaceTrack(track);
    } else if (track) {
      await this.#offer([{ type: kind, capture: track, recv: false, add: true }]);
    }
  }

  flag(flags) {
    this.#tell({ request: "configure", display: flags });
  }

  // With sound only, no picture is fetched.
  lighten(on) {
    this.light = on;
    this.#pump();
  }

  // Which line of a feed carries its sound: the chair names it to take the voice away.
  soundOf(feed) {
    return this.known.get(feed)?.find((one) => one.type === "audio")?.mid ?? "";
  }

  close() {
    this.closed = true;
    this.janus?.destroy({ cleanupHandles: true, notifyDestroyed: false, unload: true });
  }

  #breaks() {
    if (this.closed || !this.up) return;
    this.close();
    this.hears.lost();
  }

  #attach(ears) {
    return new Promise((success, error) => this.janus.attach({ plugin: PLUGIN, success, error, ...ears }));
  }

  #tell(message, jsep, to = this.publisher) {
    to.send({ message: { room: this.admission.room, ...message }, ...(jsep ? { jsep } : {}) });
  }

  async #offer(tracks) {
    if (!tracks.length) return;
    const jsep = await new Promise((success, error) => this.publisher.createOffer({ tracks, success, error }));
    for (const sender of this.publisher.webrtcStuff.pc.getSenders()) {
      if (sender.track) this.sent = { ...this.sent, [sender.track.kind]: sender };
    }
    await new Promise((answered) => {
      this.answered = answered;
      this.#tell({ request: "configure", audio: true, video: true }, jsep);
    });
  }

  #heard(message, jsep) {
    if (jsep) this.publisher.handleRemoteJsep({ jsep, success: () => this.answered?.(), error: () => this.#breaks() });
    const { videoroom: kind } = message;
    if (kind === "joined") {
      this.privateId = message.private_id;
      for (const one of message.attendees ?? []) this.hears.came(one.id, one.display);
      this.joined();
    }
    if (message.error_code) this.refused?.(new Error(message.error));
    if (kind === "destroyed") this.#ends("over");
    if (message.leaving === "ok") this.#ends("out");
    if (kind === "talking" || kind === "stopped-talking") this.hears.talks(message.id, kind === "talking");
    if (message.joining) this.hears.came(message.joining.id, message.joining.display);
    if (message.display !== undefined && message.id) this.hears.state(message.id, message.display);
    if (message.moderation) this.hears.moderated(message.id, message.mid, message.moderation === "muted");
    for (const one of message.publishers ?? []) this.#knows(one);
    const gone = [message.leaving, message.unpublished, message.kicked].find((id) => id && id !== "ok");
    if (gone) this.#forgets(gone, !message.unpublished);
  }

  #ends(word) {
    this.closed = true;
    this.janus.destroy({ cleanupHandles: true, notifyDestroyed: false });
    this.hears[word]();
  }

  #knows({ id, display, streams }) {
    this.known.set(id, streams.filter((one) => !one.disabled && one.type !== "data"));
    this.hears.came(id, display);
    this.#pump();
  }

  #forgets(id, left) {
    this.known.delete(id);
    this.hears.stream(id, []);
    if (left) this.hears.went(id);
    this.#pump();
  }

  // Compares what we want with what we take, and asks for the difference; one negotiation at a time.
  async #pump() {
    if (this.busy || this.closed) return;
    const wanted = new Map();
    for (const [feed, streams] of this.known) {
      for (const { mid, type } of streams) if (!(this.light && type === "video")) wanted.set(`${feed} ${mid}`, { feed, mid });
    }
    const subscribe = [...wanted].filter(([key]) => !this.taken.has(key)).map(([, one]) => one);
    const unsubscribe = [...this.taken].filter(([key]) => !wanted.has(key)).map(([, one]) => one);
    if (!subscribe.length && !unsubscribe.length) return;
    this.busy = true;
    this.taken = wanted;
    this.subscriber ??= await this.#attach({
      onmessage: (message, jsep) => this.#streams(message, jsep),
      iceState: (state) => state === "failed" && this.#breaks(),
      slowLink: () => this.hears.weak(),
      onremotetrack: () => this.show(),
    });
    if (this.attached) {
      const change = { ...(subscribe.length && { subscribe }), ...(unsubscribe.length && { unsubscribe }) };
      this.#tell({ request: "update", ...change }, null, this.subscriber);
    } else if (subscribe.length) {
      const who = { private_id: this.privateId, use_msid: false, streams: subscribe };
      this.#tell({ request: "join", ptype: "subscriber", ...who }, null, this.subscriber);
    } else {
      this.busy = false;
    }
  }

  #streams(message, jsep) {
    if (message.error_code) {
      if (!this.attached) this.taken = new Map(); // who was there has left meanwhile: ask again for who is
      this.#rests();
      return;
    }
    if (message.videoroom === "attached") this.attached = true;
    if (message.streams) this.slots = message.streams;
    if (jsep) {
      this.subscriber.createAnswer({
        jsep,
        tracks: [],
        success: (answer) => {
          this.#tell({ request: "start" }, answer, this.subscriber);
          this.#rests();
        },
        error: () => this.#breaks(),
      });
    } else if (message.videoroom === "updated") {
      this.#rests();
    }
  }

  #rests() {
    this.busy = false;
    this.show();
    this.#pump();
  }

  // Gives each feed the tracks that its slots carry now: a slot may pass from one to another.
  show() {
    const lines = this.subscriber?.webrtcStuff.pc?.getTransceivers() ?? [];
    const found = new Map();
    for (const { mid, feed_id: feed, active } of this.slots) {
      const track = lines.find((one) => one.mid === mid)?.receiver.track;
      if (active && track && this.known.has(feed)) found.set(feed, [...(found.get(feed) ?? []), track]);
    }
    for (const feed of this.known.keys()) this.hears.stream(feed, found.get(feed) ?? []);
  }
}
