"""An outgoing call: first the agent where one looks before (preview), else the citizen."""

from shramsetu.helpline.actions import agents, calls
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.exchange.protocol import Answered, Ended, Leg, Refused
from shramsetu.helpline.models import Order as Asked
from shramsetu.helpline.models import Outcome, Step

CAUSES = {17: Outcome.BUSY, 18: Outcome.NO_ANSWER, 19: Outcome.NO_ANSWER, 21: Outcome.NO_ANSWER, 16: Outcome.NO_ANSWER}
SLACK_SECONDS = 5.0
UNATTENDED = "unattended"  # our own fault: no attempt of the citizen's, and they are called again in minutes


async def enter(live: LiveCall) -> None:
    """Dial; after a restart dialling again what rings or talks already does no harm."""
    if live.call.agent_first and live.call.agent is not None:
        await _dial_agent(live)
    else:
        await _dial_citizen(live)


async def _dial_agent(live: LiveCall) -> None:
    call = live.call
    assert call.agent is not None
    wait = live.house.figure("helpline.ring_seconds")
    live.after(wait + SLACK_SECONDS, "no-agent")
    headers = {"X-Call-Id": str(call.pk)}
    leg = Leg(call.leg, "agent", call.agent.number, wait, shown=call.phone, auto_answer=True, headers=headers)
    await _or_fail(live, leg)


async def _dial_citizen(live: LiveCall) -> None:
    wait = live.house.figure("helpline.dial_seconds")
    live.after(wait + SLACK_SECONDS, "no-answer")
    shown = live.house.words.number_of(live.call.line)
    beside = live.call.leg if live.call.agent_first else ""  # a reserved agent's leg is not there yet
    await _or_fail(live, Leg(live.channel, "citizen", live.call.phone, wait, shown=shown, beside=beside))


async def _or_fail(live: LiveCall, leg: Leg) -> None:
    try:
        await live.exchange.dial(leg)
    except Refused as error:
        await live.drop(live.call.leg)
        await live.end(Outcome.FAILED, cause=str(error))


async def hear(live: LiveCall, letter: Letter) -> None:
    """Go on when somebody picks up."""
    call = live.call
    match letter:
        case Answered(channel=channel) if channel == call.leg and call.agent_first:
            await _dial_citizen(live)
        case Answered(channel=channel) if channel == live.channel:
            await _picked_up(live)
        case Ended(channel=channel) if channel == call.leg:
            await live.drop(live.channel)
            await live.end(Outcome.FAILED, cause="agent")
        case Asked(verb="decline"):
            await _declined(live)
        case Timer() | Asked(verb="hang_up"):
            await live.drop(call.leg)
            await live.drop(live.channel)
            await live.end(Outcome.NO_ANSWER, cause=letter.name if isinstance(letter, Timer) else "agent")


async def _declined(live: LiveCall) -> None:
    """The agent does not want it: no attempt of the citizen's, and the next call goes to somebody else."""
    await live.drop(live.call.leg)
    await live.drop(live.channel)
    if live.call.agent_id is not None:
        await live.store.do(agents.leave, live.call.agent_id, live.call, at=live.house.now())
    await live.end(Outcome.FAILED, cause="agent")


async def _picked_up(live: LiveCall) -> None:
    live.is_answered = True
    if live.call.agent_first:
        await live.store.do(calls.connect, live.call, at=live.house.now())
        await live.enter()
    elif live.call.agent_id is not None:
        await live.go(Step.RINGING, rang_at=live.house.now())
    else:
        await live.go(Step.MENU)


async def gone(live: LiveCall, ended: Ended) -> None:
    """Busy, no answer, or no such number; or we were away when they picked up, and they heard that we call again."""
    await live.drop(live.call.leg)
    if ended.unattended:
        await live.end(Outcome.FAILED, cause=UNATTENDED)
        return
    await live.end(CAUSES.get(ended.cause, Outcome.FAILED), cause=f"q850:{ended.cause}")
