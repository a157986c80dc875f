"""The agents' phones at the exchange, and the numbers it refuses."""

import asyncio
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from shramsetu.helpline import secrets
from shramsetu.helpline.actions import agents
from shramsetu.helpline.exchange import by_hand
from shramsetu.helpline.exchange.protocol import Gone, Phone
from shramsetu.helpline.models import Agent, AgentState
from shramsetu.helpline.queries import open as open_calls

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

AT_ONCE = 16


class Phones:
    """Puts phones and blocks to the exchange; it forgets them when it restarts."""

    def __init__(self, house: "House") -> None:
        self.house = house
        self._put: dict[str, tuple[int, bool]] = {}  # number: key epoch and own phone of what the exchange knows
        self.words = 0  # heard of phones so far
        self._last: dict[str, tuple[int, bool]] = {}  # number: which word it was, and is the phone there

    async def heard(self, phone: Phone) -> None:
        """Write down that a phone came or went, and tell the call that is on it."""
        self.words += 1
        self._last[phone.number] = (self.words, phone.there)
        here, now = self.house.node, self.house.now()
        agent = await self.house.store.do(agents.phone, phone.number, there=phone.there, at=now, node=here)
        for live in self.house.lives.values():
            if agent is not None and live.call.agent_id == agent.pk:
                live.inbox.put_nowait(phone)
        if phone.there:
            self.house.wake_matching()

    async def looked(self, there: AbstractSet[str], *, since: int) -> None:
        """Write down whose phones a look at the exchange found that was begun after the word `since`.

        A word heard after that is newer than the look, and one heard while we write may be overwritten by us.
        """
        written = -1
        while written != self.words:
            written = self.words
            newer = {number: is_there for number, (word, is_there) in self._last.items() if word > since}
            found = sorted(number for number in there | newer.keys() if newer.get(number, True))
            await self.house.store.do(agents.phones, found, at=self.house.now(), node=self.house.node)

    async def put_all(self, *, anew: bool) -> None:
        """Let every logged-in agent's phone register, some at a time; refresh the blocks.

        Those the exchange knows are given `anew` only when it may have forgotten them: three requests a phone.
        """
        if anew:
            self._put.clear()
        room = asyncio.Semaphore(AT_ONCE)

        async def put(agent: Agent) -> None:
            async with room:
                await self._known(agent)

        found = await self.house.store.do(open_calls.phones_in_use)
        await asyncio.gather(*(put(agent) for agent in found))
        await self.block()

    async def put(self, agent_id: int) -> None:
        """An agent logged in, out, or has a new secret."""
        agent = await self.house.store.do(Agent.objects.get, pk=agent_id)
        if agent.state == AgentState.OUT:
            self._put.pop(agent.number, None)
            try:
                await self.house.exchange.drop_phone(agent.number)
            except Gone:
                return
        else:
            await self._known(agent)

    async def by_hand(self, agent: Agent, verb: str) -> None:
        """A person at a page works their phone of the simulated exchange; it must be known there first."""
        if verb == "phone_in":
            await self.put(agent.pk)
        by_hand.hand(self.house.exchange, agent.number, verb)

    async def _known(self, agent: Agent) -> None:
        kind = (agent.key_epoch, agent.has_own_phone)
        if self._put.get(agent.number) != kind:
            secret = secrets.of_phone(agent.number, agent.key_epoch)
            await self.house.exchange.put_phone(agent.number, secret, browser=not agent.has_own_phone)
            self._put[agent.number] = kind

    async def block(self) -> None:
        """Let the exchange refuse the blocked numbers by itself."""
        at = self.house.now()
        blocked = await self.house.store.do(open_calls.blocked, at)
        await self.house.exchange.block(blocked, lifted=await self.house.store.do(open_calls.lifted, at))
