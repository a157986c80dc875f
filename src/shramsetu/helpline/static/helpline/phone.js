// The operator's page: the clock of the state, what a screen reader hears, the complaint form beside the call.
//   [data-phone-page]     around everything; works without this file, by reloading
//   time[data-since]      counts up from that instant
//   #register-here        holds the ordinary complaint form: sent from here, so that the call on this page goes on

const page = document.querySelector("[data-phone-page]");
const says = document.getElementById("live");
const PHONE_KEYS = "adhmt9euzcgbrpqiwnyl#";
let before = "";

function tick() {
  for (const clock of document.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.since)) / 1000));
    const hours = Math.floor(seconds / 3600);
    const rest = `${String(Math.floor((seconds % 3600) / 60)).padStart(hours ? 2 : 1, "0")}:${String(seconds % 60).padStart(2, "0")}`;
    clock.textContent = hours ? `${hours}:${rest}` : rest;
  }
}

// A change of the state is said once; the title tells it to who looks at another window.
function tell() {
  const state = page.querySelector(".phone-state");
  if (!state) return;
  const { state: now, say } = state.dataset;
  if (now !== before) {
    if (before) says.textContent = say;
    document.title = `${now === "ringing" ? "● " : ""}${say} · ${document.title.split(" · ").at(-1)}`;
    if (now === "ringing") page.querySelector("#bar")?.scrollIntoView({ block: "nearest" });
    before = now;
    page.dispatchEvent(new CustomEvent("phone-state", { detail: state.dataset }));
  }
}

// A key may be pressed in the moment between a redraw and htmx's look at what is new: a form would then go out as a page
// of its own, and end the call of a phone in this browser.
function takeUp(event) {
  const one = event.target.closest("[hx-post], [hx-get]");
  if (one) window.htmx.process(one);
}

function sendForm(event) {
  const form = event.target;
  if (form.closest("dialog") && !form.matches("[data-stays]")) form.closest("dialog").close();
  if (!form.closest("#register-here")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  window.htmx.ajax("POST", form.getAttribute("action"), { source: form, target: "#register-here", select: ".desk-page > *", swap: "innerHTML" });
}

// `w` without a chosen result goes to the list of results instead of complaining.
function choose(event) {
  const list = event.target.closest("#result .button-primary")?.form.querySelector("#id_disposition");
  if (!list || list.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  list.focus();
}

function swapped(event) {
  tell();
  tick();
  const { target, xhr } = event.detail;
  if (target?.id === "register-here") keepKeys(target);
  if (target?.id === "register-here" && xhr?.responseURL.includes("/registered/")) registered();
}

// The number comes into the result's form; the result itself, unless another is chosen already.
function registered() {
  const list = document.getElementById("id_disposition");
  if (list && !list.value) list.value = "registered";
  window.htmx.trigger(document.body, "registered");
}

// A key of the call is the call's, also one that the bar shows only later: what was fetched beside it gives up its own
// of that name. So does the way to a next form, which would lead away from the call.
function keepKeys(place) {
  for (const other of place.querySelectorAll("[data-key]")) {
    if (!PHONE_KEYS.includes(other.dataset.key)) continue;
    delete other.dataset.key;
    other.querySelector("kbd")?.remove();
  }
  for (const link of place.querySelectorAll("a[href='/desk/register/']")) link.remove();
}

// The form comes with the call but leaves the keys to it; `n` goes into it, or fetches a new one.
function unfocused(event) {
  if (event.detail.target?.id === "register-here") event.detail.serverResponse = event.detail.serverResponse.replaceAll(" autofocus", "");
}

function intoForm(event) {
  const button = event.target.closest("[data-form]");
  if (!button) return;
  const field = document.querySelector("#register-here #id_text");
  if (field) field.focus();
  else window.htmx.trigger(button, "again");
}

// Another caller: what was begun for the last one goes with the screen.
function popped() {
  const call = document.querySelector("[data-pop]")?.dataset.pop ?? "";
  const place = document.getElementById("register-here");
  if (place && place.dataset.call !== call) {
    place.replaceChildren();
    place.dataset.call = call;
  }
}

if (page || document.querySelector("[data-ticks]")) {
  setInterval(tick, 1000);
  tick();
  document.addEventListener("htmx:afterSwap", tick);
}
if (page) {
  tell();
  popped();
  for (const kind of ["submit", "click"]) document.addEventListener(kind, takeUp, true);
  document.addEventListener("submit", sendForm, true);
  document.addEventListener("htmx:afterSwap", swapped);
  document.addEventListener("htmx:oobAfterSwap", popped);
  document.addEventListener("htmx:beforeSwap", unfocused);
  document.addEventListener("click", choose, true);
  document.addEventListener("click", intoForm);
}
