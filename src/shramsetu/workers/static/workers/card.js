// Checks a worker's card in this browser alone: signature by the public keys that the page carries, date by the phone's
// clock, revoked cards by the signed list that was last fetched. The code is never sent: it stands behind the # of its address.
import { verifyAsync } from "../npm/@noble/ed25519/index.js";

const page = document.getElementById("card-check");
const video = document.getElementById("card-video");
const says = document.getElementById("card-says");
const keys = new Map([...page.querySelectorAll(".card-key")].map((key) => [key.dataset.id, key.value]));
const KEPT = "card-revoked";
const OUTCOMES = ["good", "over", "revoked", "forged", "unknown", "none"];

const bytes = (text) => {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain + "=".repeat((4 - (plain.length % 4)) % 4)), (sign) => sign.charCodeAt(0));
};

const joined = (domain, content) => {
  const head = new TextEncoder().encode(domain);
  const all = new Uint8Array(head.length + content.length);
  all.set(head);
  all.set(content, head.length);
  return all;
};

const signed = (signature, domain, content, key) =>
  verifyAsync(signature, joined(domain, content), bytes(key), { zip215: false }).catch(() => false);

async function revoked() {
  try {
    const answer = await fetch(page.dataset.revoked, { cache: "no-cache" });
    if (answer.ok) localStorage.setItem(KEPT, await answer.text());
  } catch {
    // no network: what was kept counts
  }
  const kept = localStorage.getItem(KEPT);
  if (!kept) return null;
  const list = JSON.parse(kept);
  const content = new TextEncoder().encode(list.signed);
  const right = keys.has(list.key) && (await signed(bytes(list.signature), "shramsetu revoked cards 1\0", content, keys.get(list.key)));
  return right ? JSON.parse(list.signed) : null;
}

async function markOf(said) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${said.n}:${said.b}:${said.i}`));
  return [...new Uint8Array(digest)].slice(0, 6).map((one) => one.toString(16).padStart(2, "0")).join("");
}

const day = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Kolkata" }).format(new Date());
const dated = (text) => new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-IN" : "hi-IN-u-nu-latn", { dateStyle: "long", timeZone: "Asia/Kolkata" }).format(new Date(text.length > 10 ? text : `${text}T12:00:00+05:30`));

function show(outcome, said, list) {
  for (const name of OUTCOMES) document.getElementById(`card-${name}`).hidden = name !== outcome;
  const known = said && ["good", "over", "revoked"].includes(outcome);
  document.getElementById("card-facts").hidden = !known;
  for (const cell of page.querySelectorAll("[data-say]")) {
    const value = known ? String(said[cell.dataset.say] ?? "") : "";
    cell.textContent = cell.dataset.say === "b" ? (cell.dataset[value] ?? value) : cell.dataset.say === "u" && value ? dated(value) : value;
  }
  const asof = document.getElementById("card-asof");
  asof.hidden = !(known && list);
  if (list) asof.querySelector("time").textContent = dated(list.at);
  document.getElementById("card-asof-none").hidden = !(known && !list);
  says.textContent = "";
  document.getElementById(`card-${outcome}`).scrollIntoView({ block: "nearest" });
}

async function check(text) {
  const words = text.trim().split("#").pop().split(".");
  if (words.length !== 4 || words[0] !== "SS1") return show("none");
  const [, id, content, signature] = words;
  if (!keys.has(id)) return show("unknown");
  let said;
  try {
    const plain = bytes(content);
    if (!(await signed(bytes(signature), "shramsetu card 1\0", plain, keys.get(id)))) return show("forged");
    said = JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return show("none");
  }
  const list = await revoked();
  if (list?.cards.includes(await markOf(said))) return show("revoked", said, list);
  return show(said.u < day() ? "over" : "good", said, list);
}

function read(source, width, height) {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, 1600 / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
  return window.jsQR(picture.data, picture.width, picture.height)?.data ?? "";
}

function stop() {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
}

async function watch() {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    says.textContent = page.dataset.noCamera;
    return;
  }
  video.hidden = false;
  says.textContent = page.dataset.clearing;
  await video.play();
  const look = () => {
    if (!video.srcObject) return;
    const found = video.videoWidth ? read(video, video.videoWidth, video.videoHeight) : "";
    if (found) {
      stop();
      check(found);
    } else setTimeout(look, 200);
  };
  look();
}

document.getElementById("card-camera").addEventListener("click", watch);
document.getElementById("card-photo").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const picture = await createImageBitmap(file);
  const found = read(picture, picture.width, picture.height);
  if (found) check(found);
  else says.textContent = page.dataset.noCode;
});
const here = () => location.hash.length > 1 && check(decodeURIComponent(location.hash));
window.addEventListener("hashchange", here);
if ("serviceWorker" in navigator) navigator.serviceWorker.register(page.dataset.keep);
here();
revoked();
