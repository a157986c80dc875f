"""What a day came to: service level, abandoned, waits, occupancy, half-hour by half-hour. Read from the rows."""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.db import connection

_CALLS = """
SELECT count(*), count(queued_at), count(*) FILTER (WHERE queued_at IS NOT NULL AND answered_at IS NOT NULL),
  count(*) FILTER (WHERE answered_at - queued_at <= make_interval(secs => %(within)s)),
  count(*) FILTER (WHERE queued_at IS NOT NULL AND outcome = 'abandoned'),
  coalesce(extract(epoch FROM max(coalesce(answered_at, ended_at) - queued_at)), 0),
  coalesce(extract(epoch FROM sum(ended_at - answered_at)), 0), count(answered_at)
FROM helpline_call WHERE direction = 'in' AND began_at >= %(began)s"""
_WAITS = """
SELECT extract(epoch FROM answered_at - queued_at)::float FROM helpline_call
WHERE direction = 'in' AND began_at >= %(began)s AND answered_at IS NOT NULL AND queued_at IS NOT NULL ORDER BY 1"""
_HALVES = """
SELECT extract(epoch FROM began_at - %(began)s)::int / 1800, count(*), count(queued_at),
  count(*) FILTER (WHERE answered_at - queued_at IS NOT NULL),
  count(*) FILTER (WHERE answered_at - queued_at <= make_interval(secs => %(within)s)),
  count(*) FILTER (WHERE queued_at IS NOT NULL AND outcome = 'abandoned'),
  coalesce(extract(epoch FROM sum(answered_at - queued_at)), 0)::float,
  coalesce(extract(epoch FROM max(coalesce(answered_at, ended_at) - queued_at)), 0)::float
FROM helpline_call WHERE direction = 'in' AND began_at >= %(began)s GROUP BY 1 ORDER BY 1"""
_OUT = """
SELECT count(*), count(answered_at), count(*) FILTER (WHERE outcome = 'no_answer'),
  count(*) FILTER (WHERE outcome = 'busy')
FROM helpline_call WHERE direction = 'out' AND began_at >= %(began)s"""
_OCCUPIED = """
SELECT coalesce(sum(extract(epoch FROM to_at - from_at)) FILTER (WHERE state IN ('ringing', 'talking', 'wrap_up')), 0),
  coalesce(sum(extract(epoch FROM to_at - from_at)) FILTER (WHERE state = 'available'), 0),
  coalesce(sum(extract(epoch FROM to_at - from_at)) FILTER (WHERE state = 'paused'), 0)
FROM helpline_spell WHERE from_at >= %(began)s"""
NAMES = (
    "calls", "offered", "answered", "within", "abandoned", "longest", "talked_seconds", "talks",
    "out", "reached", "unanswered", "busy", "busy_seconds", "free_seconds", "paused_seconds",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Half:
    """One half-hour of the day."""

    index: int
    calls: int
    offered: int
    answered: int
    within: int
    abandoned: int
    waited: float  # all who were answered
    longest: float

    def with_that_of(self, other: "Half") -> "Half":
        """Return the same half-hour with another hall's calls too."""
        sums = {name: value + getattr(other, name) for name, value in asdict(self).items()}
        return Half(**sums | {"index": self.index, "longest": max(self.longest, other.longest)})

    def row(self) -> str:
        """Return it as a line of the table."""
        clock = f"{self.index // 2:02}:{30 * (self.index % 2):02}"
        level = 100 * self.within / self.offered if self.offered else 100.0
        return (
            f"{clock}  {self.calls:6,.0f} {self.offered:6,.0f} {level:6.1f} % {self.abandoned:6,.0f}"
            f" {self.waited / max(self.answered, 1):7.1f} s {self.longest:7.0f} s"
        )


@dataclass(frozen=True)
class Figures:
    """A day in figures; seconds where nothing else is said."""

    figures: Mapping[str, float]
    halves: Sequence[Half]
    waits: Sequence[float]  # of who was answered, shortest first

    def __getattr__(self, name: str) -> float:
        """Return one of NAMES."""
        try:
            return self.figures[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def level(self) -> float:
        """Share of the offered calls answered in the time of the service level."""
        return 100 * self.within / self.offered if self.offered else 100.0

    @property
    def wait(self) -> float:
        """Mean wait of those who were answered."""
        return statistics.fmean(self.waits) if self.waits else 0.0

    @property
    def wait_p95(self) -> float:
        """Wait that 95 of 100 who were answered did not exceed."""
        return statistics.quantiles(self.waits, n=20, method="inclusive")[-1] if len(self.waits) > 1 else self.wait

    @property
    def talk(self) -> float:
        """Mean talk."""
        return self.talked_seconds / max(self.talks, 1)

    @property
    def occupancy(self) -> float:
        """Share of the time of work in which an agent had a call or wrapped one up."""
        whole = self.busy_seconds + self.free_seconds
        return 100 * self.busy_seconds / whole if whole else 0.0

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"figures": self.figures, "halves": [asdict(one) for one in self.halves], "waits": self.waits}

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Figures":
        """Return what `plain` made plain."""
        return cls(plain["figures"], [Half(**one) for one in plain["halves"]], plain["waits"])

    def lines(self) -> list[str]:
        """Return what is printed."""
        lost = 100 * self.abandoned / self.offered if self.offered else 0.0
        return [
            "समय    calls  queue   level  left    wait  longest",
            *(half.row() for half in self.halves),
            f"आई कॉल · inbound             {self.calls:>10,.0f}   कतार में · offered to agents {self.offered:,.0f}",
            f"सेवा स्तर · service level     {self.level:>10.1f} %  ({self.within:,.0f} / {self.offered:,.0f})",
            f"छूटी · abandoned             {lost:>10.1f} %  ({self.abandoned:,.0f})",
            f"प्रतीक्षा · wait               {self.wait:>10.1f} s"
            f"  p95 {self.wait_p95:.1f} s, longest {self.longest:.0f} s",
            f"बातचीत · talk                {self.talk:>10.1f} s",
            f"की गई कॉल · outbound          {self.out:>10,.0f}   reached {self.reached:,.0f},"
            f" no answer {self.unanswered:,.0f}, busy {self.busy:,.0f}",
            f"व्यस्तता · occupancy          {self.occupancy:>10.1f} %  pause {self.paused_seconds / 3600:,.0f} h",
        ]


def of_day(*, began: datetime, within_seconds: int) -> Figures:
    """Count the day that began then."""
    given: dict[str, Any] = {"began": began, "within": within_seconds}
    with connection.cursor() as cursor:
        found: list[list[float]] = []
        for query in (_CALLS, _OUT, _OCCUPIED):
            cursor.execute(query, given)
            found.append([float(one) for one in cursor.fetchone()])
        cursor.execute(_HALVES, given)
        halves = [Half(*row) for row in cursor.fetchall()]
        cursor.execute(_WAITS, given)
        waits = [wait for (wait,) in cursor.fetchall()]
    return Figures(dict(zip(NAMES, [value for row in found for value in row], strict=True)), halves, waits)


def together(parts: Sequence[Figures]) -> Figures:
    """Put the figures of several halls together."""
    sums = {name: sum(one.figures[name] for one in parts) for name in NAMES}
    sums["longest"] = max(one.figures["longest"] for one in parts)
    halves: dict[int, list[Half]] = defaultdict(list)
    for half in (half for one in parts for half in one.halves):
        halves[half.index].append(half)
    merged = [reduce(Half.with_that_of, same) for _, same in sorted(halves.items())]
    return Figures(sums, merged, sorted(wait for one in parts for wait in one.waits))
