"""Files of two columns of names: read line by line, so that a bad line is named and costs no other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shramsetu.lib.krutidev import unicode_of

UNICODE, BOTH, FIRST, SECOND = "unicode", "both", "first", "second"
_TYPED = {UNICODE: (), BOTH: (0, 1), FIRST: (0,), SECOND: (1,)}
_HEADING = re.compile(
    r"(?:(?:name|नाम|पहला|दूसरा|first|second|one|other|left|right|source|target|devanagari|roman|hindi|english)"
    r"[\s_-]*){1,3}(?:\d|[ab])?|[ab]|[ab12][\s_-]?(?:name|नाम)",
    re.IGNORECASE,
)
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number, the two names and what stands behind them; or what is wrong with it."""

    number: int
    one: str = ""
    other: str = ""
    more: tuple[str, ...] = ()
    fault: str = ""


FAULTS = {
    "encoding": ("यह UTF-8 नहीं है", "it is not UTF-8"),
    "columns": ("दो स्तंभ चाहिए, बीच में टैब", "two columns are needed, with a tab between them"),
    "empty": ("एक नाम ख़ाली है", "one of the names is empty"),
    "long": (f"नाम {LONGEST} अक्षर से लंबा है", f"a name is longer than {LONGEST} characters"),
}


def lines(content: bytes, *, typed: str = UNICODE) -> Iterator[Line]:
    """Give the lines of a file that have anything on them, without a first line of headings.

    `typed` says which columns are in Kruti Dev. A file with a mark of UTF-16 is read as such, else each line is UTF-8,
    or, where Kruti Dev is typed, the signs of a Western Windows.
    """
    begun = False
    for number, raw in enumerate(_raw(content), 1):
        if not raw.strip():
            continue
        line = _line(number, raw, typed)
        if not begun and not line.fault and _is_heading(line):
            begun = True
            continue
        begun = True
        yield line


def _raw(content: bytes) -> list[bytes]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", errors="replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")


def _line(number: int, raw: bytes, typed: str) -> Line:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        if typed == UNICODE:
            return Line(number, fault="encoding")
        text = raw.decode("cp1252", errors="replace")
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) < 2:
        return Line(number, text.strip(), fault="columns")
    one, other = (unicode_of(cell) if place in _TYPED[typed] else cell for place, cell in enumerate(cells[:2]))
    fault = "empty" if not one or not other else "long" if max(len(one), len(other)) > LONGEST else ""
    return Line(number, one, other, tuple(filter(None, cells[2:])), fault)


def _is_heading(line: Line) -> bool:
    return all(_HEADING.fullmatch(cell) for cell in (line.one, line.other))
