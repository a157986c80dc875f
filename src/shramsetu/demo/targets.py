"""Targets of the demo: set, approved, filled and frozen through the actions, over the last weeks before today.

Most districts do well; some fall behind, one goes up and down, one is silent. Figures of outside portals are pushed as
those portals would; what the platform counts is counted.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from shramsetu.demo import people, scenes
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.targets import queries, spreading, terms
from shramsetu.monitoring.targets.actions import setting, taking
from shramsetu.monitoring.targets.actions.taking import Line, Parcel
from shramsetu.monitoring.targets.models import Delivery, TargetSet
from shramsetu.monitoring.targets.spreading import Draft, Leaf
from shramsetu.monitoring.targets.tasks import midnight
from shramsetu.offices import queries as offices
from shramsetu.places import queries as places

WEEKS, NIGHTS = 8, 6  # weeks of figures; nights whose work is played, the first of them for the ten before it too
AHEAD = timedelta(days=150)
OUTSIDE = {"pm-sym": 1_50_000, "pm-lvmy": 30_000, "e-shram": 12_00_000, "inspections": 9_000}
OWN = {
    "bocw-registrations": 1_500,
    "bocw-marriage-help": 150,
    "site-visits": 600,
    "bonded-helped": 75,
}  # a small registry
REASON = {"pm-sym": "प्रदेश का लक्ष्य, पत्र 117/श्रम (नमूना)"}
# How fast a district works, of what its share asks; the others lie around the mark.
SLOW, SILENT, RISING = ("Kanpur Nagar", "Sonbhadra", "Bahraich"), ("Shravasti",), ("Varanasi",)


def grow(*, at: datetime) -> int:
    """Set the demo's targets and play their weeks up to `at`, once; return how many targets were set now."""
    if TargetSet.objects.exists():
        return 0
    with transaction.atomic():
        return _play(at)


def _play(at: datetime) -> int:
    chance = random.Random(people.SEED)  # noqa: S311 - invented history
    head = scenes.actor_in(offices.desk("labour.lc"), chance)
    secretary = scenes.actor_in(offices.desk("labour.secretary"), chance)
    today = clock.day(at)
    first = today - timedelta(weeks=WEEKS)
    eve = clock.moment(first - timedelta(days=1)) + timedelta(hours=6)
    for slug, number in {**OUTSIDE, **OWN}.items():
        setting.decide(
            setting.propose(_draft(slug, number, first), by=head, at=eve), approve=True, by=secretary, at=eve
        )
    for slug in OUTSIDE:
        _push(slug, first, today, chance)
    for back in range(NIGHTS, -1, -1):
        midnight(at=clock.moment(today - timedelta(days=back)) + timedelta(minutes=1))
    return len(OUTSIDE) + len(OWN)


def _draft(slug: str, number: int, first: date) -> Draft:
    return Draft(
        indicator=slug,
        first_on=first,
        last_on=first + AHEAD,
        from_on=first,
        method=TargetSet.Method.EQUAL,
        number=number,
        reason=REASON.get(slug, "वार्षिक कार्ययोजना (नमूना)"),
    )


def _push(slug: str, first: date, today: date, chance: random.Random) -> None:
    """Let the portal report every working day in the evening."""
    target = queries.target(slug, first)
    numbers = {(row.place_id, row.source): row.number for row in queries.shares(target)}
    days = terms.working(target.first_on, target.last_on)
    names = {one.pk: one.name_en for one in places.districts()}
    desk = scenes.actor_in(offices.state_desk(), chance)
    for on in terms.working(first, today - timedelta(days=1)):
        usual = {leaf: numbers[leaf] / len(days) for leaf in spreading.leaves(slug)}
        _send(slug, on, list(_lines(on, usual, names, chance)), by=desk)


def _lines(on: date, usual: dict[Leaf, float], names: dict[int, str], chance: random.Random) -> Iterator[Line]:
    for number, ((place, source), mean) in enumerate(usual.items(), 1):
        name = names[place]
        if name in SILENT:
            continue
        pace = 0.4 if name in SLOW else chance.uniform(0.85, 1.35)
        if name in RISING:
            pace = 0.3 if on.day % 2 else 2.2
        yield Line(number, place, source, on, max(0, round(mean * pace)), on)


def _send(slug: str, on: date, lines: list[Line], *, by: Actor) -> None:
    parcel = Parcel(slug, Delivery.Origin.API, f"demo/{slug}/{on}", "नमूना पोर्टल", lines)
    taking.take(parcel, by=by, at=clock.moment(on) + timedelta(hours=18))
