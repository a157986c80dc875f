"""The meeting sheets: one month on paper, for the Chief Secretary's review and for a district."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Value
from django.db.models.functions import MD5, Concat

from shramsetu import rulebook
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.insight import deltas, measures, queries, rules
from shramsetu.insight.queries import Counts
from shramsetu.insight.rules import Period
from shramsetu.insight.scope import Scope
from shramsetu.lib import clock

LINES = (
    "received",
    "disposed",
    "satisfied_first",
    "special",
    "unconfirmed",
    "order",
    "reopened",
    "dissatisfied",
    "returned",
    "second_checked",
    "second_failed",
    "lapsed",
    "misconduct",
    "explained",
)
WORST = 10
REACH = timedelta(days=60)


def sheet(scope: Scope, month: Period, *, at: datetime) -> dict[str, Any]:
    """Return all that stands on the sheet of `scope` for a whole month: the month beside the one before."""
    before = rules.month(month.first - timedelta(days=1))
    now, then = queries.totals(scope, month), queries.totals(scope, before)
    names = ["received", "disposed", "lapsed", "satisfied_first", *measures.ENDS]
    return {
        "month": month,
        "before": before,
        "lines": [(measures.label(name), now.get(name, 0), then.get(name, 0)) for name in _lines(scope)],
        "first_level": (rules.first_level(now, measures.ENDS), rules.first_level(then, measures.ENDS)),
        "standing": queries.standing(scope, at=at),
        "departments": _ranked(
            queries.by_department(scope, month, names),
            {one.pk: one.name_hi for one in queries.departments()},
            queries.open_by("department", scope, at=at),
        ),
        "districts": _districts(scope, month, names, at),
        "posts": queries.posts(scope, month, limit=WORST),
        "problems": _problems(scope, at),
        "sample": sample(scope, at=at),
    }


def _problems(scope: Scope, at: datetime) -> list[dict[str, Any]]:
    if not scope.is_state:
        return []
    titles = rulebook.book().categories
    found = [one for one in queries.same_problems(at=at) if one.is_everywhere and one.category in titles]
    return [{"title": titles[one.category].title, "cases": one.cases, "districts": one.districts} for one in found]


def _districts(scope: Scope, month: Period, names: Sequence[str], at: datetime) -> list[dict[str, Any]]:
    if not scope.is_state and len(scope.districts) == 1:
        return []
    titles = {place.pk: place.name_hi for place in queries.districts()}
    return _ranked(queries.by_district(scope, month, names), titles, queries.open_by("district", scope, at=at))


def _ranked(
    counts: Mapping[int, Counts], titles: Mapping[int, str], open_now: Mapping[int, tuple[int, int]]
) -> list[dict[str, Any]]:
    """Return a line for each district or department, the most overdue first."""
    rows = [
        {
            "label": titles[pk],
            "open": open_now.get(pk, (0, 0)),
            "counts": counts.get(pk, {}),
            "first_level": rules.first_level(counts.get(pk, {}), measures.ENDS),
        }
        for pk in titles
        if pk in counts or pk in open_now
    ]
    return sorted(rows, key=lambda row: (-row["open"][1], row["label"]))


def sample(scope: Scope, *, at: datetime) -> list[Case]:
    """Return the disposed cases of the last days that the reader is to look into, drawn by chance for this day.

    The draw of a day is the same for everybody who looks; nobody can choose it.
    """
    today = clock.day(at)
    most = rulebook.book().number("insight.review_sample", today)
    closed = Case.objects.filter(kind="grievance", phase__in=[CLOSED, FINAL], sealed=False, outcome__in=deltas.DISPOSED)
    closed = closed.filter(opened_at__gte=at - REACH, closed_at__gte=clock.bounds(today - timedelta(days=7))[0])
    if not scope.is_state:
        closed = closed.filter(district__in=scope.districts)
    if not scope.has_all_departments:
        closed = closed.filter(department__in=scope.departments)
    drawn = closed.annotate(draw=MD5(Concat("number", Value(f"{today:%Y%m%d}")))).order_by("draw")
    return list(drawn.select_related("district", "department", "holder")[:most])


def month_of(text: str, today: date) -> Period:
    """Return the month written as 2026-11; the last one that is over where it is not written so."""
    first = clock.named(f"{text}-01", None)
    return rules.month(first) if first else rules.last_month(today)


def _lines(scope: Scope) -> list[str]:
    """Return the measures of the sheet; what counts in the state alone stands on no other sheet as a false zero."""
    whole = scope.is_state and scope.has_all_departments
    return [name for name in LINES if whole or name != "misconduct"]
