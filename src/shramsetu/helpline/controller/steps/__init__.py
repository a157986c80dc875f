"""What happens in each step of a call: entering it, and what may be heard in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from shramsetu.helpline.controller.live import Letter, LiveCall
from shramsetu.helpline.controller.steps import bye, dialling, handed, menu, ringing, talk, voicemail
from shramsetu.helpline.controller.steps import queue as waiting
from shramsetu.helpline.exchange.protocol import Ended
from shramsetu.helpline.models import Step

Enter = Callable[[LiveCall], Awaitable[None]]
Hear = Callable[[LiveCall, Letter], Awaitable[None]]
GoneAway = Callable[[LiveCall, Ended], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Way:
    """A step: how it is entered (again), what it does with a letter, and what the citizen's hanging up means."""

    enter: Enter
    hear: Hear
    gone: GoneAway


WAYS: dict[str, Way] = {
    Step.MENU: Way(menu.enter, menu.hear, menu.gone),
    Step.QUEUE: Way(waiting.enter, waiting.hear, waiting.gone),
    Step.RINGING: Way(ringing.enter, ringing.hear, ringing.gone),
    Step.DIALLING: Way(dialling.enter, dialling.hear, dialling.gone),
    Step.TALK: Way(talk.enter, talk.hear, talk.gone),
    Step.HANDED: Way(handed.enter, handed.hear, handed.gone),
    Step.VOICEMAIL: Way(voicemail.enter, voicemail.hear, voicemail.gone),
    Step.BYE: Way(bye.enter, bye.hear, bye.gone),
}


async def enter(live: LiveCall) -> None:
    """Enter the step that the call's row is in; entering again does no harm."""
    await WAYS[live.call.step].enter(live)


async def hear(live: LiveCall, letter: Letter) -> None:
    """Do what a letter asks in this step."""
    await WAYS[live.call.step].hear(live, letter)


async def gone(live: LiveCall, ended: Ended) -> None:
    """The citizen's channel is gone: close the call as this step says."""
    await WAYS[live.call.step].gone(live, ended)
