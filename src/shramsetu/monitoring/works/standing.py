"""How works stand on a day: parts, curve, forecast, money, hindrances, flags; a fixed number of reads for all.

A list reads of each part what the forecast's window holds and the one measurement before it; a work's own page reads
its whole history, for the curve.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Max, Q, QuerySet, Sum

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.monitoring.works import bounds
from shramsetu.monitoring.works.models import Component, Hindrance, Measurement, Plan, Work
from shramsetu.monitoring.works.records import MoneyRow, Photo
from shramsetu.monitoring.works.rules import flags, light, progress
from shramsetu.monitoring.works.rules import money as money_rules
from shramsetu.monitoring.works.rules.flags import Bounds, Flag
from shramsetu.monitoring.works.rules.light import Light, Why
from shramsetu.monitoring.works.rules.money import Road, Stage
from shramsetu.monitoring.works.rules.progress import Forecast, Part, Point, Stretch

Row = TypeVar("Row")
LEAPT_DAYS = 30  # a leap is shown for so long after the measurement


@dataclass(frozen=True, slots=True)
class Curve:
    """A version of the baseline."""

    version: int
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Done:
    """A part and how much of it is done (basis points), measured last on a day."""

    component: Component
    done: int
    on: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """How one work stands on a day."""

    work: Work
    on: date
    parts: Sequence[Done]
    curves: Sequence[Curve]  # approved versions; the last one counts
    measured: Sequence[Point]
    physical: int
    planned: int | None
    forecast: Forecast
    light: Light
    why: Why
    road: Road
    flags: Sequence[Flag]
    hindrances: Sequence[Hindrance]

    @property
    def begins_on(self) -> date | None:
        """The first day of the plan in force."""
        return self.curves[-1].points[0].on if self.curves else None

    @property
    def due_on(self) -> date | None:
        """The last day of the plan in force."""
        return self.curves[-1].points[-1].on if self.curves else None

    @property
    def days_behind(self) -> int | None:
        """By how many days it is behind its plan, below zero where it is ahead; None once it is whole or unplanned."""
        if not self.curves or self.physical >= progress.WHOLE:
            return None
        return progress.days_behind(self.curves[-1].points, self.physical, self.on)

    @property
    def days_hindered(self) -> int:
        """On how many days at least one hindrance stood."""
        first = min((one.from_on for one in self.hindrances), default=self.on)
        return progress.days_hindered(_stretches(self.hindrances), first, self.on)


@dataclass(frozen=True, slots=True)
class _Sum:
    """How much of the money came to a stage; `old` of it by the day from which it should be accounted for."""

    work_id: int
    stage: Stage
    paise: int
    old: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of all works asked for, by work (measurements by component)."""

    parts: Mapping[int, list[Component]]
    measured: Mapping[int, list[Measurement]]
    curves: Mapping[int, list[Curve]]
    money: Mapping[int, list[_Sum]]
    hindrances: Mapping[int, list[Hindrance]]
    photos: Mapping[int, date]


@dataclass(frozen=True, slots=True)
class _Rule:
    window: int
    amber: int
    silent: int
    uc_days: int
    bounds: Bounds


def of(works: QuerySet[Work], on: date, *, history: bool = False) -> list[Found]:
    """Return how each of `works` stands at the end of `on`, in the order given; with `history`, its whole curve."""
    asked = list(works.select_related("case__district", "case__holder__place", "agency__place"))
    rule = _rule(on)
    rows = _read([one.pk for one in asked], on, rule, history=history)
    return [_found(work, rows, rule, on) for work in asked]


def one(work: Work, on: date) -> Found:
    """Return how a single work stands at the end of `on`, with its whole curve."""
    return of(Work.objects.filter(pk=work.pk), on, history=True)[0]


def _rule(on: date) -> _Rule:
    book = rulebook.book()
    return _Rule(
        window=book.number("works.forecast_days", on),
        amber=book.number("works.amber_percent", on),
        silent=book.number("works.silent_days", on),
        uc_days=book.number("works.uc_days", on),
        bounds=bounds.on(on),
    )


def _read(works: Sequence[int], on: date, rule: _Rule, *, history: bool) -> _Rows:
    parts = Component.objects.filter(work__in=works).select_related("handover").order_by("work", "seq")
    measured = Measurement.objects.filter(component__work__in=works, on__lte=on, corrected_by=None)
    if not history:
        since = on - timedelta(days=max(rule.window, LEAPT_DAYS))
        before = measured.filter(on__lte=since).order_by("component", "-done", "on", "id").distinct("component")
        measured = measured.filter(Q(on__gt=since) | Q(pk__in=before.values("pk")))
    plans = Plan.objects.filter(work__in=works, state=Plan.State.APPROVED, decided_at__lt=clock.bounds(on)[1])
    stood = Hindrance.objects.filter(work__in=works, from_on__lte=on).exclude(case__state="mistaken")
    shown = Photo.objects.filter(work__in=works, at__lt=clock.bounds(on)[1]).order_by()
    return _Rows(
        parts=_by(parts, "work_id"),
        measured=_by(measured.order_by("component", "on", "id"), "component_id"),
        curves={
            work: [Curve(plan.version, [Point(one.on, one.share) for one in plan.points.all()]) for plan in rows]
            for work, rows in _by(plans.order_by("version").prefetch_related("points"), "work_id").items()
        },
        money=_by(_sums(works, on, rule), "work_id"),
        hindrances=_by(stood.select_related("case__holder", "component").order_by("from_on", "pk"), "work_id"),
        photos={pk: clock.day(at) for pk, at in shown.values_list("work").annotate(last=Max("at"))},
    )


def _sums(works: Sequence[int], on: date, rule: _Rule) -> list[_Sum]:
    old = Sum("paise", filter=Q(on__lte=on - timedelta(days=rule.uc_days)), default=0)
    rows = MoneyRow.objects.filter(work__in=works, on__lte=on).order_by().values_list("work_id", "stage")
    found = rows.annotate(whole=Sum("paise"), old=old)
    return [_Sum(work, Stage(stage), int(whole), int(late)) for work, stage, whole, late in found]


def _by(rows: Iterable[Row], name: str) -> Mapping[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _found(work: Work, rows: _Rows, rule: _Rule, on: date) -> Found:
    parts = [_done(one, rows.measured.get(one.pk, [])) for one in rows.parts.get(work.pk, [])]
    curves = [Curve(one.version, sorted(one.points, key=lambda p: p.on)) for one in rows.curves.get(work.pk, [])]
    measured = _measured(rows.parts.get(work.pk, []), rows.measured, curves)
    physical = progress.physical(Part(one.component.weight, one.done) for one in parts) if parts else 0
    stood = rows.hindrances.get(work.pk, [])
    stopped = _stretches(one for one in stood if one.stops)
    ahead = progress.forecast(measured, on, window=rule.window, stopped=stopped)
    asked = light.Asked(
        on=on,
        physical=physical,
        begins=curves[-1].points[0].on if curves else None,
        due=curves[-1].points[-1].on if curves else None,
        measured=max((one.on for one in parts if one.on), default=None),
        forecast=ahead,
        plan_due=clock.day(work.case.due_at) if work.case.state == "preparing" and work.case.due_at else None,
    )
    shows, why = light.light(asked, amber_percent=rule.amber, silent_days=rule.silent)
    road = _road(rows.money.get(work.pk, []))
    return Found(
        work=work,
        on=on,
        parts=parts,
        curves=curves,
        measured=measured,
        physical=physical,
        planned=progress.planned(curves[-1].points, on) if curves else None,
        forecast=ahead,
        light=shows,
        why=why,
        road=road,
        flags=_flags(rows, measured, asked, road, rule, work),
        hindrances=stood,
    )


def _done(component: Component, rows: Sequence[Measurement]) -> Done:
    return Done(component, rows[-1].done, rows[-1].on) if rows else Done(component, 0, None)


def _measured(
    parts: Sequence[Component], rows: Mapping[int, list[Measurement]], curves: Sequence[Curve]
) -> list[Point]:
    """Return how much of the whole stood on the first day of the first plan and on each day that was measured."""
    events = sorted((row for part in parts for row in rows.get(part.pk, [])), key=lambda row: (row.on, row.pk))
    if not events:
        return []
    done = {part.pk: 0 for part in parts}
    found: dict[date, int] = {}
    for row in events:
        done[row.component_id] = row.done
        found[row.on] = progress.physical(Part(part.weight, done[part.pk]) for part in parts)
    begun = curves[0].points[0] if curves else None
    first = [begun] if begun and begun.on < events[0].on and begun.share <= next(iter(found.values())) else []
    return [*first, *(Point(on, share) for on, share in found.items())]


def _road(rows: Sequence[_Sum]) -> Road:
    """Add up what is known by the day. A step entered with an earlier day than the one before it counts with that."""
    try:
        return money_rules.road((row.stage, row.paise) for row in rows)
    except money_rules.Beyond:
        return Road(**{row.stage.value: max(row.paise, 0) for row in rows})


def _flags(
    rows: _Rows, measured: Sequence[Point], asked: light.Asked, road: Road, rule: _Rule, work: Work
) -> list[Flag]:
    begun = asked.begins is not None and asked.on > asked.begins
    last = rows.photos.get(work.pk) or asked.begins
    unseen = (asked.on - last).days if begun and last else None
    found = set(
        flags.of_work(physical=asked.physical, spent=road.spent_share, last_photo_days=unseen, bounds=rule.bounds)
    )
    spent = sum(row.old for row in rows.money.get(work.pk, []) if row.stage == Stage.SPENT)
    if spent > road.certified:
        found.add(Flag.UC_LATE)
    lately = asked.on - timedelta(days=LEAPT_DAYS)
    newest = (row for part in rows.parts.get(work.pk, []) for row in rows.measured.get(part.pk, []))
    if any(row.leaps and row.on > lately for row in newest) or _leapt(measured, lately, rule.bounds):
        found.add(Flag.LEAP)
    return list(flags.worst_first(found))


def _leapt(measured: Sequence[Point], lately: date, limits: Bounds) -> bool:
    """Tell whether the whole grew faster since `lately` than is believed, by many small steps or by one."""
    before = [one for one in measured if one.on <= lately] or measured[:1]
    if not before or measured[-1].on <= lately:
        return False
    start, last = before[-1], measured[-1]
    return flags.leaps(start.share, last.share, (last.on - start.on).days, limits)


def _stretches(rows: Iterable[Hindrance]) -> list[Stretch]:
    return [Stretch(one.from_on, one.cleared_on) for one in rows]
