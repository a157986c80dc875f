"""The answer to a draft order, as its page, its table and its files show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.casework import sheets
from shramsetu.lib import money
from shramsetu.lib import text as texts
from shramsetu.lib.conditions import text
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.rulebook.editions import Edition
from shramsetu.schemes.actions import whatif
from shramsetu.schemes.models import WhatIf
from shramsetu.schemes.whatif_forms import UNITS

COUNTS = ("workers", "before", "after", "gain", "lose")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the draft says otherwise: what it is, as it stands, as drafted."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One district, or all: counts, and for each kind of benefit what it costs before and after, in paise.

    A cost is None where of nobody to whom the scheme is open the sum can be reckoned.
    """

    place: Place | None
    counts: Sequence[int]
    costs: Sequence[tuple[int | None, int | None]]
    unknown: int

    @property
    def name(self) -> str:
        """The district in the language of the page."""
        return self.place.name(get_language() or "hi") if self.place else _("All districts")

    @property
    def gain(self) -> int:
        """How many gain, less how many lose."""
        return self.counts[3] - self.counts[4]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said of a draft: its kinds of benefit in words, a line for all and one for each district."""

    kinds: Sequence[str]
    total: Line
    lines: Sequence[Line]


def answer(asked: WhatIf) -> Answer:
    """Return what the draft would change; districts in the order of their English names."""
    rows: dict[int, dict[str, int]] = {one["district"]: one for one in asked.districts}
    kinds = _kinds(asked)
    lines = [_line(kinds, place, rows[place.pk]) for place in places.districts() if place.pk in rows]
    summed = {name: sum(row.get(name) or 0 for row in rows.values()) for name in _names(kinds)}
    titles = rulebook.book().scheme_rules.kinds
    return Answer([titles[kind].say(get_language() or "hi") for kind in kinds], _line(kinds, None, summed), lines)


def changes(asked: WhatIf) -> list[Change]:
    """Return what the draft says otherwise, in words."""
    before, after = whatif.editions(asked.scheme, asked.changes, on=asked.on)
    language = get_language() or "hi"
    found = [
        Change(before.figure_titles[name].say(language), _told(before, name), _told(after, name))
        for name in asked.changes["figures"]
    ]
    exprs = {one.slug: one for one in before.conditions}
    found += [
        Change(exprs[slug].title.say(language), text(exprs[slug].tree), expr)
        for slug, expr in asked.changes["conditions"].items()
    ]
    return found + [_sum(before, key, to) for key, to in asked.changes["rupees"].items()]


def _told(edition: Edition, name: str) -> str:
    """Return a figure with its unit, in the language of the page."""
    row = edition.figure_rows[name]
    value = getattr(row, row.unit)
    if row.unit == "day":
        return texts.dated(value, get_language() or "hi")
    if row.unit == "rupees":
        return row.told
    return f"{value}" if row.unit == "count" else f"{value} {UNITS[row.unit]}"


def unseen(asked: WhatIf) -> list[str]:
    """Return the titles of the conditions that the registry could not answer."""
    edition = rulebook.book().scheme_rules.edition(asked.scheme, asked.on)
    return [one.title.say(get_language() or "hi") for one in edition.conditions if one.slug in asked.unseen]


def sheet(asked: WhatIf) -> sheets.Sheet:
    """Return the answer as a table for a file: sums in rupees, the line of all districts last."""
    found = answer(asked)
    head = [_("District"), _("Workers"), _("Open today"), _("Open by the draft"), _("Gain"), _("Lose")]
    for kind in found.kinds:
        head += [f"{kind}: {what} (₹)" for what in (_("cost today"), _("cost by the draft"))]
    lines: list[list[sheets.Cell]] = [
        [line.name, *line.counts, *(_rupees(paise) for pair in line.costs for paise in pair)]
        for line in (*found.lines, found.total)
    ]
    return sheets.Sheet(asked.title[:31], head, lines, [note(asked)])


def _rupees(paise: int | None) -> sheets.Cell:
    return None if paise is None else money.in_rupees(paise)


def note(asked: WhatIf) -> str:
    """Return how the figures are to be read."""
    return _(
        "Open means: every condition holds that the registry can answer. The cost is what it would be if each of them "
        "claimed once."
    )


def _kinds(asked: WhatIf) -> list[str]:
    edition = rulebook.book().scheme_rules.edition(asked.scheme, asked.on)
    answered = {name for row in asked.districts for name in row}
    return [kind for kind in dict.fromkeys(part.rule.kind for part in edition.parts) if f"after:{kind}" in answered]


def _names(kinds: Sequence[str]) -> list[str]:
    return [
        *COUNTS,
        *(f"{when}:{kind}{end}" for kind in kinds for when in ("before", "after") for end in ("", ":unknown")),
    ]


def _line(kinds: Sequence[str], place: Place | None, row: dict[str, Any]) -> Line:
    counts = [int(row[name]) for name in COUNTS]
    costs = [(_cost(row, "before", kind), _cost(row, "after", kind)) for kind in kinds]
    return Line(place, counts, costs, sum(int(row[f"after:{kind}:unknown"]) for kind in kinds))


def _cost(row: dict[str, Any], when: str, kind: str) -> int | None:
    """Return what a kind of benefit costs; None where nobody's sum is known, though some are owed one."""
    unknown = int(row[f"{when}:{kind}:unknown"])
    return None if unknown and unknown == int(row[when]) else int(row[f"{when}:{kind}"])


def _sum(edition: Edition, key: str, to: int) -> Change:
    part_slug, _dot, case_slug = key.partition(".")
    part = next(one for one in edition.parts if one.rule.slug == part_slug)
    case = next(one for one in part.cases if one.rule.slug == case_slug)
    language = get_language() or "hi"
    title = f"{part.rule.title.say(language)}: {case.rule.who.say(language)}"
    return Change(title, money.rupees((case.row.rupees or 0) * money.PAISE), money.rupees(to * money.PAISE))
