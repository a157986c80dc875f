"""Named reads of the nightly list: counts by district and village, and the people of one district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.casework.models import Run
from shramsetu.places.models import Place
from shramsetu.schemes.actions.unclaimed import KIND
from shramsetu.schemes.models import Unclaimed

Sign = Unclaimed.Sign
COLUMNS = tuple(Sign)


@dataclass(frozen=True, slots=True)
class Line:
    """A district or village with its counts, one for each of COLUMNS, and how many run out soon."""

    place: Place | None
    counts: Sequence[int]
    soon: int

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(self.counts)

    @property
    def name(self) -> str:
        """The place in the language of the page."""
        return self.place.name(get_language() or "hi") if self.place else _("Village not known")


def by_district(districts: frozenset[int] | None, *, on: date) -> list[Line]:
    """Return the counts of each district that has any, most first."""
    rows = _live(districts)
    return _lines(rows, "district_id", on)


def by_village(district: Place, *, on: date) -> list[Line]:
    """Return the counts of each village of a district, most first; those without a village stand last."""
    return _lines(_live(frozenset({district.pk})), "place_id", on)


def people(district: Place, asked: Mapping[str, str], *, on: date) -> QuerySet[Unclaimed]:
    """Return the list of a district, what runs out first on top; `asked` narrows it by sign, place and time."""
    rows = _live(frozenset({district.pk}))
    if asked.get("sign") in Sign.values:
        rows = rows.filter(sign=asked["sign"])
    if (place := asked.get("place", "")).isdigit():
        rows = rows.filter(place=int(place) or None)
    if asked.get("soon"):
        rows = rows.filter(last_on__lte=soon(on))
    return rows.select_related("worker", "place").order_by(F("last_on").asc(nulls_last=True), "worker_id", "id")


def soon(on: date) -> date:
    """Return until which last day something counts as running out."""
    return on + timedelta(days=rulebook.book().number("outreach.deadline_days", on))


def made_at() -> datetime | None:
    """Return when the list was brought up to date last."""
    last = Run.objects.filter(kind=KIND, state=Run.State.DONE).order_by("-made_at").first()
    return last.ended_at if last else None


def words(row: Unclaimed) -> str:
    """Say what somebody is owed: the scheme, or the card."""
    rule = rulebook.book().scheme_rules.rules.get(row.scheme)
    return rule.name.say(get_language() or "hi") if rule else _("Registration card")


def _live(districts: frozenset[int] | None) -> QuerySet[Unclaimed]:
    rows = Unclaimed.objects.filter(over_on=None)
    return rows if districts is None else rows.filter(district__in=districts)


def _lines(rows: QuerySet[Unclaimed], by: str, on: date) -> list[Line]:
    running_out = Count("id", filter=Q(last_on__lte=soon(on)))
    counted: dict[int | None, dict[str, int]] = {}
    grouped = rows.values_list(by, "sign").annotate(rows=Count("id"), soon=running_out).order_by()
    for place, sign, count, hurried in grouped:
        found = counted.setdefault(place, {"soon": 0})
        found[sign] = count
        found["soon"] += hurried
    places = Place.objects.filter(pk__in=[pk for pk in counted if pk]).defer("keys").in_bulk()
    lines = [
        Line(places.get(pk) if pk else None, [found.get(sign, 0) for sign in COLUMNS], found["soon"])
        for pk, found in counted.items()
    ]
    return sorted(lines, key=lambda line: (line.place is None, -line.total, line.name))
