// A voice note instead of writing: record, pause, hear it, keep it. It goes up in small pieces; where the network breaks
// off, the next try asks how far it came and goes on from there. Without a microphone the file box below stays.
//   <div data-recorder="ADDRESS" data-seconds="180" hidden>… buttons [data-does]: start pause resume stop keep again

const PIECE = 16 * 1024; // some 7 seconds at 2G
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const BITS = 12000; // a minute is 90 KB
const WAIT = [1, 2, 4, 8, 15, 30];

const KEPT = "voice:text";
const box = document.querySelector("#id_text");

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function asked(address, options = {}) {
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout?.(60000), headers: { "X-CSRFToken": options.token ?? "", "Content-Type": "application/octet-stream" } });
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  return answer.json();
}

async function send(whole, { address, token, key, show, wait }) {
  const type = encodeURIComponent(whole.type);
  let there = null;
  for (let tries = 0; ; ) {
    try {
      if (there === null) {
        const found = await asked(`${address}?key=${key}`);
        if (found.done) return found;
        there = found.have;
      }
      const piece = whole.slice(there, there + PIECE);
      const told = await asked(`${address}?key=${key}&start=${there}&last=${whole.size}&type=${type}`, { method: "POST", body: piece, token });
      if (told.done || told.error) return told;
      there = told.have;
      tries = 0;
      show(there / whole.size);
    } catch {
      wait();
      await sleep(WAIT[Math.min(tries, WAIT.length - 1)]);
      tries += 1;
      there = null;
    }
  }
}

function arm(root) {
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  if (!type) return;
  const state = root.querySelector(".recorder-state");
  const time = root.querySelector(".recorder-time");
  const bar = root.querySelector("progress");
  const player = root.querySelector("audio");
  const buttons = Object.fromEntries([...root.querySelectorAll("[data-does]")].map((one) => [one.dataset.does, one]));
  const longest = Number(root.dataset.seconds);
  let recorder, parts, whole, spoken, ticking;

  const offer = (...names) => {
    const focused = root.contains(document.activeElement);
    for (const [name, button] of Object.entries(buttons)) button.hidden = !names.includes(name);
    if (focused) buttons[names[0]]?.focus();
  };
  const clock = () => {
    time.textContent = `${Math.floor(spoken / 60)}:${String(spoken % 60).padStart(2, "0")} / ${Math.floor(longest / 60)}:${String(longest % 60).padStart(2, "0")}`;
  };
  const tick = () => {
    if (recorder.state !== "recording") return;
    spoken += 1;
    clock();
    if (spoken >= longest) does.stop();
  };

  const does = {
    async start() {
      let microphone;
      try {
        microphone = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true, echoCancellation: false } });
      } catch {
        state.textContent = root.dataset.refused;
        return;
      }
      parts = [];
      spoken = 0;
      recorder = new MediaRecorder(microphone, { mimeType: type, audioBitsPerSecond: BITS });
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = () => {
        microphone.getTracks().forEach((track) => track.stop());
        clearInterval(ticking);
        whole = new Blob(parts, { type });
        player.src = URL.createObjectURL(whole);
        player.hidden = false;
        state.textContent = root.dataset.ready;
        offer("keep", "again");
      };
      recorder.start(1000);
      ticking = setInterval(tick, 1000);
      player.hidden = true;
      state.textContent = root.dataset.recording;
      clock();
      offer("stop", "pause");
    },
    pause() {
      recorder.pause();
      state.textContent = root.dataset.paused;
      offer("resume", "stop");
    },
    resume() {
      recorder.resume();
      state.textContent = root.dataset.recording;
      offer("pause", "stop");
    },
    stop() {
      if (recorder.state !== "inactive") recorder.stop();
    },
    again() {
      URL.revokeObjectURL(player.src);
      return does.start();
    },
    async keep() {
      offer();
      bar.hidden = false;
      state.textContent = root.dataset.sending;
      const told = await send(whole, {
        address: root.dataset.recorder,
        token: root.querySelector("[name=csrfmiddlewaretoken]").value,
        key: crypto.randomUUID(),
        show: (share) => {
          bar.value = share;
          state.textContent = root.dataset.sending;
        },
        wait: () => {
          state.textContent = root.dataset.waiting;
        },
      });
      bar.hidden = true;
      if (told.done) {
        if (box?.value) sessionStorage.setItem(KEPT, box.value); // what was written meanwhile
        location.reload();
        return;
      }
      state.textContent = told.error;
      offer("keep", "again");
    },
  };
  for (const [name, button] of Object.entries(buttons)) button.addEventListener("click", () => does[name]());
  root.hidden = false;
}

if (box && !box.value) box.value = sessionStorage.getItem(KEPT) ?? "";
sessionStorage.removeItem(KEPT);
if (window.MediaRecorder && navigator.mediaDevices?.getUserMedia) document.querySelectorAll("[data-recorder]").forEach(arm);
