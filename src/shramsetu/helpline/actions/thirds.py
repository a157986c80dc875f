"""Third parties of a call in rows: asked, joined, left with the caller."""

from datetime import datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.helpline.actions import agents, calls
from shramsetu.helpline.models import Agent, AgentState, Call, Step
from shramsetu.offices.models import Charge

NONE = {"third": "", "third_leg": "", "third_state": ""}


@transaction.atomic
def begin(call: Call, *, kind: str, to: str, leg: str, state: str, at: datetime) -> str:
    """Write down whom the agent wants to have in the call, and return what to dial; empty if they cannot be had.

    An agent must be free, and is kept for this call; an officer is a post, reached at the phone of who holds it.
    """
    address = _address(call, kind, to, at)
    if address:
        calls.change(call, third=f"{kind}:{to}"[:40], third_leg=leg, third_state=state)
    calls.note(call, "third" if address else "third_not_free", at=at, kind=kind, to=to)
    return address


def _address(call: Call, kind: str, to: str, at: datetime) -> str:
    if kind == "agent":
        free = Agent.objects.select_for_update(of=("self",)).filter(
            number=to, state=AgentState.AVAILABLE, phone_seen_at__isnull=False
        )
        agent = free.first()
        if agent is not None:
            agents.turn(agent, AgentState.RINGING, at=at, call=call)
        return to if agent else ""
    if kind == "officer":
        held = Charge.objects.filter(post_id=int(to) if to.isdigit() else 0, to_at=None, user__is_active=True)
        return held.exclude(user__phone="").values_list("user__phone", flat=True).first() or ""
    return to if to in rulebook.book().helpline.emergencies else ""


@transaction.atomic
def third_answered(call: Call, *, state: str, at: datetime) -> None:
    """The third party picked up."""
    calls.change(call, third_state=state)
    agent = _third_agent(call)
    if agent is not None:
        agents.turn(agent, AgentState.TALKING, at=at, call=call)
    calls.note(call, "third_answered", at=at)


@transaction.atomic
def third_gone(call: Call, *, at: datetime) -> None:
    """The third party left; an agent among them wraps up, or is free if they never talked."""
    agent = _third_agent(call)
    if agent is not None:
        talked = agent.state == AgentState.TALKING
        agents.turn(agent, AgentState.WRAP_UP if talked else AgentState.AVAILABLE, at=at)
    calls.change(call, **NONE)
    calls.note(call, "third_gone", at=at)


@transaction.atomic
def take_over(call: Call, *, at: datetime) -> bool:
    """Let the consulted agent have the call; False if the third party is none of ours."""
    agent = _third_agent(call)
    if agent is None:
        return False
    before, leg = call.agent_id, call.third_leg
    if before is not None:
        agents.free(before, call, state=AgentState.WRAP_UP, at=at)
    agents.turn(agent, AgentState.TALKING, at=at, call=call)
    calls.change(call, agent=agent, leg=leg, held=False, **NONE)
    calls.note(call, "taken_over", at=at, agent=agent.pk)
    return True


@transaction.atomic
def hand(call: Call, *, at: datetime) -> None:
    """Leave the caller with who is outside; the agent wraps up."""
    if call.agent_id is not None:
        agents.free(call.agent_id, call, state=AgentState.WRAP_UP, at=at)
    calls.move(call, Step.HANDED, at=at, leg="", held=False, third_state="all")


@transaction.atomic
def let_go(call: Call, *, at: datetime) -> None:
    """The agent of a blind transfer is done with the call."""
    if call.agent_id is not None:
        agents.free(call.agent_id, call, state=AgentState.WRAP_UP, at=at)
    calls.change(call, leg="")
    calls.note(call, "passed_on", at=at, agent=call.agent_id)


@transaction.atomic
def requeue(call: Call, *, board: str, at: datetime) -> None:
    """Pass the caller to the queue of a board, ahead of who came later."""
    if call.agent_id is not None:
        agents.free(call.agent_id, call, state=AgentState.WRAP_UP, at=at)
    calls.note(call, "passed_on", at=at, agent=call.agent_id, board=board)
    calls.move(call, Step.QUEUE, at=at, agent=None, leg="", board=board, returned=True, held=False, **NONE)


def _third_agent(call: Call) -> Agent | None:
    kind, _, number = call.third.partition(":")
    if kind != "agent":
        return None
    return Agent.objects.select_for_update(of=("self",)).filter(number=number, call=call).first()
