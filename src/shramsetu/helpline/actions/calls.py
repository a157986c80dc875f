"""The life of a call in rows: each step is written before the exchange is told, so that a restart can go on from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shramsetu import rulebook
from shramsetu.helpline import bells
from shramsetu.helpline.actions import agents, callbacks, writes
from shramsetu.helpline.errors import CallIsOver
from shramsetu.helpline.models import AgentState, Call, Direction, Menu, Outcome, Recording, Step, Target
from shramsetu.helpline.queries import callers
from shramsetu.lib import clock
from shramsetu.lib.phone import BadPhone, normalise
from shramsetu.prepared import Rows

# Who waited and went without an answer is called back.
UNSERVED = {Outcome.ABANDONED: "abandoned", Outcome.LOST: "lost", Outcome.CALL_BACK: "asked"}
_OPEN = Rows(lambda call: Call.objects.select_for_update(of=("self",)).filter(pk=call).exclude(step="ended"), call=int)
_ANEW = {"returned": False, "recording_paused": False}  # of a talk that begins


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call as it comes in: `caller` is the number as the trunk gives it, empty if withheld."""

    key: str
    node: str
    line: str
    caller: str


def arrive(arrival: Arrival, *, menu: Menu | None, at: datetime) -> Call:
    """Write a new call down and return it; one that is known already is returned as it is."""
    phone = _phone(arrival.caller)
    known = callers.known(phone, since=at - _repeat(at)) if phone else callers.UNKNOWN
    call = Call(
        key=arrival.key,
        node=arrival.node,
        direction=Direction.IN,
        line=arrival.line,
        phone=phone,
        person_id=known.person,
        language=known.language,
        dialect=known.dialect,
        repeat=known.dropped,
        menu=menu,
        step=Step.MENU,
        began_at=at,
    )
    detail = {"line": arrival.line, "withheld": not phone, "repeat": known.dropped}
    return call if writes.begin(call, (at, "arrived", detail)) else Call.objects.get(key=arrival.key)


def move(call: Call, step: Step, *, at: datetime, **fields: object) -> None:
    """Take `call` to a step (or into it again), unless it moved since it was read; raises CallIsOver.

    The revision counts up. Writes the log when the step changes.
    """
    _move(call, step, at, fields)


def _move(call: Call, step: Step, at: datetime, fields: Mapping[str, object], *said: writes.Event) -> None:
    given = {"step": step, "revision": call.revision + 1, **fields}
    events = [*([(at, str(step), {})] if step != call.step else []), *said]
    if not writes.move(call, given, events=events):
        raise CallIsOver
    _is_now(call, given)


def part(call: Call, outcome: Outcome, *, at: datetime) -> None:
    """Go to the closing words of a call that will end as `outcome`; a promised call-back is owed from here on."""
    if outcome == Outcome.CALL_BACK:
        given = {"step": Step.BYE, "revision": call.revision + 1, "parting": outcome}
        owed = callbacks.owed("asked", at=at)
        if call.step != Step.BYE and writes.move(call, given, events=[(at, Step.BYE, {})], owed=owed):
            _is_now(call, given)
            return
        callbacks.owe(call, source="asked", at=at)
    move(call, Step.BYE, at=at, parting=outcome)


def _is_now(call: Call, given: Mapping[str, object]) -> None:
    for name, value in given.items():
        setattr(call, name, value)


def change(call: Call, **fields: object) -> None:
    """Change facts of an open call that are no step; raises CallIsOver."""
    if not writes.change(Call, fields, where=writes.OPEN, keys=[call.pk]):
        raise CallIsOver
    for name, value in fields.items():
        setattr(call, name, value)


@transaction.atomic
def connect(call: Call, *, at: datetime) -> Recording:
    """The agent picked up: the talk begins, and its recording; repeating it in the same talk changes nothing."""
    if call.step == Step.TALK and call.parts:
        return Recording.objects.get(name=recording_name(call))
    move(call, Step.TALK, at=at, answered_at=call.answered_at or at, parts=call.parts + 1, **_ANEW)
    if call.agent_id is not None:
        agents.turn(agents.locked(call.agent_id), AgentState.TALKING, at=at, call=call)
    return _begin_recording(call, Recording.Kind.TALK, at)


@transaction.atomic
def leave_word(call: Call, *, at: datetime) -> Recording:
    """The caller leaves a voicemail."""
    if call.step == Step.VOICEMAIL and call.parts:
        return Recording.objects.get(name=recording_name(call))
    move(call, Step.VOICEMAIL, at=at, parts=call.parts + 1)
    return _begin_recording(call, Recording.Kind.VOICEMAIL, at)


def recording_name(call: Call) -> str:
    """Return the name at the exchange of the recording that runs, or ran last."""
    return f"{call.key}-{call.parts}"


def recorded(name: str, *, seconds: int, failed: str, at: datetime) -> None:
    """The exchange says that a recording's file is complete, or that there is none."""
    given = {"ended_at": at, "seconds": seconds, "failed": failed}
    writes.change(Recording, given, where="name = %s AND ended_at IS NULL", keys=[name])


def end(call: Call, outcome: Outcome, *, at: datetime, cause: str = "") -> bool:
    """Close a call once; free its agent for the wrap-up, and have the unserved called back. False if it was closed."""
    return _end_alone(call, outcome, at, cause) or _end(call, outcome, at, cause)


def _end_alone(call: Call, outcome: Outcome, at: datetime, cause: str) -> bool:
    """Close a call with which nobody else has to do in one statement; False if it is not like that."""
    ended_at, source = max(at, call.began_at), UNSERVED.get(outcome)
    given = {
        "step": Step.ENDED,
        "revision": call.revision + 1,
        "ended_at": ended_at,
        "outcome": outcome,
        "cause": cause[:40],
    }
    detail = {"outcome": outcome, "step": call.step, "cause": cause[:40]}
    events: list[writes.Event] = [(at, Step.ENDED, {}), (at, "outcome", detail)]
    owed = callbacks.owed(source, at=at) if source else None
    if not writes.move(call, given, events=events, owed=owed, alone=True):
        return False
    _is_now(call, given)
    return True


@transaction.atomic
def _end(call: Call, outcome: Outcome, at: datetime, cause: str) -> bool:
    row = _OPEN.first(call=call.pk)
    if row is None:
        return False
    step, talked = row.step, row.answered_at is not None
    said: writes.Event = (at, "outcome", {"outcome": outcome, "step": step, "cause": cause[:40]})
    _move(row, Step.ENDED, at, {"ended_at": max(at, row.began_at), "outcome": outcome, "cause": cause[:40]}, said)
    if row.agent_id is not None:
        state = AgentState.WRAP_UP if talked else AgentState.AVAILABLE
        agents.free(row.agent_id, row, state=state, at=at)
    if source := UNSERVED.get(outcome):
        callbacks.owe(row, source=source, at=at)
    elif talked and row.direction == Direction.IN:
        callbacks.served(row, at=at)
    if row.target_id is not None:
        writes.change(Target, {"result": outcome}, where="id = %s AND state = 'calling'", keys=[row.target_id])
    call.step, call.revision, call.outcome, call.ended_at = row.step, row.revision, row.outcome, row.ended_at
    bells.ended()
    return True


def note(call: Call, verb: str, *, at: datetime, **detail: object) -> None:
    """Append to the call's log; never a number or a name."""
    writes.note(call.pk, (at, verb, detail))


def _begin_recording(call: Call, kind: Recording.Kind, at: datetime) -> Recording:
    recording = Recording(call=call, kind=kind, name=recording_name(call), began_at=at)
    recording.save(force_insert=True)
    return recording


def _phone(caller: str) -> str:
    try:
        return normalise(caller)
    except BadPhone:
        return ""


def _repeat(at: datetime) -> timedelta:
    return timedelta(minutes=rulebook.book().number("helpline.repeat_minutes", clock.day(at)))
