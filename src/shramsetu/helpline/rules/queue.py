"""Who is put through to whom: the longest waiting caller to the longest idle agent who can help.

A caller's rank is the time since when they count as waiting: their real one, moved ahead by a fixed span for an urgent
choice, a dropped call a short while ago, or an agent who was lost. Since the span is fixed, nobody is overtaken for
ever: who has waited longer by that span goes first.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

RETURNED_AHEAD = timedelta(hours=1)  # who lost their agent is ahead of everybody who did not
HINDI = "hi"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A caller in the queue and what they need."""

    call: int
    queued_at: datetime
    line: str
    language: str = HINDI
    dialect: str = ""
    board: str = ""
    wants_woman: bool = False
    urgent: bool = False
    repeat: bool = False
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Free:
    """An agent who waits for a call; no boards or lines means all of them."""

    agent: int
    idle_since: datetime
    languages: frozenset[str]
    boards: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    is_woman: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Spans of the rulebook."""

    urgent_ahead: timedelta
    repeat_ahead: timedelta
    overflow_skill: timedelta
    overflow_board: timedelta


@dataclass(frozen=True, slots=True)
class Need:
    """What an agent must have for a call at this moment; empty: no matter which."""

    line: str
    tongue: str
    board: str
    woman: bool

    def met_by(self, agent: Free) -> bool:
        """Tell whether this agent can take the call."""
        return (
            (not agent.lines or self.line in agent.lines)
            and (not self.tongue or self.tongue in agent.languages)
            and (not self.board or not agent.boards or self.board in agent.boards)
            and (agent.is_woman or not self.woman)
        )


def need(caller: Waiting, terms: Terms, at: datetime) -> Need:
    """Return what `caller` needs now: the dialect and the board matter less after a while, a woman's wish never."""
    waited = at - caller.queued_at
    tongue = caller.dialect or caller.language
    if waited >= terms.overflow_skill and tongue != HINDI:
        tongue = HINDI
    if waited >= 2 * terms.overflow_skill:
        tongue = ""
    board = "" if waited >= terms.overflow_board else caller.board
    return Need(caller.line, tongue, board, caller.wants_woman)


def rank(caller: Waiting, terms: Terms) -> datetime:
    """Return since when `caller` counts as waiting."""
    ahead = RETURNED_AHEAD if caller.returned else timedelta(0)
    ahead += terms.urgent_ahead if caller.urgent else timedelta(0)
    ahead += terms.repeat_ahead if caller.repeat else timedelta(0)
    return caller.queued_at - ahead


def pairs(waiting: Iterable[Waiting], free: Iterable[Free], terms: Terms, at: datetime) -> list[tuple[int, int]]:
    """Return (call, agent) for everybody who can be put through now, in order of rank; nobody appears twice.

    Afterwards no caller waits for whom a free agent is left. Callers with the same need stand in one line, so that
    a long queue costs no more than a short one.
    """
    lines: dict[Need, deque[Waiting]] = defaultdict(deque)
    for caller in sorted(waiting, key=lambda one: (rank(one, terms), one.call)):
        lines[need(caller, terms, at)].append(caller)
    idle = sorted(free, key=lambda one: (one.idle_since, one.agent))
    heads = [(rank(line[0], terms), line[0].call, wanted) for wanted, line in lines.items()]
    order = [(since, call, index) for index, (since, call, _) in enumerate(heads)]
    wants = [wanted for _, _, wanted in heads]
    heapify(order)
    found: list[tuple[int, int]] = []
    while order and idle:
        _, call, index = heappop(order)
        at_index = next((spot for spot, agent in enumerate(idle) if wants[index].met_by(agent)), None)
        if at_index is None:
            continue  # nobody is left for this need, and nobody comes: the whole line waits
        found.append((call, idle.pop(at_index).agent))
        line = lines[wants[index]]
        line.popleft()
        if line:
            heappush(order, (rank(line[0], terms), line[0].call, index))
    return found


def place(call: int, waiting: Sequence[Waiting], terms: Terms) -> int:
    """Return the place of `call` among those who want the same line, 1 for the next one; 0 if it does not wait."""
    own = next((one for one in waiting if one.call == call), None)
    if own is None:
        return 0
    mine = (rank(own, terms), own.call)
    return 1 + sum((rank(one, terms), one.call) < mine for one in waiting if one.line == own.line)


def expected_wait(place: int, *, agents: int, handle_seconds: float) -> timedelta | None:
    """Return how long the caller at `place` waits when `agents` are at work; None if nobody is."""
    if agents <= 0:
        return None
    return timedelta(seconds=round(place * handle_seconds / agents))
