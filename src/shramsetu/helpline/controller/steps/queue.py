"""Waiting: music, the place and the expected wait, the offer of a call-back."""

from shramsetu.helpline.actions import calls
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.controller.steps import bye
from shramsetu.helpline.exchange.protocol import Ended, Played, Pressed
from shramsetu.helpline.models import Outcome, Step
from shramsetu.helpline.queries import waiting
from shramsetu.helpline.rules import menu

CALL_BACK_KEY = "1"
ANYBODY: dict[str, object] = {"wants_woman": False, "dialect": "", "board": ""}
SOON_SECONDS = 2.0  # who is put through at once need not be asked to wait


async def enter(live: LiveCall) -> None:
    """Let the caller hear music, and look for an agent."""
    await live.hush()
    await live.answer()
    await live.music(on=True)
    live.house.wake_matching()
    live.after(SOON_SECONDS, "welcome")


def _again(live: LiveCall) -> None:
    live.after(live.house.figure("helpline.announce_seconds"), "announce")


async def hear(live: LiveCall, letter: Letter) -> None:
    """Tell the place from time to time; take the wish to be called back, or to speak to whoever is free (0)."""
    if isinstance(letter, Timer) and letter.name in ("announce", "welcome"):
        if letter.name == "announce" and await _is_nobody_left(live):
            return
        await _announce(live, _welcome(live) if letter.name == "welcome" else ())
        _again(live)
    elif isinstance(letter, Played) and not live.playing:
        await live.music(on=True)
    elif isinstance(letter, Pressed) and letter.digit == CALL_BACK_KEY and live.notes.get("offered"):
        await bye.part(live, Outcome.CALL_BACK, words=("ss/call-back-noted",))
    elif isinstance(letter, Pressed) and letter.digit == menu.OPERATOR_KEY:
        await live.store.do(calls.change, live.call, **ANYBODY)
        live.house.wake_matching()


def _welcome(live: LiveCall) -> tuple[str, ...]:
    return ("ss/agent-lost" if live.notes.get("lost") else "ss/please-wait", "ss/pause")


async def _is_nobody_left(live: LiveCall) -> bool:
    """Offer a message or a call-back to who still waits when the line has closed and all agents have gone home."""
    words, line = live.house.words, live.call.line
    if await words.is_open(line) or await live.store.do(waiting.is_anybody_there, line):
        return False
    await live.music(on=False)
    if live.call.menu is None:
        await live.go(Step.VOICEMAIL)
    else:
        await live.go(Step.MENU, node_path=str(live.call.menu.tree.get("closed") or menu.start(live.call.menu.tree)))
    return True


async def _announce(live: LiveCall, before: tuple[str, ...] = ()) -> None:
    words = (*before, *await live.store.do(live.house.words.waiting, live.call))
    if live.call.wants_woman and not await live.store.do(waiting.is_anybody_there, live.call.line, women=True):
        words = (*words, "ss/no-woman")
    waited = (live.house.now() - (live.call.queued_at or live.call.began_at)).total_seconds()
    if live.call.phone and waited >= live.house.figure("helpline.offer_call_back_seconds"):
        live.notes["offered"] = True
        words = (*words, "ss/offer-call-back")
    if not words:
        return
    await live.music(on=False)
    await live.say(words)


async def gone(live: LiveCall, ended: Ended) -> None:
    """Nobody spoke to the caller: they are called back."""
    await live.end(Outcome.ABANDONED)
