"""How a target is shared out: the state over its mandals, these over their districts, these over source departments."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Sum

from shramsetu.monitoring.targets import terms
from shramsetu.monitoring.targets.models import Achievement, TargetSet
from shramsetu.monitoring.targets.rules import shares
from shramsetu.monitoring.targets.rules.shares import Node
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers.models import Worker

_ROW = re.compile(r"(\d{1,10}):([a-z0-9-]*):(\d{1,15})", re.ASCII)
Leaf = tuple[int, str]  # a place's id, and the source department there (empty: all of them)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a target that is shared out: the place, the source in it, the rows within, and the number."""

    place: Place
    source: str
    number: int
    depth: int
    parts: tuple["Row", ...] = ()

    def walk(self) -> Iterator["Row"]:
        """Yield this row and all within it, from the top down."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Draft:
    """A target as somebody asks for it; `given` holds the number of each district or source where it is `given`."""

    indicator: str
    first_on: date
    last_on: date
    from_on: date
    method: str
    number: int
    reason: str
    given: Mapping[Leaf, int] = field(default_factory=dict)


def shared(draft: Draft) -> Row:
    """Return the rows of a draft; every row is the sum of those within it."""
    state, by_mandal = _tree()
    sources = terms.indicator(draft.indicator).sources
    weights = {} if draft.method == TargetSet.Method.GIVEN else _weights(draft, sources)

    def district(place: Place) -> Node:
        parts = tuple(Node(_key(place.pk, source), weights.get((place.pk, source), 0)) for source in sources)
        return Node(_key(place.pk), weights.get((place.pk, ""), 0), parts)

    tree = Node(
        _key(state.pk), 0, tuple(Node(_key(one.pk), 0, tuple(map(district, within))) for one, within in by_mandal)
    )
    if draft.method == TargetSet.Method.GIVEN:
        numbers = shares.added_up(tree, {_key(*leaf): number for leaf, number in draft.given.items()})
    else:
        numbers = shares.cascade(draft.number, tree)
    known = {one.pk: one for mandal, within in by_mandal for one in (mandal, *within)} | {state.pk: state}
    return _row(tree, numbers, known, 0)


def leaves(indicator: str) -> list[Leaf]:
    """Return the lowest rows of a target of `indicator`: every district, or every source department in it."""
    sources = terms.indicator(indicator).sources or ("",)
    return [(place.pk, source) for place in places.districts() for source in sources]


def written(given: Mapping[Leaf, int]) -> str:
    """Write the rows of a file as the form of the preview carries them on."""
    return " ".join(f"{place}:{source}:{number}" for (place, source), number in given.items())


def read(text: str) -> dict[Leaf, int]:
    """Return the rows that are `written`; what is none is left out."""
    found = (_ROW.fullmatch(part) for part in text.split())
    return {(int(row[1]), row[2]): int(row[3]) for row in found if row}


def _tree() -> tuple[Place, list[tuple[Place, list[Place]]]]:
    within: dict[int, list[Place]] = {}
    for district in places.districts():
        within.setdefault(district.parent_id or 0, []).append(district)
    return places.state(), [(mandal, within.get(mandal.pk, [])) for mandal in places.mandals()]


def _weights(draft: Draft, sources: tuple[str, ...]) -> Mapping[Leaf, int]:
    if draft.method == TargetSet.Method.WORKERS:
        workers = Worker.objects.filter(merged_into=None).values_list("district_id").annotate(workers=Count("pk"))
        return _over_sources({(place, ""): number for place, number in workers.order_by()}, sources)
    if draft.method == TargetSet.Method.PAST:
        rows = Achievement.objects.filter(indicator=draft.indicator, on__lt=draft.first_on)
        year = rows.filter(on__gte=draft.first_on - timedelta(days=365))
        sums = year.values_list("place_id", "source").annotate(number=Sum("change")).order_by()
        return {(place, source): max(number, 0) for place, source, number in sums}
    return _over_sources({(place.pk, ""): 1 for place in places.districts()}, sources)


def _over_sources(weights: Mapping[Leaf, int], sources: tuple[str, ...]) -> Mapping[Leaf, int]:
    if not sources:
        return weights
    return {(place, source): weight for (place, _), weight in weights.items() for source in sources}


def _key(place: int, source: str = "") -> str:
    return f"{place}:{source}"


def _row(node: Node, numbers: Mapping[str, int], known: Mapping[int, Place], depth: int) -> Row:
    place, _, source = node.key.partition(":")
    parts = tuple(_row(part, numbers, known, depth + 1) for part in node.parts)
    return Row(known[int(place)], source, numbers[node.key], depth, parts)
