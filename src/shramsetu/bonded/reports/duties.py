"""The duties of a report as they stood: what was open, what was late, by clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from shramsetu.bonded.models import BondedDuty
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.past import stood
from shramsetu.casework.models import Case


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty that was open then."""

    clock: str
    district: int
    code: str
    from_at: datetime
    is_late: bool
    is_paused: bool


@dataclass(slots=True)
class Count:
    """What was open of one clock."""

    open: int = 0
    late: int = 0
    paused: int = 0
    oldest: datetime | None = None


def owed(asked: Asked) -> list[Owed]:
    """Return the duties that were open in some districts; whether late is told by the limit that ran then."""
    were_open = Q(case__closed_at=None) | Q(case__closed_at__gte=asked.at)
    rows = BondedDuty.objects.filter(were_open, case__district__in=asked.pks, case__opened_at__lt=asked.at)
    found = list(rows.select_related("case", "survivor").order_by("from_at", "pk"))
    told = stood(Case.objects.filter(pk__in=[one.pk for one in found]), before=asked.at)
    return [
        Owed(
            clock=one.clock,
            district=one.case.district_id or 0,
            code=one.survivor.code if one.survivor else "",
            from_at=one.from_at,
            is_late=is_running(one, told) and _is_over(told[one.case.number].due_at, asked.at),
            is_paused=one.case.number in told and told[one.case.number].state == "paused",
        )
        for one in found
    ]


def by_clock(duties: Iterable[Owed]) -> Mapping[str, Count]:
    """Return the counts by clock."""
    counts: dict[str, Count] = defaultdict(Count)
    for one in duties:
        count = counts[one.clock]
        count.open += 1
        count.late += one.is_late
        count.paused += one.is_paused
        count.oldest = one.from_at if count.oldest is None else min(count.oldest, one.from_at)
    return counts


def ended(asked: Asked, since: datetime) -> Mapping[str, int]:
    """Return how many duties were done between an instant and the end of the report, by clock."""
    rows = BondedDuty.objects.filter(
        case__district__in=asked.pks,
        case__closed_at__gte=since,
        case__closed_at__lt=asked.at,
        case__outcome="done",
    )
    counts: dict[str, int] = defaultdict(int)
    for name in rows.values_list("clock", flat=True):
        counts[name] += 1
    return counts


def is_running(one: BondedDuty, told: Mapping[str, object]) -> bool:
    """Tell whether a duty's clock ran then."""
    stood_so = told.get(one.case.number)
    return stood_so is not None and getattr(stood_so, "state", "") != "paused"


def _is_over(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and due_at < at
