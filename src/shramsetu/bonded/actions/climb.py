"""The climb: every rung of every running clock is told when its time comes, exactly once.

What was told, its entry and the messages are written in one transaction for some duties at a time; both rows of a duty
are locked or left to the other worker. A kill in between undoes all of it, and the next run tells it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from shramsetu.bonded import ladder, persons, phones
from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.bonded.queries import duties as queries
from shramsetu.bonded.queries.quiet import last_event
from shramsetu.bonded.rules.clocks import Rung, Times
from shramsetu.casework import actions as casework
from shramsetu.casework import alarm, sealing
from shramsetu.casework.moves import To
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.offices import roster

CHUNK = 100
SOON, LATE, REMINDER = "bonded-soon", "bonded-late", "bonded-reminder"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Told:
    """One duty with the rungs that are told of it now."""

    duty: BondedDuty
    times: Times
    rungs: tuple[Rung, ...]


def climb(*, at: datetime, batch: int = 500) -> int:
    """Tell every rung whose time has come, the oldest first; return of how many duties something was told."""
    done, stuck = 0, list[str]()
    while done < batch:
        told, failed, found = _chunk(at, stuck)
        done += told
        stuck += failed
        if not found:
            break
    if stuck:
        alarm.sound("bonded duties that cannot be told", stuck, at=at)
    return done


@transaction.atomic
def _chunk(at: datetime, stuck: Sequence[str]) -> tuple[int, list[str], bool]:
    with roster.held():
        waiting = queries.to_tell(at).exclude(case__number__in=stuck)
        found = list(waiting.select_for_update(skip_locked=True, of=("self", "case"))[:CHUNK])
        told, failed = [], []
        for duty in found:
            try:
                with transaction.atomic():
                    told.append(_tell(duty, at))
            except Exception:
                # One duty that cannot be told must not hold up those behind it; the alarm names it.
                log.exception("duty %s cannot be told", duty.case.number)
                failed.append(duty.case.number)
        _send(told, at)
    return len(told), failed, bool(found)


def _tell(duty: BondedDuty, at: datetime) -> _Told:
    """Write that the rungs were told, in the journal and the row."""
    times = ladder.times_of(duty)
    if duty.clock == ladder.QUIET and last_event(duty.parent) > duty.from_at:
        duties.drop(duty.parent, ladder.QUIET, at=at, key=duty.key)
        return _Told(duty, times, ())
    rungs = times.untold(duty.told, at)
    names = [*duty.told, *(rung.name for rung in rungs)]
    if rungs:
        facts = {"told": [rung.who for rung in rungs], "light": str(times.light(at))}
        casework.amend(duty.case, "tell", to=To(duty.case.state, facts=facts), by=SYSTEM, at=at)
    BondedDuty.objects.filter(pk=duty.pk).update(told=names, next_tell_at=times.next_tell(names))
    return _Told(duty, times, rungs)


def _send(told: Sequence[_Told], at: datetime) -> None:
    """Send each hearer one message for all that they hear of now; what goes into lists waits for the lists.

    Each message is safe on its own: one that cannot be written keeps nobody else from hearing.
    """
    heard: dict[tuple[int, str], tuple[ladder.Hearer, list[_Told]]] = {}
    seated: ladder.Seated = {}
    for one in told:
        late = at >= one.times.due and not one.times.is_reminder
        for who in dict.fromkeys(rung.who for rung in one.rungs if not rung.rhythm):
            if who == ladder.SURVIVOR:
                _safely(one, partial(_remind, one, at), at)
            for hearer in ladder.hearers(one.duty, who, seated):
                _, of = heard.setdefault((hearer.post.pk, LATE if late else SOON), (hearer, []))
                if one not in of:
                    of.append(one)
    for (_, template), (hearer, ones) in heard.items():
        _safely(ones[0], partial(_send_one, template, hearer, ones, at), at)


def _safely(of: _Told, send: Callable[[], None], at: datetime) -> None:
    try:
        with transaction.atomic():
            send()
    except Exception:
        number = of.duty.case.number
        log.exception("a message about duty %s cannot be sent", number)
        alarm.sound("bonded messages that cannot be sent", [number], at=at)


def _send_one(template: str, hearer: ladder.Hearer, ones: Sequence[_Told], at: datetime) -> None:
    if not hearer.user.phone:
        return
    first = min(ones, key=lambda one: one.times.due)
    messages.send(
        template,
        to=messages.Recipient(hearer.user.phone, hearer.user.language),
        values={
            "code": ladder.code_of(first.duty),
            "date": f"{clock.day(first.times.due):%d.%m.%Y}",
            "count": str(len(ones)),
        },
        stream=first.duty.case.stream,
        key=f"{first.duty.case.number}:{first.duty.case.revision}:{template}:post{hearer.post.pk}",
        by=SYSTEM,
        at=at,
    )


# Nobody writes to the dead, nor to a phone that may lie with whoever binds the person again.
GONE = frozenset({"died", "dead", "untraceable", "lost", "void", "rebonded"})


def _remind(one: _Told, at: datetime) -> None:
    """Remind each survivor of a day, in words that say nothing; only on a phone marked safe."""
    if clock.day(at) > clock.day(one.times.due):
        return
    for survivor in ladder.survivors(one.duty):
        reached = survivor.safe_phone and survivor.case.state not in GONE
        to = _safe_phone(survivor) if reached else None
        if to is not None:
            messages.send(
                REMINDER,
                to=to,
                values={"date": f"{clock.day(one.times.due):%d.%m.%Y}"},
                stream=one.duty.case.stream,
                key=f"{one.duty.case.number}:{one.duty.case.revision}:{REMINDER}:{survivor.pk}",
                by=SYSTEM,
                at=at,
            )


def _safe_phone(survivor: Survivor) -> messages.Recipient | None:
    """Return the freed person as somebody to write to; the phone itself stays with the case."""
    try:
        persons.identity(survivor)
    except sealing.Unreadable:
        # Without the key nobody can be reminded; the alarm of the keys tells the administrator, the climb goes on.
        log.error("case %s is unreadable, nobody was reminded", survivor.case.number)
        return None
    if not phones.of(survivor):
        return None
    # what somebody speaks is free text, and no language of a message
    return messages.Recipient(phones.reference(survivor), "hi")
