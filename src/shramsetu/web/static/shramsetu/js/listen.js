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

// A page that was not said beforehand: its words go to the server a few lines at a time, come back as sound, and stay nowhere.
// While one piece is heard the next is made; a server that is busy is asked again.
const PIECE = 350; // letters: some twenty seconds of speech, a moment's work
const TRIES = 6;

function pieces(lines) {
  return lines.reduce((found, line) => {
    const last = found.at(-1);
    if (last && last.length + line.length < PIECE) found[found.length - 1] = `${last}\n${line}`;
    else found.push(line);
    return found;
  }, []);
}

async function said(button, words) {
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  for (let left = TRIES; left > 0; left -= 1) {
    const answer = await fetch(button.dataset.say, { method: "POST", headers, body: words, signal: AbortSignal.timeout?.(60000) });
    if (answer.ok) return URL.createObjectURL(await answer.blob());
    const wait = Number(answer.headers.get("Retry-After"));
    if (!wait) break;
    await new Promise((later) => setTimeout(later, wait * 1000));
  }
  throw new Error("not said");
}

function saying(button, root, ended) {
  let parts = [];
  let at = 0;
  let turn = 0; // what was asked for before the last press counts no more
  let ahead = null;
  const sound = new Audio();
  const fetched = (place) => {
    const asked = said(button, parts[place]);
    asked.catch(() => {}); // it is looked at when its turn comes
    return asked;
  };
  const failed = () => {
    ended();
    button.querySelector("span").textContent = button.dataset.failed;
  };
  const next = async (own) => {
    if (own !== turn) return;
    if (at >= parts.length) return ended();
    const asked = ahead ?? fetched(at);
    ahead = null;
    try {
      const address = await asked;
      if (own !== turn) return URL.revokeObjectURL(address);
      URL.revokeObjectURL(sound.src);
      sound.src = address;
      await sound.play();
      if (own === turn && at + 1 < parts.length) ahead = fetched(at + 1);
    } catch {
      if (own === turn) failed();
    }
  };
  sound.onended = () => {
    at += 1;
    next(turn);
  };
  return {
    go() {
      if (sound.src && !sound.ended && sound.currentTime) return sound.play().catch(failed);
      turn += 1;
      if (at === 0) parts = pieces(sentences(root));
      next(turn);
    },
    rest() {
      if (sound.paused) turn += 1; // between two pieces: what comes now waits for the next press
      sound.pause();
    },
    end() {
      turn += 1;
      at = 0;
      ahead = null;
      sound.pause();
      URL.revokeObjectURL(sound.src);
      sound.removeAttribute("src");
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
