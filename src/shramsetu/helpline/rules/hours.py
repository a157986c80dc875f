"""When a line is open: the hours of the rulebook with what an officer said at once laid over them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from shramsetu.lib import clock


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer said of a span: open or closed; of two the later one wins."""

    from_at: datetime
    to_at: datetime
    is_open: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A time during which the line is open; `by_order` where an officer and not the rulebook opened it."""

    from_at: datetime
    to_at: datetime
    by_order: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """The hours of a day by the rulebook; equal times mean day and night, `rests` no hours at all."""

    opens: time
    closes: time
    rests: bool = False

    def holds(self, at: datetime) -> bool:
        """Tell whether the line is open at `at` by the rulebook; `at` is an instant of this rule's day."""
        if self.rests:
            return False
        return self.opens == self.closes or clock.is_between(at, self.opens, self.closes)


def said_of(at: datetime, said: Sequence[Said]) -> bool | None:
    """Return what was said last of the instant `at`; None if nothing was."""
    found = [one for one in said if one.from_at <= at < one.to_at]
    return max(found, key=lambda one: one.at).is_open if found else None


def is_open(at: datetime, rule: Rule, said: Sequence[Said]) -> bool:
    """Tell whether the line is open."""
    order = said_of(at, said)
    return rule.holds(at) if order is None else order


def spans(on: date, rule: Rule, said: Sequence[Said]) -> list[Span]:
    """Return when the line is open on a day of Kolkata, in order, touching spans of one kind joined."""
    begin, end = clock.bounds(on)
    turns = {begin, end, *(clock.moment(on, edge) for edge in (rule.opens, rule.closes))}
    turns |= {edge for one in said for edge in (one.from_at, one.to_at) if begin < edge < end}
    marks = sorted(turns)
    found: list[Span] = []
    for first, last in pairwise(marks):
        if not is_open(first, rule, said):
            continue
        by_order = said_of(first, said) is not None and not rule.holds(first)
        if found and found[-1].to_at == first and found[-1].by_order == by_order:
            found[-1] = Span(found[-1].from_at, last, by_order)
        else:
            found.append(Span(first, last, by_order))
    return found


def days(on: date, count: int = 7) -> list[date]:
    """Return `count` days beginning with `on`."""
    return [on + timedelta(days=number) for number in range(count)]
