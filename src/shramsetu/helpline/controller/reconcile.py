"""After a restart or a break: compare the rows with what the exchange has, and let every call go on."""

from typing import TYPE_CHECKING

import structlog

from shramsetu.helpline.actions import agents, calls
from shramsetu.helpline.controller.live import Look, Resume
from shramsetu.helpline.exchange.protocol import Arrived, Gone, Snapshot
from shramsetu.helpline.models import Call, Direction, Outcome, Step
from shramsetu.helpline.queries import open as open_calls

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

log = structlog.get_logger(__name__)
LOST_AT = {Step.TALK: Outcome.ANSWERED, Step.HANDED: Outcome.ANSWERED}


async def reconcile(house: "House", *, resumes: bool) -> dict[str, int]:
    """Bring rows and exchange together; return what was found, for the log. With `resumes` every call goes on anew.

    The rows are read first: a row's channel was there before the row, so one that is missing afterwards has ended.
    """
    rows = await house.store.do(open_calls.of_node, house.node)
    words = house.phones.words
    there = await house.exchange.snapshot()
    counts = {"kept": 0, "closed": 0, "adopted": 0, "dropped": 0}
    known: set[str] = set()
    for call in rows:
        known |= {call.key, call.leg, call.third_leg}
        counts["kept" if await _row(house, call, there, resumes) else "closed"] += 1
    for channel in there.channels.values():
        if channel.id in known or channel.id in house.parting.values():
            continue
        if channel.is_caller:
            counts["adopted"] += channel.id not in house.lives
            house.hear(Arrived(channel.id, channel.line, channel.caller))
        elif _key(channel.id) not in house.lives:
            counts["dropped"] += 1
            await _quietly_hang_up(house, channel.id)
    await _drop_bridges(house, there, {call.key for call in rows})
    await house.phones.looked(there.phones, since=words)
    await house.store.do(agents.unstick, at=house.now())
    log.info("reconciled", node=house.node, **counts)
    return counts


async def _row(house: "House", call: Call, there: Snapshot, resumes: bool) -> bool:
    """Let one open row go on, or close it; False if it was closed."""
    live = house.lives.get(call.key)
    is_late = call.direction == Direction.OUT and call.step == Step.DIALLING  # dialled in this very moment, perhaps
    if call.key not in there.channels and not is_late:
        if live is not None:
            live.inbox.put_nowait(Look())
            return True
        outcome = LOST_AT.get(Step(call.step), Outcome(call.parting) if call.parting else Outcome.LOST)
        await house.store.do(calls.end, call, outcome, at=house.now(), cause=f"lost:{call.step}")
        return False
    if live is None or resumes:
        (live or house.adopt(call)).inbox.put_nowait(Resume(there))
    return True


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
