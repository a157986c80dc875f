"""A voicemail: the words, a beep, the caller's voice, thanks."""

from shramsetu.helpline.actions import calls, queue
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.controller.steps import bye
from shramsetu.helpline.exchange.protocol import Ended, Gone, Played, Pressed, Recorded
from shramsetu.helpline.models import Outcome
from shramsetu.helpline.rules import menu

SILENCE_SECONDS = 5
SLACK_SECONDS = 8.0
LEAST_SECONDS = 2  # less is no message


async def enter(live: LiveCall) -> None:
    """Ask for the message; one that was begun when the controller died is kept as it is."""
    if live.call.parts and await _is_begun(live):
        await _thank(live, Outcome.VOICEMAIL)
        return
    await live.store.do(calls.leave_word, live.call, at=live.house.now())
    await live.answer()
    await live.say(("ss/voicemail",))
    live.after(live.house.figure("helpline.voicemail_seconds") + SLACK_SECONDS + 15, "late")


async def _is_begun(live: LiveCall) -> bool:
    """End the recording that runs; tell whether there is one, ended now or before."""
    name = calls.recording_name(live.call)
    await live.exchange.stop_recording(name)
    try:
        await live.exchange.fetch(name)
    except Gone:
        return False
    return True


async def hear(live: LiveCall, letter: Letter) -> None:
    """Record after the words; thank when it is done. A caller without sound is ended by our own clock."""
    name = calls.recording_name(live.call)
    match letter:
        case Played() if not live.playing and not live.notes.get("recording"):
            live.notes["recording"] = True
            longest = live.house.figure("helpline.voicemail_seconds")
            await live.exchange.record_voice(
                live.channel, name=name, most_seconds=longest, silence_seconds=SILENCE_SECONDS
            )
        case Recorded(name=done, seconds=seconds) if done == name:
            await _thank(live, Outcome.VOICEMAIL if seconds >= LEAST_SECONDS else Outcome.ABANDONED)
        case Pressed(digit=menu.OPERATOR_KEY) if await live.house.words.is_open(live.call.line):
            if live.notes.get("recording"):
                await live.quietly(live.exchange.stop_recording(name))
            await live.hush()
            await live.store.do(queue.enqueue, live.call, at=live.house.now())
            await live.enter()
        case Timer(name="late"):
            await live.quietly(live.exchange.stop_recording(name))
            await bye.part(live, Outcome.ABANDONED)


async def _thank(live: LiveCall, outcome: Outcome) -> None:
    """Say that the message is there, and that we call back whose number we know."""
    is_kept = outcome == Outcome.VOICEMAIL and live.call.phone
    await bye.part(live, outcome, words=("ss/voicemail-kept",) if is_kept else bye.WORDS)


async def gone(live: LiveCall, ended: Ended) -> None:
    """Who hung up while speaking has left a message; the recording's end says how long it is."""
    await live.end(Outcome.VOICEMAIL if live.notes.get("recording") else Outcome.ABANDONED)
