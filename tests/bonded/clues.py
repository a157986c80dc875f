"""The forms in which a word may stand in bytes: as it is, as JSON, in hex, in base64, in an address."""

import base64
import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote


def forms(word: str) -> set[bytes]:
    """Return every form of `word` that is looked for."""
    raw = word.encode()
    escaped = json.dumps(word)[1:-1]
    found = {
        raw,
        word.encode("utf-16-le"),
        escaped.encode(),
        escaped.replace("\\", "\\\\").encode(),  # as COPY writes a backslash
        raw.hex().encode(),
        raw.hex().upper().encode(),
        quote(word).encode(),
        *_based(raw),
    }
    return found | {one.translate(bytes.maketrans(b"+/", b"-_")) for one in _based(raw)}


def _based(raw: bytes) -> Iterator[bytes]:
    """Yield what base64 makes of `raw` within a longer text, without the letters that its neighbours change."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw)
        yield whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]


class Clues:
    """Words in all their forms, looked for in bytes."""

    def __init__(self, words: Iterable[str]) -> None:
        self._forms = {word: sorted(forms(word)) for word in words}

    def within(self, body: bytes) -> list[str]:
        """Return the words of which any form stands in `body`."""
        return [word for word, every in self._forms.items() if any(one in body for one in every)]
