"""Closing words, then the end."""

from shramsetu.helpline.actions import calls
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.exchange.protocol import Ended, Played
from shramsetu.helpline.models import Outcome

WORDS = ("ss/thanks",)
LONGEST_SECONDS = 30.0  # a playback whose end is not told must not keep the line


async def part(live: LiveCall, outcome: Outcome, *, words: tuple[str, ...] = WORDS) -> None:
    """Say goodbye; whoever hangs up first, the call ends as `outcome`."""
    await live.store.do(calls.part, live.call, outcome, at=live.house.now())
    live.notes, live.count = {"words": words}, 0
    await enter(live)


async def enter(live: LiveCall) -> None:
    """Say the words; after a restart the usual ones."""
    words = live.notes.get("words", WORDS)
    assert isinstance(words, tuple)
    await live.music(on=False)
    await live.say(words)
    if not words:
        await live.drop(live.channel)
    live.after(LONGEST_SECONDS, "silence")


async def hear(live: LiveCall, letter: Letter) -> None:
    """Hang up when the words are said."""
    if (isinstance(letter, Played) and not live.playing) or isinstance(letter, Timer):
        await live.drop(live.channel)


async def gone(live: LiveCall, ended: Ended) -> None:
    """Close as it was meant."""
    await live.end(Outcome(live.call.parting or Outcome.SELF_SERVICE))
