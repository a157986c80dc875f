"""Supervisors in a call: each listening, whisper and barge-in is an entry."""

from datetime import datetime

from django.db import transaction

from shramsetu.helpline.actions import orders
from shramsetu.helpline.errors import NoPhone, OnACall
from shramsetu.helpline.models import Agent, AgentState, Call, Order
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor


@transaction.atomic
def ask(call: Call, verb: str, *, agent: Agent, by: Actor, at: datetime) -> Order:
    """Let a supervisor's own phone ring into a call: listen, whisper, barge, stop_listening.

    Raises NoPhone, OnACall (the supervisor's own), CallIsOver.
    """
    if agent.phone_seen_at is None:
        raise NoPhone
    if agent.state in (AgentState.RINGING, AgentState.TALKING):
        raise OnACall
    order = orders.ask(call, verb, agent=agent, by=by, at=at)
    journal.append(f"call:{call.pk}", verb, by=by, at=at, detail={"agent": call.agent_id})
    return order
