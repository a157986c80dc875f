"""What will come on a line, and the seats for it: the roll-ups and the rulebook, given to the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django.db.models import Q, Sum

from shramsetu import rulebook
from shramsetu.helpline.models import Direction, HalfHour, Occasion
from shramsetu.helpline.rules import erlang, forecast
from shramsetu.helpline.rules.erlang import Goal, Load, Seats
from shramsetu.helpline.rules.forecast import SLOTS, Errors, Expected, Known, Past
from shramsetu.lib import clock

HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SlotNeed:
    """One half-hour of a day: calls and handle time expected, seats by Erlang C and by Erlang A, people to roster."""

    slot: int
    calls: float
    handle: float
    patient: Seats
    impatient: Seats

    @property
    def people(self) -> int:
        """People on duty and not on a break that are needed: by Erlang A, with its bound on hanging up."""
        return self.impatient.rostered


def lines() -> tuple[str, ...]:
    """Return the lines there are."""
    return tuple(rulebook.book().helpline.lines)


def goal(on: date, *, patient: bool = False) -> Goal:
    """Return what the rulebook promises callers on `on`; `patient`: for callers who wait for ever (Erlang C)."""
    book = rulebook.book()
    return Goal(
        level=book.number("helpline.level_percent", on) / 100,
        within_seconds=book.number("helpline.level_seconds", on),
        patience_seconds=None if patient else book.number("staffing.patience_seconds", on),
        most_occupancy=book.number("staffing.occupancy_percent", on) / 100,
        most_abandoned=book.number("staffing.abandon_percent", on) / 100,
        shrinkage=book.number("staffing.shrinkage_percent", on) / 100,
    )


def known(line: str) -> Known:
    """Return holidays, and what supervisors said of the days of `line`."""
    holidays = frozenset(day.on for day in rulebook.book().holidays)
    multiples: dict[date, float] = {}
    left_out: set[date] = set()
    for one in Occasion.objects.filter(Q(line=line) | Q(line=""), ended_at=None).order_by("pk"):
        days = [one.from_on + timedelta(days=ahead) for ahead in range((one.to_on - one.from_on).days + 1)]
        if one.percent is None:
            left_out.update(days)
        else:
            multiples |= {on: multiples.get(on, 1.0) * one.percent / 100 for on in days}
    return Known(holidays, multiples, frozenset(left_out))


def history(line: str, *, at: datetime) -> dict[date, Past]:
    """Return the whole days before that of `at`, as many weeks as the rulebook says; a day without a row is missing."""
    today = clock.day(at)
    first = clock.moment(today - timedelta(weeks=rulebook.book().number("staffing.history_weeks", today)))
    rows = HalfHour.objects.filter(
        line=line, direction=Direction.IN, start__gte=first, start__lt=clock.moment(today)
    ).values_list("start")
    sums = rows.annotate(calls=Sum("offered"), n=Sum("handled"), busy=Sum("talk") + Sum("wrap"))
    days: dict[date, tuple[list[float], list[float], list[float]]] = {}
    for start, calls, handled, busy in sums:
        here = clock.local(start)
        day = days.setdefault(here.date(), ([0.0] * SLOTS, [0.0] * SLOTS, [0.0] * SLOTS))
        for column, value in zip(day, (calls, handled, busy), strict=True):
            column[slot_of(here)] += value
    return {on: Past(tuple(calls), tuple(handled), tuple(busy)) for on, (calls, handled, busy) in days.items()}


def slot_of(here: datetime) -> int:
    """Return the half-hour of a local time, 0 to 47."""
    return here.hour * 2 + here.minute // 30


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected of the asked days of a line; `errors` None and `days` empty where there is no history."""

    line: str
    days: tuple[Expected, ...]
    errors: Errors | None
    learned_from: int


def outlook(line: str, days: Sequence[date], *, at: datetime) -> Outlook:
    """Return the forecast of `line` for `days`, from the history before `at`, with its error on the last weeks."""
    book, today = rulebook.book(), clock.day(at)
    half_life = float(book.number("staffing.half_life_days", today))
    past, told = {on: day for on, day in history(line, at=at).items() if not rests(line, on)}, known(line)
    try:
        learned = forecast.fit(past, told, half_life_days=half_life)
    except forecast.TooLittleHistory:
        return Outlook(line, (), None, 0)
    try:
        held_out = book.number("staffing.held_out_days", today)
        errors = forecast.held_out(past, told, days=held_out, half_life_days=half_life)
    except forecast.TooLittleHistory:
        errors = None
    expected = (_none(on) if rests(line, on) else forecast.expect(learned, on, told) for on in days)
    return Outlook(line, tuple(expected), errors, learned.days)


def rests(line: str, on: date) -> bool:
    """Tell whether a line is closed on the whole day: its calls then teach nothing, and none are expected."""
    book = rulebook.book()
    return book.helpline.lines[line].working_days and not book.calendar(on).is_working(on)


def _none(on: date) -> Expected:
    return Expected(on, (0.0,) * SLOTS, (0.0,) * SLOTS)


def needs(day: Expected) -> tuple[SlotNeed, ...]:
    """Return the seats for each half-hour of an expected day."""
    careful, likely = goal(day.on, patient=True), goal(day.on)
    usual = float(rulebook.book().number("staffing.handle_seconds", day.on))
    found = []
    for slot, (calls, handle) in enumerate(zip(day.calls, day.handle, strict=True)):
        load = Load(round(calls * 2, 1), round(handle or usual))
        found.append(SlotNeed(slot, calls, load.handle_seconds, seats(load, careful), seats(load, likely)))
    return tuple(found)


@lru_cache(maxsize=20_000)
def seats(load: Load, wanted: Goal) -> Seats:
    """Return the seats for a load; kept, since pages and weeks ask for the same loads again."""
    return erlang.seats_needed(load, wanted)


def people_needed(line: str, days: Sequence[date], *, at: datetime) -> Mapping[date, list[int]]:
    """Return by day and half-hour the people to have on duty; no history: nobody is known to be needed."""
    expected = outlook(line, days, at=at)
    found = {day.on: [one.people for one in needs(day)] for day in expected.days}
    return {on: found.get(on, [0] * SLOTS) for on in days}


@cache
def labels() -> tuple[str, ...]:
    """Return the words of the half-hours: 07:00, 07:30 ..."""
    return tuple(f"{slot // 2:02d}:{slot % 2 * 30:02d}" for slot in range(SLOTS))
