{% load static %}// Keeps the page for when there is no network, and the one that checks workers' cards without one. Other pages are never
// kept: they hold a person's own affairs.
const CACHE = "portal-2";
const OFFLINE = "/offline/";
const CARD = "{% url 'card:check' %}";
// what a script of a kept page asks for itself, in the same letters: an address with %40 is another one to the cache
const MODULES = ["{% static 'npm/' %}@noble/ed25519/index.js"];

async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all([OFFLINE, CARD].map((address) => keepPage(cache, address)));
  await cache.addAll(MODULES);
}

async function keepPage(cache, address) {
  const page = await fetch(address, { cache: "reload" });
  await cache.put(address, page.clone());
  const text = await page.text();
  const parts = [...text.matchAll(/<(?:link rel="stylesheet" href|script [^>]*src)="([^"]+)"/g)].map((found) => found[1]);
  await cache.addAll(parts);
}

// The page of cards carries the keys: with a network it is always the newest, and the newest is kept.
async function card(request) {
  try {
    const page = await fetch(request);
    if (page.ok) await (await caches.open(CACHE)).put(CARD, page.clone());
    return page;
  } catch {
    return caches.match(CARD);
  }
}

async function forget() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forget()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && new URL(event.request.url).pathname === CARD) {
    event.respondWith(card(event.request));
  } else if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
  } else if (event.request.destination === "style") {
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
  } else if (event.request.destination === "script") {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
  }
});
