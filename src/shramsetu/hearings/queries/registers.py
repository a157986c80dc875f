"""Named reads for registers and statistics: what is pending how long, who put it off, what was heard and paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet, Sum, Value, When
from django.db.models import Case as Choice
from django.db.models.functions import TruncDate

from shramsetu import rulebook
from shramsetu.casework import queries
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.models import Award, Forum, Hearing, Matter, Order
from shramsetu.hearings.rules import pendency
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

HOUR = timedelta(hours=1)
DONE = Hearing.State.DONE
BEFORE_AWARD = ("scrutiny", "defective", "doubtful", "registered", "noticed", "hearing", "reserved")


class Median(Aggregate):
    """The middle of a span over the rows: half of them are not longer. None of no rows."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Listed:
    """How many dates of a forum were listed in a span, and what came of them."""

    forum: Forum
    listed: int
    heard: int
    adjourned: int
    passed_over: int
    moved: int


def mine(by: Actor, forum: str = "") -> QuerySet[Matter]:
    """Return the matters in the sight of `by`, of one forum or all."""
    rows = Matter.objects.filter(case__in=queries.cases_visible_to(by).filter(kind=KIND))
    return rows.filter(forum__slug=forum) if forum else rows


def pending(rows: QuerySet[Matter], *, at: datetime) -> dict[str, list[int]]:
    """Return the pending matters by stage and age, in one read; age counts from the filing."""
    today = clock.day(at)
    bounds = ages_of(today)
    younger = [
        When(filed_on__gt=today - timedelta(days=bound), then=Value(place)) for place, bound in enumerate(bounds)
    ]
    open_ones = rows.filter(case__phase__in=[OPEN, PAUSED], case__state__in=BEFORE_AWARD, filed_on__isnull=False)
    aged = open_ones.annotate(age=Choice(*younger, default=Value(len(bounds)))).values_list("case__state", "age")
    found = pendency.table(aged.annotate(count=Count("pk")).order_by("case__state", "age"), bounds)
    return {state: found[state] for state in BEFORE_AWARD if state in found}


def ages_of(on: date) -> Sequence[int]:
    """Return the bounds of the ages in days."""
    return rulebook.book().numbers("hearings.age_days", on)


def causes(rows: QuerySet[Matter], since: date, until: date) -> list[tuple[str, str, int]]:
    """Return why dates were put off in a span: side, cause, how often; the most frequent first."""
    found = _held(rows, since, until).filter(result=Hearing.Result.ADJOURNED).values("adjourned_by", "cause")
    counted = [(row["adjourned_by"], row["cause"], row["count"]) for row in found.annotate(count=Count("pk"))]
    return sorted(counted, key=lambda row: (-row[2], row[0], row[1]))


def listed(rows: QuerySet[Matter], since: date, until: date) -> list[Listed]:
    """Return how many dates of each forum were fixed for days of a span, and what came of them."""
    start, end = clock.bounds(since)[0], clock.bounds(until)[1]
    dates = Hearing.objects.filter(matter__in=rows, on_at__gte=start, on_at__lt=end).values("forum")
    counted = dates.annotate(
        listed=Count("pk"),
        heard=Count("pk", filter=Q(result__in=[Hearing.Result.HEARD, Hearing.Result.RESERVED])),
        adjourned=Count("pk", filter=Q(result=Hearing.Result.ADJOURNED)),
        passed_over=Count("pk", filter=Q(result=Hearing.Result.PASSED_OVER)),
        moved=Count("pk", filter=Q(state=Hearing.State.MOVED)),
    )
    forums = Forum.objects.select_related("place").in_bulk([row["forum"] for row in counted])
    named = ("listed", "heard", "adjourned", "passed_over", "moved")
    found = [Listed(forums[row["forum"]], *(row[name] for name in named)) for row in counted]
    return sorted(found, key=lambda one: one.forum.slug)


def unsigned(forums: Sequence[Forum]) -> list[tuple[Case, datetime]]:
    """Return the matters whose order is awaited, reserved or drafted, with the hearing from which its hours count.

    The longest awaited comes first.
    """
    drafts = Order.objects.filter(signed_at=None, matter__forum__in=forums).select_related("matter__case")
    found = {one.matter_id: (one.matter.case, one.heard_at) for one in drafts}
    reserved = Matter.objects.filter(forum__in=forums, case__state="reserved").exclude(pk__in=list(found))
    for one in reserved.select_related("case"):
        found[one.pk] = (one.case, one.case.level_at)
    return sorted(found.values(), key=lambda pair: (pair[1], pair[0].pk))


@dataclass(frozen=True, slots=True)
class Ordered:
    """How long orders took: how many were signed, how many on the day of the hearing, the hours in the middle."""

    signed: int
    same_day: int
    hours: int | None


def ordered(rows: QuerySet[Matter], since: date, until: date) -> Ordered:
    """Return how long the orders that were signed in a span took from the hearing."""
    start, end = clock.bounds(since)[0], clock.bounds(until)[1]
    found = Order.objects.filter(matter__in=rows, hearing__isnull=False, signed_at__gte=start, signed_at__lt=end)
    days = {name: TruncDate(f"{name}_at", tzinfo=clock.IST) for name in ("signed", "heard")}
    counted = found.annotate(signed_on=days["signed"], heard_on=days["heard"]).aggregate(
        signed=Count("pk"),
        same_day=Count("pk", filter=Q(signed_on__lte=F("heard_on"))),
        middle=Median(F("signed_at") - F("heard_at")),
    )
    middle: timedelta | None = counted["middle"]
    return Ordered(counted["signed"], counted["same_day"], middle // HOUR if middle is not None else None)


@dataclass(frozen=True, slots=True)
class Awarded:
    """What became of awards: how many, how many are in the worker's hand, the days that took, the sums."""

    made: int
    satisfied: int
    days: int | None
    paise: int
    in_hand_paise: int

    @property
    def percent(self) -> int | None:
        """How many in a hundred are in the worker's hand."""
        return 100 * self.satisfied // self.made if self.made else None


def awarded(rows: QuerySet[Matter], since: date, until: date) -> Awarded:
    """Return what became of the awards that were made in a span."""
    found = Award.objects.filter(matter__in=rows, made_on__gte=since, made_on__lte=until)
    counted = found.aggregate(
        made=Count("pk"),
        satisfied=Count("satisfied_on"),
        paise=Sum(F("paise") + F("compensation_paise")),
        middle=Median(F("satisfied_on") - F("made_on"), filter=Q(satisfied_on__isnull=False)),
    )
    hand = found.aggregate(paise=Sum("sums__paise", filter=Q(sums__kind__in=["handed", "direct"])))
    middle: timedelta | None = counted["middle"]
    days = middle.days if middle is not None else None
    return Awarded(counted["made"], counted["satisfied"], days, counted["paise"] or 0, hand["paise"] or 0)


def awards(rows: QuerySet[Matter], since: date, until: date) -> QuerySet[Award]:
    """Return the awards that were made in a span, the oldest that is not satisfied first."""
    found = Award.objects.filter(matter__in=rows, made_on__gte=since, made_on__lte=until)
    return found.select_related("matter__case", "matter__forum").order_by(
        F("satisfied_on").asc(nulls_first=True), "made_on"
    )


def _held(rows: QuerySet[Matter], since: date, until: date) -> QuerySet[Hearing]:
    start, end = clock.bounds(since)[0], clock.bounds(until)[1]
    return Hearing.objects.filter(matter__in=rows, state=DONE, on_at__gte=start, on_at__lt=end)
