"""Supervisors in a call: listen, whisper to the agent, barge in. Nothing of it stands in the row but the log."""

from dataclasses import dataclass

from shramsetu.helpline.actions import calls
from shramsetu.helpline.controller.live import Letter, LiveCall
from shramsetu.helpline.exchange.protocol import Answered, Ended, Leg
from shramsetu.helpline.models import Order

VERBS = ("listen", "whisper", "barge")


@dataclass(slots=True)
class Watcher:
    """A supervisor's phone in a call, and in what manner it is there."""

    leg: str
    number: str
    verb: str

    @property
    def tap(self) -> str:
        """The listening channel."""
        return f"l-{self.leg}"

    @property
    def bridge(self) -> str:
        """The bridge of the listening channel and the supervisor's phone."""
        return f"lb-{self.leg}"


async def hear(live: LiveCall, letter: Letter) -> bool:
    """Do what concerns a supervisor; False if the letter does not."""
    watchers: dict[str, Watcher] = live.watchers
    match letter:
        case Order(verb=verb) if verb in VERBS:
            await _come(live, letter)
        case Order(verb="stop_listening"):
            number = str(letter.detail.get("number", ""))
            for one in [each for each in watchers.values() if each.number == number]:
                await _go(live, one)
        case Answered(channel=channel) if channel in watchers:
            await _join(live, watchers[channel])
        case Ended(channel=channel) if channel in watchers:
            await _go(live, watchers[channel])
        case _:
            return False
    return True


async def leave(live: LiveCall) -> None:
    """The talk is over: so is the listening."""
    for one in list(live.watchers.values()):
        await _go(live, one)


async def _come(live: LiveCall, order: Order) -> None:
    """Ring the supervisor's phone, or change what they do if they are there already."""
    number = str(order.detail.get("number", ""))
    await live.store.do(calls.note, live.call, order.verb, at=live.house.now(), by=order.by)
    there = next((one for one in live.watchers.values() if one.number == number), None)
    if there is not None:
        await _unjoin(live, there)
        there.verb = order.verb
        await _join(live, there)
        return
    one = Watcher(f"w-{live.call.key}-{order.pk}", number, order.verb)
    live.watchers[one.leg] = one
    wait = live.house.figure("helpline.ring_seconds")
    await live.exchange.dial(Leg(one.leg, "agent", number, wait, auto_answer=True, beside=live.channel))


async def _join(live: LiveCall, one: Watcher) -> None:
    if one.verb == "barge":
        await live.exchange.bridge(live.bridge, [one.leg])
    else:
        await live.exchange.listen(
            live.call.leg, tap=one.tap, to=one.leg, bridge=one.bridge, whisper=one.verb == "whisper"
        )


async def _unjoin(live: LiveCall, one: Watcher) -> None:
    if one.verb == "barge":
        await live.quietly(live.exchange.unjoin(live.bridge, one.leg))
    else:
        await live.drop(one.tap)
        await live.quietly(live.exchange.unbridge(one.bridge))


async def _go(live: LiveCall, one: Watcher) -> None:
    live.watchers.pop(one.leg, None)
    await _unjoin(live, one)
    await live.drop(one.leg)
