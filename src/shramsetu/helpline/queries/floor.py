"""The floor as it is now: who waits, for how long, what the agents do, and today's level of service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Sum

from shramsetu import rulebook
from shramsetu.helpline.models import Agent, AgentState, Call, Direction, HalfHour, Step
from shramsetu.lib import clock

MOST = 60
LIVE = (Step.QUEUE, Step.RINGING, Step.TALK, Step.DIALLING)
SUMS = ("offered", "answered", "within", "abandoned")


@dataclass(slots=True)
class Part:
    """A line or a board: who waits now, and what came today (counted each minute)."""

    slug: str
    waiting: int = 0
    oldest: datetime | None = None
    offered: int = 0
    answered: int = 0
    within: int = 0
    abandoned: int = 0

    @property
    def level(self) -> int | None:
        """Percent answered in the time of the service level; None while nobody has waited today."""
        return round(100 * self.within / self.offered) if self.offered else None

    def take(self, **more: int) -> None:
        """Add what was counted."""
        for name, value in more.items():
            setattr(self, name, getattr(self, name) + value)

    def wait(self, count: int, since: datetime | None) -> None:
        """Add who waits."""
        self.waiting += count
        if since is not None:
            self.oldest = min(since, self.oldest or since)


@dataclass(frozen=True, slots=True)
class Floor:
    """The whole wallboard; spans are seconds."""

    whole: Part
    longest: timedelta
    states: Mapping[str, int]
    boards: Sequence[Part]
    lines: Sequence[Part]
    wanted_percent: int
    wanted_seconds: int

    @property
    def is_low(self) -> bool:
        """Whether the level of service is below what is promised."""
        return self.whole.level is not None and self.whole.level < self.wanted_percent


def floor(*, at: datetime) -> Floor:
    """Return the wallboard at this moment, in three questions whatever the number of calls."""
    book, on = rulebook.book(), clock.day(at)
    whole = Part("")
    boards = {slug: Part(slug) for slug in ["", *book.helpline.boards]}
    lines = {slug: Part(slug) for slug in book.helpline.lines}
    for found in (*_waiting(), *_today(on_start=clock.bounds(on)[0])):
        board = boards.setdefault(found.slug, Part(found.slug))
        for part in (whole, board, lines.setdefault(found.line, Part(found.line))):
            part.wait(found.waiting, found.oldest)
            part.take(offered=found.offered, answered=found.answered, within=found.within, abandoned=found.abandoned)
    counted = dict(Agent.objects.values_list("state").annotate(Count("pk")).order_by())
    return Floor(
        whole,
        max(at - whole.oldest, timedelta()) if whole.oldest else timedelta(),
        {state: counted.get(state, 0) for state in AgentState.values},
        [part for part in boards.values() if part.slug or part.offered or part.waiting],
        list(lines.values()),
        book.number("helpline.level_percent", on),
        book.number("helpline.level_seconds", on),
    )


@dataclass(slots=True)
class Found(Part):
    """What was counted for a board of a line."""

    line: str = ""

    @classmethod
    def of(cls, board: str, line: str, sums: Sequence[int]) -> "Found":
        """Return today's sums in the order of SUMS."""
        found = cls(board, line=line)
        found.take(**dict(zip(SUMS, sums, strict=True)))
        return found


def _waiting() -> list[Found]:
    rows = Call.objects.filter(step=Step.QUEUE).values_list("board", "line").annotate(Count("pk"), Min("queued_at"))
    return [Found(board, count, since, line=line) for board, line, count, since in rows.order_by()]


def _today(*, on_start: datetime) -> list[Found]:
    rows = HalfHour.objects.filter(start__gte=on_start, direction=Direction.IN).values_list("board", "line")
    counted = rows.annotate(*(Sum(name) for name in SUMS)).order_by()
    return [Found.of(board, line, sums) for board, line, *sums in counted]


def live_calls() -> list[Call]:
    """Return the calls that wait or are spoken now, longest first, as many as one page shows."""
    rows = Call.objects.filter(step__in=LIVE).select_related("agent__user").order_by("began_at")
    return list(rows[:MOST])
