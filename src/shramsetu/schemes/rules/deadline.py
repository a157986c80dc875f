"""From which day to which one may apply, and what a member pays: read from the edition, not asked of an engine."""

from dataclasses import dataclass
from datetime import date, timedelta

from shramsetu.lib import money
from shramsetu.lib.conditions.evaluate import holds
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.editions import Edition
from shramsetu.schemes.rules.stated import Facts


@dataclass(frozen=True, slots=True)
class Span:
    """The days between which one may apply; None: no end on that side."""

    first: date | None
    last: date | None


def window(edition: Edition, facts: Facts) -> Span | None:
    """Return the days between which one may apply; None for a scheme without a window.

    Where the event or the case is not known there is no span either: raises NoRule.
    """
    if not edition.windows:
        return None
    event = facts.values.get(edition.scheme.event or "")
    known = {**facts.values, **edition.figures}
    row = next((row for when, row in edition.windows if when is None or holds(when, known)), None)
    if row is None or not isinstance(event, date):
        raise NoRule(f"{edition.scheme.slug}: the event or its case is not known")
    ends = [None if days is None else event + timedelta(days=days) for days in (row.opens_days, row.closes_days)]
    return Span(*ends)


def charge_paise(edition: Edition, slug: str, facts: Facts) -> int:
    """Return what a member pays for `slug`; raises NoRule where the table has no row, or the fact is not known."""
    charge = edition.scheme.charges[slug]
    rows = [row for row in charge.values if row.is_in_force(edition.from_on)]
    by = facts.values.get(charge.by)
    if not rows or not isinstance(by, int) or by not in rows[-1].rupees:
        raise NoRule(f"{edition.scheme.slug}: no {slug} for {charge.by} {by}")
    return rows[-1].rupees[by] * money.PAISE
