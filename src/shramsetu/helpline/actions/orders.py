"""What a page asks of the exchange: written down under the agent's right, heard by the call's controller."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from shramsetu.helpline import bells
from shramsetu.helpline.errors import CallIsOver, NotYourCall
from shramsetu.helpline.models import Agent, Call, Order, Step
from shramsetu.journal.rules import Actor

# What the agent who has the call may ask, and what a supervisor may.
OF_AGENT = frozenset(
    {
        "hang_up",
        "decline",
        "hold",
        "unhold",
        "pause_recording",
        "resume_recording",
        "keys",
        "consult",
        "conference",
        "complete",
        "drop_third",
        "blind",
        "emergency",
    }
)
# Who is only consulted may leave the call, in whatever words; the caller stays with the agent.
LEAVING = frozenset({"hang_up", "decline", "drop_third"})
OF_SUPERVISOR = frozenset({"listen", "whisper", "barge", "stop_listening"})
# What a phone does by itself, and a page does for it at the simulated exchange.
BY_HAND = frozenset({"phone_in", "phone_out", "pick_up", "put_down"})
STALE = timedelta(seconds=15)  # who pressed a quarter of a minute ago means another moment
LATE, GONE = "late", "gone"


@transaction.atomic
def ask(
    call: Call, verb: str, *, agent: Agent, by: Actor, at: datetime, detail: Mapping[str, object] | None = None
) -> Order:
    """Ask the exchange to do `verb` with a call, as the agent who has it, or as a supervisor who listens.

    An agent who is consulted in it may only leave.

    Raises NotYourCall, CallIsOver.
    """
    if verb in OF_AGENT:
        verb = _of_agent(call, verb, agent)
    elif verb not in OF_SUPERVISOR:
        raise ValueError(verb)
    if call.step == Step.ENDED:
        raise CallIsOver
    given = dict(detail or {})
    if verb in OF_SUPERVISOR:
        given["number"] = agent.number
    order = Order(node=call.node, call=call, agent=agent, verb=verb, detail=given, by=by.key, at=at)
    order.save(force_insert=True)
    bells.ring(call.node, "order", order.pk)
    return order


def _of_agent(call: Call, verb: str, agent: Agent) -> str:
    if call.agent_id == agent.pk:
        return verb
    if agent.call_id != call.pk or verb not in LEAVING:
        raise NotYourCall
    return "drop_third"


@transaction.atomic
def ask_by_hand(agent: Agent, verb: str, *, by: Actor, at: datetime) -> Order:
    """Ask the simulated exchange of this node to let an agent's phone be plugged in, pick up, or put down."""
    if verb not in BY_HAND:
        raise ValueError(verb)
    order = Order(node=settings.TELEPHONY_NODE, agent=agent, verb=verb, by=by.key, at=at)
    order.save(force_insert=True)
    bells.ring(order.node, "order", order.pk)
    return order


@transaction.atomic
def take(node: str, *, at: datetime) -> list[Order]:
    """Return the open orders of a node, each once; those that came too late are marked and left."""
    rows = Order.objects.select_for_update(skip_locked=True, of=("self",)).filter(node=node, taken_at=None)
    found = list(rows.select_related("call", "agent").order_by("id")[:200])
    fresh = [one for one in found if at - one.at <= STALE]
    late = [one.pk for one in found if at - one.at > STALE]
    Order.objects.filter(pk__in=late).update(taken_at=at, answer=LATE)
    Order.objects.filter(pk__in=[one.pk for one in fresh]).update(taken_at=at)
    return fresh


def answer(order_id: int, words: str) -> None:
    """Note why an order was not done."""
    Order.objects.filter(pk=order_id).update(answer=words[:80])
