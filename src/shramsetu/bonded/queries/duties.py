"""Duties as lists: what is to be told, what a post owes, how a district and the state stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from shramsetu import rulebook
from shramsetu.bonded import ladder, scope
from shramsetu.bonded.models import BondedDuty
from shramsetu.bonded.rules.clocks import Light
from shramsetu.casework.models import OPEN, PAUSED
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post
from shramsetu.places.models import Place

PAGE = 50
DISTRICT = "bl_district"
BEHIND = ("case__holder__place", "case__district", "parent__district", "survivor__native_district")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One duty as a list shows it: the code name, what is owed by whom, until when, and its light."""

    duty: BondedDuty
    code: str
    clock: str
    what: rulebook.Text
    light: Light
    is_paused: bool

    @property
    def of_district(self) -> bool:
        """Tell whether the duty is one of a district, or of the state, and of no person and no operation."""
        return self.duty.survivor is None and self.duty.parent.kind == DISTRICT

    @property
    def of_committee(self) -> bool:
        """Tell whether the duty is one of a vigilance committee."""
        return self.duty.clock.startswith("committee-")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of duties and the key of the next one (empty at the end)."""

    rows: Sequence[Row]
    following: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many duties of a district run, are amber and are red."""

    district: Place | None
    running: int
    amber: int
    red: int


def to_tell(at: datetime) -> QuerySet[BondedDuty]:
    """Return the duties of which a rung is to be told by now, the longest awaited first."""
    waiting = BondedDuty.objects.filter(next_tell_at__lte=at, is_open=True, case__phase=OPEN)
    return waiting.select_related("case", *BEHIND).order_by("next_tell_at", "pk")


def in_lists(clocks: Sequence[str], at: datetime) -> Iterator[BondedDuty]:
    """Return the running duties of these clocks, and what else is red; what stands still is left out."""
    wanted = Q(clock__in=clocks) | Q(red_at__lte=at)
    running = BondedDuty.objects.filter(wanted, is_open=True, case__phase=OPEN)
    return running.select_related("case", *BEHIND).order_by("pk").iterator(chunk_size=1_000)


def of_post(post: Post) -> QuerySet[BondedDuty]:
    """Return what the post owes."""
    return BondedDuty.objects.filter(case__holder=post, is_open=True)


def seen_by(by: Actor) -> QuerySet[BondedDuty]:
    """Return the open duties in the part of the state that `by` answers for."""
    return scope.duties(by).filter(is_open=True)


def not_possible(by: Actor, *, since: datetime) -> QuerySet[BondedDuty]:
    """Return what was said not to be possible since an instant, newest first: the District Magistrate looks at each."""
    said = scope.duties(by).filter(case__state="not_possible", case__closed_at__gte=since)
    return said.select_related("case", *BEHIND).order_by("-case__closed_at", "-pk")


def lit(duties: QuerySet[BondedDuty], light: str, at: datetime) -> QuerySet[BondedDuty]:
    """Return those that show `light` at an instant (red, amber, green), that stand still (paused), or all."""
    running = duties.filter(case__phase=OPEN)
    match light:
        case "red":
            return running.filter(red_at__lte=at)
        case "amber":
            return running.filter(amber_at__lte=at, red_at__gt=at)
        case "green":
            return running.filter(amber_at__gt=at)
        case "paused":
            return duties.filter(case__phase=PAUSED)
    return duties


def page(duties: QuerySet[BondedDuty], *, at: datetime, after: str = "") -> Page:
    """Return one page, what turns red first on top, from behind the key `after`."""
    if key := _key(after):
        duties = duties.filter(Q(red_at__gt=key[0]) | Q(red_at=key[0], pk__gt=key[1]))
    found = list(duties.select_related("case", *BEHIND).order_by("red_at", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = f"{(last.red_at - EPOCH) // timedelta(microseconds=1)}-{last.pk}" if last else ""
    return Page([row(one, at) for one in found[:PAGE]], following)


def longest_late(duties: QuerySet[BondedDuty], *, at: datetime) -> Page:
    """Return the red ones whose time limit ended first: in the order of the lateness that the list shows."""
    found = lit(duties, "red", at).select_related("case", *BEHIND).order_by("case__due_at", "pk")[: PAGE + 1]
    rows = [row(one, at) for one in found]
    return Page(rows[:PAGE], "more" if len(rows) > PAGE else "")


def by_district(duties: QuerySet[BondedDuty], *, at: datetime) -> list[Standing]:
    """Return how the districts stand, the most red first; what belongs to the whole state under None."""
    counted = (
        duties.order_by()
        .values("case__district")
        .annotate(
            running=Count("pk"),
            amber=Count("pk", filter=Q(amber_at__lte=at, red_at__gt=at, case__phase=OPEN)),
            red=Count("pk", filter=Q(red_at__lte=at, case__phase=OPEN)),
        )
    )
    rows = list(counted)
    known = Place.objects.in_bulk([one["case__district"] for one in rows if one["case__district"]])
    found = [Standing(known.get(one["case__district"]), one["running"], one["amber"], one["red"]) for one in rows]
    return sorted(found, key=lambda one: (-one.red, -one.amber, one.district.lgd_code if one.district else 0))


def by_clock(duties: QuerySet[BondedDuty], *, at: datetime) -> Mapping[str, int]:
    """Return how many red duties each clock has."""
    red = lit(duties, "red", at).order_by().values("clock").annotate(n=Count("pk")).order_by(F("n").desc(), "clock")
    return {one["clock"]: one["n"] for one in red}


def row(duty: BondedDuty, at: datetime) -> Row:
    """Return a duty as lists show it."""
    is_paused = duty.case.phase == PAUSED
    light = Light.RED if at >= duty.red_at else Light.AMBER if at >= duty.amber_at else Light.GREEN
    clock = rulebook.book().bonded.clocks[duty.clock]
    return Row(duty, ladder.code_of(duty), clock.code, what(duty), light, is_paused)


def what(duty: BondedDuty) -> rulebook.Text:
    """Return what is owed: the head of a plan's line, else the clock's own words."""
    book = rulebook.book().bonded
    head = book.heads.get(duty.key) if duty.clock == "rehabilitation-line" else None
    return head.title if head else book.clocks[duty.clock].what


def _key(after: str) -> tuple[datetime, int] | None:
    micros, _dash, pk = after.partition("-")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit() and len(after) <= _LONGEST_KEY):
        return None
    return EPOCH + timedelta(microseconds=int(micros)), int(pk)


_LONGEST_KEY = 36
