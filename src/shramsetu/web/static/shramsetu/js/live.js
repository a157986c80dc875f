// Live updates: listens to the events of <body data-live-url> and asks htmx to fetch the touched regions again.
//   An event is JSON {"topics": ["inbox", "case:104729638150"], "say": "…"}; it carries no content.
//   <div data-live="inbox" hx-get="…" hx-trigger="refresh"> is fetched again when its topic comes by.
//   Something being written in is never replaced: such a region gets data-stale and a word in #live instead.

const WAIT = 1000; // many events become one fetch a second
const address = document.body.dataset.liveUrl;
const touched = new Set();
let timer = 0;

const busy = (region) => region.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");

function refresh() {
  timer = 0;
  for (const region of document.querySelectorAll("[data-live]")) {
    if (!region.dataset.live.split(" ").some((topic) => touched.has(topic) || touched.has("*"))) continue;
    if (busy(region)) region.dataset.stale = "1";
    else region.dispatchEvent(new CustomEvent("refresh"));
  }
  touched.clear();
}

function hear(event) {
  const news = JSON.parse(event.data);
  for (const topic of news.topics ?? ["*"]) touched.add(topic);
  if (news.say) document.getElementById("live").textContent = news.say;
  timer ||= setTimeout(refresh, WAIT);
}

function connect() {
  const source = new EventSource(address);
  source.addEventListener("message", hear);
  // After a break the page may have missed something: fetch all of it once.
  let broken = false;
  source.addEventListener("error", () => (broken = true));
  source.addEventListener("open", () => {
    if (broken) hear({ data: '{"topics": ["*"]}' });
    broken = false;
  });
  window.addEventListener("pagehide", () => source.close());
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

if (address) connect();
window.addEventListener("online", offline);
window.addEventListener("offline", offline);
