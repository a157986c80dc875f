"""When and in which parts a benefit is paid: one sum, instalments with interest, the months of a pension, a deposit.

All sums are whole paise. What is split adds up again exactly: over the months, between principal and interest, and
between the heirs of one worker.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from shramsetu.lib import clock, money

MONTHS = 12
_FINE = 1 << 50  # parts in which rates and what is owed are reckoned: far below a paisa on any sum


@dataclass(frozen=True, slots=True)
class Planned:
    """One sum of a plan: its place, its day, how much, and how much of that is interest."""

    seq: int
    due_on: date
    paise: int
    interest_paise: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What a pension is from a day on: a month's sum, what is added every so many months, at most how much."""

    from_on: date
    paise: int
    rise_paise: int = 0
    every_months: int = 0
    most_paise: int | None = None


class NoPlan(ValueError):
    """Instalments that do not give back the principal, or of no months."""


def month_of(on: date, after: int = 0) -> date:
    """Return the first day of the month of `on`, or of the month so many months after it (before it: below 0)."""
    years, month = divmod(on.month - 1 + after, MONTHS)
    return date(on.year + years, month + 1, 1)


def months_between(first: date, last: date) -> int:
    """Return how many months the month of `last` lies after that of `first`."""
    return (last.year - first.year) * MONTHS + last.month - first.month


def once(paise: int, on: date) -> tuple[Planned, ...]:
    """Return the plan of a sum that is paid in one."""
    return (Planned(1, on, paise),)


def instalments(principal: int, instalment: int, months: int, first_on: date) -> tuple[Planned, ...]:
    """Return `months` equal instalments from `first_on`, each month on the same day of the month (at most the 28th).

    Each is part interest on what is still owed of the principal, at the one rate under which the last instalment
    leaves nothing; the parts of principal add up to the principal. Raises NoPlan.
    """
    if months < 1 or principal < 1 or instalment * months < principal:
        raise NoPlan(f"{months} instalments of {instalment} for {principal}")
    parts = _principal_parts(principal, instalment, months)
    days = [month_of(first_on, after).replace(day=min(first_on.day, 28)) for after in range(months)]
    return tuple(
        Planned(seq, day, instalment, instalment - part)
        for seq, (day, part) in enumerate(zip(days, parts, strict=True), 1)
    )


def _principal_parts(principal: int, instalment: int, months: int) -> list[int]:
    """Return the principal in each instalment: what is owed after each month is rounded, never the parts themselves."""
    rate = _rate(principal, instalment, months)
    owed, left = principal * _FINE, [principal]
    for _ in range(months - 1):
        owed -= instalment * _FINE - owed * rate // _FINE
        left.append(money.rounded(Fraction(owed, _FINE)))
    return [before - after for before, after in pairwise([*left, 0])]


def _rate(principal: int, instalment: int, months: int) -> int:
    """Return the monthly rate, as so many of `_FINE`, under which the instalments pay off: halving where it lies."""
    low, high = 0, _FINE
    while high - low > 1:
        middle = (low + high) // 2
        if _worth(instalment, months, middle / _FINE) > principal:
            low = middle
        else:
            high = middle
    return low


def _worth(instalment: int, months: int, rate: float) -> float:
    # the rate only shares a sum out between two columns: what is paid never depends on it
    return sum(instalment / (1 + rate) ** month for month in range(1, months + 1))


def shared(plan: Sequence[Planned], weights: Sequence[int]) -> list[tuple[Planned, ...]]:
    """Return the plan of each of several payees: every sum, and its interest, is split to the paisa by weight."""
    parts: list[list[Planned]] = [[] for _ in weights]
    for one in plan:
        interest = money.split(one.interest_paise, weights)
        principal = money.split(one.paise - one.interest_paise, weights)
        for place, (own, rest) in enumerate(zip(interest, principal, strict=True)):
            parts[place].append(replace(one, paise=own + rest, interest_paise=own))
    return [tuple(each) for each in parts]


def corrected(total: int, paid: int, left: Sequence[Planned], *, on: date, seq: int) -> tuple[Planned, ...]:
    """Return what is still to be paid of a sum that is put right to `total`: nothing, if as much is paid or more.

    It is spread over the days that were left in proportion to what was planned for each, to the paisa, and the interest
    in it likewise; where none was left it falls due `on`. Places are counted from `seq`.
    """
    rest = total - paid
    if rest <= 0:
        return ()
    if not left:
        return (Planned(seq, on, rest),)
    weights, within = [one.paise for one in left], [one.interest_paise for one in left]
    interest = money.portion(rest, sum(within), sum(weights))
    own = money.split(interest, within) if interest else [0] * len(left)
    sums = zip(left, money.split(rest, weights), own, strict=True)
    found = [replace(one, paise=paise, interest_paise=min(part, paise)) for one, paise, part in sums if paise]
    return tuple(replace(one, seq=place) for place, one in enumerate(found, seq))


def pension_paise(steps: Iterable[Step], first: date, month: date) -> int:
    """Return a pension for `month` of somebody whose first month was `first`: by the order in force that month."""
    step = max((one for one in steps if one.from_on <= month), key=lambda one: one.from_on)
    rises = months_between(first, month) // step.every_months if step.every_months else 0
    risen = step.paise + rises * step.rise_paise
    return risen if step.most_paise is None else max(step.paise, min(risen, step.most_paise))


def matures_on(born_on: date, age: int) -> date:
    """Return the day on which a deposit for somebody born on `born_on` matures: the day `age` years are completed."""
    return clock.years_from(born_on, age)


@dataclass(frozen=True, slots=True)
class LifeRule:
    """When a pensioner proves life: in which month of each year, and the first month after it not paid without.

    Where no month is named (0), a certificate holds until the same day of the next year.
    """

    proof_month: int
    stops_after_months: int


def life_from(seen: date, rule: LifeRule) -> date:
    """Return the first day of the month in which who was seen alive on `seen` is due to be seen again."""
    if not rule.proof_month:
        return month_of(seen, MONTHS)
    return date(seen.year + (seen.month >= rule.proof_month), rule.proof_month, 1)


def life_through(seen: date, rule: LifeRule) -> date:
    """Return the last month (its first day) that is paid to who was last seen alive on `seen`."""
    return month_of(life_from(seen, rule), rule.stops_after_months - 1)


def counts_from(seen: date, rule: LifeRule) -> date:
    """Return the first day on which being seen again pays for more than having been seen on `seen` does."""
    return life_from(seen, rule) if rule.proof_month else month_of(seen, 1)


def seen_since(on: date, rule: LifeRule) -> date:
    """Return since when a pensioner must have been seen alive not to be due on `on`."""
    if not rule.proof_month:
        return month_of(on, 1 - MONTHS)
    return date(on.year - (on.month < rule.proof_month), rule.proof_month, 1)


def is_proved(month: date, first: date, last_seen: date | None, rule: LifeRule) -> bool:
    """Tell whether life is proved enough for the pension of `month`: whoever was granted it was seen that month."""
    return month <= life_through(max(first, last_seen or first), rule)
