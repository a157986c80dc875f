"""Callers who act as people do: listen to the menu, press keys, wait, lose patience, call again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.rules.menu import Node
from shramsetu.helpline.simulation import shape
from shramsetu.helpline.simulation.listener import Listener, wants
from shramsetu.helpline.simulation.shape import Dice

LINE = "1076"
HANG_UP_AFTER = (3.0, 20.0)
REDIAL_AFTER = (60.0, 900.0)
MOST_REDIALS = 3
TAKES_CALL_BACK = 0.06  # of those to whom it is offered


@dataclass
class Caller:
    """Somebody on the line, what they want, and what they do now."""

    phone: str
    wish: str
    board: str
    tongue: str
    redials: int = 0
    channel: str = ""
    talks: bool = False
    was_told: bool = False
    heard: str = ""  # the node that spoke last
    giving_up: asyncio.TimerHandle | None = None


@dataclass
class Crowd:
    """All who call a line of the exchange today."""

    exchange: SimulatedExchange
    dice: Dice
    listener: Listener
    phones: Sequence[str]
    numbers: list[str] = field(default_factory=list)  # of complaints whose status can be asked
    line: str = LINE
    there: dict[str, Caller] = field(default_factory=dict)
    came: int = 0
    redialled: int = 0
    refused: int = 0
    is_over: bool = False  # nobody calls again: the day is done

    async def come(self, instants: Sequence[float]) -> None:
        """Let callers come at these seconds of the loop's clock."""
        loop = asyncio.get_running_loop()
        for instant in instants:
            await asyncio.sleep(max(0.0, instant - loop.time()))
            self.dial(self.somebody())

    def somebody(self) -> Caller:
        """Return somebody who wants something."""
        wish = self.dice.one_of(shape.WISHES)
        tongue = self.dice.one_of(shape.TONGUES) if wish == "operator" else "hi"
        phone = "" if self.dice.happens(shape.WITHHELD_SHARE) else self.dice.chance.choice(self.phones)
        return Caller(phone, wish, self.dice.one_of(shape.BOARDS), tongue)

    def dial(self, caller: Caller) -> None:
        """Call the line."""
        channel = self.exchange.come_in(self.line, caller.phone)
        if channel:
            caller.channel = channel
            caller.talks, caller.was_told, caller.giving_up = False, False, None
            self.there[channel] = caller
            self.came += 1
        else:
            self.refused += 1

    # What a caller hears

    def hears(self, channel: str, sounds: Sequence[str]) -> None:
        """Words are spoken to a channel."""
        caller = self.there.get(channel)
        if caller is None:
            return
        node = self.listener.node(tuple(sounds))
        if node is None:
            self._other_words(caller, sounds)
            return
        caller.heard = node.name
        if caller.wish == "hangs_up":
            self._later(self.dice.between(*HANG_UP_AFTER), self._leave, caller)
        elif node.kind == "number":
            number = self.dice.chance.choice(self.numbers) if self.numbers else "0"
            self._later(self.dice.between(6, 15), self._press, caller, node.name, number)
        elif node.kind == "choice" and caller.wish != "silence":
            key = self._key(caller, node) or "0"
            self._later(self.dice.between(1.5, 7), self._press, caller, node.name, key)

    def _other_words(self, caller: Caller, sounds: Sequence[str]) -> None:
        """An answer of the menu, a place in the queue, an offer, or goodbye."""
        caller.heard = ""
        if caller.wish in ("status", "hearing", "scheme"):
            caller.was_told = True
        elif any("offer-call-back" in sound for sound in sounds) and self.dice.happens(TAKES_CALL_BACK):
            self._later(self.dice.between(2, 5), self._press, caller, "", "1")

    def _key(self, caller: Caller, node: Node) -> str:
        spoken = {key: self.listener.spoken(then) for key, then in node.keys.items()}
        if any(spoken.values()):
            language = "en" if caller.tongue == "en" else "hi"
            return next((key for key, tongue in spoken.items() if tongue == language), "")
        wish = caller.wish
        if caller.was_told:
            wish = caller.wish = "bye" if self.dice.happens(0.8) else "operator"
        return self.listener.key(node, *wants(wish, caller.board, caller.tongue))

    def waits(self, channel: str) -> None:
        """Music plays: from now on patience runs out."""
        caller = self.there.get(channel)
        if caller is not None and caller.giving_up is None and not caller.talks:
            caller.giving_up = self._later(self.dice.patience(), self._leave, caller)

    def talks(self, channel: str) -> None:
        """Somebody speaks to the caller."""
        caller = self.there.get(channel)
        if caller is not None:
            caller.talks = True
            if caller.giving_up is not None:
                caller.giving_up.cancel()

    def ended(self, channel: str) -> None:
        """The line is dead; who waited in vain may call again."""
        caller = self.there.pop(channel, None)
        if caller is None:
            return
        waited = caller.giving_up is not None and not caller.talks
        if caller.giving_up is not None:
            caller.giving_up.cancel()
        if self.is_over or not waited or caller.redials >= MOST_REDIALS:
            return
        if self.dice.happens(shape.REDIALS_SHARE):
            caller.redials += 1
            self.redialled += 1
            self._later(self.dice.between(*REDIAL_AFTER), self._redial, caller)

    def _redial(self, caller: Caller) -> None:
        if not self.is_over:
            self.dial(caller)

    def _press(self, caller: Caller, node: str, digits: str) -> None:
        if caller.heard == node and not caller.talks:
            self.exchange.press(caller.channel, digits)

    def _leave(self, caller: Caller) -> None:
        if not caller.talks and caller.channel in self.there:
            self.exchange.leave(caller.channel)

    def _later(self, seconds: float, act: object, *what: object) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, act, *what)  # type: ignore[arg-type]
