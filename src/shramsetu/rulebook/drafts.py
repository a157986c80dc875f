"""A draft order before it is signed: a scheme with other figures, conditions or sums."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shramsetu.lib import money
from shramsetu.lib.conditions import Type
from shramsetu.lib.conditions.types import MOST_NUMBER
from shramsetu.rulebook.basis import BadRule, NoRule
from shramsetu.rulebook.editions import Condition, Edition, Part, case_key
from shramsetu.rulebook.scheme_book import Schemes, read
from shramsetu.rulebook.scheme_rows import SchemeFigureRow

DRAFT = {"source": "draft, not signed", "confidence": "low", "unverified": True, "doubt": None}


def drafted(
    book: Schemes,
    edition: Edition,
    *,
    figures: Mapping[str, int | date] | None = None,
    conditions: Mapping[str, str] | None = None,
    rupees: Mapping[str, int] | None = None,
) -> Edition:
    """Return `edition` as a draft order would make it: other figures, conditions, sums (of `PART.CASE`).

    A figure is given in its unit. What the draft changes cites the draft. Raises NoRule for a name the edition does
    not have, BadRule for a condition that cannot be read and for a value beyond belief, TypeError for a figure of
    another kind.
    """
    figures, conditions, rupees = figures or {}, conditions or {}, rupees or {}
    has = {*edition.figures, *(one.slug for one in edition.conditions)}
    has |= {case_key(part, case).removeprefix("case:") for part in edition.parts for case in part.cases}
    for name in (*figures, *conditions, *rupees):
        if name not in has:
            raise NoRule(f"{edition.scheme.slug}: {name} is nothing of this scheme")
    rows = {**edition.figure_rows, **{name: _figure(edition.figure_rows[name], to) for name, to in figures.items()}}
    scope = {name: fact.type for name, fact in book.facts.items()} | {name: row.type for name, row in rows.items()}
    return replace(
        edition,
        figures={name: row.value for name, row in rows.items()},
        figure_rows=rows,
        conditions=tuple(_condition(one, conditions.get(one.slug, ""), scope) for one in edition.conditions),
        parts=tuple(_part(part, rupees) for part in edition.parts),
    )


def _figure(row: SchemeFigureRow, to: int | date) -> SchemeFigureRow:
    if isinstance(to, bool) or isinstance(to, date) != (row.unit == "day"):
        raise TypeError(f"{to!r} is no figure in {row.unit}")
    made = row.model_copy(update={**DRAFT, row.unit: to})
    if made.is_beyond_belief:
        raise BadRule(f"{to} {row.unit}: beyond belief")
    return made


def _condition(condition: Condition, text: str, scope: Mapping[str, Type]) -> Condition:
    tree = read(text, scope, f"conditions.{condition.slug}")
    return condition if tree is None else replace(condition, tree=tree, row=condition.row.model_copy(update=DRAFT))


def _part(part: Part, rupees: Mapping[str, int]) -> Part:
    cases = []
    for case in part.cases:
        sum_ = rupees.get(case_key(part, case).removeprefix("case:"))
        if sum_ is not None and not 0 <= sum_ * money.PAISE <= MOST_NUMBER:
            raise BadRule(f"{sum_} rupees: beyond belief")
        row = case.row if sum_ is None else case.row.model_copy(update={**DRAFT, "rupees": sum_, "of": None})
        cases.append(replace(case, row=row))
    return replace(part, cases=tuple(cases))
