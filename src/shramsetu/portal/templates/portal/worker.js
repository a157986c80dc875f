{% load static %}// Keeps the pages for when there is no network: the one that says so, the one on which a complaint is written, the one of
// what lies on this phone; and the one that checks workers' cards, once somebody has opened it: what it needs is more than
// all the rest. Other pages are never kept here: they hold a person's own affairs. A kit that an officer loads keeps its own page, empty (offline/kit.js); what is in it lies locked in the store.
const CACHE = "portal-4";
const KITS = "kits";
const OFFLINE = "/offline/";
const WRITE = "{% url 'portal:file_offline' %}";
const KEPT = "{% url 'portal:kept' %}";
const PAGES = [OFFLINE, WRITE, KEPT];
const CARD = "{% url 'card:check' %}";
const SIGNS = "{% static 'npm/' %}@noble/ed25519/index.js";
// what a script of a kept page asks for itself, in the same letters: an address with %40 is another one to the cache
const MODULES = ["{% static 'offline/box.js' %}", "{% static 'offline/sync.js' %}", "{% static 'offline/photo.js' %}"];

async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all(PAGES.map((address) => keepPage(cache, address)));
  await cache.addAll(MODULES);
  if (await checksCards()) await keepCard();
}

async function checksCards() {
  const open = await clients.matchAll({ includeUncontrolled: true });
  return Boolean(await caches.match(SIGNS)) || open.some((one) => new URL(one.url).pathname === CARD);
}

async function keepCard() {
  const cache = await caches.open(CACHE);
  await keepPage(cache, CARD);
  await cache.add(SIGNS);
}

async function keepPage(cache, address) {
  const page = await fetch(address, { cache: "reload" });
  await cache.put(address, page.clone());
  const text = await page.text();
  const parts = [...text.matchAll(/<(?:link rel="stylesheet" href|script [^>]*src)="([^"]+)"/g)].map((found) => found[1]);
  await cache.addAll(parts);
}

// A kept page is the newest where there is a network, and the newest is kept: cards carry keys, pages their language.
async function fresh(request, address) {
  try {
    const page = await fetch(request);
    if (page.ok) await (await caches.open(CACHE)).put(address, page.clone());
    return page;
  } catch {
    return caches.match(address);
  }
}

// Where somebody goes on who meets no network on the way to `path`.
function instead(path) {
  if (path.startsWith("/file/") && !path.startsWith("/file/done/")) return WRITE;
  if (path === "/" || path.startsWith("/track/") || path.startsWith("/mine/") || path.startsWith("/file/done/")) return KEPT;
  return OFFLINE;
}

async function visit(request, path) {
  try {
    return await fetch(request);
  } catch {
    const kit = await (await caches.open(KITS)).match(request, { ignoreSearch: true });
    if (kit) return kit;
    return instead(path) === OFFLINE ? caches.match(OFFLINE) : Response.redirect(instead(path), 303);
  }
}

async function forget() {
  for (const name of await caches.keys()) if (name !== CACHE && name !== KITS) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forget()));
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  const isVisit = event.request.mode === "navigate";
  if (event.request.method === "POST" && isVisit && path.startsWith("/file/")) {
    event.respondWith(visit(event.request, path));
  } else if (event.request.method !== "GET") {
    return;
  } else if (isVisit && [...PAGES, CARD].includes(path)) {
    event.respondWith(fresh(event.request, path));
    if (path === CARD) event.waitUntil(caches.match(SIGNS).then((kept) => kept ?? keepCard()).catch(() => {}));
  } else if (isVisit) {
    event.respondWith(visit(event.request, path));
  } else if (event.request.destination === "style") {
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
  } else if (event.request.destination === "script") {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
  }
});
