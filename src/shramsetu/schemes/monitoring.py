"""How claims stand: named reads over claims, money and cases, of some districts and some days.

Every figure is counted from the rows themselves at the moment it is asked for; only to whom a scheme is open comes from
the night before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, LiteralString

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.lib import clock
from shramsetu.offices.models import Post
from shramsetu.schemes.models import Claim, Due, Eligible, SharedAccount

REFUSED = ("refused", "refused_final")
Districts = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which districts (None: all), which days (both counted) and which scheme (empty: every one)."""

    districts: Districts
    first: date
    last: date
    scheme: str = ""

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The instants of the days."""
        return clock.bounds(self.first)[0], clock.bounds(self.last)[1]


@dataclass(slots=True)
class Counts:
    """What became of claims in those days; sums of money by kind of benefit, never added together.

    Of any day: workers to whom it is open (`eligible`), of these who had not been paid when they were counted
    (`unpaid`), and who were ever paid (`covered`), each worker once in a scheme.
    """

    received: int = 0
    sanctioned: int = 0
    paid: int = 0
    refused: int = 0
    open: int = 0
    median: float | None = None
    p90: float | None = None
    paise: dict[str, int] = field(default_factory=dict)
    eligible: int = 0
    unpaid: int = 0
    covered: int = 0

    @property
    def concerned(self) -> int:
        """How many are eligible or were paid: who was paid was eligible, though many are not any more."""
        return self.unpaid + self.covered

    @property
    def coverage(self) -> float | None:
        """The share of those concerned who were ever paid, 0 to 100 percent; None with nobody to share."""
        return 100 * self.covered / self.concerned if self.concerned else None


@dataclass(frozen=True, slots=True)
class Pending:
    """What lies with one post: open claims, of them overdue, and since when the oldest lies there."""

    post: Post
    open: int
    overdue: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Double:
    """Claims of one family for the same event of the same scheme."""

    scheme: str
    event_on: date | None
    numbers: Sequence[str]


_DAYS: LiteralString = """
SELECT {by} AS by, percentile_cont(0.5) WITHIN GROUP (ORDER BY days), percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
FROM (
    SELECT c.scheme, k.district_id, c.sanctioned_on - (k.opened_at AT TIME ZONE 'Asia/Kolkata')::date AS days
    FROM schemes_claim c JOIN casework_case k ON k.id = c.case_id
    WHERE c.sanctioned_on BETWEEN %(first)s AND %(last)s AND (%(scheme)s = '' OR c.scheme = %(scheme)s)
        AND (%(districts)s::bigint[] IS NULL OR k.district_id = ANY(%(districts)s))
) decided GROUP BY GROUPING SETS (({by}), ())"""
_BY: dict[str, LiteralString] = {"scheme": "scheme", "case__district_id": "district_id"}
# Two of one family under one scheme for one day, or for none: perhaps one benefit asked for twice.
_DOUBLES: LiteralString = """
SELECT c.scheme, c.event_on, array_agg(k.number ORDER BY k.number)
FROM schemes_claim c JOIN casework_case k ON k.id = c.case_id JOIN workers_worker w ON w.id = c.worker_id
WHERE c.is_live AND w.family_id IN (
        SELECT w.family_id FROM schemes_claim c JOIN casework_case k ON k.id = c.case_id
        JOIN workers_worker w ON w.id = c.worker_id
        WHERE c.is_live AND w.family_id IS NOT NULL AND k.opened_at >= %(begin)s AND k.opened_at < %(end)s
            AND (%(districts)s::bigint[] IS NULL OR k.district_id = ANY(%(districts)s)))
    AND (%(scheme)s = '' OR c.scheme = %(scheme)s)
GROUP BY c.scheme, c.event_on, w.family_id HAVING count(DISTINCT c.worker_id) > 1
ORDER BY max(k.opened_at) DESC LIMIT 50"""


def by_scheme(asked: Asked) -> dict[str, Counts]:
    """Return the counts of each scheme; under the empty name those of all."""
    return _counted(asked, "scheme")


def by_district(asked: Asked) -> dict[int, Counts]:
    """Return the counts of each district by its key; under 0 those of all."""
    return {key or 0: found for key, found in _counted(asked, "case__district_id").items()}


def reasons(asked: Asked) -> list[tuple[str, str, int]]:
    """Return by which condition claims were refused, the most frequent first: scheme, condition, claims."""
    rows = _claims(asked).filter(case__state__in=REFUSED, **_within("case__closed_at", asked))
    found = rows.values_list("scheme", "failed").annotate(count=Count("pk")).order_by("-count", "scheme", "failed")
    return list(found[:30])


def pending(asked: Asked, *, at: datetime, most: int = 50) -> list[Pending]:
    """Return the posts with open claims, those with most overdue first."""
    rows = Case.objects.filter(kind="claim", phase__in=[OPEN, PAUSED], holder__isnull=False)
    rows = rows if asked.districts is None else rows.filter(district__in=asked.districts)
    rows = rows.filter(claim__scheme=asked.scheme) if asked.scheme else rows
    late = Count("pk", filter=Q(due_at__lte=at, phase=OPEN))
    found = rows.values("holder").annotate(open=Count("pk"), late=late, oldest=Min("level_at"))
    listed = list(found.order_by("-late", "-open", "holder")[:most])
    posts = Post.objects.select_related("place").in_bulk([one["holder"] for one in listed])
    return [Pending(posts[one["holder"]], one["open"], one["late"], one["oldest"]) for one in listed]


def doubles(asked: Asked) -> list[Double]:
    """Return what families with a claim of those days asked for more than once."""
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES, _values(asked))
        return [Double(*row) for row in cursor.fetchall()]


def shared_accounts() -> int:
    """Return how many accounts of several persons wait for somebody to look, at whichever board."""
    return SharedAccount.objects.filter(persons__gt=F("cleared_for")).values("match").distinct().count()


def counted_on() -> date | None:
    """Return of which night the numbers of the eligible are."""
    last: date | None = Eligible.objects.aggregate(on=Max("counted_on"))["on"]
    return last


def _counted(asked: Asked, by: str) -> dict[Any, Counts]:
    found: dict[Any, Counts] = {}
    all_ = Counts()
    rows = _claims(asked)
    parts = {
        "received": rows.filter(**_within("case__opened_at", asked)),
        "sanctioned": rows.filter(sanctioned_on__range=(asked.first, asked.last)),
        "paid": rows.filter(case__state="paid", **_within("case__closed_at", asked)),
        "refused": rows.filter(case__state__in=REFUSED, **_within("case__closed_at", asked)),
        "open": rows.filter(case__phase__in=[OPEN, PAUSED]),
    }
    for name, part in parts.items():
        for key, count in part.values_list(by).annotate(count=Count("pk")).order_by():
            setattr(found.setdefault(key, Counts()), name, count)
            setattr(all_, name, getattr(all_, name) + count)
    _days(asked, by, found, all_)
    _money(asked, by, found, all_)
    _coverage(asked, by, found, all_)
    return {**found, "": all_} if by == "scheme" else {**found, 0: all_}


def _within(name: str, asked: Asked) -> dict[str, datetime]:
    begin, end = asked.span
    return {f"{name}__gte": begin, f"{name}__lt": end}


def _claims(asked: Asked) -> Any:
    rows = Claim.objects.filter(case__kind="claim")
    rows = rows.filter(scheme=asked.scheme) if asked.scheme else rows
    return rows if asked.districts is None else rows.filter(case__district__in=asked.districts)


def _days(asked: Asked, by: str, found: dict[Any, Counts], all_: Counts) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DAYS.format(by=_BY[by]), _values(asked))
        for key, median, p90 in cursor.fetchall():
            one = all_ if key is None else found.setdefault(key, Counts())
            one.median, one.p90 = median, p90


def _money(asked: Asked, by: str, found: dict[Any, Counts], all_: Counts) -> None:
    rows = Due.objects.filter(stage=Due.Stage.PAID, paid_on__range=(asked.first, asked.last))
    rows = rows.filter(award__claim__scheme=asked.scheme) if asked.scheme else rows
    rows = rows if asked.districts is None else rows.filter(district__in=asked.districts)
    column = "award__claim__scheme" if by == "scheme" else "district_id"
    for key, kind, paise in rows.values_list(column, "kind").annotate(sum=Sum("paise")).order_by():
        found.setdefault(key, Counts()).paise[kind] = paise
        all_.paise[kind] = all_.paise.get(kind, 0) + paise


def _coverage(asked: Asked, by: str, found: dict[Any, Counts], all_: Counts) -> None:
    """Add to how many each is open, and how many different workers were ever paid: of any day, not of these.

    A worker counts once in a scheme, whatever number of claims was paid, and where he or she is registered, as the
    eligible do; two rows that were merged are one.
    """
    rows = Eligible.objects.filter(scheme=asked.scheme) if asked.scheme else Eligible.objects.all()
    rows = rows if asked.districts is None else rows.filter(district__in=asked.districts)
    open_to = rows.values_list("scheme", "district_id").annotate(eligible=Sum("workers"), unpaid=Sum("unpaid"))
    for scheme, district, eligible, unpaid in open_to.order_by():
        one = found.setdefault(scheme if by == "scheme" else district, Counts())
        for counts in (one, all_):
            counts.eligible += eligible
            counts.unpaid += unpaid
    for scheme, district, persons in _paid(asked):
        one = found.setdefault(scheme if by == "scheme" else district, Counts())
        for counts in (one, all_):
            counts.covered += persons


def _paid(asked: Asked) -> QuerySet[Claim, tuple[str, int, int]]:
    """Return how many different workers of each district were ever paid under each scheme."""
    rows = Claim.objects.filter(case__kind="claim", case__state="paid").annotate(
        home=Coalesce("worker__merged_into__district", "worker__district"),
        person=Coalesce("worker__merged_into", "worker"),
    )
    rows = rows.filter(scheme=asked.scheme) if asked.scheme else rows
    rows = rows if asked.districts is None else rows.filter(home__in=asked.districts)
    return rows.values_list("scheme", "home").annotate(persons=Count("person", distinct=True)).order_by()


def _values(asked: Asked) -> Mapping[str, Any]:
    begin, end = asked.span
    districts = None if asked.districts is None else list(asked.districts)
    return {
        "first": asked.first,
        "last": asked.last,
        "begin": begin,
        "end": end,
        "scheme": asked.scheme,
        "districts": districts,
    }


def month(first: date, last: date) -> list[tuple[str, int, int, int, int]]:
    """Return of those days each scheme and district with a claim: scheme, LGD code, received, sanctioned, paid."""
    asked = Asked(None, first, last)
    rows = _claims(asked)
    parts = (
        rows.filter(**_within("case__opened_at", asked)),
        rows.filter(sanctioned_on__range=(first, last)),
        rows.filter(case__state="paid", **_within("case__closed_at", asked)),
    )
    found: dict[tuple[str, int], list[int]] = {}
    for place, part in enumerate(parts):
        grouped = part.values_list("scheme", "case__district__lgd_code").annotate(count=Count("pk")).order_by()
        for scheme, lgd, count in grouped:
            found.setdefault((scheme, lgd or 0), [0, 0, 0])[place] = count
    return [(scheme, lgd, *counts) for (scheme, lgd), counts in sorted(found.items())]  # type: ignore[misc]
