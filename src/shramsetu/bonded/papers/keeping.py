"""The words of a printed paper as they are kept: plain values of JSON, and back."""

from collections.abc import Mapping
from datetime import datetime

from shramsetu.bonded.papers.sheet import Head, Value, Words
from shramsetu.rulebook.basis import Text


def written(head: Head, words: Mapping[str, Value]) -> dict[str, object]:
    """Return what is to be kept of a paper."""
    return {
        "head": {
            "number": head.number,
            "token": head.token,
            "office": _word(head.office),
            "at": head.at.isoformat(),
            "version": head.version,
            "replaces": head.replaces,
        },
        "words": {name: _value(value) for name, value in words.items() if value},
    }


def read(kept: Mapping[str, object]) -> tuple[Head, dict[str, Value]]:
    """Return head and words of a kept paper."""
    head, words = kept["head"], kept["words"]
    assert isinstance(head, dict)
    assert isinstance(words, dict)
    office = _read_word(head["office"])
    assert isinstance(office, Text)
    at = datetime.fromisoformat(head["at"])
    return (
        Head(head["number"], head["token"], office, at, head["version"], head["replaces"]),
        {name: _read(value) for name, value in words.items()},
    )


def _value(value: Value) -> object:
    if isinstance(value, frozenset):
        return {"ticked": sorted(value)}
    if isinstance(value, str | Text):
        return _word(value)
    return [[_word(cell) for cell in row] for row in value]


def _word(words: Words) -> object:
    return {"hi": words.hi, "en": words.en} if isinstance(words, Text) else words


def _read(kept: object) -> Value:
    if isinstance(kept, dict) and "ticked" in kept:
        return frozenset(kept["ticked"])
    if isinstance(kept, list):
        return [tuple(_read_word(cell) for cell in row) for row in kept]
    return _read_word(kept)


def _read_word(kept: object) -> Words:
    return Text(hi=kept["hi"], en=kept["en"]) if isinstance(kept, dict) else str(kept)
