"""All that the rulebook says of schemes, and how a scheme of a day is put together from its rows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from shramsetu.lib.conditions import BadCondition, Catalogue, Tree, Type, names, parse
from shramsetu.lib.conditions import text as written
from shramsetu.lib.conditions.grammar import NAME
from shramsetu.rulebook.basis import BadRule, NoRule, Text
from shramsetu.rulebook.editions import CLAIMED, WINDOW, Case, Condition, Edition, Part
from shramsetu.rulebook.facts import Document, FactRule, Origin
from shramsetu.rulebook.scheme_rows import Cited, ConditionRow, Source, WindowRow
from shramsetu.rulebook.schemes import Benefit, ConditionRule, SchemeFigure, SchemeRule, Window

Row = TypeVar("Row", bound=Cited)


@dataclass(frozen=True)
class Ruled:
    """Something with dated rows, as `shramsetu where` shows it."""

    title: Text
    values: tuple[Cited, ...]


@dataclass
class Schemes:
    """All that the rulebook says of schemes."""

    origins: dict[str, Origin] = field(default_factory=dict)
    facts: dict[str, FactRule] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    kinds: dict[str, Text] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    figures: dict[str, SchemeFigure] = field(default_factory=dict)
    conditions: dict[str, ConditionRule] = field(default_factory=dict)
    rules: dict[str, SchemeRule] = field(default_factory=dict)
    homes: dict[str, Ruled] = field(default_factory=dict, repr=False)
    kept: dict[tuple[str, date], Edition] = field(default_factory=dict, repr=False)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Return the facts as conditions know them."""
        return Catalogue({name: rule.fact for name, rule in self.facts.items()})

    def edition(self, slug: str, on: date) -> Edition:
        """Return the scheme `slug` as it stands on `on`; raises NoRule for no such scheme, or none yet or no longer."""
        if slug not in self.rules:
            raise NoRule(f"{slug}: no such scheme")
        days = self.days(slug)
        place = bisect_right(days, on) - 1
        if place < 0 or not self.rules[slug].is_in_force(on):
            raise NoRule(f"{slug}: not in force on {on:%d-%m-%Y}")
        key = (slug, days[place])
        if key not in self.kept:
            self.kept[key] = _edition(self, self.rules[slug], days[place])
        return self.kept[key]

    def days(self, slug: str) -> list[date]:
        """Return the days on which the scheme `slug` changed, the first being that on which it began."""
        rule = self.rules[slug]
        rows = [*rule.rows(), *(row for name in rule.uses for row in self.conditions[name].values)]
        asked = [row.expr for row in rows if isinstance(row, ConditionRow)] + [one for one in _whens(rule) if one]
        said = {name for expr in asked for name in NAME.findall(expr)}
        rows += [row for name, figure in self.figures.items() if name in said for row in figure.values]
        found = {row.from_on for row in rows} | {row.until + timedelta(days=1) for row in rows if row.until}
        return sorted(day for day in found if rule.is_in_force(day))


def _whens(rule: SchemeRule) -> Iterator[str]:
    """Yield what the cases of a scheme's benefits and window and its papers ask."""
    for benefit in rule.benefits.values():
        yield from (case.when for case in benefit.cases.values())
    yield from (case.when for case in (rule.window.cases.values() if rule.window else ()))
    yield from (paper.when for paper in rule.papers)


def _edition(book: Schemes, rule: SchemeRule, on: date) -> Edition:
    figures = book.figures | rule.figures
    values = {name: _last(one.values, on) for name, one in figures.items()}
    rows = {name: row for name, row in values.items() if row is not None}
    scope = {name: fact.type for name, fact in book.facts.items()} | {name: row.type for name, row in rows.items()}
    own = {name: book.conditions[name] for name in rule.uses} | rule.conditions
    conditions = [_condition(one, row, scope) for one in own.values() if (row := _last(one.values, on))]
    windows = _windows(rule.window, on, scope)
    if rule.window and windows:
        conditions.append(_window_condition(rule, rule.window, windows, scope))
    approval = _last(rule.approval, on)
    if approval is None:
        raise NoRule(f"{rule.slug}: nobody decides on {on:%d-%m-%Y}")
    made = Edition(
        scheme=rule,
        from_on=on,
        conditions=tuple(conditions),
        figures={name: row.value for name, row in rows.items()},
        figure_rows=rows,
        figure_titles={name: one.what for name, one in figures.items()},
        windows=tuple(windows),
        parts=tuple(_part(one, on, scope) for one in rule.benefits.values()),
        papers=tuple((one.slug, read(one.when, scope, "papers")) for one in rule.papers),
        approval=approval,
    )
    said = {name for tree in made.trees for name in names(tree)} & set(rows)
    return replace(
        made,
        figures={name: made.figures[name] for name in rows if name in said},
        figure_rows={name: rows[name] for name in rows if name in said},
    )


def _last(rows: Iterable[Row], on: date) -> Row | None:
    found = [row for row in rows if row.is_in_force(on)]
    return max(found, key=lambda row: row.from_on) if found else None


def _condition(rule: ConditionRule, row: ConditionRow, scope: Mapping[str, Type]) -> Condition:
    tree = read(row.expr, scope, f"conditions.{rule.slug}")
    assert tree is not None
    return Condition(rule.slug, rule.title, rule.yes, rule.no, rule.unknown, row, tree)


def read(text: str, scope: Mapping[str, Type], header: str) -> Tree | None:
    """Return a condition read, None for an empty one; raises BadRule that begins with the header it stands under."""
    try:
        return parse(text, scope) if text else None
    except BadCondition as problem:
        raise BadRule(f"{header}: {text!r}: {problem}") from None


def _windows(window: Window | None, on: date, scope: Mapping[str, Type]) -> Sequence[tuple[Tree | None, WindowRow]]:
    cases = window.cases.items() if window else ()
    rows = [(slug, case.when, _last(case.values, on)) for slug, case in cases]
    return [(read(when, scope, f"window.cases.{slug}"), row) for slug, when, row in rows if row]


def _window_condition(
    rule: SchemeRule, window: Window, windows: Sequence[tuple[Tree | None, WindowRow]], scope: Mapping[str, Type]
) -> Condition:
    """Return the window as a condition: in one of its cases, and between its days."""
    parts = []
    for when, row in windows:
        ends = [(">=", row.opens_days), ("<=", row.closes_days)]
        asked = [f"{CLAIMED} {sign} {_moved(rule.event, days)}" for sign, days in ends if days is not None]
        parts.append("(" + " and ".join([*([f"({written(when)})"] if when else []), *asked]) + ")")
    tree = read(" or ".join(parts), scope, "window")
    assert tree is not None
    return Condition(WINDOW, window.title, window.yes, window.no, window.unknown, windows[0][1], tree)


def _moved(event: str | None, days: int) -> str:
    return f"{event} {'-' if days < 0 else '+'} {abs(days)}"


def _part(benefit: Benefit, on: date, scope: Mapping[str, Type]) -> Part:
    rows = [(case, _last(case.values, on)) for case in benefit.cases.values()]
    return Part(
        benefit,
        tuple(
            Case(case, row, read(case.when, scope, f"benefits.{benefit.slug}.cases.{case.slug}"))
            for case, row in rows
            if row
        ),
    )
