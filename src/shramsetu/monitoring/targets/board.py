"""What the pages of targets show: the board of all indicators, one target place by place, and its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from shramsetu.lib import clock
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import queries, terms
from shramsetu.monitoring.targets.actions import reading
from shramsetu.monitoring.targets.models import Achievement, DayTarget, Share, TargetSet
from shramsetu.monitoring.targets.standing import Day, Stand, stands
from shramsetu.places import queries as places
from shramsetu.places.models import Kind, Place
from shramsetu.rulebook.watched import Indicator


@dataclass(frozen=True, slots=True)
class Tile:
    """One indicator on the board: its morning as frozen, and what has been done today: None where nobody told yet."""

    indicator: Indicator
    target: TargetSet
    day: DayTarget
    today: int | None

    @property
    def number(self) -> int:
        """The whole target of the place."""
        return self.day.share.number

    @property
    def percent(self) -> int | None:
        """How much of the whole was done in the morning."""
        return self.day.done * 100 // self.number if self.number else None

    @property
    def gap(self) -> int:
        """How far it was behind the fixed spread in the morning; below 0 it is ahead."""
        return self.day.official_to - self.day.official - self.day.done

    @property
    def known(self) -> int | None:
        """What was done by the morning; None where nothing was ever heard."""
        return None if self.day.why == "no_data" and not self.day.done else self.day.done


def tiles(place: Place, on: date) -> list[Tile]:
    """Return the targets in force on a day as they stood in a place that morning, in the order of the rulebook.

    A day off shows the last morning before it.
    """
    targets = queries.in_force(on)
    rows = DayTarget.objects.filter(
        share__target__in=[one.pk for one in targets.values()],
        share__place=place,
        share__source="",
        on__lte=on,
        on__gt=on - timedelta(days=14),
    )
    newest = rows.select_related("share").order_by("share", "-on").distinct("share")
    mornings = {day.share.target_id: day for day in newest}
    today = _today(place, targets, on)
    return [
        Tile(indicator, targets[slug], mornings[targets[slug].pk], today.get(slug))
        for slug, indicator in terms.indicators().items()
        if slug in targets and targets[slug].pk in mornings
    ]


def without_morning(found: Sequence[Tile], on: date) -> list[TargetSet]:
    """Return the targets in force that no morning shows yet: approved on a day off, or yet to begin their first day."""
    shown = {one.target.pk for one in found}
    return [one for one in queries.in_force(on).values() if one.pk not in shown]


def _today(place: Place, targets: Mapping[str, TargetSet], on: date) -> dict[str, int]:
    """Return what was told for the day, and what the platform counts of it by itself (one query a counter)."""
    rows = Achievement.objects.filter(indicator__in=list(targets), on=on, place__path__startswith=place.path)
    found = dict(rows.values_list("indicator").annotate(number=Sum("change")).order_by())
    within = frozenset(places.districts().filter(path__startswith=place.path).values_list("pk", flat=True))
    for slug, target in targets.items():
        if not terms.indicator(slug).is_outside:
            live = reading.live(target, on)
            found[slug] = sum(number for (pk, _), number in live.items() if pk in within)
    return found


@dataclass(frozen=True)
class Sight:
    """One target in one place on a day: the place's own row, those within it, and every district in it for the map."""

    target: TargetSet
    day: Day
    own: Stand
    within: list[Stand]
    above: list[Share]
    districts: list[Stand]

    @property
    def silent(self) -> int:
        """How many of the rows within are red because nothing was heard of them."""
        return sum(one.why == "no_data" for one in self.within)


def sight(target: TargetSet, place: Place, on: date, *, seen: frozenset[int] | None) -> Sight | None:
    """Return how a target stands in a place and in what lies within; districts out of `seen` are left out.

    None where the target has no row for the place.
    """
    rows = queries.shares(target)
    own = next((row for row in rows if row.place_id == place.pk and not row.source), None)
    if own is None:
        return None
    day = Day(target, on)
    found = stands(day, rows, live=reading.live(target, on))
    by_pk = {row.pk: row for row in rows}
    shown = [row for row in rows if scope.shows(seen, row.place)]
    within = [found[row.pk] for row in shown if row.parent_id == own.pk]
    mapped = [row for row in shown if row.place.kind == Kind.DISTRICT and not row.source]
    districts = [found[row.pk] for row in mapped if row.place.path.startswith(place.path)]
    above, at = list[Share](), own
    while at.parent_id is not None:
        at = by_pk[at.parent_id]
        above.insert(0, at)
    return Sight(target, day, found[own.pk], within, above, districts)


@dataclass(frozen=True, slots=True)
class Past:
    """One day of a target in a place: what was asked, what was done on it, and how much of that was told late."""

    on: date
    frozen: DayTarget | None
    done: int | None
    late: int
    corrections: int
    told_on: date | None


def past(target: TargetSet, place: Place, until: date) -> list[Past]:
    """Return the days of a target's period up to `until`, the newest first; a day without a figure has None.

    Late is what reached us late, whatever day its sender says he reported it on.
    """
    mornings = DayTarget.objects.filter(
        share__target__indicator=target.indicator,
        share__place=place,
        share__source="",
        on__gte=target.first_on,
        on__lte=until,
    )
    frozen = {day.on: day for day in mornings.order_by("on", "share__target__version")}
    late = timedelta(days=terms.figure("targets.late_days", until))
    rows = (
        _figures(target, place, until)
        .annotate(came_on=TruncDate("at", tzinfo=clock.IST))
        .values_list("on")
        .annotate(
            done=Sum("change"),
            late=Coalesce(Sum("change", filter=Q(came_on__gt=F("on") + late)), 0),
            corrections=Count("pk", filter=Q(revision__gt=1)),
            told_on=Max("came_on"),
        )
    )
    told = {on: values for on, *values in rows.order_by()}
    days = sorted({*frozen, *told}, reverse=True)
    return [Past(on, frozen.get(on), *(told.get(on) or (None, 0, 0, None))) for on in days]


def figures(target: TargetSet, place: Place, on: date, *, seen: frozenset[int] | None) -> QuerySet[Achievement]:
    """Return every figure told for a day in a place, corrections after what they correct, of districts in `seen`."""
    rows = _figures(target, place, on).filter(on=on).select_related("place", "delivery", "delivery__post")
    rows = rows if seen is None else rows.filter(place__in=seen)
    return rows.order_by("place__name_en", "source", "revision")


def _figures(target: TargetSet, place: Place, until: date) -> QuerySet[Achievement]:
    rows = Achievement.objects.filter(indicator=target.indicator, on__range=(target.first_on, until))
    return rows.filter(place__path__startswith=place.path)
