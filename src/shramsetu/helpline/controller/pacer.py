"""Places the outgoing calls of a node: each second, and as soon as an agent may be free."""

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import structlog

from shramsetu.helpline.actions import outbound
from shramsetu.helpline.controller.store import Down

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

PACE_SECONDS = 1.0
GAP_SECONDS = 0.2  # the queue is paired first


class Choose(Protocol):
    """Writes down which calls ring now."""

    def __call__(self, node: str, /, *, at: datetime) -> list[int]:
        """Return their ids."""


log = structlog.get_logger(__name__)


async def pace(house: "House") -> None:
    """Place calls for ever; who was called is looked at once a second."""
    settled = house.now()
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(PACE_SECONDS):  # wait_for may lose a cancellation that comes with its event
                await house.freed.wait()
        await asyncio.sleep(GAP_SECONDS)
        house.freed.clear()
        try:
            is_time = (house.now() - settled).total_seconds() >= PACE_SECONDS
            settled = house.now() if is_time else settled
            await place(house, outbound.pace if is_time else outbound.place)
        except Down as error:
            log.warning("pacing_put_off", error=type(error).__name__)


async def place(house: "House", choose: Choose = outbound.pace) -> None:
    """Place what may ring now, and let it live here."""
    for call_id in await house.store.do(choose, house.node, at=house.now()):
        await house.take_up(call_id)
