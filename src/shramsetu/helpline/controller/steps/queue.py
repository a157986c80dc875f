"""Waiting: music, the place and the expected wait, the offer of a call-back."""

from shramsetu.helpline.actions import callbacks
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.controller.steps import bye
from shramsetu.helpline.exchange.protocol import Ended, Played, Pressed
from shramsetu.helpline.models import Outcome

CALL_BACK_KEY = "1"


async def enter(live: LiveCall) -> None:
    """Let the caller hear music, and look for an agent."""
    await live.hush()
    await live.answer()
    await live.exchange.music(live.channel, on=True)
    live.house.wake_matching()
    _again(live)


def _again(live: LiveCall) -> None:
    live.after(live.house.figure("helpline.announce_seconds"), "announce")


async def hear(live: LiveCall, letter: Letter) -> None:
    """Tell the place from time to time; take the wish to be called back."""
    if isinstance(letter, Timer) and letter.name == "announce":
        await _announce(live)
        _again(live)
    elif isinstance(letter, Played) and not live.playing:
        await live.exchange.music(live.channel, on=True)
    elif isinstance(letter, Pressed) and letter.digit == CALL_BACK_KEY and live.notes.get("offered"):
        await live.store.do(callbacks.owe, live.call, source="asked", at=live.house.now())
        await bye.part(live, Outcome.CALL_BACK, words=("ss/call-back-noted",))


async def _announce(live: LiveCall) -> None:
    words = await live.store.do(live.house.words.waiting, live.call)
    waited = (live.house.now() - (live.call.queued_at or live.call.began_at)).total_seconds()
    if live.call.phone and waited >= live.house.figure("helpline.offer_call_back_seconds"):
        live.notes["offered"] = True
        words = (*words, "ss/offer-call-back")
    await live.exchange.music(live.channel, on=False)
    await live.say(words)


async def gone(live: LiveCall, ended: Ended) -> None:
    """Nobody spoke to the caller: they are called back."""
    await live.end(Outcome.ABANDONED)
