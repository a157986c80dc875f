// This browser's camera, microphone and screen. A fault comes out as one of the page's words.

const FAULTS = {
  NotAllowedError: "refused", NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy", TypeError: "insecure",
};
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 24 }, facingMode: "user" };

export const faultOf = (error) => FAULTS[error?.name] ?? "refused";

export async function track(kind) {
  const wanted = kind === "audio" ? { audio: SOUND } : { video: PICTURE };
  return (await navigator.mediaDevices.getUserMedia(wanted)).getTracks()[0];
}

export async function screen() {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 8 } }, audio: false });
  return stream.getVideoTracks()[0];
}

export const canShowScreen = () => Boolean(navigator.mediaDevices?.getDisplayMedia);

// Shows on `meter` how loud the microphone hears, until the track ends; returns what stops it.
export function level(sound, meter) {
  const context = new AudioContext();
  const ear = context.createAnalyser();
  ear.fftSize = 256;
  context.createMediaStreamSource(new MediaStream([sound])).connect(ear);
  const heights = new Uint8Array(ear.frequencyBinCount);
  const timer = setInterval(() => {
    ear.getByteFrequencyData(heights);
    meter.value = Math.min(100, (Math.max(...heights) / 255) * 120);
  }, 100);
  return () => {
    clearInterval(timer);
    if (context.state !== "closed") context.close();
  };
}
