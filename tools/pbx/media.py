"""The sound of a call: RTP with G.711 A-law and keys by RFC 4733, and what was heard as numbers one can test."""

import asyncio
import math
import struct
import wave
from array import array
from pathlib import Path

RATE, FRAME = 8000, 160  # samples a second, samples in 20 ms
A_LAW, KEYS = 8, 101  # payload types
SILENCE = b"\xd5" * FRAME
GAP_SECONDS = 0.2
KEY_NAMES = "0123456789*#"


def _expand(code: int) -> int:
    code ^= 0x55
    size, exponent = code & 0x0F, (code >> 4) & 0x07
    value = (size << 4) + 8 if exponent == 0 else ((size << 4) + 0x108) << (exponent - 1)
    return value if code & 0x80 else -value


def _compress(value: int) -> int:
    sign, size = (0x80, value) if value >= 0 else (0, -value - 1)
    size = min(size, 0x7FFF)
    exponent = max(size.bit_length() - 8, 0)
    part = size >> (exponent + 3 if exponent else 4)
    return (sign | exponent << 4 | part & 0x0F) ^ 0x55


EXPANDED = [_expand(code) for code in range(256)]


def encode(samples: list[int]) -> bytes:
    """Samples of 16 bits as A-law."""
    return bytes(_compress(one) for one in samples)


def tone(hertz: float, seconds: float = 1.0, level: int = 8000) -> bytes:
    """A steady tone as A-law; a whole number of periods when hertz and seconds multiply to one."""
    count = int(RATE * seconds)
    return encode([int(level * math.sin(2 * math.pi * hertz * number / RATE)) for number in range(count)])


class Sound:
    """What was heard, sample by sample."""

    def __init__(self, samples: "array[int] | None" = None) -> None:
        self.samples = samples if samples is not None else array("h")

    @classmethod
    def read(cls, path: Path) -> "Sound":
        """Read a WAV of one channel at 8 kHz."""
        with wave.open(str(path)) as file:
            assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (1, RATE, 2), path
            return cls(array("h", file.readframes(file.getnframes())))

    def save(self, path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.samples.tobytes())

    def since(self, seconds: float) -> "Sound":
        return Sound(self.samples[int(seconds * RATE) :])

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    @property
    def loudness(self) -> float:
        """Root of the mean square, 0 to 1."""
        if not self.samples:
            return 0.0
        return math.sqrt(sum(one * one for one in self.samples) / len(self.samples)) / 32768

    def strength(self, hertz: float) -> float:
        """How much of a tone is in it, 0 to 1 (Goertzel): 0.1 and more is plainly heard."""
        turn = 2 * math.cos(2 * math.pi * hertz / RATE)
        before = now = 0.0
        for one in self.samples:
            before, now = now, one + turn * now - before
        power = now * now + before * before - turn * now * before
        return 2 * math.sqrt(max(power, 0.0)) / max(len(self.samples), 1) / 32768


class Line(asyncio.DatagramProtocol):
    """One RTP stream in both directions: speaks `voice` over and over, keeps what it hears."""

    def __init__(self, voice: bytes = b"") -> None:
        self.voice, self.heard = voice, Sound()
        self.received, self.sent, self.port, self._heard_at = 0, 0, 0, 0.0
        self._source = 0x53680000 | id(self) & 0xFFFF
        self._sequence, self._stamp = 100, 1000
        self._keys: list[str] = []
        self._to: tuple[str, int] | None = None
        self._task: asyncio.Task[None] | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self.muted = False

    async def open(self, address: str) -> int:
        """Listen on any port of `address`; return the port."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(address, 0))
        self.port = int(self._transport.get_extra_info("sockname")[1])
        return self.port

    def speak_to(self, host: str, port: int) -> None:
        """Begin to send there."""
        self._to = (host, port)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._speak())

    def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._transport is not None:
            self._transport.close()

    def account(self) -> str:
        """Say what went through, for who wonders why nothing is heard."""
        words = f"{self.received} packets in, {self.sent} out to {self._to}"
        if self._task is not None and self._task.done() and not self._task.cancelled():
            words += f", broken: {self._task.exception()!r}"
        return words

    def press(self, keys: str) -> None:
        """Press keys one after another, a fifth of a second each."""
        self._keys += [key for key in keys if key in KEY_NAMES]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) > 12 and data[1] & 0x7F == A_LAW:
            self.received += 1
            self.catch_up()
            self._heard_at = asyncio.get_running_loop().time()
            self.heard.samples.extend(EXPANDED[code] for code in data[12:])

    def catch_up(self) -> None:
        """Nothing sent is silence heard: keep it as long as it lasted."""
        if self._heard_at and (gap := asyncio.get_running_loop().time() - self._heard_at) > GAP_SECONDS:
            self.heard.samples.extend([0] * int(gap * RATE))
            self._heard_at += gap

    async def _speak(self) -> None:
        loop, position = asyncio.get_running_loop(), 0
        due = loop.time()
        while True:
            if self._keys:
                await self._press(self._keys.pop(0))
                due = loop.time()
            frame = SILENCE
            if self.voice and not self.muted:
                frame = (self.voice * 2)[position : position + FRAME] if len(self.voice) >= FRAME else self.voice
                position = (position + FRAME) % len(self.voice)
            self._send(A_LAW, frame)
            self._stamp += FRAME
            due += 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))

    async def _press(self, key: str) -> None:
        code = KEY_NAMES.index(key)
        for number in range(1, 9):
            ended = 0x80 if number > 5 else 0  # the end is said three times: a packet may be lost
            length = min(number, 6) * FRAME
            self._send(KEYS, struct.pack("!BBH", code, ended | 10, length), marked=number == 1)
            await asyncio.sleep(0.02)
        self._stamp += 8 * FRAME
        await asyncio.sleep(0.1)
        self._stamp += 5 * FRAME

    def _send(self, kind: int, content: bytes, *, marked: bool = False) -> None:
        if self._to is None or self._transport is None or self._transport.is_closing():
            return
        self._sequence = self._sequence + 1 & 0xFFFF
        head = struct.pack("!BBHII", 0x80, kind | (0x80 if marked else 0), self._sequence, self._stamp, self._source)
        self._transport.sendto(head + content, self._to)
        self.sent += 1
