"""Who is on duty when, and how that meets the need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from shramsetu import rulebook
from shramsetu.helpline.models import Absence, Agent, Duty, RosterWeek, Swap
from shramsetu.helpline.rules.forecast import SLOTS
from shramsetu.helpline.rules.roster import Shift
from shramsetu.lib import clock
from shramsetu.rulebook import Book

DAYS = 7
SHIFTS = {
    "morning": ("staffing.morning", "staffing.morning_people"),
    "office": ("staffing.office", "staffing.office_people"),
    "evening": ("staffing.evening", "staffing.evening_people"),
    "night": ("staffing.night", "staffing.night_people"),
}
ROUND_THE_CLOCK = ("morning", "evening", "night")


def monday(on: date) -> date:
    """Return the Monday of the week of `on`."""
    return on - timedelta(days=on.weekday())


def week_of(first_on: date) -> list[date]:
    """Return the seven days from a Monday on."""
    return [first_on + timedelta(days=ahead) for ahead in range(DAYS)]


def shift(slug: str, on: date) -> Shift:
    """Return a shift as the rulebook has it on `on`; raises KeyError for one that does not exist."""
    book = rulebook.book()
    hours, people = SHIFTS[slug]
    (begins, ends), (least, most) = book.hours(hours, on), book.numbers(people, on)
    starts, stops = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    minutes = stops - starts if stops > starts else stops - starts + 24 * 60
    return Shift(slug, starts, minutes, least, most, breaks(book, on), is_night=stops < starts)


def breaks(book: Book, on: date) -> tuple[tuple[int, int], ...]:
    """Return the breaks of a shift: minutes after its start, and how long."""
    flat = book.numbers("staffing.breaks", on)
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def shifts_of(line: str, on: date) -> tuple[Shift, ...]:
    """Return the shifts by which a line is staffed: round the clock, or in office hours."""
    slugs = ("office",) if rulebook.book().helpline.lines[line].working_days else ROUND_THE_CLOCK
    return tuple(shift(slug, on) for slug in slugs)


def is_womens_night(from_at: datetime, to_at: datetime) -> bool:
    """Tell whether a duty reaches into the hours in which women work only by consent and are brought home."""
    begins, ends = rulebook.book().hours("staffing.women_night", clock.day(from_at))
    edges = (from_at, to_at - timedelta(minutes=1))
    return any(clock.is_between(edge, begins, ends) for edge in edges)


def duties(days: Sequence[date]) -> QuerySet[Duty]:
    """Return the duties that begin on `days`, with who has them."""
    return Duty.objects.filter(on__in=days).select_related("agent__user").order_by("on", "from_at", "agent__number")


def coverage(days: Sequence[date], *, line: str = "", published: bool = False) -> Mapping[date, list[float]]:
    """Return by day and half-hour how many are on duty for a line and not on a break; half a break counts half.

    Nights of the day before reach in.
    """
    first, last = clock.moment(min(days)), clock.moment(max(days) + timedelta(days=1))
    rows = Duty.objects.filter(from_at__lt=last, to_at__gt=first)
    if line:
        rows = rows.filter(Q(line=line) | Q(line="", agent__lines__contains=[line]) | Q(line="", agent__lines=[]))
    if published:
        rows = rows.filter(week__published_at__isnull=False)
    cover = [0.0] * (SLOTS * ((max(days) - min(days)).days + 1))
    for from_at, to_at, pauses in rows.values_list("from_at", "to_at", "breaks"):
        _spread(cover, _minutes(first, from_at), _minutes(first, to_at), 1)
        for offset, long in pauses:
            begins = _minutes(first, from_at) + offset
            _spread(cover, begins, begins + long, -1)
    return {on: cover[(on - min(days)).days * SLOTS :][:SLOTS] for on in days}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-hours in a row with too few (or too many) people: first, the one after the last, how many at most."""

    first: int
    last: int
    people: int


def gaps(need: Sequence[float], cover: Sequence[float], *, least: int = 1) -> list[Stretch]:
    """Return where people are lacking, as stretches of half-hours, the largest lack first."""
    lacks = [
        int(-(-(want - there) // 1)) if want - there >= least else 0 for want, there in zip(need, cover, strict=True)
    ]
    return sorted(_stretches(lacks), key=lambda one: (-one.people, one.first))


def spare(need: Sequence[float], cover: Sequence[float], *, least: int = 5) -> list[Stretch]:
    """Return where more people are on duty than needed, as stretches, the largest first."""
    over = [int(there - want) if there - want >= least else 0 for want, there in zip(need, cover, strict=True)]
    return sorted(_stretches(over), key=lambda one: (-one.people, one.first))


def agents_of(week: Sequence[date], **only: str) -> QuerySet[Agent]:
    """Return the agents of a roster page, filtered by site, team, line, shift and a piece of the name or number."""
    rows = Agent.objects.filter(user__is_active=True).select_related("user", "terms").order_by("number")
    if only.get("site"):
        rows = rows.filter(site=only["site"])
    if only.get("team"):
        rows = rows.filter(terms__team=only["team"])
    if only.get("line"):
        rows = rows.filter(Q(lines__contains=[only["line"]]) | Q(lines=[]))
    if only.get("shift"):
        rows = rows.filter(duties__on__in=week, duties__shift=only["shift"]).distinct()
    if only.get("q"):
        rows = rows.filter(Q(number__icontains=only["q"]) | Q(user__name_hi__icontains=only["q"]))
    return rows


def absences(agents: Iterable[int], days: Sequence[date]) -> dict[int, list[Absence]]:
    """Return granted days away by agent, of those that touch `days`."""
    rows = Absence.objects.filter(
        agent__in=list(agents), state=Absence.State.GRANTED, from_on__lte=max(days), to_on__gte=min(days)
    )
    found: dict[int, list[Absence]] = {}
    for one in rows:
        found.setdefault(one.agent_id, []).append(one)
    return found


def requests() -> tuple[QuerySet[Absence], QuerySet[Swap]]:
    """Return what waits for the supervisor: leave asked for, swaps agreed to."""
    away = Absence.objects.filter(state=Absence.State.ASKED).select_related("agent__user").order_by("from_on", "pk")
    swaps = Swap.objects.filter(state=Swap.State.AGREED).select_related("duty__agent__user", "other__agent__user")
    return away, swaps.order_by("duty__on", "pk")


def weeks() -> QuerySet[RosterWeek]:
    """Return the weeks of the roster, the latest first."""
    return RosterWeek.objects.order_by("-first_on")


def _minutes(first: datetime, at: datetime) -> int:
    return int((at - first).total_seconds() // 60)


def _spread(cover: list[float], begins: int, ends: int, sign: int) -> None:
    """Add the share of each half-hour between two minutes."""
    for slot in range(max(begins // 30, 0), min(-(-ends // 30), len(cover))):
        cover[slot] += sign * (min(ends, slot * 30 + 30) - max(begins, slot * 30)) / 30


def _stretches(counts: Sequence[int]) -> list[Stretch]:
    found: list[Stretch] = []
    for slot, count in enumerate(counts):
        if not count:
            continue
        if found and found[-1].last == slot:
            found[-1] = Stretch(found[-1].first, slot + 1, max(found[-1].people, count))
        else:
            found.append(Stretch(slot, slot + 1, count))
    return found
