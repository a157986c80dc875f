"""How many seats a load of calls needs: Erlang B, C (callers wait for ever) and A (callers lose patience).

Erlang B is a recurrence, not a quotient of factorials, and Erlang A walks outwards from the likeliest number of calls,
so that nothing overflows with thousands of seats. All take calls that come at random (Poisson) and talks of exponential
length; Erlang A takes exponential patience. What that means for a real line: docs/reference/helpline-staffing.md.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, inf, log

HOUR = 3600
NOTHING = 1e-18  # a state this much rarer than the likeliest one adds nothing
MOST_SEATS = 20_000


class TooManySeats(ValueError):
    """No number of seats up to 20,000 reaches the goal."""


@dataclass(frozen=True, slots=True)
class Load:
    """How many calls an hour come, and how long one keeps a seat: talk, hold and wrap-up."""

    calls_an_hour: float
    handle_seconds: float

    def __post_init__(self) -> None:
        if self.calls_an_hour < 0 or self.handle_seconds <= 0:
            raise ValueError(f"no such load: {self.calls_an_hour} calls an hour of {self.handle_seconds} s")

    @property
    def erlangs(self) -> float:
        """The seats that would be busy all the time if nobody waited."""
        return self.calls_an_hour * self.handle_seconds / HOUR


@dataclass(frozen=True, slots=True)
class Goal:
    """What is promised: `level` (a share) answered `within_seconds`, and no seat busier than `most_occupancy`.

    Of all who call: whoever hangs up was not answered in time. `patience_seconds` is the mean time after which a caller
    who waits hangs up; None: nobody ever does (Erlang C). `most_abandoned` bounds the share that hangs up, else Erlang
    A would call seats enough where many giving up keeps the rest quick. `shrinkage` is the share of a rostered
    person's time that is not spent at the phone.
    """

    level: float = 0.8
    within_seconds: float = 20
    patience_seconds: float | None = None
    most_occupancy: float = 1.0
    most_abandoned: float = 1.0
    shrinkage: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.level < 1 or not 0 < self.most_occupancy <= 1 or not 0 <= self.shrinkage < 1:
            raise ValueError(f"no such goal: {self}")
        if self.within_seconds < 0 or (self.patience_seconds is not None and self.patience_seconds <= 0):
            raise ValueError(f"no such goal: {self}")

    def kept_by(self, found: "Answer") -> bool:
        """Tell whether seats that do so well keep the promise."""
        if found.level < self.level or found.abandon_share > self.most_abandoned:
            return False
        return found.occupancy <= self.most_occupancy


@dataclass(frozen=True, slots=True)
class Answer:
    """How a number of seats does under a load. Shares lie between 0 and 1, times are seconds.

    `wait_seconds` is the mean of all callers, of those who hang up too; without patience and with too few seats the
    queue grows for ever, and it is infinite.
    """

    seats: int
    level: float
    wait_share: float
    wait_seconds: float
    abandon_share: float
    occupancy: float


@dataclass(frozen=True, slots=True)
class Seats:
    """What a load needs: seats at the phone, and people on the roster for them; `answer` says how it will go."""

    at_phone: int
    rostered: int
    answer: Answer


def erlang_b(seats: int, erlangs: float) -> float:
    """Return the share of calls that find every one of `seats` busy where nobody can wait."""
    lost = 1.0
    for taken in range(1, seats + 1):
        lost = erlangs * lost / (taken + erlangs * lost)
    return lost if erlangs else float(not seats)


def erlang_c(seats: int, erlangs: float) -> float:
    """Return the share of calls that have to wait where everybody waits; 1 where the seats are too few."""
    if not erlangs:
        return float(not seats)
    return _waits(seats, erlangs, erlang_b(seats, erlangs))


def answer(seats: int, load: Load, goal: Goal) -> Answer:
    """Return how `seats` do under `load`: by Erlang A where the goal names a patience, else by Erlang C."""
    if seats < 0:
        raise ValueError(f"seats are not negative: {seats}")
    if not load.calls_an_hour:
        return Answer(seats, 1.0, 0.0, 0.0, 0.0, 0.0)
    if goal.patience_seconds is None:
        return _patient(seats, load, goal, erlang_b(seats, load.erlangs))
    return _impatient(seats, load, goal, goal.patience_seconds)


def seats_needed(load: Load, goal: Goal) -> Seats:
    """Return the fewest seats that keep `goal` under `load`, and the people to roster for them.

    Raises TooManySeats where 20,000 do not.
    """
    if not load.calls_an_hour:
        return Seats(0, 0, answer(0, load, goal))
    patient = _fewest_patient(load, goal)
    found = patient if goal.patience_seconds is None else _fewest_impatient(load, goal, patient.seats)
    return Seats(found.seats, rostered(found.seats, goal.shrinkage), found)


def rostered(seats: int, shrinkage: float) -> int:
    """Return how many people must be on the roster so that `seats` sit at the phone; whole people, rounded up."""
    return math.ceil(round(seats / (1 - shrinkage), 9))


def _waits(seats: int, erlangs: float, lost: float) -> float:
    if seats <= erlangs:
        return 1.0
    return lost / (1 - erlangs / seats * (1 - lost))


def _patient(seats: int, load: Load, goal: Goal, lost: float) -> Answer:
    erlangs = load.erlangs
    waits = _waits(seats, erlangs, lost)
    if seats <= erlangs:
        return Answer(seats, 0.0, waits, inf, 0.0, 1.0)
    spare = seats - erlangs
    level = 1 - waits * exp(-spare * goal.within_seconds / load.handle_seconds)
    return Answer(seats, level, waits, waits * load.handle_seconds / spare, 0.0, erlangs / seats)


def _fewest_patient(load: Load, goal: Goal) -> Answer:
    """Go up seat by seat, one step of the recurrence each; seats that only just carry the load never answer."""
    lost = 1.0
    for seats in range(1, MOST_SEATS + 1):
        lost = load.erlangs * lost / (seats + load.erlangs * lost)
        if seats <= load.erlangs:
            continue
        found = _patient(seats, load, goal, lost)
        if goal.kept_by(found):
            return found
    raise TooManySeats(f"{load.erlangs:.0f} erlang")


def _fewest_impatient(load: Load, goal: Goal, enough: int) -> Answer:
    """Halve the span between too few seats and enough of them.

    What patient callers need is enough for the level; a bound on those who hang up may ask for more. Who may not hang
    up has to be served, by seats no busier than they may be: fewer than that are too few without trying.
    """
    too_few = max(math.ceil(load.erlangs * (1 - goal.most_abandoned) / goal.most_occupancy - 1e-9) - 1, 0)
    while not goal.kept_by(answer(enough, load, goal)):
        too_few, enough = enough, 2 * enough
        if too_few > MOST_SEATS:
            raise TooManySeats(f"{load.erlangs:.0f} erlang")
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if goal.kept_by(answer(middle, load, goal)):
            enough = middle
        else:
            too_few = middle
    return answer(enough, load, goal)


def _impatient(seats: int, load: Load, goal: Goal, patience: float) -> Answer:
    arrive, leave, hang_up = load.calls_an_hour / HOUR, 1 / load.handle_seconds, 1 / patience
    states = _states(seats, arrive, leave, hang_up)
    waiting = [weight for calls, weight in sorted(states.items()) if calls >= seats]
    first = max(min(states) - seats, 0)  # how many wait at the least; the rarer states are left out
    queue = math.fsum(ahead * weight for ahead, weight in enumerate(waiting, first))
    in_time = _answered(first, goal.within_seconds * hang_up, seats * leave / hang_up)
    served = math.fsum(weight * share for weight, share in zip(waiting, in_time, strict=False))
    at_once = 1 - math.fsum(waiting) if first == 0 else 0.0
    abandoned = min(hang_up * queue / arrive, 1.0)
    occupancy = min(load.erlangs * (1 - abandoned) / seats, 1.0) if seats else 0.0
    level = min(max(at_once, 0.0) + served, 1.0)
    return Answer(seats, level, min(1 - at_once, 1.0), queue / arrive, abandoned, occupancy)


def _states(seats: int, arrive: float, leave: float, hang_up: float) -> dict[int, float]:
    """Return how often so many calls are in the system, from the likeliest number outwards as far as it matters."""

    def ends(calls: int) -> float:
        return min(calls, seats) * leave + max(calls - seats, 0) * hang_up

    spare = arrive - seats * leave
    likeliest = int(arrive / leave) if spare < 0 else seats + int(spare / hang_up)
    weights = {likeliest: 1.0}
    weight, calls = 1.0, likeliest
    while calls and weight > NOTHING:
        weight *= ends(calls) / arrive
        calls -= 1
        weights[calls] = weight
    weight, calls = 1.0, likeliest
    while weight > NOTHING:
        calls += 1
        weight *= arrive / ends(calls)
        weights[calls] = weight
    total = math.fsum(weights.values())
    return {calls: weight / total for calls, weight in weights.items()}


def _answered(first: int, within: float, shape: float) -> Iterator[float]:
    """Yield the share answered in time of those who find `first` waiting before them, then one more, and so on.

    Time is counted in patiences. The turn comes after one departure more than wait ahead, at the rates shape,
    shape + 1, ...: exp(-wait) is then distributed as Beta(shape, ahead + 1). Who is answered has not hung up before, so
    the share is the mean of that variable over the waits up to `within`; its lower part is a negative binomial sum,
    kept in logarithms.
    """
    rest = log(-math.expm1(-within)) if within else -inf
    term, below, ahead = -within * (shape + 1), 0.0, 0
    while True:
        below += exp(term) if term > -inf else 0.0
        if ahead >= first:
            yield shape / (shape + ahead + 1) * max(1 - below, 0.0) if shape else 0.0
        ahead += 1
        term += rest + log((shape + ahead) / ahead)
