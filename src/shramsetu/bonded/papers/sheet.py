"""A form of the rulebook with what is known written in: the lines of its pages, and the PDF of them.

What is not known stays open for the pen, so a form without any values is the blank one for places without a signal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shramsetu import rulebook
from shramsetu.bonded.papers import marks
from shramsetu.casework import pdf
from shramsetu.lib import clock
from shramsetu.lib import text as texts
from shramsetu.rulebook.basis import Text
from shramsetu.rulebook.forms import Form, Item

BOTH, HINDI, ENGLISH = ("hi", "en"), ("hi",), ("en",)
Face = tuple[str, ...]
# What may be written in: words, words in both languages, rows of a table, which boxes are ticked.
Words = str | Text
Value = Words | Sequence[Sequence[Words]] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the template draws it: only what is to be drawn is set."""

    say: Text | None = None
    ask: Text | None = None
    written: Words = ""
    boxes: tuple[tuple[bool, Text], ...] = ()
    questions: tuple[tuple[str, Text, Text], ...] = ()
    columns: tuple[Text, ...] = ()
    rows: tuple[tuple[Words, ...], ...] = ()
    room: range = range(0)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of each page: number, mark, office, day; and the version of a certificate."""

    number: str
    token: str
    office: Text
    at: datetime
    version: int = 1
    replaces: str = ""


def render(form: Form, head: Head, values: Mapping[str, Value]) -> bytes:
    """Return the PDF of a form."""
    on = clock.day(head.at)
    languages = (HINDI, ENGLISH) if form.layout == "each_language" else (BOTH,)
    context = {
        "form": form,
        "head": head,
        "mark": marks.drawn(head.token, public=form.is_public),
        "day": Text(hi=texts.dated(on, "hi"), en=texts.dated(on, "en")),
        "faces": [(face, _sections(form, values)) for face in languages],
        "to": values.get(form.to_fill, "") if form.to_fill else "",
    }
    return pdf.render("bonded/papers/sheet.html", context)


def _sections(form: Form, values: Mapping[str, Value]) -> list[tuple[Text | None, list[Line]]]:
    return [(section.title, [_line(item, values) for item in section.items]) for section in form.sections]


def _line(item: Item, values: Mapping[str, Value]) -> Line:
    value = values.get(item.fill, "") if item.fill else ""
    written = value if isinstance(value, str | Text) else ""
    rows = value if isinstance(value, list | tuple) else ()
    return Line(
        say=item.say,
        ask=item.ask,
        written=written,
        boxes=tuple(_boxes(item, value)),
        questions=tuple(_questions(item)),
        columns=item.table,
        rows=tuple(_table(item, rows)),
        room=range(0 if written else _lines(item)),
    )


def _lines(item: Item) -> int:
    """Return how many lines are left for the pen."""
    asks_alone = item.ask and not (item.ticks or item.options or item.table or item.questions)
    return item.lines or int(bool(asks_alone))


def _boxes(item: Item, value: Value) -> Iterator[tuple[bool, Text]]:
    ticked = value if isinstance(value, frozenset) else frozenset()
    for number, option in enumerate(item.options):
        yield str(number) in ticked, option
    if item.ticks:
        listed = getattr(rulebook.book().bonded, item.ticks)
        for slug, row in listed.items():
            yield slug in ticked, row if isinstance(row, Text) else row.title


def _questions(item: Item) -> Iterator[tuple[str, Text, Text]]:
    if item.questions:
        for limb in getattr(rulebook.book().bonded, item.questions).values():
            yield limb.code, limb.title, limb.ask


def _table(item: Item, rows: Sequence[Sequence[Words]]) -> Iterator[tuple[Words, ...]]:
    """Yield the rows that are known, each as wide as the table, then empty ones."""
    width = len(item.table)
    for row in rows:
        yield tuple(row[index] if index < len(row) else "" for index in range(width))
    for _ in range(item.rows - len(rows)):
        yield ("",) * width
