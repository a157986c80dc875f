"""Named reads of what beneficiaries said: whom to call next, and the results by scheme and district."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from shramsetu.schemes.models import Aftercall

USED = tuple(Aftercall.Used)


@dataclass(frozen=True, slots=True)
class Result:
    """What was said of one scheme or district, or of all."""

    key: str | int | None
    answered: int
    whole: int
    less: int
    never: int
    cut: int
    cut_paise: float | None
    used: Sequence[int]

    def share(self, count: int) -> float | None:
        """Return `count` in percent of those who answered; None with no answer."""
        return 100 * count / self.answered if self.answered else None

    @property
    def whole_percent(self) -> float | None:
        """The share to whom it came whole."""
        return self.share(self.whole)

    @property
    def cut_percent(self) -> float | None:
        """The share of whom somebody took a cut."""
        return self.share(self.cut)


def waiting(districts: frozenset[int] | None, *, on: date) -> QuerySet[Aftercall]:
    """Return the calls to be made by `on`, the longest owed first."""
    rows = _seen(districts).filter(state=Aftercall.State.WAITING, next_on__lte=on)
    return rows.select_related("claim__case", "claim__worker", "district").order_by("next_on", "pk")


def results(districts: frozenset[int] | None, *, by: str) -> list[Result]:
    """Return the results by `scheme` or `district_id`, most answers first."""
    found = _answered(districts).values(by).annotate(**_measures()).order_by("-answered", by)
    return [_result(row[by], row) for row in found]


def total(districts: frozenset[int] | None) -> Result:
    """Return the results of all."""
    return _result(None, _answered(districts).aggregate(**_measures()))


def reached(districts: frozenset[int] | None) -> dict[str, int]:
    """Return how many calls are in each state."""
    rows = _seen(districts).values_list("state").annotate(count=Count("pk")).order_by()
    return dict(rows)


def _seen(districts: frozenset[int] | None) -> QuerySet[Aftercall]:
    rows = Aftercall.objects.all()
    return rows if districts is None else rows.filter(district__in=districts)


def _answered(districts: frozenset[int] | None) -> QuerySet[Aftercall]:
    return _seen(districts).filter(state=Aftercall.State.ANSWERED)


def _measures() -> dict[str, Any]:
    came = {name: Count("pk", filter=Q(came=name)) for name in Aftercall.Whole.values}
    used = {f"used_{name}": Count("pk", filter=Q(used=name)) for name in Aftercall.Used.values}
    cut = {"cut": Count("pk", filter=Q(cut_taken=True)), "average": Avg("cut_paise")}
    return {"answered": Count("pk"), **came, **used, **cut}


def _result(key: str | int | None, row: dict[str, Any]) -> Result:
    return Result(
        key=key,
        answered=row["answered"],
        whole=row["yes"],
        less=row["less"],
        never=row["no"],
        cut=row["cut"],
        cut_paise=None if row["average"] is None else float(row["average"]),
        used=[row[f"used_{name}"] for name in USED],
    )
