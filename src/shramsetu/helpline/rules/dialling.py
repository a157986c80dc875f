"""Whom the helpline itself calls, and when: hours, attempts, how many may ring. Pure.

Nobody's phone rings whom nobody can answer: a call that an operator shall take is placed for one free operator, who is
kept for it; the recorded voice has a fixed number of lines.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shramsetu.helpline.rules import queue
from shramsetu.helpline.rules.queue import Free, Terms, Waiting
from shramsetu.lib import clock

# Q.850: no such number, out of order, wrong format. Anything else that is not busy or unanswered is our own line's.
DEAD_NUMBER = frozenset({1, 3, 22, 27, 28})


@dataclass(frozen=True, slots=True)
class Hours:
    """When a phone may ring, by the wall clock of India."""

    opens: time
    closes: time

    def holds(self, at: datetime) -> bool:
        """Tell whether `at` lies within."""
        return clock.is_between(at, self.opens, self.closes)

    def within(self, opens: time | None, closes: time | None) -> "Hours":
        """Return these hours narrowed to a campaign's own; never widened."""
        return Hours(max(self.opens, opens or self.opens), min(self.closes, closes or self.closes))

    def first(self, at: datetime) -> datetime:
        """Return the first instant from `at` on at which a phone may ring."""
        return at if self.holds(at) else clock.next_at(at, self.opens)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person whose call is due: what the operator must have."""

    target: int
    due_at: datetime
    line: str
    language: str = queue.HINDI
    board: str = ""
    wants_woman: bool = False
    urgent: bool = False


def pairs(
    wanted: Iterable[Wanted], free: Sequence[Free], waiting: Sequence[Waiting], terms: Terms, at: datetime
) -> list[tuple[int, int]]:
    """Return (target, agent) for the calls to place now: at most one for each free agent, the longest due first.

    Agents who can take a caller who waits already are left to the queue. Board and dialect give way with the time for
    which a call is overdue, as they do for who waits.
    """
    taken = {agent for _, agent in queue.pairs(waiting, free, terms, at)}
    left = [agent for agent in free if agent.agent not in taken]
    due = [
        Waiting(
            one.target,
            min(one.due_at, at),
            one.line,
            language=one.language,
            board=one.board,
            wants_woman=one.wants_woman,
            urgent=one.urgent,
        )
        for one in wanted
    ]
    return queue.pairs(due, left, terms, at)


def lines_left(most: int, talking: int) -> int:
    """Return how many calls with a recorded voice may begin."""
    return max(most - talking, 0)


def is_short_of_seats(waiting: int, late: timedelta, *, waiting_from: int, late_from: timedelta) -> bool:
    """Tell whether the recorded voice must ask instead of people: too many wait, or the calls are too late."""
    return waiting >= waiting_from or late >= late_from


def is_own_fault(outcome: str, cause: str) -> bool:
    """Tell whether a call failed on our side (trunk, operator's phone): then nobody was called."""
    if outcome != "failed":
        return False
    kind, _, number = cause.partition(":")
    return not (kind == "q850" and number.isdigit() and int(number) in DEAD_NUMBER)


def retry(at: datetime, attempt: int, spacing: timedelta, hours: Hours) -> datetime:
    """Return when a call that reached nobody is tried again: each second time on the next day, in calling hours."""
    earliest = at + spacing
    if attempt % 2 == 0:
        tomorrow = clock.moment(clock.day(at) + timedelta(days=1), hours.opens)
        earliest = max(earliest, tomorrow + spacing * (attempt // 2 % 3))
    return hours.first(earliest)


def estimate_hours(people: int, agents: int, seconds: int) -> float:
    """Return the hours that `agents` need to call `people` once."""
    return round(people * seconds / max(agents, 1) / 3600, 1)


def is_barred(asked_at: datetime | None, *, barred_since: datetime | None) -> bool:
    """Tell whether a phone must not ring: it asked not to be called, and has not asked for this call after that."""
    return barred_since is not None and (asked_at is None or asked_at <= barred_since)


def share(done: int, states: Collection[int]) -> int:
    """Return how many percent of all are done."""
    total = sum(states)
    return round(100 * done / total) if total else 0
