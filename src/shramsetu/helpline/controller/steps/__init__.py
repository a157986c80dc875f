"""What happens in each step of a call: entering it, and what may be heard in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from shramsetu.helpline.actions import agents, calls
from shramsetu.helpline.actions import queue as pairing
from shramsetu.helpline.controller.live import Letter, LiveCall
from shramsetu.helpline.controller.steps import bye, dialling, handed, menu, ringing, talk, voicemail
from shramsetu.helpline.controller.steps import queue as waiting
from shramsetu.helpline.exchange.protocol import Answered, Channel, Ended, Snapshot
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


SPOKEN = (Step.MENU, Step.QUEUE, Step.BYE)  # words or music, begun anew each time
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


async def resume(live: LiveCall, there: Snapshot) -> None:
    """Go on after a break: under a new revision, in the step of the row or the one that its missing legs ask for."""
    await live.refresh()
    if live.is_over:
        return
    call, at = live.call, live.house.now()
    citizen, leg, third = (there.channels.get(name) for name in (call.key, call.leg, call.third_leg))
    live.is_answered = citizen is not None and citizen.is_up
    match call.step:
        case Step.RINGING if leg is None:
            await live.store.do(pairing.back, call, at=at, why=agents.STARTING)
        case Step.RINGING if leg is not None and leg.is_up:
            await live.store.do(calls.connect, call, at=at)
        case step if step in SPOKEN:
            await live.store.do(calls.move, call, Step(call.step), at=at)
    _tell_missed(live, leg, third)  # first: entering a talk fails whose other side is gone
    await live.enter()


def _tell_missed(live: LiveCall, leg: Channel | None, third: Channel | None) -> None:
    """Put into the mailbox what happened to the legs while nobody listened."""
    call = live.call
    if call.step == Step.TALK and leg is None and call.third_state != "blind":
        live.inbox.put_nowait(Ended(call.leg, 16))
    if call.step == Step.DIALLING and live.is_answered:
        live.inbox.put_nowait(Answered(call.key))
    if call.third_leg and third is None:
        live.inbox.put_nowait(Ended(call.third_leg, 16))
    elif third is not None and third.is_up and call.third_state in ("ringing", "joining", "blind"):
        live.inbox.put_nowait(Answered(call.third_leg))
