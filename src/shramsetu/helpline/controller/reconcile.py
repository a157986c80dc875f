"""After a restart or a break: compare the rows with what the exchange has, and let every call go on."""

from typing import TYPE_CHECKING

import structlog

from shramsetu.helpline.actions import agents, calls, queue
from shramsetu.helpline.controller.live import Entered, LiveCall
from shramsetu.helpline.exchange.protocol import Answered, Arrived, Ended, Gone, Snapshot
from shramsetu.helpline.models import Call, Direction, Outcome, Step
from shramsetu.helpline.queries import open as open_calls

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

log = structlog.get_logger(__name__)
LOST_AT = {Step.TALK: Outcome.ANSWERED, Step.HANDED: Outcome.ANSWERED}


async def reconcile(house: "House") -> dict[str, int]:
    """Bring rows and exchange together; return what was found, for the log."""
    there = await house.exchange.snapshot()
    rows = await house.store.do(open_calls.of_node, house.node)
    counts = {"kept": 0, "closed": 0, "adopted": 0, "dropped": 0}
    known: set[str] = set()
    for call in rows:
        known |= {call.key, call.leg, call.third_leg}
        kept = await _row(house, call, there)
        counts["kept" if kept else "closed"] += 1
    for channel in there.channels.values():
        if channel.id in known or channel.id in house.parting.values():
            continue
        if channel.is_caller:
            counts["adopted"] += 1
            house.hear(Arrived(channel.id, channel.line, channel.caller))
        elif _key(channel.id) not in house.lives:
            counts["dropped"] += 1
            await _quietly_hang_up(house, channel.id)
    await _drop_bridges(house, there, {call.key for call in rows})
    await house.store.do(agents.phones, sorted(there.phones), at=house.now())
    log.info("reconciled", node=house.node, **counts)
    return counts


async def _row(house: "House", call: Call, there: Snapshot) -> bool:
    """Let one open row go on, or close it; False if it was closed."""
    live = house.lives.get(call.key)
    channel = there.channels.get(call.key)
    dialled_late = call.direction == Direction.OUT and call.step == Step.DIALLING
    if channel is None and not dialled_late:
        outcome = LOST_AT.get(Step(call.step), Outcome(call.parting) if call.parting else Outcome.LOST)
        await house.store.do(calls.end, call, outcome, at=house.now(), cause=f"lost:{call.step}")
        if live is not None:
            live.close()
        return False
    if live is not None:
        return True  # it was with us all the time; its own letters tell it
    live = house.adopt(call)
    live.is_answered = channel is not None and channel.is_up
    await _step(house, live, there)
    return True


async def _step(house: "House", live: LiveCall, there: Snapshot) -> None:
    """Enter the step again under a new revision, or the one that its missing legs ask for."""
    call, at = live.call, house.now()
    leg, third = there.channels.get(call.leg), there.channels.get(call.third_leg)
    match call.step:
        case Step.RINGING if leg is None:
            await house.store.do(queue.back, call, at=at, why=agents.STARTING)
        case Step.RINGING if leg is not None and leg.is_up:
            await house.store.do(calls.connect, call, at=at)
        case Step.MENU | Step.QUEUE | Step.BYE:
            await house.store.do(calls.move, call, Step(call.step), at=at)
        case _:
            pass
    live.inbox.put_nowait(Entered())
    if call.step == Step.TALK and leg is None and call.third_state != "blind":
        live.inbox.put_nowait(Ended(call.leg, 16))
    if call.step == Step.DIALLING and live.is_answered:
        live.inbox.put_nowait(Answered(call.key))
    if call.third_leg and third is None:
        live.inbox.put_nowait(Ended(call.third_leg, 16))
    elif third is not None and third.is_up and call.third_state in ("ringing", "joining", "blind"):
        live.inbox.put_nowait(Answered(call.third_leg))


async def _drop_bridges(house: "House", there: Snapshot, keys: set[str]) -> None:
    for bridge in there.bridges:
        if bridge.startswith("b-") and bridge[2:] not in keys:
            try:
                await house.exchange.unbridge(bridge)
            except Gone:
                continue


async def _quietly_hang_up(house: "House", channel: str) -> None:
    try:
        await house.exchange.hang_up(channel)
    except Gone:
        return


def _key(channel: str) -> str:
    """Return the call's key in the id of one of its legs."""
    return channel.partition("-")[2].rpartition("-")[0]
