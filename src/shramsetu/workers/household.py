"""Families as other packages ask for them: the snapshot that a claim freezes, the counts, benefits taken twice.

What a family was given lies in packages above this one (`schemes`); they lay a function into `SOURCES` that answers for
many workers in one query.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db.models import F, Q

from shramsetu.workers.models import Family, Member, Worker
from shramsetu.workers.rules import household
from shramsetu.workers.rules.household import Counts, Double, Given, Person, Snapshot

Source = Callable[[Sequence[str]], Iterable[Given]]
SOURCES: dict[str, Source] = {}
"""By package: numbers of workers in, the benefits they asked for or were granted out."""


def snapshot(family: Family, on: date) -> Snapshot:
    """Return the family as it was on the day `on`, in one query."""
    rows = (
        Member.objects.filter(family=family, since__lte=on)
        .filter(Q(until=None) | Q(until__gt=on))
        .annotate(of=F("worker__number"))
        .order_by("seat", "since")
    )
    members = tuple(
        Person(
            seat=one.seat,
            name=one.name,
            kin=one.kin,
            sex=one.sex,
            born_on=one.born_on,
            is_married=one.is_married,
            is_disabled=one.is_disabled,
            worker=one.of or "",
        )
        for one in rows
    )
    return Snapshot(family.number, family.source, family.as_of, on, members)


def given_to(workers: Sequence[str]) -> list[Given]:
    """Return what these workers (by number) asked for or were granted, the oldest first."""
    found = [one for source in SOURCES.values() for one in source(workers)] if workers else []
    return sorted(found, key=lambda one: (one.on, one.claim))


def given_in(family: Family) -> list[Given]:
    """Return what the workers of a family asked for or were granted: those linked to it, whoever its members are."""
    numbers = set(Worker.objects.filter(family=family, merged_into=None).values_list("number", flat=True))
    numbers |= set(
        Worker.objects.filter(memberships_of_family__family=family, merged_into=None).values_list("number", flat=True)
    )
    return given_to(sorted(numbers))


def counts(family: Family, on: date) -> Counts:
    """Count the family on the day `on`, and its benefits by scheme."""
    return household.counts(snapshot(family, on), given_in(family))


def doubles(family: Family, alike: Iterable[frozenset[str]] = ()) -> list[Double]:
    """Return the benefits of the family that may be one benefit taken twice; see `rules.household.doubles`."""
    return household.doubles(given_in(family), alike)
