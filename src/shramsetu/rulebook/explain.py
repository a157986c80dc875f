"""Finding a rule by its key or its Hindi title, and saying where it stands and who ordered it."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shramsetu.rulebook.basis import Dated, FigureRow, LimitRow, Value
from shramsetu.rulebook.bonded import ClockRow, Span, Version
from shramsetu.rulebook.law import LawLimitRow
from shramsetu.rulebook.lookup import Book, in_force
from shramsetu.rulebook.read import File
from shramsetu.rulebook.scheme_rows import Cited
from shramsetu.rulebook.streams import Stream, StreamLimit
from shramsetu.rulebook.works import ComponentRule

# rows whose value the page of assumptions shows
VALUED = (FigureRow, LimitRow, ClockRow, LawLimitRow, Version, Cited, ComponentRule, StreamLimit)
KINDS = {
    "working_days": "working days",
    "calendar_days": "calendar days",
    "count": "",
    "counts": "",
    "clock": "",
    "text": "",
    "percents": "percent",
}


@dataclass(frozen=True)
class Row:
    """One value of a rule: what it says, from when, by what source, on which line."""

    value: str
    from_on: date
    source: str
    line: int


@dataclass(frozen=True)
class Answer:
    """One rule found: its title, its file, its values over time and the golden tests that pin it."""

    key: str
    title: str
    file: str
    line: int
    now: Row | None
    past: tuple[Row, ...]
    coming: tuple[Row, ...]
    golden: tuple[str, ...]


def find(book: Book, words: str, on: date) -> list[Answer]:
    """Return every rule whose key is `words`, or else whose key or Hindi or English title holds them.

    `words` may end in a level (`wages-not-paid.L2`, `मज़दूरी का भुगतान न होना L2`); without one all four levels come.
    """
    name, level = _split(words.strip())
    answers = [answer for key in _keys(book, name) for answer in _answers(book, key, level, on)]
    return [answer for answer in answers if level is None or answer.key.endswith(f".L{level}")]


def assumptions(book: Book) -> dict[str, list[str]]:
    """Return, by file, every row that nobody ordered or the department has not confirmed: key, value, line, source."""
    found: dict[str, list[str]] = {}
    for key, (file, header) in book.homes.items():
        for row in _dated(book, key):
            if row.is_default or getattr(row, "unverified", False):
                line = file.line(header, f"from = {row.from_on}")
                value = f": {_value(row)}" if isinstance(row, VALUED) else ""
                found.setdefault(file.name, []).append(f"`{header}`{value} (line {line}; {row.source})")
    for day in book.holidays:
        if day.source.startswith("expected"):
            found.setdefault("calendar.toml", []).append(f"{day.on} {day.name.hi}: {day.source}")
    return found


def _split(words: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"(.+?)[.\s]+[Llएल]*-?([1-4])", words)
    return (found[1].strip(), int(found[2])) if found else (words, None)


def _keys(book: Book, name: str) -> list[str]:
    exact = [key for key in book.homes if key == name or key.rpartition(":")[2] == name]
    if exact:
        return exact
    folded = name.casefold()
    return [key for key in book.homes if folded in key.casefold() or folded in _title(book, key).casefold()]


def _title(book: Book, key: str) -> str:
    found = _thing(book, key)
    for name in ("title", "what", "name", "means"):
        if (text := getattr(found, name, None)) is not None:
            return f"{text.hi} · {text.en}"
    return key


def _thing(book: Book, key: str) -> object:
    shelf, _, name = key.rpartition(":")
    shelves: dict[str, dict[str, object]] = {
        "department": {**book.departments},
        "office": {**book.offices},
        "exclusion": {**book.exclusions},
        "ground": {**book.grounds},
        "sms": {**book.templates},
        "mail": {**book.mails},
        "header": {**book.headers},
        "reject": {**book.rejects},
        "return": {**book.returns},
        "article": {**book.articles},
        "scheme": {**book.schemes},
        "rule": {**book.scheme_rules.homes},
        "fact": {**book.scheme_rules.facts},
        "document": {**book.scheme_rules.documents},
        "reply": {**book.replies},
        "": {**book.categories, **book.figures},
        **{
            name: dict(rows)
            for part in (
                book.helpline,
                book.bonded,
                book.law,
                book.watched,
                book.works,
                book.reviews,
                book.streams,
                book.cpgrams,
            )
            for name, rows in part.shelves.items()
        },
    }
    return shelves.get(shelf, {**book.choices.get(shelf, {})}).get(name)


def _dated(book: Book, key: str) -> Sequence[Dated]:
    found = _thing(book, key)
    if isinstance(found, Stream) and found.limits:
        return found.limits
    if isinstance(found, Dated):
        return (found,)
    rows: Sequence[Dated] = getattr(found, "values", None) or getattr(found, "limits", None) or ()
    return rows


def _answers(book: Book, key: str, level: int | None, on: date) -> Iterator[Answer]:
    levels: Sequence[int | None] = (None,)
    if key in book.categories:
        levels = (1, 2, 3, 4) if level is None else (level,)
    for each in levels:
        yield _answer(book, key, each, on)


def _answer(book: Book, key: str, level: int | None, on: date) -> Answer:
    file, header = book.homes[key]
    name = f"{key}.L{level}" if level else key
    rows = _dated(book, key)
    current = in_force(rows, on, key) if any(row.from_on <= on for row in rows) else None
    said = [(row, Row(_value(row, level), row.from_on, _source(row), _line(file, header, row))) for row in rows]
    return Answer(
        key=name,
        title=_title(book, key),
        file=str(file.path),
        line=file.line(header),
        now=next((text for row, text in said if row is current), None),
        past=tuple(text for row, text in said if row is not current and row.from_on <= on),
        coming=tuple(text for row, text in said if row.from_on > on),
        golden=tuple(golden(book.root.parent / "tests/golden", name)),
    )


def _source(row: Dated) -> str:
    return f"{row.source}; not verified" if isinstance(row, Cited) and row.unverified else row.source


def _line(file: File, header: str, row: Dated) -> int:
    return file.line(header, f"from = {row.from_on}")


def _value(row: Dated, level: int | None = None) -> str:
    if isinstance(row, LimitRow):
        return ", ".join(f"L{n} {_amount(*row.of(n))}" for n in ([level] if level else (1, 2, 3, 4)))
    if isinstance(row, FigureRow):
        return _amount(row.value, row.unit)
    if isinstance(row, StreamLimit | LawLimitRow):
        return _amount(row.amount, row.unit)
    if isinstance(row, ClockRow):
        return f"due {_span(row.due)}, amber {_span(row.amber)}, red {_span(row.red)}"
    if isinstance(row, Cited):
        return f"{row.told}; {row.doubt.en}" if row.doubt else row.told
    if isinstance(row, ComponentRule):
        return f"{row.weight} of 100"
    if isinstance(row, Version) and row.unverified:
        return f"in force; not read in the order itself: {', '.join(row.unverified)}"
    return "in force"


def _span(span: Span) -> str:
    return _amount(span.amount, span.unit)


def _amount(value: Value, unit: str) -> str:
    said = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"{said} {KINDS.get(unit, unit)}".strip()


def golden(folder: Path, key: str) -> Iterator[str]:
    """Yield file, line and words of each golden test under `folder` that pins `key`."""
    for path in sorted([*folder.glob("*.toml"), *folder.glob("figures/*.toml")]):
        lines = path.read_text(encoding="utf-8").splitlines()
        places = [number for number, line in enumerate(lines, 1) if line.strip() == f'key = "{key}"']
        rows = [row for row in tomllib.loads("\n".join(lines)).get("case", []) if row["key"] == key]
        for number, row in zip(places, rows, strict=False):
            told = ", ".join(f"{name} {value}" for name, value in row.items() if name != "key")
            yield f"{path}:{number}: {told}"
