"""Who stands where among equals: the ranks of an indicator's districts on a morning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Case, Count, DateField, F, Value, When
from django.db.models.functions import TruncDate

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.monitoring.targets import terms
from shramsetu.monitoring.targets.models import Achievement, DayTarget, TargetSet
from shramsetu.monitoring.targets.rules import ranking
from shramsetu.monitoring.targets.rules.ranking import Ranked, Runner
from shramsetu.places.models import Kind, Place
from shramsetu.rulebook.watched import Peers


@dataclass(frozen=True, slots=True)
class Placed:
    """A district with its rank, and the morning it was ranked by."""

    place: Place
    ranked: Ranked
    day: DayTarget


@dataclass(frozen=True, slots=True)
class Group:
    """Districts that are ranked among one another, and what makes them peers."""

    peers: Peers
    rows: list[Placed]


@dataclass(frozen=True, slots=True)
class Race:
    """The ranks of an indicator: the groups of the rulebook in its order, as of the morning of `on`."""

    on: date
    since: date
    groups: list[Group]


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
            is_heard=not (day.why == "no_data" and not day.done),
        )
        for pk, day in mornings.items()
    ]
    weights, least = terms.weights(at), terms.figure("targets.rank_least", at)
    groups = list[Group]()
    for peers, within in _peers(runners, mornings).items():
        rows = ranking.ranked(within, weights=weights, least=least)
        placed = [Placed(mornings[one.runner.key].share.place, one, mornings[one.runner.key]) for one in rows]
        groups.append(Group(rulebook.book().watched.peers[peers], placed))
    return Race(at, since, groups)


def _peers(runners: Sequence[Runner], mornings: Mapping[int, DayTarget]) -> dict[str, list[Runner]]:
    """Part the runners by the groups of the rulebook, in its order; a group without a runner is left out."""
    book = rulebook.book().watched
    found: dict[str, list[Runner]] = {slug: [] for slug in book.peers}
    for one in runners:
        found[book.peers_of(mornings[one.key].share.place.lgd_code).slug].append(one)
    return {slug: rows for slug, rows in found.items() if rows}


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
    """Return the share of figures due on the working days that reached us in time and were never corrected.

    By district; where it has source departments, each of them owes a figure for each day.
    """
    days = terms.working(max(since, target.first_on), until - timedelta(days=1))
    if not days:
        return {}
    allowed = {on: terms.coming(on + timedelta(days=1), terms.figure("targets.timely_days", until))[-1] for on in days}
    until_ = Case(*(When(on=on, then=Value(last)) for on, last in allowed.items()), output_field=DateField())
    rows = Achievement.objects.filter(indicator=target.indicator, on__in=days, revision=1, corrected_by=None)
    timely = rows.annotate(came_on=TruncDate("at", tzinfo=clock.IST), until=until_).filter(came_on__lte=F("until"))
    good = timely.values_list("place").annotate(figures=Count("pk")).order_by()
    owed = len(days) * max(1, len(terms.indicator(target.indicator).sources))
    return {place: Fraction(count, owed) for place, count in good}
