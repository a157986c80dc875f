// Keeps the empty page of a kit with its scripts and styles, so that it opens without a network. Nobody's data is in it.

const KITS = "kits";
const SHARED = ["box.js", "sync.js", "photo.js", "kit.js", "desk.js", "form.js"];

export async function keepKit(address) {
  const cache = await caches.open(KITS);
  const page = await fetch(address, { cache: "reload" });
  if (!page.ok) throw new Error(String(page.status));
  await cache.put(address, page.clone());
  const parts = [...(await page.text()).matchAll(/<(?:link rel="stylesheet" href|script [^>]*src)="([^"]+)"/g)].map((found) => found[1]);
  await cache.addAll([...parts, ...SHARED.map((name) => new URL(name, import.meta.url).href)]);
  await navigator.storage?.persist?.();
}
