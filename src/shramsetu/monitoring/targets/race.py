"""Who stands where among equals: the ranks of an indicator's districts on a morning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Max, Q

from shramsetu.monitoring.targets import terms
from shramsetu.monitoring.targets.models import Achievement, DayTarget, TargetSet
from shramsetu.monitoring.targets.rules import ranking
from shramsetu.monitoring.targets.rules.ranking import Ranked, Runner
from shramsetu.places.models import Kind, Place


@dataclass(frozen=True, slots=True)
class Placed:
    """A district with its rank, and the morning it was ranked by."""

    place: Place
    ranked: Ranked
    day: DayTarget


@dataclass(frozen=True, slots=True)
class Race:
    """The ranks of an indicator: groups of equals, the largest tasks first, as of the morning of `on`."""

    on: date
    since: date
    groups: list[list[Placed]]


class NeverRanked(LookupError):
    """This indicator is not ranked: counting it for a rank would reward the wrong deed."""


def race(target: TargetSet, on: date) -> Race | None:
    """Return the ranks of a target's districts on the last frozen morning up to `on`; None where there is none yet.

    Raises NeverRanked.
    """
    indicator = terms.indicator(target.indicator)
    if not indicator.ranked:
        raise NeverRanked(target.indicator)
    mornings = _mornings(target, on)
    if not mornings:
        return None
    at = max(day.on for day in mornings.values())
    since = at - timedelta(days=terms.figure("targets.rank_days", at))
    before = _levels(_mornings(target, since))
    quality = {} if not indicator.is_outside else _quality(target, since, at)
    runners = [
        Runner(
            key=pk,
            size=day.share.number,
            level=_level(day),
            before=before.get(pk, Fraction(0)),
            quality=quality.get(pk, Fraction(0)) if indicator.is_outside else ranking.FULL,
        )
        for pk, day in mornings.items()
    ]
    weights, least = terms.weights(at), terms.figure("targets.rank_least", at)
    groups = [
        [Placed(mornings[one.runner.key].share.place, one, mornings[one.runner.key]) for one in found]
        for found in (
            ranking.ranked(group, weights=weights, least=least)
            for group in ranking.peers(runners, terms.figure("targets.rank_groups", at))
        )
    ]
    return Race(at, since, groups)


def _mornings(target: TargetSet, on: date) -> dict[int, DayTarget]:
    """Return the last frozen morning up to a day of every district, in whatever version of the target."""
    rows = DayTarget.objects.filter(
        share__target__indicator=target.indicator,
        share__target__first_on=target.first_on,
        share__source="",
        share__place__kind=Kind.DISTRICT,
        on__lte=on,
        on__gt=on - timedelta(days=14),
    )
    newest = rows.select_related("share", "share__place").order_by("share__place", "-on", "-share__target__version")
    return {day.share.place_id: day for day in newest.distinct("share__place")}


def _levels(mornings: Mapping[int, DayTarget]) -> dict[int, Fraction]:
    return {pk: _level(day) for pk, day in mornings.items()}


def _level(day: DayTarget) -> Fraction:
    return ranking.share(day.done, day.official_to - day.official)


def _quality(target: TargetSet, since: date, until: date) -> dict[int, Fraction]:
    """Return the share of working days whose first figure came in time and was never corrected, by district."""
    days = terms.working(max(since, target.first_on), until - timedelta(days=1))
    if not days:
        return {}
    allowed = {on: terms.coming(on + timedelta(days=1), terms.figure("targets.timely_days", until))[-1] for on in days}
    rows = Achievement.objects.filter(indicator=target.indicator, on__in=days).values_list("place_id", "on")
    told = rows.annotate(first=Max("reported_on", filter=Q(revision=1)), corrected=Max("revision")).order_by()
    good: dict[int, int] = {}
    for place, on, first, revision in told:
        good[place] = good.get(place, 0) + (revision == 1 and first <= allowed[on])
    return {place: Fraction(count, len(days)) for place, count in good.items()}
