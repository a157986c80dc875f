"""The caller talks to somebody outside: an officer, an emergency service. The agent has left."""

from shramsetu.helpline.controller.live import Letter, LiveCall
from shramsetu.helpline.exchange.protocol import Ended
from shramsetu.helpline.models import Outcome


async def enter(live: LiveCall) -> None:
    """Keep both joined."""
    await live.exchange.bridge(live.bridge, [live.channel, live.call.third_leg])


async def hear(live: LiveCall, letter: Letter) -> None:
    """When the other side goes, the call is over."""
    if isinstance(letter, Ended) and letter.channel == live.call.third_leg:
        await live.drop(live.channel)


async def gone(live: LiveCall, ended: Ended) -> None:
    """Close; the bridge goes with it."""
    await live.drop(live.call.third_leg)
    await live.quietly(live.exchange.unbridge(live.bridge))
    outcome = Outcome.EMERGENCY if live.house.words.is_emergency(live.call.third) else Outcome.ANSWERED
    await live.end(outcome, cause="handed")
