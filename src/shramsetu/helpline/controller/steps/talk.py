"""Caller and agent talk: hold, keys, recording, the end. Third parties stand in `thirds`, supervisors in `watch`."""

from shramsetu.helpline.actions import agents, calls, queue
from shramsetu.helpline.controller import thirds, watch
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.exchange.protocol import Ended, Phone
from shramsetu.helpline.models import Order, Outcome

GRACE_SECONDS = 3.0  # a browser that comes back sooner was only reconnecting


async def enter(live: LiveCall) -> None:
    """Join both and record; doing it again does no harm, and after a restart restores what was."""
    call = live.call
    await live.hush()
    if call.third_state in thirds.APART:
        await live.music(on=True)
        await live.exchange.bridge(live.bridge, [call.leg])
    elif call.held:
        await live.exchange.bridge(live.bridge, [call.leg])
        await live.music(on=True)
    else:
        await live.music(on=False)
        third = [call.third_leg] if call.third_state == thirds.ALL else []
        await live.exchange.bridge(live.bridge, [live.channel, call.leg, *third])
    await live.exchange.record_call(live.channel, tap=f"s-{call.key}-{call.parts}", name=calls.recording_name(call))
    if call.recording_paused:
        await live.exchange.pause_recording(calls.recording_name(call), paused=True)


async def hear(live: LiveCall, letter: Letter) -> None:
    """Do what the agent's page asks, and see who leaves."""
    if await watch.hear(live, letter) or await thirds.hear(live, letter):
        return
    agent = live.call.agent
    match letter:
        case Order():
            await _order(live, letter)
        case Ended(channel=channel) if channel == live.call.leg:
            await _agent_left(live)
        case Phone(number=number, there=False) if agent and number == agent.number and not agent.has_own_phone:
            live.notes["phone"] = "away"
            live.after(GRACE_SECONDS, "phone")
        case Phone(number=number, there=True) if agent and number == agent.number:
            live.notes.pop("phone", None)
        case Timer(name="phone") if live.notes.get("phone") == "away":
            await _agent_lost(live)


async def _order(live: LiveCall, order: Order) -> None:
    at = live.house.now()
    match order.verb:
        case "hang_up":
            await live.drop(live.channel)
        case "hold" if not live.call.held and not live.call.third_state:
            await live.store.do(calls.change, live.call, held=True)
            await live.exchange.unjoin(live.bridge, live.channel)
            await live.music(on=True)
            await live.store.do(calls.note, live.call, "held", at=at)
        case "unhold" if live.call.held:
            await live.store.do(calls.change, live.call, held=False)
            await live.music(on=False)
            await live.exchange.bridge(live.bridge, [live.channel])
            await live.store.do(calls.note, live.call, "unheld", at=at)
        case "pause_recording" | "resume_recording":
            paused = order.verb == "pause_recording"
            await live.store.do(calls.change, live.call, recording_paused=paused)
            await live.exchange.pause_recording(calls.recording_name(live.call), paused=paused)
            await live.store.do(calls.note, live.call, order.verb, at=at)
        case "keys":
            await live.exchange.send_digits(live.channel, str(order.detail.get("digits", ""))[:20])
    await live.store.do(live.house.show, live.call)


async def _agent_left(live: LiveCall) -> None:
    """The agent hung up: a third party stays with the caller, else the call is over."""
    if live.call.third_leg and live.call.third_state in (thirds.ALL, thirds.PRIVATE):
        await thirds.complete(live)
    elif live.call.third_leg:
        await live.drop(live.call.third_leg)
        await _agent_lost(live, why=agents.STARTING)
    else:
        await live.drop(live.channel)


async def _agent_lost(live: LiveCall, *, why: str = agents.PHONE_LOST) -> None:
    """The agent's phone is gone: the caller goes to the head of the queue and keeps the recording made so far."""
    leg, name = live.call.leg, calls.recording_name(live.call)
    await live.store.do(queue.back, live.call, at=live.house.now(), why=why)
    await live.quietly(live.exchange.stop_recording(name))
    await live.drop(leg)
    await watch.leave(live)
    await live.quietly(live.exchange.unjoin(live.bridge, live.channel))
    await live.enter()
    live.notes["lost"] = True


async def gone(live: LiveCall, ended: Ended) -> None:
    """The caller, or the agent's page, ended the call."""
    for leg in (live.call.leg, live.call.third_leg):
        await live.drop(leg)
    await watch.leave(live)
    await live.quietly(live.exchange.unbridge(live.bridge))
    await live.end(Outcome.ANSWERED)
