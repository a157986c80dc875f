"""Sound as the telephone wants it: 8 kHz, one channel, even loudness, WAV and A-law. Pure.

Resampling is Pillow's windowed sinc (Lanczos) on one row of points: it is in C, widens its window when the rate goes
down so that nothing folds back, and is here already for photographs; neither sox nor ffmpeg is needed.
"""

import io
import math
import wave
from array import array
from dataclasses import dataclass

from PIL import Image

RATE = 8_000
SHORTEST_SECONDS = 0.2
LONGEST_SECONDS = 180.0
QUIETEST_DB = -45.0
LOUDNESS_DB = -19.0  # root mean square below full scale: what speech on a telephone has
PEAK = 0.89 * 32767
CLIPPED_SHARE = 0.01
SILENT = 180  # of 32767: below this a synthesised beginning or end is cut off
KEPT_SECONDS = 0.04
_ENDS = (0x1F, 0x3F, 0x7F, 0xFF, 0x1FF, 0x3FF, 0x7FF, 0xFFF)


class BadSound(ValueError):
    """This cannot be a prompt. `reason` is format, short, long, quiet or distorted; `seconds` how long it is."""

    def __init__(self, reason: str, seconds: float = 0.0) -> None:
        super().__init__(f"{reason}: {seconds:.1f} s")
        self.reason = reason
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of 16 bits, one channel, at RATE."""

    samples: "array[int]"

    @property
    def seconds(self) -> float:
        """Return how long it lasts."""
        return len(self.samples) / RATE

    @property
    def loudness(self) -> float:
        """Return the root mean square in dB below full scale; -100 for silence."""
        if not self.samples:
            return -100.0
        power = sum(sample * sample for sample in self.samples) / len(self.samples)
        return 10 * math.log10(power / 32768**2) if power else -100.0


def read_wav(content: bytes) -> Sound:
    """Read a PCM WAV of any usual rate, width and number of channels; raises BadSound("format") or ("long")."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            if rate < RATE or width not in (1, 2, 3, 4) or channels not in (1, 2):
                raise BadSound("format")
            frames = file.readframes(int(rate * (LONGEST_SECONDS + 1)))
    except (wave.Error, EOFError) as problem:
        raise BadSound("format") from problem
    samples = _one_channel(_sixteen_bits(frames, width), channels)
    if len(samples) > rate * LONGEST_SECONDS:
        raise BadSound("long", len(samples) / rate)
    return Sound(_resampled(samples, rate))


def fit(sound: Sound) -> Sound:
    """Return a recording at the usual loudness; raises BadSound if it is short, quiet or distorted."""
    if sound.seconds < SHORTEST_SECONDS:
        raise BadSound("short", sound.seconds)
    if sound.loudness < QUIETEST_DB:
        raise BadSound("quiet", sound.seconds)
    clipped = sum(abs(sample) >= 32_700 for sample in sound.samples)
    if clipped > CLIPPED_SHARE * len(sound.samples):
        raise BadSound("distorted", sound.seconds)
    return evened(sound)


def evened(sound: Sound) -> Sound:
    """Return the sound at the usual loudness, without clipping; silence as it is."""
    peak = max((abs(sample) for sample in sound.samples), default=0)
    if not peak:
        return sound
    gain = min(10 ** ((LOUDNESS_DB - sound.loudness) / 20), PEAK / peak)
    return Sound(array("h", (int(sample * gain) for sample in sound.samples)))


def trimmed(sound: Sound) -> Sound:
    """Return the sound without the silence before and after it, so that pieces said in a row sound as a sentence."""
    loud = [place for place, sample in enumerate(sound.samples) if abs(sample) > SILENT]
    if not loud:
        return sound
    slack = int(KEPT_SECONDS * RATE)
    return Sound(sound.samples[max(loud[0] - slack, 0) : loud[-1] + slack])


def silence(seconds: float) -> Sound:
    """Return silence."""
    return Sound(array("h", bytes(2 * int(seconds * RATE))))


def wav(sound: Sound) -> bytes:
    """Return the sound as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(_little(sound.samples).tobytes())
    return out.getvalue()


def alaw(sound: Sound) -> bytes:
    """Return the sound as bare G.711 A-law: what an Indian trunk speaks, so that nothing is transcoded in the call."""
    return bytes(_ALAW[(sample >> 3) + 4096] for sample in sound.samples)


def _alaw_of(value: int) -> int:
    mask = 0xD5 if value >= 0 else 0x55
    value = value if value >= 0 else -value - 1
    segment = next((number for number, end in enumerate(_ENDS) if value <= end), None)
    if segment is None:
        return 0x7F ^ mask
    return (segment << 4 | (value >> max(segment, 1)) & 0x0F) ^ mask


_ALAW = bytes(_alaw_of(value) for value in range(-4096, 4096))


def _sixteen_bits(frames: bytes, width: int) -> "array[int]":
    frames = frames[: len(frames) - len(frames) % width]
    if width == 1:
        return array("h", ((sample - 128) << 8 for sample in frames))
    kept = b"".join((frames[width - 2 :: width], frames[width - 1 :: width])) if width > 2 else b""
    if kept:  # the two highest bytes of each sample, put side by side again
        half = len(kept) // 2
        frames = bytes(byte for pair in zip(kept[:half], kept[half:], strict=True) for byte in pair)
    samples = array("h")
    samples.frombytes(frames)
    return _little(samples)


def _little(samples: "array[int]") -> "array[int]":
    """Return the samples in the order of bytes of a WAV, which is also that of every machine we run on but a few."""
    if array("h", [1]).tobytes() == b"\x01\x00":
        return samples
    swapped = array("h", samples)
    swapped.byteswap()
    return swapped


def _one_channel(samples: "array[int]", channels: int) -> "array[int]":
    if channels == 1:
        return samples
    pairs = zip(samples[0::2], samples[1::2], strict=False)
    return array("h", ((left + right) // 2 for left, right in pairs))


def _resampled(samples: "array[int]", rate: int) -> "array[int]":
    if rate == RATE or not samples:
        return samples
    row = Image.frombytes("F", (len(samples), 1), array("f", samples).tobytes())
    width = max(round(len(samples) * RATE / rate), 1)
    points = array("f")
    points.frombytes(row.resize((width, 1), Image.Resampling.LANCZOS).tobytes())
    return array("h", (max(-32768, min(32767, round(point))) for point in points))
