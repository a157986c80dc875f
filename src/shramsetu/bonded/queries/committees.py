"""Reads of the committees: what sits, what is open, and what stood at an earlier instant."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from shramsetu import rulebook
from shramsetu.bonded.models import BondedDuty, Committee, Meeting, Seat, Survey
from shramsetu.bonded.rules import committee as rules
from shramsetu.bonded.rules.committee import Vacancy
from shramsetu.places.models import Kind, Place
from shramsetu.rulebook.committees import AgendaRule, SeatRule

CODES = 20  # code names on an item, the latest first; the counts are whole


@dataclass(frozen=True, slots=True)
class Line:
    """What is open of one clock in a district."""

    clock: str
    open: int
    late: int
    oldest: datetime | None


def seat_rules(level: str) -> list[SeatRule]:
    """Return the seats that section 13 gives a committee of this level, in its order."""
    return [one for one in rulebook.book().bonded.seats.values() if one.level == level]


def agenda_rules() -> list[AgendaRule]:
    """Return the duties of section 14 in its order."""
    return list(rulebook.book().bonded.agenda.values())


def vacancies(committee: Committee, seats: Iterable[Seat]) -> list[Vacancy]:
    """Return what is vacant in `committee`, whose sitting `seats` were read."""
    return rules.vacancies(seat_rules(committee.level), [seat.category for seat in seats])


def standing(districts: Iterable[int] | None) -> QuerySet[Committee]:
    """Return the committees that stand, of some districts or of all."""
    found = Committee.objects.filter(ended_at=None).select_related("district")
    found = found if districts is None else found.filter(district__in=districts)
    return found.order_by("district__name_en", "level", "subdivision")


def sitting(committees: Iterable[Committee], *, on: date) -> dict[int, list[Seat]]:
    """Return who sits on a day, by committee; who resigned sits through the days of notice, or until replaced."""
    by_seat: dict[tuple[int, str, int], Seat] = {}
    sits = Q(ended_at=None) | Q(ended_on__gt=on)
    rows = Seat.objects.filter(sits, committee__in=committees, from_on__lte=on)
    for seat in rows.order_by("category", "number", "from_on", "pk"):
        by_seat[seat.committee_id, seat.category, seat.number] = seat
    by_committee: dict[int, list[Seat]] = defaultdict(list)
    for seat in by_seat.values():
        by_committee[seat.committee_id].append(seat)
    return by_committee


def last_held(committees: Iterable[Committee]) -> dict[int, Meeting]:
    """Return the last meeting held, by committee."""
    held = Meeting.objects.filter(committee__in=committees, state=Meeting.State.HELD)
    return {one.committee_id: one for one in held.order_by("committee", "-meets_at").distinct("committee")}


def surveys(districts: Iterable[int] | None, *, at: datetime) -> QuerySet[Survey]:
    """Return the surveys recorded by `at` and not replaced by then, the newest first."""
    found = Survey.objects.filter(recorded_at__lt=at).exclude(replaced_by__recorded_at__lt=at)
    found = found if districts is None else found.filter(district__in=districts)
    return found.select_related("district").order_by("-to_on", "-pk")


def tehsil_of(committee: Committee) -> Place | None:
    """Return the tehsil of a sub-division's committee, where one of its name is loaded and cases say their place."""
    if committee.level != Committee.Level.SUBDIVISION:
        return None
    name = committee.subdivision
    named = Q(name_hi__iexact=name) | Q(name_en__iexact=name)
    return Place.objects.filter(named, kind=Kind.TEHSIL, district=committee.district).first()


def _inside(within: Place | None) -> Q:
    """Return the duties of cases, or of the operations that these came from, at a place in the tehsil."""
    if within is None:
        return Q()
    path = within.path
    return Q(parent__place__path__startswith=path) | Q(parent__parent__place__path__startswith=path)


def open_lines(district: Place, *, at: datetime, within: Place | None = None) -> dict[str, Line]:
    """Return what is open in a district, or within one of its tehsils, by clock."""
    running = BondedDuty.objects.filter(_inside(within), is_open=True, case__district=district)
    found = running.values("clock").order_by("clock")
    late = Count("pk", filter=Q(red_at__lte=at))
    rows = found.annotate(n=Count("pk"), late=late, oldest=Min("from_at"))
    return {row["clock"]: Line(row["clock"], row["n"], row["late"], row["oldest"]) for row in rows}


def open_codes(district: Place, clocks: Sequence[str], *, within: Place | None = None) -> list[str]:
    """Return the code names behind open duties of some clocks, those that are due first."""
    rows = BondedDuty.objects.filter(_inside(within), is_open=True, case__district=district, clock__in=clocks)
    codes = rows.filter(survivor__isnull=False).order_by("case__due_at", "pk").values_list("survivor__code", flat=True)
    return list(dict.fromkeys(codes))[:CODES]


def meeting_clocks(committees: Sequence[Committee]) -> dict[str, BondedDuty]:
    """Return the running clock of meetings by the committee's key."""
    keys = [one.key for one in committees]
    rows = BondedDuty.objects.filter(clock="committee-meeting", key__in=keys, is_open=True).select_related("case")
    return {one.key: one for one in rows}


def clocks_of(committee: Committee) -> list[BondedDuty]:
    """Return every clock that runs for a committee, the soonest first."""
    rows = BondedDuty.objects.filter(key=committee.key, is_open=True, case__district=committee.district_id)
    return list(rows.select_related("case").order_by("case__due_at"))
