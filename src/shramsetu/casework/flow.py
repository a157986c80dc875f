"""The flow engine: a kind of case is a table of states and steps, checked when it is read.

The same table draws the buttons, guards the desk and the API, drives the generated tests and prints the diagram in
the docs. A package registers its tables at import; casework's `ready()` imports every package's `flow` and `actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from shramsetu.casework.models import Case
    from shramsetu.casework.moves import Move, To


class Phase(IntEnum):
    """How a state stands to the clock: somebody acts, an answer is awaited, at rest with ways out, over for good."""

    OPEN = 1
    PAUSED = 2
    CLOSED = 3
    FINAL = 4


@dataclass(frozen=True, slots=True)
class State:
    """One state; `portal` is the citizen's word for it, `label` the office's."""

    name: str
    phase: Phase
    label: str | _StrPromise
    portal: str | _StrPromise


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a step asks for.

    `kind` is text, long, choice, yes, date, datetime, number, phone, post, department, district, place, case or files;
    `choices` names the list a choice is taken from; `proves` the evidence of the rulebook that it is: where a category
    demands it, the form does not call it optional. `least` names the figure that says how many letters it needs.
    """

    name: str
    kind: str
    label: str | _StrPromise
    required: bool = True
    choices: str = ""
    proves: tuple[str, ...] = ()
    least: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed move: from which states, to which, who may, what it needs, its button and key.

    `who` holds relations to the case (holder, marked, lapsed, chair, complainant, system) and roles (role:operator).
    `rare` steps, endings above all, stand folded behind the others. `page` is the address of the step's own page.
    `tray` says that an assistant's step waits for the officer. `clock` marks the one step which the system takes from
    an open or paused state when its time is over. `tells` are message templates by audience.
    """

    verb: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    who: frozenset[str]
    label: str | _StrPromise
    needs: tuple[Need, ...] = ()
    key: str = ""
    tray: bool = False
    tells: tuple[tuple[str, str], ...] = ()
    primary: bool = False
    clock: bool = False
    rare: bool = False
    page: str = ""

    @property
    def is_systems(self) -> bool:
        """Whether only the system itself takes this step."""
        return self.who == frozenset({"system"})

    def missing(self, detail: dict[str, object]) -> list[str]:
        """Return the names of required things that `detail` lacks or leaves empty."""
        return [need.name for need in self.needs if need.required and detail.get(need.name) in (None, "", [])]


class BadFlow(Exception):
    """A flow table contradicts itself."""


class NoSuchStep(Exception):
    """The flow has no such step from here."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"{verb} from {state}")
        self.verb, self.state = verb, state


@dataclass(frozen=True)
class Flow:
    """The table of one kind of case. Raises BadFlow if it contradicts itself."""

    kind: str
    label: str | _StrPromise
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    starts: tuple[str, ...]
    # Public kinds are shown to the citizen and searched; others are the office's own.
    public: bool = True
    # Whether holders are warned at shares of their time; kinds with clocks of their own do that themselves.
    warns: bool = True
    # The URL name (of a number) of the citizen's own page, for kinds that have one outside the portal's.
    page: str = ""
    # Whether that page asks by itself who comes, so that everybody who has the number may be led there.
    asks_who: bool = False
    by_name: dict[str, State] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {state.name: state for state in self.states})
        for check in (
            self._names_known,
            self._verbs_single,
            self._states_reached,
            self._no_dead_end,
            self._clock_everywhere,
        ):
            check()

    @cached_property
    def verbs(self) -> tuple[str, ...]:
        """Every verb of the table once, in its order."""
        return tuple(dict.fromkeys(step.verb for step in self.steps))

    def step(self, verb: str, state: str) -> Step:
        """Return the one step `verb` from `state`; raise NoSuchStep."""
        for step in self.steps:
            if step.verb == verb and state in step.starts:
                return step
        raise NoSuchStep(verb, state)

    def when_over(self, state: str) -> Step:
        """Return what the system does when the time of an open or paused `state` is over; raise NoSuchStep."""
        for step in self.steps:
            if step.clock and state in step.starts:
                return step
        raise NoSuchStep("clock", state)

    def steps_from(self, state: str, relations: frozenset[str]) -> list[Step]:
        """Return the steps that somebody with `relations` may take from `state`, the most likely first."""
        open_to = [step for step in self.steps if state in step.starts and step.who & relations]
        return sorted(open_to, key=lambda step: (step.rare, not step.primary))

    def _names_known(self) -> None:
        if len(self.by_name) != len(self.states):
            raise BadFlow(f"{self.kind}: a state stands twice")
        for step in self.steps:
            unknown = {*step.starts, *step.ends} - set(self.by_name)
            if unknown or not step.ends:
                raise BadFlow(f"{self.kind}.{step.verb}: unknown states {sorted(unknown)}")

    def _verbs_single(self) -> None:
        seen: set[tuple[str, str]] = set()
        for step in self.steps:
            for start in step.starts:
                if (step.verb, start) in seen:
                    raise BadFlow(f"{self.kind}: {step.verb} stands twice from {start}")
                seen.add((step.verb, start))

    def _states_reached(self) -> None:
        reached = set(self.starts)
        grows = True
        while grows:
            ends = {end for step in self.steps if reached & set(step.starts) for end in step.ends}
            grows = not ends <= reached
            reached |= ends
        lost = set(self.by_name) - reached
        if lost:
            raise BadFlow(f"{self.kind}: nothing leads to {sorted(lost)}")

    def _no_dead_end(self) -> None:
        left = {start for step in self.steps for start in step.starts}
        for state in self.states:
            if state.phase is Phase.FINAL and state.name in left:
                raise BadFlow(f"{self.kind}: a way out of the final state {state.name}")
            if state.phase is not Phase.FINAL and state.name not in left:
                raise BadFlow(f"{self.kind}: no way out of {state.name}")

    def _clock_everywhere(self) -> None:
        for state in self.states:
            found = [step.verb for step in self.steps if step.clock and state.name in step.starts]
            wanted = 1 if state.phase in (Phase.OPEN, Phase.PAUSED) else 0
            if len(found) != wanted:
                raise BadFlow(f"{self.kind}: {len(found)} steps for when the time of {state.name} is over")
        if wrong := [step.verb for step in self.steps if step.clock and not step.is_systems]:
            raise BadFlow(f"{self.kind}: only the system may act when time is over, not {wrong}")


Effect = Callable[["Move"], "To"]
E_ = TypeVar("E_", bound=Effect)
Guard = Callable[["Case"], bool]
G_ = TypeVar("G_", bound=Guard)
_flows: dict[str, Flow] = {}
_effects: dict[tuple[str, str], Effect] = {}
_guards: dict[tuple[str, str], Guard] = {}


def register(flow: Flow) -> Flow:
    """Make `flow` known; a second table of the same kind is refused."""
    if flow.kind in _flows:
        raise BadFlow(f"{flow.kind} is registered twice")
    _flows[flow.kind] = flow
    return flow


def effect(verb: str, *kinds: str) -> Callable[[E_], E_]:
    """Mark the function that works out what `verb` changes in cases of `kinds`."""

    def keep(function: E_) -> E_:
        for kind in kinds:
            if (kind, verb) in _effects:
                raise BadFlow(f"{kind}.{verb} has two effects")
            _effects[kind, verb] = function
        return function

    return keep


def possible(verb: str, *kinds: str) -> Callable[[G_], G_]:
    """Mark the function that tells from the row of a case of `kinds` whether `verb` can succeed at all.

    A step that cannot is not offered; its effect refuses it all the same, with a sentence.
    """

    def keep(function: G_) -> G_:
        _guards.update({(kind, verb): function for kind in kinds})
        return function

    return keep


def can(case: Case, verb: str) -> bool:
    """Tell whether nothing in the row of `case` makes `verb` impossible."""
    guard = _guards.get((case.kind, verb))
    return guard is None or guard(case)


def flow_of(kind: str) -> Flow:
    """Return the table of `kind`."""
    return _flows[kind]


def flows() -> Iterable[Flow]:
    """Return every registered table."""
    return _flows.values()


def effect_of(kind: str, verb: str) -> Effect:
    """Return what `verb` does in a case of `kind`."""
    return _effects[kind, verb]


def uncovered() -> list[str]:
    """Return steps without an effect and effects without a step; both are mistakes."""
    steps = {(flow.kind, verb) for flow in _flows.values() for verb in flow.verbs}
    return sorted(f"{kind}.{verb}" for kind, verb in steps ^ set(_effects))


DUTY = register(
    Flow(
        kind="duty",
        label=_("Duty"),
        public=False,
        states=(
            State("pending", Phase.OPEN, _("To be done"), _("To be done")),
            State("done", Phase.FINAL, _("Done"), _("Done")),
            State("lapsed", Phase.FINAL, _("Not done in time"), _("Not done in time")),
            State("dropped", Phase.FINAL, _("No longer needed"), _("No longer needed")),
        ),
        starts=("pending",),
        steps=(
            Step("complete", ("pending",), ("done",), frozenset({"system"}), _("Done")),
            Step("drop", ("pending",), ("dropped",), frozenset({"system"}), _("No longer needed")),
            Step("escalate", ("pending",), ("lapsed",), frozenset({"system"}), _("Time over"), clock=True),
        ),
    )
)
