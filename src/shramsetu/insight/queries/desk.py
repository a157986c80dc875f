"""Named reads of the figures. Pages read roll-ups only; every answer is a few rows of a few hundred bytes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shramsetu import rulebook
from shramsetu.casework.models import OPEN, Case
from shramsetu.insight import deltas, rules
from shramsetu.insight.models import Cursor, DayCount, MonthCount, OpenDay, OpenState, PostCount
from shramsetu.insight.rules import Period
from shramsetu.insight.scope import ALL, Scope
from shramsetu.lib import clock
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Kind, Place

Counts = dict[str, int]


def counted_at() -> datetime | None:
    """Return up to when the journal is counted; None before the first count and while counting anew."""
    return Cursor.objects.filter(complete=True).values_list("at", flat=True).first()


def by_time(scope: Scope, period: Period) -> dict[date, Counts]:
    """Return counts of every measure by day, or by month (its first day) for a period of months; unit: cases.

    Days without anything are left out. The daily counts of a department in a district reach back 95 days.
    """
    rows, unit = _rows(scope, period)
    found: dict[date, Counts] = defaultdict(dict)
    for on, measure, amount in rows.values_list(unit, "measure").annotate(total=Sum("amount")).order_by(unit):
        found[on][measure] = amount
    return dict(found)


def added(by_day: Mapping[date, Counts]) -> Counts:
    """Add up what `by_time` returned: counts of every measure in the whole period."""
    total: Counts = defaultdict(int)
    for counts in by_day.values():
        for measure, amount in counts.items():
            total[measure] += amount
    return dict(total)


def totals(scope: Scope, period: Period) -> Counts:
    """Return counts of every measure in the whole period."""
    rows, _unit = _rows(scope, period)
    return dict(rows.values_list("measure").annotate(total=Sum("amount")))


def by_district(scope: Scope, period: Period, names: Sequence[str]) -> dict[int, Counts]:
    """Return counts of the measures `names` by the id of the district, for the districts of `scope`."""
    return _by(scope, period, names, "district")


def by_department(scope: Scope, period: Period, names: Sequence[str]) -> dict[int, Counts]:
    """Return counts of the measures `names` by the id of the department, for the departments of `scope`."""
    return _by(scope, period, names, "department")


def by_category(scope: Scope, period: Period, names: Sequence[str]) -> dict[str, Counts]:
    """Return counts of the measures `names` by category in the whole months of `period`.

    Of the state or districts with all departments, or of departments in the whole state.
    """
    months = MonthCount.objects.filter(month__gte=period.first.replace(day=1), month__lte=period.last)
    rows = months.filter(measure__in=names).exclude(category="")
    if scope.is_state:
        rows = rows.filter(district=0, department__gt=0)
        rows = rows if scope.has_all_departments else rows.filter(department__in=scope.departments)
    else:
        rows = rows.filter(district__in=scope.districts, department=0)
    return _gather(rows.values_list("category", "measure").annotate(total=Sum("amount")))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open now: by level and state, by age class (days of the rulebook), and how it stands to its time.

    `overdue`: time is over. `today`: becomes overdue before midnight. Paused cases are open and never overdue.
    """

    total: int
    levels: dict[int, int]
    states: dict[str, int]
    ages: list[tuple[tuple[int, int | None], int]]
    overdue: int
    today: int


def standing(scope: Scope, *, at: datetime) -> Standing:
    """Return what is open in `scope` at `at`, from three small reads."""
    today = clock.day(at)
    levels: dict[int, int] = defaultdict(int)
    states: dict[str, int] = defaultdict(int)
    for level, state, amount in _open(OpenState, scope).values_list("level", "state", "amount"):
        levels[level] += amount
        states[state] += amount
    days: dict[str, list[tuple[date, int]]] = {"opened": [], "due": []}
    for sort, day, amount in _open(OpenDay, scope).values_list("sort", "day", "amount"):
        days[sort].append((day, amount))
    edges = rulebook.book().numbers("insight.ageing_days", today)
    past = past_due_today(scope, at=at)
    ages = zip(rules.age_bounds(edges), rules.ages(days["opened"], edges, today), strict=True)
    due_today = sum(amount for day, amount in days["due"] if day == today)
    return Standing(
        total=sum(levels.values()),
        levels={level: amount for level, amount in sorted(levels.items()) if amount},
        states={state: amount for state, amount in states.items() if amount},
        ages=list(ages),
        overdue=sum(amount for day, amount in days["due"] if day < today) + past,
        today=max(0, due_today - past),
    )


def past_due_today(scope: Scope, *, at: datetime) -> int:
    """Return how many open cases fell due today and are late by now: read from the cases, bounded by one day."""
    late = Case.objects.filter(phase=OPEN, due_at__gte=clock.bounds(clock.day(at))[0], due_at__lte=at)
    late = late.filter(kind__in=deltas.PUBLIC)
    if not scope.is_state:
        late = late.filter(district__in=scope.districts, sealed=False)
    if not scope.has_all_departments:
        late = late.filter(department__in=scope.departments, sealed=False)
    return late.count()


def open_by(what: str, scope: Scope, *, at: datetime) -> dict[int, tuple[int, int]]:
    """Return by district or department (`what`) how many cases are open, and how many were overdue at midnight."""
    late = Q(sort=OpenDay.Sort.DUE, day__lt=clock.day(at))
    rows = _spread(OpenDay.objects.filter(sort__in=OpenDay.Sort.values), scope, what)
    counted = rows.values_list(what).annotate(
        total=Coalesce(Sum("amount", filter=Q(sort=OpenDay.Sort.OPENED)), 0),
        overdue=Coalesce(Sum("amount", filter=late), 0),
    )
    return {place: (total, overdue) for place, total, overdue in counted if total}


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A post with what it did, or left undone, in a period."""

    post: Post
    counts: Counts


def posts(scope: Scope, period: Period, *, worst: str = "lapsed", limit: int = 50) -> list[Lapsing]:
    """Return the posts of `scope` with most of the measure `worst` in the months of `period`, the most first (A10)."""
    months = PostCount.objects.filter(month__gte=period.first.replace(day=1), month__lte=period.last)
    of = Post.objects.all()
    if not scope.is_state:
        of = of.filter(place__district__in=scope.districts)
    if not scope.has_all_departments:
        of = of.filter(department__in=scope.departments)
    chosen = months.filter(measure=worst)
    if not (scope.is_state and scope.has_all_departments):
        chosen = chosen.filter(post__in=of.values("pk"))
    ranked = chosen.values_list("post").annotate(total=Sum("amount")).order_by("-total", "post")[:limit]
    order = [post for post, _total in ranked]
    counts: dict[int, Counts] = defaultdict(dict)
    rows = months.filter(post__in=order).values_list("post", "measure").annotate(total=Sum("amount"))
    for post, measure, amount in rows:
        counts[post][measure] = amount
    held = {post.pk: post for post in of.filter(pk__in=order).select_related("place", "department")}
    return [Lapsing(held[pk], counts[pk]) for pk in order if pk in held]


def of_post(post: Post, period: Period) -> Counts:
    """Return what one post did in the months of `period`."""
    months = PostCount.objects.filter(post=post.pk, month__gte=period.first.replace(day=1), month__lte=period.last)
    return dict(months.values_list("measure").annotate(total=Sum("amount")))


@dataclass(frozen=True, slots=True)
class Problem:
    """A category that comes from many districts at once; `before` is the count of the window before (B11)."""

    category: str
    districts: int
    cases: int
    before: int
    is_everywhere: bool


def same_problems(*, at: datetime) -> list[Problem]:
    """Return the categories of the window of the rulebook (insight.same_problem_*), those from all over first."""
    book, today = rulebook.book(), clock.day(at)
    window = timedelta(days=book.number("insight.same_problem_days", today))
    least = (book.number("insight.same_problem_districts", today), book.number("insight.same_problem_times", today))
    lately, earlier = Q(day__gt=today - window), Q(day__lte=today - window)
    rows = DayCount.objects.filter(day__gt=today - 2 * window, measure="received", district__gt=0).exclude(category="")
    counted = rows.values_list("category").annotate(
        districts=Count("district", distinct=True, filter=lately),
        cases=Coalesce(Sum("amount", filter=lately), 0),
        before=Coalesce(Sum("amount", filter=earlier), 0),
    )
    found = [
        Problem(category, places, cases, before, rules.is_everywhere(places, cases, least))
        for category, places, cases, before in counted
        if cases
    ]
    return sorted(found, key=lambda one: (not one.is_everywhere, -one.cases, one.category))


def districts() -> list[Place]:
    """Return the districts with their mandals, in the order of their Hindi names."""
    places = Place.objects.filter(kind=Kind.DISTRICT).select_related("parent").order_by("name_hi")
    return list(places.defer("keys", "neighbours", "parent__keys", "parent__neighbours"))


def departments() -> list[Department]:
    """Return every department and board in the order of their Hindi names."""
    return list(Department.objects.order_by("name_hi"))


def _rows(scope: Scope, period: Period) -> tuple[QuerySet[DayCount] | QuerySet[MonthCount], str]:
    where = {"district__in": scope.districts, "department__in": scope.departments, "category": ""}
    if period.by_month:
        span = {"month__gte": period.first.replace(day=1), "month__lte": period.last}
        return MonthCount.objects.filter(**where, **span), "month"
    return DayCount.objects.filter(**where, day__gte=period.first, day__lte=period.last), "day"


def _by(scope: Scope, period: Period, names: Sequence[str], what: str) -> dict[int, Counts]:
    if period.by_month:
        span = {"month__gte": period.first.replace(day=1), "month__lte": period.last}
        rows: QuerySet[DayCount] | QuerySet[MonthCount] = MonthCount.objects.filter(**span)
    else:
        rows = DayCount.objects.filter(day__gte=period.first, day__lte=period.last)
    rows = _spread(rows.filter(category="", measure__in=names), scope, what)
    return _gather(rows.values_list(what, "measure").annotate(total=Sum("amount")))


def _spread(rows: QuerySet[Any], scope: Scope, what: str) -> QuerySet[Any]:
    """Narrow to the rows of each single district or department of `scope`."""
    for name, ids in (("district", scope.districts), ("department", scope.departments)):
        if name == what and ids == ALL:
            # One look-up in the index for each id; "greater than 0" or a join would read through every combination.
            rows = rows.extra(where=[_EVERY[name]])  # noqa: S610 - a fixed text
        else:
            rows = rows.filter(**{f"{name}__in": ids})
    return rows


_EVERY = {
    "district": "district = ANY(ARRAY(SELECT id::int FROM places_place WHERE kind = 'district'))",
    "department": "department = ANY(ARRAY(SELECT id::int FROM offices_department))",
}


def _gather(rows: Iterable[tuple[Any, str, int]]) -> dict[Any, Counts]:
    found: dict[Any, Counts] = defaultdict(dict)
    for key, measure, amount in rows:
        found[key][measure] = amount
    return dict(found)


def _open(table: type[OpenState | OpenDay], scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = table.objects.filter(district__in=scope.districts, department__in=scope.departments)
    return rows
