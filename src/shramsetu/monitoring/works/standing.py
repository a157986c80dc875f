"""How works stand on a day: parts, curve, forecast, money, hindrances, flags; a fixed number of reads for all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Max, QuerySet

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
        """By how many days it is behind its plan; below zero where it is ahead."""
        return progress.days_behind(self.curves[-1].points, self.physical, self.on) if self.curves else None

    @property
    def days_hindered(self) -> int:
        """On how many days at least one hindrance stood."""
        first = min((one.from_on for one in self.hindrances), default=self.on)
        return progress.days_hindered(_stretches(self.hindrances), first, self.on)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of all works asked for, by work (measurements by component)."""

    parts: Mapping[int, list[Component]]
    measured: Mapping[int, list[Measurement]]
    curves: Mapping[int, list[Curve]]
    money: Mapping[int, list[MoneyRow]]
    hindrances: Mapping[int, list[Hindrance]]
    photos: Mapping[int, date]


@dataclass(frozen=True, slots=True)
class _Rule:
    window: int
    amber: int
    silent: int
    uc_days: int
    bounds: Bounds


def of(works: QuerySet[Work], on: date) -> list[Found]:
    """Return how each of `works` stands at the end of `on`, in the order given."""
    asked = list(works.select_related("case__district", "case__holder__place", "agency__place"))
    rows, rule = _read([one.pk for one in asked], on), _rule(on)
    return [_found(work, rows, rule, on) for work in asked]


def one(work: Work, on: date) -> Found:
    """Return how a single work stands at the end of `on`."""
    return of(Work.objects.filter(pk=work.pk), on)[0]


def _rule(on: date) -> _Rule:
    book = rulebook.book()
    return _Rule(
        window=book.number("works.forecast_days", on),
        amber=book.number("works.amber_percent", on),
        silent=book.number("works.silent_days", on),
        uc_days=book.number("works.uc_days", on),
        bounds=bounds.on(on),
    )


def _read(works: Sequence[int], on: date) -> _Rows:
    parts = Component.objects.filter(work__in=works).select_related("handover").order_by("work", "seq")
    measured = Measurement.objects.filter(component__work__in=works, on__lte=on, corrected_by=None)
    plans = Plan.objects.filter(work__in=works, state=Plan.State.APPROVED, decided_at__lt=clock.bounds(on)[1])
    money = MoneyRow.objects.filter(work__in=works, on__lte=on).order_by("work", "on", "id")
    stood = Hindrance.objects.filter(work__in=works, from_on__lte=on).exclude(case__state="mistaken")
    shown = Photo.objects.filter(work__in=works, at__lt=clock.bounds(on)[1]).order_by()
    return _Rows(
        parts=_by(parts, "work_id"),
        measured=_by(measured.order_by("component", "on", "id"), "component_id"),
        curves={
            work: [Curve(plan.version, [Point(one.on, one.share) for one in plan.points.all()]) for plan in rows]
            for work, rows in _by(plans.order_by("version").prefetch_related("points"), "work_id").items()
        },
        money=_by(money, "work_id"),
        hindrances=_by(stood.select_related("case__holder", "component").order_by("from_on", "pk"), "work_id"),
        photos={pk: clock.day(at) for pk, at in shown.values_list("work").annotate(last=Max("at"))},
    )


def _by(rows: Iterable[Row], name: str) -> Mapping[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _found(work: Work, rows: _Rows, rule: _Rule, on: date) -> Found:
    parts = [_done(one, rows.measured.get(one.pk, [])) for one in rows.parts.get(work.pk, [])]
    curves = [Curve(one.version, sorted(one.points, key=lambda p: p.on)) for one in rows.curves.get(work.pk, [])]
    measured = _measured(rows.parts.get(work.pk, []), rows.measured)
    physical = progress.physical(Part(one.component.weight, one.done) for one in parts) if parts else 0
    stood = rows.hindrances.get(work.pk, [])
    since = on - timedelta(days=rule.window)
    hindered = progress.days_hindered(_stretches(one for one in stood if one.stops), since + timedelta(days=1), on)
    ahead = progress.forecast(measured, on, window=rule.window, hindered=hindered)
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
        flags=_flags(rows, work, asked, road, rule),
        hindrances=stood,
    )


def _done(component: Component, rows: Sequence[Measurement]) -> Done:
    return Done(component, rows[-1].done, rows[-1].on) if rows else Done(component, 0, None)


def _measured(parts: Sequence[Component], rows: Mapping[int, list[Measurement]]) -> list[Point]:
    """Return how much of the whole stood on each day on which anything was measured."""
    if not parts:
        return []
    events = sorted((row for part in parts for row in rows.get(part.pk, [])), key=lambda row: (row.on, row.pk))
    done = {part.pk: 0 for part in parts}
    found: dict[date, int] = {}
    for row in events:
        done[row.component_id] = row.done
        found[row.on] = progress.physical(Part(part.weight, done[part.pk]) for part in parts)
    return [Point(on, share) for on, share in found.items()]


def _road(rows: Sequence[MoneyRow]) -> Road:
    """Add up what is known by the day. A step entered with an earlier day than the one before it counts with that."""
    pairs = [(Stage(row.stage), row.paise) for row in rows]
    try:
        return money_rules.road(pairs)
    except money_rules.Beyond:
        sums = {stage: max(sum(paise for key, paise in pairs if key == stage), 0) for stage in Stage}
        return Road(**{stage.value: paise for stage, paise in sums.items()})


def _flags(rows: _Rows, work: Work, asked: light.Asked, road: Road, rule: _Rule) -> list[Flag]:
    begun = asked.begins is not None and asked.on > asked.begins
    last = rows.photos.get(work.pk) or asked.begins
    unseen = (asked.on - last).days if begun and last else None
    found = set(
        flags.of_work(physical=asked.physical, spent=road.spent_share, last_photo_days=unseen, bounds=rule.bounds)
    )
    old = asked.on - timedelta(days=rule.uc_days)
    spent = sum(row.paise for row in rows.money.get(work.pk, []) if row.stage == Stage.SPENT and row.on <= old)
    if spent > road.certified:
        found.add(Flag.UC_LATE)
    lately = asked.on - timedelta(days=LEAPT_DAYS)
    measured = (row for part in rows.parts.get(work.pk, []) for row in rows.measured.get(part.pk, []))
    if any(row.leaps and row.on > lately for row in measured):
        found.add(Flag.LEAP)
    return list(flags.worst_first(found))


def _stretches(rows: Iterable[Hindrance]) -> list[Stretch]:
    return [Stretch(one.from_on, one.cleared_on) for one in rows]
