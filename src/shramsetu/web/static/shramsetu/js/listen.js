// "सुनें": reads the main part of the page aloud, menus left out. With a voice of the browser it speaks sentence by sentence;
// without one it plays the sound that was made of this page beforehand ([data-sound]), or asks for one of what stands here
// ([data-say]: pages of one's own, and those that change); with none of them the button stays hidden.
// The button goes on where it rested; the second one, or Escape, ends it.
//   <button data-listen="#main" data-rest="रुकिए" data-on="आगे सुनें" data-sound="/listen/…" hidden><svg…><span>सुनें</span></button>
//   <button data-listen-end hidden>…</button>

const SILENT = "script, noscript, style, svg, nav, [hidden], [aria-hidden=true], .no-print, .visually-hidden, input, select, textarea, details:not([open]) > :not(summary)";
const BLOCK = "h1, h2, h3, h4, p, li, dt, dd, label, legend, td, th, figcaption, summary, blockquote, .door-title, .door-text";
const LONGEST = 180; // long utterances stop in the middle in Chromium

function sentences(root) {
  const copy = root.cloneNode(true);
  copy.querySelectorAll(SILENT).forEach((node) => node.remove());
  copy.querySelectorAll(BLOCK).forEach((node) => node.append("\n"));
  return copy.textContent
    .split(/\n|(?<=[।۔.?!])\s/)
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .flatMap((line) => line.match(new RegExp(`.{1,${LONGEST}}(?:\\s|$)`, "gu")) ?? [line]);
}

const voices = () => window.speechSynthesis?.getVoices() ?? [];
const spoken = (language) => voices().find((one) => one.lang.replace("_", "-") === language) ?? voices().find((one) => one.lang.startsWith(language.slice(0, 2)));

function speech(root, language, ended) {
  let lines = [];
  let at = 0;
  let turn = 0; // what an utterance of an earlier press says counts no more
  const next = (own) => {
    if (own !== turn) return;
    if (at >= lines.length) return ended();
    const said = new SpeechSynthesisUtterance(lines[at]);
    said.lang = language;
    said.voice = spoken(language) ?? null;
    said.rate = 0.9;
    said.onend = () => {
      if (own !== turn) return;
      at += 1;
      next(own);
    };
    said.onerror = () => own === turn && ended();
    speechSynthesis.speak(said);
  };
  const hush = () => {
    turn += 1;
    speechSynthesis.cancel();
  };
  return {
    go() {
      hush();
      if (at === 0) lines = sentences(root);
      next(turn);
    },
    rest: hush,
    end() {
      hush();
      at = 0;
    },
  };
}

function recording(address, ended) {
  const sound = new Audio(address);
  sound.preload = "none";
  sound.onended = ended;
  sound.onerror = ended;
  return {
    go: () => sound.play().catch(ended),
    rest: () => sound.pause(),
    end() {
      sound.pause();
      sound.currentTime = 0;
    },
  };
}

// A page that was not said beforehand: its words go to the server once, come back as sound, and stay nowhere.
function saying(button, root, ended) {
  let sound = null;
  let wanted = false;
  const fetched = async () => {
    const headers = { "X-CSRFToken": button.dataset.token, "Content-Type": "text/plain; charset=utf-8" };
    const answer = await fetch(button.dataset.say, { method: "POST", headers, body: sentences(root).join("\n"), signal: AbortSignal.timeout?.(60000) });
    if (!answer.ok) throw new Error(String(answer.status));
    return recording(URL.createObjectURL(await answer.blob()), ended);
  };
  return {
    async go() {
      wanted = true;
      try {
        sound ??= await fetched();
      } catch {
        return ended();
      }
      if (wanted) sound.go();
    },
    rest() {
      wanted = false;
      sound?.rest();
    },
    end() {
      wanted = false;
      sound?.end();
    },
  };
}

function arm(button, language) {
  const word = button.querySelector("span");
  const start = word.textContent;
  const end = document.querySelector("[data-listen-end]");
  const ended = () => {
    reader.end();
    button.setAttribute("aria-pressed", "false");
    word.textContent = start;
    if (end) end.hidden = true;
  };
  const root = document.querySelector(button.dataset.listen);
  const { sound, say } = button.dataset;
  const hasVoice = "speechSynthesis" in window && (spoken(language) || (!voices().length && !sound && !say));
  const reader = hasVoice ? speech(root, language, ended) : say ? saying(button, root, ended) : recording(sound, ended);

  button.addEventListener("click", () => {
    const isReading = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!isReading));
    word.textContent = isReading ? button.dataset.on : button.dataset.rest;
    if (end) end.hidden = false;
    isReading ? reader.rest() : reader.go();
  });
  end?.addEventListener("click", () => {
    ended();
    button.focus();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && ended());
  window.addEventListener("pagehide", () => reader.end());
  button.hidden = !hasVoice && !sound && !say;
}

function begin() {
  const language = document.documentElement.lang === "en" ? "en-IN" : "hi-IN";
  document.querySelectorAll("[data-listen]").forEach((button) => arm(button, language));
}

window.speechSynthesis?.cancel();
if (voices().length || !window.speechSynthesis?.addEventListener) begin();
else {
  // Some browsers name their voices a moment later; who never names one may speak all the same.
  let begun = false;
  const once = () => !begun && ((begun = true), begin());
  speechSynthesis.addEventListener("voiceschanged", once, { once: true });
  setTimeout(once, 600);
}
