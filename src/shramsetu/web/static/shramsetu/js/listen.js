// "सुनें": reads the main part of the page aloud in the page's language. The button stays hidden where the
// browser has no voice.
//   <button data-listen="#main" data-stop="रोकें" hidden><svg…><span>सुनें</span></button>

const SILENT = "script, style, svg, [hidden], [aria-hidden=true], .no-print, .visually-hidden, input, select, textarea, details:not([open]) > :not(summary)";
const BLOCK = "h1, h2, h3, h4, p, li, dt, dd, label, legend, td, th, figcaption, summary, blockquote, .door-title, .door-text";
const LONGEST = 180; // long utterances stop in the middle in Chromium

function sentences(root) {
  const copy = root.cloneNode(true);
  copy.querySelectorAll(SILENT).forEach((node) => node.remove());
  copy.querySelectorAll(BLOCK).forEach((node) => node.append("\n"));
  return copy.textContent
    .split(/\n|(?<=[।.?!])\s/)
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .flatMap((line) => line.match(new RegExp(`.{1,${LONGEST}}(?:\\s|$)`, "gu")) ?? [line]);
}

function voice(language) {
  const voices = speechSynthesis.getVoices();
  return voices.find((one) => one.lang.replace("_", "-") === language) ?? voices.find((one) => one.lang.startsWith(language.slice(0, 2)));
}

function arm(button) {
  const root = document.querySelector(button.dataset.listen);
  const word = button.querySelector("span");
  const start = word.textContent;
  const language = document.documentElement.lang === "en" ? "en-IN" : "hi-IN";

  const rest = () => {
    button.setAttribute("aria-pressed", "false");
    word.textContent = start;
  };

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      speechSynthesis.cancel();
      rest();
      return;
    }
    speechSynthesis.cancel();
    button.setAttribute("aria-pressed", "true");
    word.textContent = button.dataset.stop;
    const lines = sentences(root);
    lines.forEach((line, at) => {
      const said = new SpeechSynthesisUtterance(line);
      said.lang = language;
      said.voice = voice(language) ?? null;
      said.rate = 0.9;
      if (at === lines.length - 1) said.onend = rest;
      said.onerror = rest;
      speechSynthesis.speak(said);
    });
  });
  button.hidden = false;
}

if ("speechSynthesis" in window) {
  speechSynthesis.cancel();
  document.querySelectorAll("[data-listen]").forEach(arm);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
