// The pictures of a room: one tile for each who is in it, ours first. A tile says name, voice, hand and who speaks in words.

const grid = document.getElementById("grid");
const pattern = document.getElementById("tile");

export class Tiles {
  constructor({ chairs, mute, remove }) {
    Object.assign(this, { byFeed: new Map(), chairs, mute, remove });
  }

  of(feed) {
    return this.byFeed.get(feed);
  }

  add(feed, person, own = false) {
    const tile = this.byFeed.get(feed) ?? this.#make(feed, own);
    tile.querySelector("[data-name]").textContent = person.name;
    tile.querySelector(".meeting-tile-face").textContent = [...person.name.trim()][0] ?? "";
    tile.dataset.name = person.name;
    tile.dataset.number = person.number ?? "";
    tile.dataset.role = person.role ?? "";
    return tile;
  }

  drop(feed) {
    this.byFeed.get(feed)?.remove();
    this.byFeed.delete(feed);
    this.#size();
  }

  clear() {
    for (const feed of [...this.byFeed.keys()]) this.drop(feed);
  }

  stream(feed, tracks) {
    const video = this.byFeed.get(feed)?.querySelector("video");
    if (!video) return;
    const now = video.srcObject?.getTracks() ?? [];
    if (now.length === tracks.length && tracks.every((track) => now.includes(track))) return;
    video.srcObject = tracks.length ? new MediaStream(tracks) : null;
    if (tracks.length) video.play().catch(() => {}); // a browser that waits for a press plays after the next one
  }

  // Signs of a feed: mute, hand, talk, and whether a picture or a screen is shown.
  sign(feed, signs) {
    const tile = this.byFeed.get(feed);
    if (tile) for (const [name, on] of Object.entries(signs)) tile.dataset[name] = on ? "yes" : "no";
  }

  #make(feed, own) {
    const tile = pattern.content.firstElementChild.cloneNode(true);
    tile.dataset.feed = feed;
    tile.dataset.own = own ? "yes" : "no";
    const video = tile.querySelector("video");
    video.muted = own;
    for (const verb of ["mute", "remove"]) {
      tile.querySelector(`[data-chair=${verb}]`)?.addEventListener("click", () => this[verb](feed, tile));
    }
    this.byFeed.set(feed, tile);
    grid[own ? "prepend" : "append"](tile);
    this.#size();
    return tile;
  }

  #size() {
    grid.dataset.count = grid.children.length;
  }
}
