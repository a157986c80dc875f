"""Who is called: citizens who pick up, are busy or do not hear, by the hour; services that take a call over."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from shramsetu.helpline.controller.house import House
from shramsetu.helpline.exchange.protocol import Leg
from shramsetu.helpline.exchange.simulated import BUSY, SimulatedExchange
from shramsetu.helpline.simulation import shape
from shramsetu.helpline.simulation.shape import Dice
from shramsetu.lib import clock

SERVICE_TALK = (30.0, 120.0)


@dataclass
class Citizens:
    """Everybody whom the helpline dials."""

    house: House
    exchange: SimulatedExchange
    dice: Dice
    dialled: int = 0
    reached: int = 0

    def rings(self, leg: Leg) -> None:
        """A citizen's phone rings, or an emergency service's."""
        if leg.kind == "service":
            self._later(4.0, self.exchange.pick_up, leg.id)
            self._later(4.0 + self.dice.between(*SERVICE_TALK), self.exchange.leave, leg.id)
            return
        self.dialled += 1
        hour = clock.local(self.house.now()).hour
        if self.dice.happens(shape.PICKS_UP[hour]):
            self.reached += 1
            self._later(self.dice.between(4, 18), self.exchange.pick_up, leg.id)
        elif self.dice.happens(shape.BUSY_SHARE):
            self._later(3.0, self._busy, leg.id)

    def _busy(self, channel: str) -> None:
        self.exchange.leave(channel, cause=BUSY)

    def _later(self, seconds: float, act: Callable[..., None], *what: object) -> None:
        asyncio.get_running_loop().call_later(seconds, act, *what)
