"""How many calls will come in each half-hour of a day, and how long each will keep a seat.

A day's number is the usual one of its weekday, in which later weeks weigh more, carried on by the trend, times what a
holiday or a known occasion makes of it; it is spread over the day as that weekday's calls were. Days that were missing,
broken or declared an outage teach nothing. The reasons, and how good it is: docs/reference/helpline-staffing.md.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

SLOTS = 48
WEEK = 7
BROKEN = 0.3  # a day with less than this share of its weekday's median is taken for an outage
SHAPE_WEIGHT = 0.5  # days' worth of the general shape in the shape of one weekday
HANDLED_WEIGHT = 50.0  # calls' worth of the general handle time in that of one half-hour
STEEPEST = 0.05 / WEEK  # growth a day, either way
DAMPING = 0.95  # what is left of the trend on each further day
LOWEST = 0.5  # stands for a day without calls where a logarithm is taken

Slots = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """One day as it was: calls by half-hour, calls that were handled, and the seconds which they kept seats busy."""

    calls: Slots
    handled: Slots
    seconds: Slots

    @property
    def total(self) -> float:
        """Calls of the whole day."""
        return sum(self.calls)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of days beyond their calls: holidays, occasions as a multiple, days not to learn from."""

    holidays: frozenset[date] = frozenset()
    multiples: Mapping[date, float] = field(default_factory=dict)
    left_out: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """One coming day: calls by half-hour and the mean handle time of each half-hour in seconds."""

    on: date
    calls: Slots
    handle: Slots

    @property
    def total(self) -> float:
        """Calls of the whole day."""
        return sum(self.calls)


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned: level by weekday (logarithm), trend a day, holiday's share, shapes, handle times."""

    last: date
    levels: tuple[float, ...]
    trend: float
    holiday: float
    shapes: tuple[Slots, ...]
    handle: Slots
    days: int


@dataclass(frozen=True, slots=True)
class Errors:
    """How far a forecast was from what came, in shares of 1: by half-hour and by day.

    WAPE: all misses over all calls. MAPE: the mean miss of the half-hours that had calls; it makes much of quiet
    nights. `naive` is the WAPE by half-hour of taking the same day of the week before.
    """

    wape: float
    mape: float
    wape_days: float
    naive: float
    days: int

    def percents(self) -> dict[str, float]:
        """Return the shares in percent with one decimal."""
        shares = {"slots": self.wape, "mape": self.mape, "days": self.wape_days, "naive": self.naive}
        return {name: round(100 * share, 1) for name, share in shares.items()}


class TooLittleHistory(ValueError):
    """There is not one usable day to learn from."""


def fit(history: Mapping[date, Past], known: Known, *, half_life_days: float = 28) -> Fit:
    """Learn from `history`; a day's weight halves every `half_life_days`. Raises TooLittleHistory."""
    usable = _usable(history, known)
    if not usable:
        raise TooLittleHistory
    last = max(usable)
    weights = {on: 0.5 ** ((last - on).days / half_life_days) for on in usable}
    totals = {on: usable[on].total / known.multiples.get(on, 1.0) for on in usable}
    ordinary = {on: total for on, total in totals.items() if on not in known.holidays} or totals
    levels, trend = _levels(ordinary, weights, last)
    return Fit(
        last,
        levels,
        trend,
        _holiday(totals, levels, trend, last, known.holidays),
        _shapes(usable, weights),
        _handle(usable, weights),
        len(usable),
    )


def expect(learned: Fit, on: date, known: Known) -> Expected:
    """Return what the day `on` will bring."""
    total = math.exp(learned.levels[on.weekday()] + learned.trend * _ahead((on - learned.last).days))
    total *= learned.holiday if on in known.holidays else 1.0
    total *= known.multiples.get(on, 1.0)
    total = 0.0 if total < LOWEST * 1.01 else total
    return Expected(on, tuple(total * share for share in learned.shapes[on.weekday()]), learned.handle)


def held_out(history: Mapping[date, Past], known: Known, *, days: int = 14, half_life_days: float = 28) -> Errors:
    """Learn without the last `days`, forecast them, and tell how far off that was. Raises TooLittleHistory."""
    usable = sorted(_usable(history, known))
    if not usable:
        raise TooLittleHistory
    border = usable[-1] - timedelta(days=days)
    learned = fit({on: past for on, past in history.items() if on <= border}, known, half_life_days=half_life_days)
    tested = [on for on in usable if on > border]
    pairs = [(history[on].calls, expect(learned, on, known).calls) for on in tested]
    before = [(history[on].calls, _week_before(history, on, border)) for on in tested]
    slots = [pair for came, said in pairs for pair in zip(came, said, strict=True)]
    shares = [abs(came - said) / came for came, said in slots if came]
    return Errors(
        wape=_wape(slots),
        mape=sum(shares) / len(shares) if shares else 0.0,
        wape_days=_wape([(sum(came), sum(said)) for came, said in pairs]),
        naive=_wape([pair for came, said in before if said for pair in zip(came, said, strict=True)]),
        days=len(tested),
    )


def _usable(history: Mapping[date, Past], known: Known) -> dict[date, Past]:
    """Return the days to learn from: neither declared an outage nor so low that they must be one."""
    kept = {on: past for on, past in history.items() if on not in known.left_out}
    usual: dict[int, float] = {}
    for weekday in range(WEEK):
        totals = [past.total for on, past in kept.items() if on.weekday() == weekday and on not in known.holidays]
        usual[weekday] = median(totals) if totals else 0.0
    return {
        on: past
        for on, past in kept.items()
        if on in known.holidays or past.total >= BROKEN * usual[on.weekday()] * min(known.multiples.get(on, 1.0), 1.0)
    }


def _levels(totals: Mapping[date, float], weights: Mapping[date, float], last: date) -> tuple[tuple[float, ...], float]:
    """Fit weekday levels and one trend through the logarithms, by weighted least squares within weekdays."""
    by_weekday: list[list[tuple[float, float, float]]] = [[] for _ in range(WEEK)]
    for on, total in totals.items():
        by_weekday[on.weekday()].append((weights[on], float((on - last).days), math.log(max(total, LOWEST))))
    centres = [_centre(rows) for rows in by_weekday]
    above = below = 0.0
    for rows, (days, level) in zip(by_weekday, centres, strict=True):
        above += sum(weight * (day - days) * (value - level) for weight, day, value in rows)
        below += sum(weight * (day - days) ** 2 for weight, day, _ in rows)
    trend = max(-STEEPEST, min(STEEPEST, above / below)) if below else 0.0
    found = [level - trend * days if rows else None for rows, (days, level) in zip(by_weekday, centres, strict=True)]
    seen = [level for level in found if level is not None]
    overall = sum(seen) / len(seen)
    return tuple(overall if level is None else level for level in found), trend


def _centre(rows: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    total = sum(weight for weight, _, _ in rows)
    if not total:
        return 0.0, 0.0
    return sum(weight * day for weight, day, _ in rows) / total, sum(
        weight * value for weight, _, value in rows
    ) / total


def _ahead(days: int) -> float:
    """Return for how many days the trend goes on: it wears off, so that no growth runs away."""
    return float(days) if days <= 0 else (1 - DAMPING**days) / (1 - DAMPING) * DAMPING


def _holiday(
    totals: Mapping[date, float], levels: Sequence[float], trend: float, last: date, holidays: frozenset[date]
) -> float:
    """Return what a holiday makes of an ordinary day: as it was, else what a Sunday is to the other days."""
    shares = [
        total / math.exp(levels[on.weekday()] + trend * (on - last).days)
        for on, total in totals.items()
        if on in holidays
    ]
    if shares:
        return median(shares)
    others = sum(map(math.exp, levels[:6])) / 6
    return min(1.0, math.exp(levels[6]) / others)


def _shapes(history: Mapping[date, Past], weights: Mapping[date, float]) -> tuple[Slots, ...]:
    """Return how each weekday's calls spread over its half-hours; few days lean on the general shape."""
    general = _shape((weights[on], past.calls) for on, past in history.items())
    size = sum(weights[on] * past.total for on, past in history.items()) / sum(weights.values())
    lent = (SHAPE_WEIGHT, tuple(size * share for share in general))
    return tuple(
        _shape([lent, *((weights[on], past.calls) for on, past in history.items() if on.weekday() == weekday)])
        for weekday in range(WEEK)
    )


def _shape(rows: Iterable[tuple[float, Slots]]) -> Slots:
    sums = [0.0] * SLOTS
    for weight, calls in rows:
        for slot, amount in enumerate(calls):
            sums[slot] += weight * amount
    total = sum(sums)
    return tuple(one / total for one in sums) if total else (1 / SLOTS,) * SLOTS


def _handle(history: Mapping[date, Past], weights: Mapping[date, float]) -> Slots:
    """Return the mean handle time by half-hour of the day; quiet half-hours lean on the general one."""
    handled, seconds = [0.0] * SLOTS, [0.0] * SLOTS
    for on, past in history.items():
        for slot in range(SLOTS):
            handled[slot] += weights[on] * past.handled[slot]
            seconds[slot] += weights[on] * past.seconds[slot]
    if not sum(handled):
        return (0.0,) * SLOTS
    general = sum(seconds) / sum(handled)
    return tuple(
        (busy + HANDLED_WEIGHT * general) / (calls + HANDLED_WEIGHT)
        for busy, calls in zip(seconds, handled, strict=True)
    )


def _week_before(history: Mapping[date, Past], on: date, border: date) -> Slots:
    """Return the calls of the same weekday in the last week that was known at the time."""
    while on > border:
        on -= timedelta(days=WEEK)
    return history[on].calls if on in history else ()


def _wape(pairs: Sequence[tuple[float, float]]) -> float:
    came = sum(one for one, _ in pairs)
    return sum(abs(one - other) for one, other in pairs) / came if came else 0.0
