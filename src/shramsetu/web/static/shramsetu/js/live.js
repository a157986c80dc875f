// Live updates: listens to the events of <body data-live-url> and asks htmx to fetch the touched regions again.
//   An event is JSON {"topics": ["inbox", "case:104729638150"], "say": "…"}; it carries no content.
//   <div data-live="inbox" hx-get="…" hx-trigger="refresh"> is fetched again when its topic comes by.
//   Something being written or chosen in is never replaced: such a region gets data-stale, which says so, and is
//   fetched when one is done.

const WAIT = 1000; // many events become one fetch a second
const AT_ONCE = "agent"; // what rings here waits for nothing
const AGAIN = 15000; // after the server has refused: it is full, or starts anew
const address = document.body.dataset.liveUrl;
const touched = new Set();
let timer = 0;

const WRITING = "input:not([type=checkbox]), textarea, select";
const busy = (region) =>
  region.querySelector("input[type=checkbox]:checked") !== null ||
  (region.contains(document.activeElement) && document.activeElement.matches(WRITING));

function fetchAgain(region) {
  if (busy(region)) {
    region.dataset.stale = "1";
    return;
  }
  delete region.dataset.stale;
  region.dispatchEvent(new CustomEvent("refresh"));
}

function refresh() {
  timer = 0;
  for (const region of document.querySelectorAll("[data-live]")) {
    if (!region.dataset.live.split(" ").some((topic) => touched.has(topic) || touched.has("*"))) continue;
    fetchAgain(region);
  }
  touched.clear();
}

function hear(event) {
  const news = JSON.parse(event.data);
  for (const topic of news.topics ?? ["*"]) touched.add(topic);
  if (news.say) document.getElementById("live").textContent = news.say;
  if (touched.has(AT_ONCE)) {
    clearTimeout(timer);
    refresh();
  }
  timer ||= touched.size ? setTimeout(refresh, WAIT) : 0;
}

// Once the pen is put down, what waited is fetched.
function settle() {
  setTimeout(() => document.querySelectorAll("[data-live][data-stale]").forEach(fetchAgain), 0);
}

// What happened before the first connection is told by the server; after a break all is fetched once.
function connect(broken = false) {
  const source = new EventSource(address);
  source.addEventListener("message", hear);
  source.addEventListener("error", () => {
    broken = true;
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(true), AGAIN);
  });
  source.addEventListener("open", () => {
    if (broken) hear({ data: '{"topics": ["*"]}' });
    broken = false;
  });
  window.addEventListener("pagehide", () => source.close(), { once: true });
}

function offline() {
  let line = document.getElementById("offline");
  if (navigator.onLine) {
    line?.remove();
    return;
  }
  if (line) return;
  line = document.createElement("p");
  line.id = "offline";
  line.className = "offline";
  line.setAttribute("role", "alert");
  line.textContent =
    document.documentElement.lang === "en"
      ? "No network. What you have written stays here; send it when the network is back."
      : "इंटरनेट नहीं है। आपका लिखा यहीं सुरक्षित है; नेटवर्क आने पर भेजें।";
  document.body.append(line);
}

if (address) {
  connect();
  window.addEventListener("pageshow", (event) => event.persisted && connect(true));
  document.addEventListener("focusout", settle);
  document.addEventListener("change", settle);
}
window.addEventListener("online", offline);
window.addEventListener("offline", offline);
