"""What agents do: log in, wait for calls, pause, wrap up, leave; and what their phones do."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shramsetu import rulebook
from shramsetu.helpline import bells
from shramsetu.helpline.actions import writes
from shramsetu.helpline.errors import NoPhone, OnACall, SignedOut
from shramsetu.helpline.models import Agent, AgentState, Call, Step
from shramsetu.lib import clock
from shramsetu.prepared import Rows

_LOCKED = Rows(lambda agent: Agent.objects.select_for_update(of=("self",)).filter(pk=agent), agent=int)
_WRAPPED = Rows(
    lambda now: Agent.objects.filter(state=AgentState.WRAP_UP, wrap_until__lte=now).values_list("pk", flat=True)[:1],
    now=datetime,
)
BUSY = (AgentState.RINGING, AgentState.TALKING)
STARTING, NO_ANSWER, PHONE_LOST = "starting", "no-answer", "phone-lost"


@transaction.atomic
def log_in(agent: Agent, *, at: datetime) -> Agent:
    """Begin work: a pause until the agent says that they are ready."""
    agent = locked(agent.pk)
    if agent.state == AgentState.OUT:
        turn(agent, AgentState.PAUSED, at=at, reason=STARTING)
        bells.ring("*", "agent", agent.pk)
    return agent


@transaction.atomic
def ready(agent: Agent, *, at: datetime) -> Agent:
    """Wait for the next call from now on; raises SignedOut, NoPhone, OnACall."""
    agent = locked(agent.pk)
    if agent.state == AgentState.OUT:
        raise SignedOut
    if agent.state in BUSY:
        raise OnACall
    if agent.phone_seen_at is None:
        raise NoPhone
    if agent.state != AgentState.AVAILABLE:
        turn(agent, AgentState.AVAILABLE, at=at)
        bells.ring("*", "match")
    return agent


@transaction.atomic
def pause(agent: Agent, *, reason: str, at: datetime) -> Agent:
    """Take no calls, for a reason of the rulebook's list; raises SignedOut, OnACall."""
    agent = locked(agent.pk)
    if agent.state == AgentState.OUT:
        raise SignedOut
    if agent.state in BUSY:
        raise OnACall
    turn(agent, AgentState.PAUSED, at=at, reason=reason)
    return agent


@transaction.atomic
def log_out(agent: Agent, *, at: datetime) -> Agent:
    """End work; raises OnACall."""
    agent = locked(agent.pk)
    if agent.state in BUSY:
        raise OnACall
    if agent.state != AgentState.OUT:
        turn(agent, AgentState.OUT, at=at)
        bells.ring("*", "agent", agent.pk)
    return agent


@transaction.atomic
def phone(number: str, *, there: bool, at: datetime, node: str = "node1") -> Agent | None:
    """Note that an agent's phone registered at a node or went away; an idle agent without a phone is paused.

    A phone that has moved to another node is not away when the old one forgets it.
    """
    agent = Agent.objects.select_for_update(of=("self",)).filter(number=number).first()
    seen = agent is not None and agent.phone_seen_at is not None and agent.node == node
    if agent is None or seen == there or (not there and agent.node != node):
        return agent
    agent.phone_seen_at, agent.node = (at, node) if there else (None, "")
    agent.save(update_fields=["phone_seen_at", "node"])
    if not there and agent.state == AgentState.AVAILABLE:
        turn(agent, AgentState.PAUSED, at=at, reason=PHONE_LOST)
    bells.show_agent(agent.user_id)
    return agent


@transaction.atomic
def phones(there: Sequence[str], *, at: datetime, node: str = "node1") -> None:
    """Set whose phone is registered at a node to just these: what its exchange says after a break."""
    here = Agent.objects.filter(phone_seen_at__isnull=False, node=node)
    known = set(here.values_list("number", flat=True))
    for number in sorted(set(there) - known):
        phone(number, there=True, at=at, node=node)
    for number in sorted(known - set(there)):
        phone(number, there=False, at=at, node=node)


@transaction.atomic
def unstick(*, at: datetime) -> int:
    """Let agents wrap up whose call has ended without them; return how many. Nobody stays busy for ever."""
    stuck = Agent.objects.select_for_update(of=("self",)).filter(state__in=BUSY, call__step=Step.ENDED)
    found = list(stuck)
    for agent in found:
        turn(agent, AgentState.WRAP_UP, at=at)
    return len(found)


def end_wrap_ups(*, at: datetime) -> int:
    """Make those available whose time of wrap-up is over; return how many. Whoever lost the phone pauses."""
    return _end_wrap_ups(at) if _WRAPPED.first(now=at) else 0


@transaction.atomic
def _end_wrap_ups(at: datetime) -> int:
    over = Agent.objects.select_for_update(skip_locked=True, of=("self",))
    found = list(over.filter(state=AgentState.WRAP_UP, wrap_until__lte=at))
    for agent in found:
        wrapped(agent, at=at)
    if found:
        bells.ring("*", "match")
    return len(found)


def wrapped(agent: Agent, *, at: datetime) -> None:
    """End a wrap-up; the caller holds the row."""
    if agent.phone_seen_at is None:
        turn(agent, AgentState.PAUSED, at=at, reason=PHONE_LOST)
    else:
        turn(agent, AgentState.AVAILABLE, at=at)


def turn(agent: Agent, state: AgentState, *, at: datetime, reason: str = "", call: Call | None = None) -> None:
    """Change what an agent does and close the spell before it; the caller holds the row in its transaction."""
    if (agent.state, agent.reason, agent.call_id) == (state, reason, call.pk if call else None):
        return
    at = max(at, agent.state_at)
    agent.state, agent.reason, agent.state_at, agent.call = state, reason, at, call
    agent.idle_since = at if state == AgentState.AVAILABLE else None
    agent.wrap_until = at + _wrap(at) if state == AgentState.WRAP_UP else None
    writes.turn(agent)


def free(agent_id: int, call: Call, *, state: AgentState, at: datetime, reason: str = "") -> None:
    """Take `call` from an agent who has it; one who has another by now, or none, is left alone."""
    agent = _LOCKED.first(agent=agent_id)
    if agent is not None and agent.call_id == call.pk:
        turn(agent, state, at=at, reason=reason)


@transaction.atomic
def leave(agent_id: int, call: Call, *, at: datetime) -> None:
    """Let an agent go who does not take `call`: a pause, as after a ring that nobody heard."""
    free(agent_id, call, state=AgentState.PAUSED, at=at, reason=NO_ANSWER)


@transaction.atomic
def new_secret(agent: Agent, *, at: datetime) -> None:
    """Make the phone's secret void; the agent's page fetches the next one."""
    Agent.objects.filter(pk=agent.pk).update(key_epoch=F("key_epoch") + 1, phone_seen_at=None)
    bells.ring("*", "agent", agent.pk)


def _wrap(at: datetime) -> timedelta:
    return timedelta(seconds=rulebook.book().number("helpline.wrap_seconds", clock.day(at)))


def locked(agent_id: int) -> Agent:
    """Return an agent's row, held until the transaction ends."""
    found = _LOCKED.first(agent=agent_id)
    if found is None:
        raise Agent.DoesNotExist
    return found
