"""Cutting the text of a condition into words: what may stand in one at all."""

import re
from dataclasses import dataclass

from shramsetu.lib.conditions.wrong import wrong

KEYWORDS = frozenset(("and", "or", "not", "in", "between", "is", "known"))
NAME = re.compile(r"[a-z][a-z0-9_]*")
_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d(?!\d))|(?P<number>\d+(?:_\d+)*(?![\w.]))|(?P<word>'[^']*')|(?P<name>[a-z][a-z0-9_]*)"
    r"|(?P<sign><=|>=|<>|[=<>+\-(),])|(?P<space>\s+)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a condition: its kind, its text, and where it stands."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """Return the words of `text` and an end; raises BadCondition for a character that has no business here."""
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise wrong("character", at, found=text[at])
        if match.lastgroup != "space":
            found.append(Token(_kind(match), match[0], at))
        at = match.end()
    return [*found, Token("end", "", len(text))]


def _kind(match: re.Match[str]) -> str:
    return "keyword" if match[0] in KEYWORDS else str(match.lastgroup)
