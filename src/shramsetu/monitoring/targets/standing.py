"""How a target stands: what was reached by whom, at what pace, and the light of every row.

Every figure is a sum of the changes that were known at the time asked for, so that a past morning can be read again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce

from shramsetu.lib import clock
from shramsetu.monitoring.targets import terms
from shramsetu.monitoring.targets.models import Achievement, Share, TargetSet, Watermark
from shramsetu.monitoring.targets.rules import days, pace
from shramsetu.monitoring.targets.rules.pace import Ahead, Light, Standing, Why
from shramsetu.monitoring.targets.spreading import Leaf


@dataclass(slots=True)
class Sums:
    """What one row has: reached in all, in the last working days, and the last day of which anything is known.

    `recent` is reckoned from the days of which there is a figure: one that is missing counts as an average one, not 0.
    """

    done: int = 0
    recent: Fraction = Fraction(0)
    today: int = 0
    data_on: date | None = None

    def add(self, other: "Sums") -> None:
        """Take in the sums of a row within this one."""
        self.done += other.done
        self.recent += other.recent
        self.today += other.today
        self.data_on = max(filter(None, (self.data_on, other.data_on)), default=None)


@dataclass(frozen=True, slots=True)
class Stand:
    """How one row stands on a day."""

    share: Share
    official: int
    official_to: int
    required: int
    done: int
    today: int
    days_left: int
    data_on: date | None
    forecast_on: date | None
    late_days: int
    light: Light
    why: Why

    @property
    def is_unheard(self) -> bool:
        """Whether nothing was ever heard of it: what is missing is not 0."""
        return self.data_on is None and not self.done

    @property
    def left(self) -> int:
        """How many still lack."""
        return max(0, self.share.number - self.done)

    @property
    def gap(self) -> int:
        """How far it is behind the fixed spread; below 0 it is ahead."""
        return self.official_to - self.done

    @property
    def percent(self) -> int | None:
        """How much of the whole is done; None where nothing is to be done."""
        return self.done * 100 // self.share.number if self.share.number else None


@dataclass(frozen=True)
class Day:
    """A target on the morning of a day: its working days, and the days whose pace the forecast goes by."""

    target: TargetSet
    on: date

    @cached_property
    def working(self) -> list[date]:
        """The working days of the whole period."""
        return terms.working(self.target.first_on, self.target.last_on)

    @cached_property
    def own(self) -> list[date]:
        """The working days over which this version spreads what it asks for."""
        return [on for on in self.working if on >= self.target.from_on]

    @cached_property
    def begun(self) -> int:
        """How many working days of the period are over."""
        return bisect_left(self.working, self.on)

    @cached_property
    def left(self) -> int:
        """How many working days are left, this one counted."""
        return len(self.working) - self.begun

    @cached_property
    def recent(self) -> list[date]:
        """The last working days of the period before this one."""
        return self.working[: self.begun][-terms.figure("targets.pace_days", self.on) :]

    @cached_property
    def coming(self) -> list[date]:
        """The working days of a forecast."""
        return terms.coming(max(self.on, self.target.first_on), terms.figure("targets.forecast_days", self.on))

    @cached_property
    def flat(self) -> Ahead:
        """The days to come, all alike."""
        return pace.ahead(self.coming)

    def official_to(self, share: Share, on: date) -> int:
        """Return what the fixed spread asks of a lowest row by the end of a day; never more than the whole of it."""
        done = bisect_right(self.own, on)
        if share.number <= share.before:  # a later version that asks for less than the one before had asked by then
            return share.number
        return share.before + days.upto(share.number - share.before, len(self.own), done, phase=share.phase)

    def paced(self, number: int, heard: int) -> Fraction:
        """Return what all last working days bring at the pace of those that are known: `number` on `heard` of them."""
        days_ = len(self.recent)
        return Fraction(number * days_, min(heard, days_)) if heard and days_ else Fraction(0)

    def silent(self, data_on: date | None) -> int:
        """Return how many working days of the period are over since the last one of which anything is known."""
        return self.begun if data_on is None else max(0, self.begun - bisect_right(self.working, data_on))


def stands(
    day: Day, rows: Sequence[Share], *, known: datetime | None = None, live: Mapping[Leaf, int] | None = None
) -> dict[int, Stand]:
    """Return how each of a target's `rows` (all of them, the top first) stands on the morning of `day`.

    With `known`, by what was known at that instant; without it as it is now, what came on the day itself counted, and
    with `live` what the platform counts that day by itself.
    """
    sums = _summed(rows, _sums(day, known=known, live=live or {}))
    officials = _officials(day, rows)
    former = _former(day, rows)
    return {row.pk: _stand(day, row, sums[row.pk], officials[row.pk], former.get(row.pk)) for row in rows}


def _sums(day: Day, *, known: datetime | None, live: Mapping[Leaf, int]) -> dict[Leaf, Sums]:
    """Return the sums of every place and source with a figure in the period: one query, and one for the watermark."""
    one = day.target
    rows = Achievement.objects.filter(indicator=one.indicator, on__gte=one.first_on, on__lte=min(day.on, one.last_on))
    if known is not None:
        rows = rows.filter(on__lt=day.on, at__lte=known)
    first = day.recent[0] if day.recent else day.on
    recent = Q(on__gte=first, on__lt=day.on)
    found = rows.values_list("place_id", "source").annotate(
        done=Sum("change"),
        late=Coalesce(Sum("change", filter=recent), 0),
        heard=Count("on", filter=recent, distinct=True),
        today=Coalesce(Sum("change", filter=Q(on=day.on)), 0),
        last=Max("on"),
    )
    through, is_outside = None, terms.indicator(one.indicator).is_outside
    if not is_outside:
        through = Watermark.objects.filter(pk=one.indicator).values_list("through_on", flat=True).first()
    read = bisect_right(day.recent, through) if through else 0
    sums: dict[Leaf, Sums] = {}
    for place, source, done, late, heard, now, last in found.order_by():
        known_days, data_on = (heard, last) if is_outside else (read, through)
        sums[place, source] = Sums(done, day.paced(late, known_days), now, data_on)
    if not is_outside:
        sums.setdefault((0, ""), Sums(data_on=through))
    for leaf, number in live.items():
        held = sums.setdefault(leaf, Sums(data_on=sums[0, ""].data_on if (0, "") in sums else None))
        held.done, held.today = held.done + number, held.today + number
    return sums


def _summed(rows: Sequence[Share], sums: Mapping[Leaf, Sums]) -> dict[int, Sums]:
    """Return the sums of every row: those of its leaves, and what was reported for a district without its source."""
    found = {row.pk: Sums() for row in rows}
    everywhere = sums.get((0, ""))
    for row in rows:
        own = sums.get((row.place_id, row.source))
        if own is not None:
            found[row.pk].add(own)
        elif everywhere is not None:
            found[row.pk].data_on = everywhere.data_on
    for row in reversed(rows):
        if row.parent_id is not None:
            found[row.parent_id].add(found[row.pk])
    return found


def _officials(day: Day, rows: Sequence[Share]) -> dict[int, tuple[int, int]]:
    """Return of every row what the day, and all days with it, ask by the fixed spread; a row's is that of its parts."""
    parents = {row.parent_id for row in rows}
    eve = max((on for on in day.own if on < day.on), default=None)
    found = {row.pk: (0, 0) for row in rows}
    for row in reversed(rows):
        if row.pk not in parents:
            to = day.official_to(row, day.on)
            before = day.official_to(row, eve) if eve else row.before
            found[row.pk] = (max(0, to - before) if day.on in day.own else 0, to)
        if row.parent_id is not None:
            above, own = found[row.parent_id], found[row.pk]
            found[row.parent_id] = (above[0] + own[0], above[1] + own[1])
    return found


def _former(day: Day, rows: Sequence[Share]) -> dict[int, dict[date, int]]:
    """Return last year's days of every row that had enough for a season, by the working days of this period."""
    one = day.target
    first, last = clock.years_from(one.first_on, -1), clock.years_from(one.last_on, -1)
    found = Achievement.objects.filter(indicator=one.indicator, on__range=(first, last))
    counted = found.values_list("place_id", "source", "on").annotate(number=Sum("change")).order_by()
    by_leaf: dict[Leaf, dict[date, int]] = {}
    for place, source, on, number in counted:
        by_leaf.setdefault((place, source), {})[on] = number
    if not by_leaf:
        return {}
    then = terms.working(first, last)
    reached = {row.pk: _on_working_days(by_leaf.get((row.place_id, row.source), {}), then) for row in rows}
    for row in reversed(rows):
        if row.parent_id is not None:
            above = reached[row.parent_id]
            for on, number in reached[row.pk].items():
                above[on] += number
    least = terms.figure("targets.rank_least", day.on)
    laid = {pk: pace.profile(own, day.working) for pk, own in reached.items() if sum(own.values()) >= least}
    return {pk: own for pk, own in laid.items() if own is not None}


def _on_working_days(reached: Mapping[date, int], working: Iterable[date]) -> dict[date, int]:
    """Return what was reached by working days: what came on a day off counts to the working day before it."""
    found = dict.fromkeys(working, 0)
    held = sorted(found)
    at = -1
    for on in sorted(reached):
        while at + 1 < len(held) and held[at + 1] <= on:
            at += 1
        if held:
            found[held[max(at, 0)]] += reached[on]
    return found


def _stand(day: Day, row: Share, sums: Sums, official: tuple[int, int], former: dict[date, int] | None) -> Stand:
    weighed, coming = len(day.recent), day.flat
    if former is not None and (season := sum(former.get(on, 0) for on in day.recent)) > 0:
        usual = max(1, sum(former.values()) // len(former))
        weighed, coming = season, pace.ahead(day.coming, {on: former.get(on, usual) for on in day.coming})
    forecast = pace.forecast(row.number - sums.done, sums.recent, weighed=weighed, coming=coming)
    late = bisect_right(day.coming, forecast) - bisect_right(day.coming, day.target.last_on) if forecast else 0
    standing = Standing(
        number=row.number,
        done=sums.done,
        is_begun=day.on >= day.target.first_on,
        is_over=day.on > day.target.last_on,
        working=len(day.working),
        begun=day.begun,
        silent=day.silent(sums.data_on),
        forecast_on=forecast,
        late_days=late,
    )
    light, why = pace.light(
        standing,
        amber_percent=terms.figure("targets.amber_percent", day.on),
        silent_days=terms.figure("targets.silent_days", day.on),
    )
    return Stand(
        share=row,
        official=official[0],
        official_to=official[1],
        required=pace.required(row.number, sums.done - sums.today, day.left),
        done=sums.done,
        today=sums.today,
        days_left=day.left,
        data_on=sums.data_on,
        forecast_on=forecast,
        late_days=late,
        light=light,
        why=why,
    )
