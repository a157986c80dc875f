// The browser as the operator's phone: JsSIP (its bundle is loaded before this) speaks with the exchange.
//   [data-softphone="…"]        where this page, and it alone, fetches what the phone registers with
//   [data-softphone-verb]       answer, mute, connect, test, tone
// Hanging up, holding and passing on are the exchange's: the same buttons work for every kind of phone.

const JsSIP = window.JsSIP;
const page = document.querySelector("[data-softphone]");
const voice = document.getElementById("voice");
const GATHER = 700; // ms: one more network card must not make a caller wait for half a minute
const TONE = 440;
const BELL = 620; // what rings in the headset, every 2.5 seconds
const FAULTS = { NotFoundError: "no-microphone", OverconstrainedError: "no-microphone", NotReadableError: "busy-microphone", TypeError: "insecure" };
const word = (name) => document.querySelector(`#softphone-words [data-word="${name}"]`)?.textContent ?? "";
const phone = { ua: null, session: null, said: "", stream: null, bell: 0 };
window.softphone = phone; // for who looks for a fault, and for the tests

function say(name) {
  phone.said = name;
  const place = document.querySelector("[data-softphone-says]");
  if (place) place.textContent = word(name);
}

const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
const chosen = (kind) => localStorage.getItem(`phone:${kind}`) ?? "";
const sound = () => ({ audio: { deviceId: chosen("microphone") || undefined, echoCancellation: true, noiseSuppression: true }, video: false });

// Sound and the phone's secret go over the net: never in the clear, except on this very machine.
function isSafe(address) {
  const { protocol, hostname } = new URL(address);
  return protocol === "wss:" || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

async function connect() {
  if (phone.ua) return;
  phone.ua = "asked";
  say("connecting");
  const answer = await fetch(page.dataset.softphone, { method: "POST", headers: { "X-CSRFToken": token() }, cache: "no-store" });
  if (!answer.ok) {
    phone.ua = null;
    say("");
    return;
  }
  const line = await answer.json();
  if (!isSafe(line.address)) {
    phone.ua = null;
    say("plain");
    return;
  }
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(line.address)],
    uri: `sip:${line.phone}@${line.realm}`,
    password: line.secret,
    register_expires: 120,
    session_timers: false,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 8,
  });
  ua.on("registered", () => say("ready"));
  ua.on("disconnected", () => phone.ua && say("lost"));
  ua.on("registrationFailed", () => say("refused"));
  ua.on("newRTCSession", ({ session, originator, request }) => originator === "remote" && rings(session, request));
  phone.ua = ua;
  ua.start();
}

function disconnect() {
  if (!phone.ua?.stop) return;
  const { ua } = phone;
  phone.ua = null;
  ua.stop();
  say("");
}

// One call at a time. The exchange asks us to lift at once where the operator began the call themself, or listens.
function rings(session, request) {
  if (phone.session) {
    session.terminate({ status_code: 486 });
    return;
  }
  phone.session = session;
  session.on("getusermediafailed", (error) => say(FAULTS[error?.name] ?? "microphone"));
  session.on("peerconnection", ({ peerconnection }) => hear(peerconnection));
  let last = 0;
  session.on("icecandidate", ({ ready }) => {
    last ||= setTimeout(ready, GATHER);
  });
  for (const end of ["ended", "failed"])
    session.on(end, () => {
      if (phone.session === session) phone.session = null;
      voice.srcObject = null;
      drawMute();
    });
  if (/answer-after=0/.test(request.getHeader("Call-Info") ?? "")) lift();
}

function lift() {
  phone.session?.answer({ mediaConstraints: sound(), pcConfig: { iceServers: [] } });
}

function hear(connection) {
  phone.connection = connection;
  connection.addEventListener("track", ({ streams, track }) => {
    voice.srcObject = streams[0] ?? new MediaStream([track]);
    voice.setSinkId?.(chosen("speaker")).catch(() => {});
    voice.play().catch(() => {});
  });
}

function mute() {
  if (!phone.session) return;
  if (phone.session.isMuted().audio) phone.session.unmute({ audio: true });
  else phone.session.mute({ audio: true });
  drawMute();
}

// The bar is drawn anew at each change of the call; whether the voice is off only this page knows.
function drawMute() {
  const off = Boolean(phone.session?.isMuted().audio);
  document.querySelector("[data-softphone-verb=mute]")?.setAttribute("aria-pressed", String(off));
  document.querySelector("[data-muted]")?.toggleAttribute("hidden", !off);
}

// The test before work: the bar moves with one's own voice, the tone comes out where one has chosen.
async function test() {
  const told = document.getElementById("test-says");
  const level = document.getElementById("level");
  try {
    phone.stream?.getTracks().forEach((track) => track.stop());
    phone.stream = await navigator.mediaDevices.getUserMedia(sound());
  } catch (error) {
    told.textContent = word(FAULTS[error.name] ?? "microphone");
    return;
  }
  told.textContent = "";
  await offer();
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(phone.stream).connect(analyser);
  const wave = new Uint8Array(analyser.fftSize);
  const until = performance.now() + 6000;
  let loudest = 0;
  const look = () => {
    analyser.getByteTimeDomainData(wave);
    const now = Math.max(...wave.map((one) => Math.abs(one - 128)));
    loudest = Math.max(loudest, now);
    level.value = Math.min(100, now * 2);
    if (performance.now() < until) {
      requestAnimationFrame(look);
      return;
    }
    phone.stream.getTracks().forEach((track) => track.stop());
    context.close();
    told.textContent = word(loudest > 4 ? "heard" : "silent");
  };
  look();
}

async function tone() {
  await sounded(TONE, 1);
}

async function sounded(pitch, seconds) {
  const context = new AudioContext();
  await context.setSinkId?.(chosen("speaker")).catch(() => {});
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.value = 0.2;
  oscillator.connect(volume).connect(context.destination);
  oscillator.start();
  oscillator.stop(context.currentTime + seconds);
  oscillator.onended = () => context.close();
}

// It rings in the headset too: who looks at another window must hear it.
function ring(on) {
  clearInterval(phone.bell);
  phone.bell = 0;
  if (!on) return;
  sounded(BELL, 0.4);
  phone.bell = setInterval(sounded, 2500, BELL, 0.4);
}

async function offer() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  for (const [id, kind] of [["microphone", "audioinput"], ["speaker", "audiooutput"]]) {
    const list = document.getElementById(id);
    list.replaceChildren(...devices.filter((one) => one.kind === kind).map((one) => new Option(one.label || one.deviceId, one.deviceId)));
    list.value = [...list.options].some((one) => one.value === chosen(id)) ? chosen(id) : (list.options[0]?.value ?? "");
  }
}

// Another headset, chosen in the middle of a call, is used at once.
async function changed({ target }) {
  if (!["microphone", "speaker"].includes(target.id)) return;
  localStorage.setItem(`phone:${target.id}`, target.value);
  if (target.id === "speaker") {
    voice.setSinkId?.(target.value).catch(() => {});
    return;
  }
  const sender = phone.session && phone.connection?.getSenders().find((one) => one.track?.kind === "audio");
  if (!sender) return;
  const [track] = (await navigator.mediaDevices.getUserMedia(sound())).getAudioTracks();
  track.enabled = !phone.session.isMuted().audio;
  await sender.replaceTrack(track);
}

function follow(state) {
  ring(state === "ringing");
  if (state === "out") disconnect();
  else connect();
}

const verbs = { answer: lift, mute, connect, test, tone };
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-softphone-verb]");
  if (button) verbs[button.dataset.softphoneVerb](button);
  // Leaving this page would end the call: what one looks up opens beside it.
  const link = event.target.closest("a[href]");
  if (link && phone.ua && !link.target && !link.getAttribute("href").startsWith("#")) link.target = "_blank";
});
document.addEventListener("change", changed);
navigator.mediaDevices?.addEventListener("devicechange", offer);
document.addEventListener("htmx:afterSwap", () => {
  say(phone.said);
  drawMute();
});
window.addEventListener("beforeunload", (event) => phone.session && event.preventDefault());
window.addEventListener("pagehide", disconnect);
page.addEventListener("phone-state", (event) => phone.mine && follow(event.detail.state));

// One window is the phone: a second one says so and stays still.
const hold = () => new Promise(() => {});
const take = (lock) => {
  if (!lock) {
    say("elsewhere");
    return null;
  }
  phone.mine = true;
  follow(page.querySelector(".phone-state")?.dataset.state ?? "out");
  return hold();
};
if (navigator.locks) navigator.locks.request("shramsetu-phone", { ifAvailable: true }, take);
else take(true);
