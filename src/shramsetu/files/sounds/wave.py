"""WAV: the format and the samples stay, every other chunk goes."""

from struct import pack, unpack_from

from shramsetu.files.sounds.broken import Broken

PCM, A_LAW, MU_LAW, EXTENSIBLE = 1, 6, 7, 0xFFFE
_STREAMED = (0, 0xFFFFFFFF)


def bare(content: bytes) -> tuple[bytes, float]:
    """Return the file of its two chunks, and its seconds."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise Broken
    form, samples, at = b"", b"", 12
    while at + 8 <= len(content) and not samples:
        name, size = content[at : at + 4], unpack_from("<I", content, at + 4)[0]
        body = content[at + 8 :] if name == b"data" and size in _STREAMED else content[at + 8 : at + 8 + size]
        if name == b"fmt ":
            form = body[:40]
        elif name == b"data":
            samples = body
        at += 8 + size + size % 2
    codec, channels, rate, _, align, bits = unpack_from("<HHIIHH", form)
    if codec not in (PCM, A_LAW, MU_LAW, EXTENSIBLE) or not (1 <= channels <= 2 and 4_000 <= rate <= 192_000):
        raise Broken
    if bits not in (8, 16, 24, 32) or align != channels * bits // 8:
        raise Broken
    samples = samples[: len(samples) // align * align]
    known = pack("<HHIIHH", codec if codec != EXTENSIBLE else PCM, channels, rate, rate * align, align, bits)
    chunks = b"fmt " + pack("<I", len(known)) + known + b"data" + pack("<I", len(samples)) + samples
    return b"RIFF" + pack("<I", len(chunks) + 4) + b"WAVE" + chunks, len(samples) / (rate * align)
