"""The contract of exchanges on the simulated one, in simulated time."""

import asyncio

import pytest
from tests.helpline.contract import SCENES, Scene

from shramsetu.helpline.exchange.protocol import Arrived, Event
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.simulation.time import JumpingLoop

PATIENCE = 30


class Simulated:
    """A stage without wires."""

    line = "1076"

    def __init__(self) -> None:
        self.exchange = SimulatedExchange()
        self.events = self.exchange.events()

    async def come_in(self, caller: str) -> str:
        channel = self.exchange.come_in(self.line, caller)
        if channel:
            assert await self.next(Arrived) == Arrived(channel, self.line, caller)
        return channel

    async def press(self, channel: str, digit: str) -> None:
        self.exchange.press(channel, digit)

    async def hang_up(self, channel: str) -> None:
        self.exchange.leave(channel)

    async def pick_up(self, leg: str) -> None:
        self.exchange.pick_up(leg)

    async def refuse(self, leg: str) -> None:
        self.exchange.leave(leg, cause=17)

    async def plug_in(self, number: str, secret: str) -> None:
        self.exchange.plug_in(number)

    async def next(self, kind: type[Event]) -> Event:
        async def wait() -> Event:
            async for event in self.events:
                if isinstance(event, kind):
                    return event
            raise AssertionError(kind)

        return await asyncio.wait_for(wait(), PATIENCE)


@pytest.mark.parametrize("scene", SCENES, ids=[scene.__name__ for scene in SCENES])
def test_contract(scene: Scene) -> None:
    async def play() -> None:
        stage = Simulated()
        await scene(stage)
        assert not stage.exchange.wires

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(play())
