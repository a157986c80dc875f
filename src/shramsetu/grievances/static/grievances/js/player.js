// Hearing and typing: the buttons and keys of a recording on the desk. The browser's own player works without this.

const BACK = 3;
const RATES = [0.5, 0.6, 0.75, 0.9, 1, 1.25, 1.5, 2];
const UNCLEAR = "[?]";
const KEYS = { " ": "play", b: "back", ",": "slower", ".": "faster", m: "unclear" };

function arm(root) {
  const players = [...root.querySelectorAll("audio")];
  if (!players.length) return;
  const rate = root.querySelector("[data-player-rate]");
  let current = players[0];
  for (const one of players) one.addEventListener("play", () => (current = one));

  const speed = (step) => {
    const at = RATES.indexOf(current.playbackRate);
    const next = RATES[Math.max(0, Math.min(RATES.length - 1, (at < 0 ? RATES.indexOf(1) : at) + step))];
    for (const one of players) one.playbackRate = next;
    rate.textContent = `× ${next}`;
  };
  const does = {
    play: () => (current.paused ? current.play() : current.pause()),
    back: () => (current.currentTime = Math.max(0, current.currentTime - BACK)),
    slower: () => speed(-1),
    faster: () => speed(1),
    unclear() {
      const box = document.querySelector("textarea[name=text]");
      if (!box) return;
      box.setRangeText(UNCLEAR, box.selectionStart, box.selectionEnd, "end");
      box.focus();
    },
  };
  for (const button of root.querySelectorAll("[data-does]")) button.addEventListener("click", () => does[button.dataset.does]());
  document.addEventListener("keydown", (event) => {
    const verb = event.ctrlKey && !event.altKey && !event.metaKey && KEYS[event.key.toLowerCase()];
    if (!verb) return;
    event.preventDefault();
    does[verb]();
  });
  root.querySelector("[data-player-buttons]").hidden = false;
}

document.querySelectorAll("[data-player]").forEach(arm);
