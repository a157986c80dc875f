"""The contract of exchanges on a real Asterisk: the scenes that the simulated one plays in tests/helpline."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from tests.exchange.desk import PATIENCE, Desk, desk
from tests.helpline.contract import SCENES, Scene
from tools.pbx.launch import Exchange as Pbx
from tools.pbx.phone import Phone as Telephone
from tools.pbx.phone import Talk

from shramsetu.helpline.exchange.protocol import Arrived, Event, Exchange

BLOCKED_SECONDS = 5.0


class Real:
    """A stage with wires: people with phones around one Asterisk."""

    line = "1076"

    def __init__(self, pbx: Pbx, one: Desk, caller: Telephone, service: Telephone, agent: Telephone) -> None:
        self.exchange: Exchange = one.provider
        self.pbx, self.desk = pbx, one
        self.caller, self.service, self.agent = caller, service, agent
        self.talks: dict[str, Talk] = {}

    async def come_in(self, caller: str) -> str:
        """Come in; once more if a controller that was just going (of the test before) took the call and let it fall."""
        return await self._try(caller) or await self._try(caller)

    async def _try(self, caller: str) -> str:
        talk = await self.caller.dial(self.line, self.pbx.sip, caller=caller)
        arrived = asyncio.ensure_future(self.desk.hear(Arrived))
        refused = asyncio.ensure_future(talk.ended.wait())
        await asyncio.wait({arrived, refused}, return_when=asyncio.FIRST_COMPLETED, timeout=BLOCKED_SECONDS)
        refused.cancel()
        if not arrived.done():
            arrived.cancel()
            assert talk.ended.is_set(), "neither put through nor refused"
            return ""
        told = arrived.result()
        assert (told.line, told.caller) == (self.line, caller)
        self.talks[told.channel] = talk
        return told.channel

    async def press(self, channel: str, digit: str) -> None:
        self.talks[channel].press(digit)

    async def hang_up(self, channel: str) -> None:
        self.talks[channel].hang_up()

    async def plug_in(self, number: str, secret: str) -> None:
        assert await self.agent.register(number, secret, self.pbx.sip) == 200

    async def pick_up(self, leg: str) -> None:
        """The phones of this stage ring for ever until they are told."""
        talk = await self._rung()
        talk.phone.answer(talk)

    async def refuse(self, leg: str) -> None:
        talk = await self._rung()
        talk.phone.refuse(talk)

    async def _rung(self) -> Talk:
        """Return the call that rings, at whichever phone: the exchange takes the command before the phone hears."""
        waiting = [asyncio.ensure_future(one.taken.get()) for one in (self.service, self.agent, self.caller)]
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        for one in waiting:
            one.cancel()
        assert len(done) == 1, f"{len(done)} phones ring"
        return done.pop().result()

    async def next(self, kind: type[Event]) -> Event:
        return await self.desk.hear(kind)


@pytest.mark.parametrize("scene", SCENES, ids=[scene.__name__ for scene in SCENES])
def test_contract(scene: Scene, exchange: Pbx) -> None:
    async def play() -> None:
        network = exchange.network
        async with AsyncExitStack() as stack:
            one = await stack.enter_async_context(desk(exchange))
            phones = [
                await stack.enter_async_context(Telephone(address, manner="ring"))
                for address in (network.carrier, network.services, network.agents)
            ]
            await scene(Real(exchange, one, *phones))

    asyncio.run(play())
