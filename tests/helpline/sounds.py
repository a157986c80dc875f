"""Sounds that the tests hand in."""

import io
import math
import wave


def tone(
    seconds: float = 1.0,
    *,
    hertz: float = 440.0,
    rate: int = 44_100,
    share: float = 0.3,
    channels: int = 1,
    width: int = 2,
) -> bytes:
    """Return a WAV with a tone of `share` of full scale."""
    top = share * (2 ** (8 * width - 1) - 1)
    waves = (round(top * math.sin(2 * math.pi * hertz * place / rate)) for place in range(int(seconds * rate)))
    frames = b"".join(
        (value + 128).to_bytes(1, "little") * channels
        if width == 1
        else value.to_bytes(width, "little", signed=True) * channels
        for value in waves
    )
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(frames)
    return out.getvalue()
