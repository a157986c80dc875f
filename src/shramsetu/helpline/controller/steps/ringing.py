"""The phone of the chosen agent rings; the caller goes on hearing music."""

from shramsetu.helpline.actions import agents, calls, queue
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.exchange.protocol import Answered, Ended, Leg, Refused
from shramsetu.helpline.models import Order as Asked
from shramsetu.helpline.models import Outcome

SLACK_SECONDS = 4.0  # the exchange ends a leg that rings too long; ours is the second clock


async def enter(live: LiveCall) -> None:
    """Dial the agent; dialling again what rings already does no harm."""
    call, wait = live.call, live.house.figure("helpline.ring_seconds")
    assert call.agent is not None
    live.after(wait + SLACK_SECONDS, "no-answer")
    leg = Leg(
        id=call.leg,
        kind="agent",
        to=call.agent.number,
        wait_seconds=wait,
        shown=live.house.words.number_of(call.line),
        beside=live.channel,
        node=call.agent.node,
        auto_answer=call.direction == "out",
        headers={"X-Call-Id": str(call.pk)},
    )
    try:
        await live.exchange.dial(leg)
    except Refused:
        await _back(live, agents.PHONE_LOST)


async def hear(live: LiveCall, letter: Letter) -> None:
    """Begin the talk when the agent picks up; else the caller goes to the head of the queue."""
    match letter:
        case Answered(channel=channel) if channel == live.call.leg:
            await live.store.do(calls.connect, live.call, at=live.house.now())
            await live.enter()
        case Ended(channel=channel) if channel == live.call.leg:
            await _back(live, agents.NO_ANSWER)
        case Timer(name="no-answer"):
            await live.drop(live.call.leg)
            await _back(live, agents.NO_ANSWER)
        case Asked(verb="decline"):
            await live.drop(live.call.leg)
            await _back(live, agents.NO_ANSWER)


async def _back(live: LiveCall, why: str) -> None:
    await live.store.do(queue.back, live.call, at=live.house.now(), why=why)
    await live.enter()


async def gone(live: LiveCall, ended: Ended) -> None:
    """The caller hung up while it rang: the agent is free again."""
    await live.drop(live.call.leg)
    await live.end(Outcome.ABANDONED)
