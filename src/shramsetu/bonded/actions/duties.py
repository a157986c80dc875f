"""Duties: a clock of the rulebook starts for whoever owes it, stands still for a reason, and ends by the deed."""

from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bonded import ladder, owners
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.bonded.rules import clocks
from shramsetu.bonded.words import SAY
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Opening, open_case
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place
from shramsetu.prepared import Rows
from shramsetu.rulebook.bonded import Clock

TOLD_OVER = casework.TOLD_OVER
# Who answers for a deed and may say that it cannot be done: whoever owes it below them asks them.
ANSWERABLE = frozenset({Role.DM, Role.MANDAL, Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.CHIEF_SECRETARY})
# What nobody can do any more for a person who died or cannot be traced. A finding, a certificate, money and the course
# of the law stay owed: they are the heirs', and the public's.
WITH_PERSON = (
    "child-committee",
    "identity",
    "bank-account",
    "native-acceptance",
    "home-state",
    "arrival",
    "plan",
    "rehabilitation-line",
    "risk-visit",
    "follow-up",
    ladder.QUIET,
)
_PERSON = Rows(lambda pk: Survivor.objects.filter(pk=pk), pk=int)
_RUNNING = Rows(
    lambda parent, clock, key: BondedDuty.objects.filter(
        parent=parent, clock=clock, key=key, is_open=True
    ).select_related("case"),
    parent=int,
    clock=str,
    key=str,
)


class More(TypedDict, total=False):
    """What tells a duty apart. `district` is whose post owes it, `key` sets it apart from others of clock and parent.

    `owner` (of owners.toml) or `holder` stand instead of the clock's own owner; `whole` is the time of which shares in
    percent are (a head's own limit).
    """

    district: Place | None
    key: str
    text: str
    owner: str
    holder: Post | None
    whole: timedelta


@transaction.atomic
def start(
    parent: Case,
    name: str,
    *,
    from_at: datetime,
    by: Actor,
    at: datetime,
    **more: Unpack[More],
) -> Case:
    """Start the clock `name` (a slug of clocks.toml) in `parent` and give its duty to the owner's post.

    The duty that already runs for the same parent, clock and key is returned: starting twice changes nothing.
    Raises NoRule, NoPost.
    """
    key, district = more.get("key", ""), more.get("district") or parent.district
    running = running_duty(parent, name, key=key)
    if running is not None:
        return running
    book, on = rulebook.book(), clock.day(from_at)
    row = book.bonded.clock(name, on)
    times = clocks.times(row, from_at, book.calendar(on), whole=more.get("whole"))
    who = more.get("owner") or book.bonded.clocks[name].owner
    post = more.get("holder") or owners.post(who, district)
    due = Due(times.due, f"bonded.{name}", row.from_on, row.source)
    begin = To("pending", holder=post, level=1, due=due, facts={"clock": name, "key": key})
    opening = Opening("bl_duty", Case.Channel.SYSTEM, begin, _columns(parent, district))
    duty = BondedDuty(
        parent=parent,
        survivor=_PERSON.first(pk=parent.pk) if parent.kind == "bl_person" else None,
        clock=name,
        key=key,
        owner=who,
        from_at=from_at,
        amber_at=times.amber,
        red_at=times.red,
        whole=more.get("whole"),
        next_tell_at=times.next_tell(()),
    )
    if name != ladder.QUIET:
        listen(parent, at=at)
    try:
        with transaction.atomic():
            return _opened(opening, duty, more.get("text", ""), by=by, at=at)
    except IntegrityError:
        again = running_duty(parent, name, key=key)
        if again is None:
            raise
        return again


def listen(parent: Case, *, at: datetime) -> None:
    """Let the clock of the quiet case look again with its next minute, where it rests: something happened."""
    resting = Case.objects.filter(pk=parent.pk, kind="bl_person", warned=TOLD_OVER)
    resting.update(warned=0, due_at=Least(F("due_at"), Value(at)))


def done(parent: Case, name: str, *, at: datetime, key: str = "", by: Actor = SYSTEM) -> bool:
    """Stop the clock `name` because what it asked is done, by whom; return whether one was running."""
    return _end(parent, name, "complete", key, by, at)


def drop(parent: Case, name: str, *, at: datetime, key: str = "", by: Actor = SYSTEM) -> bool:
    """Stop the clock `name` because it is no longer needed; return whether one was running."""
    return _end(parent, name, "drop", key, by, at)


def end_with_person(case: Case, *, at: datetime) -> None:
    """Drop what is owed to the person alone, because they died or cannot be traced."""
    for duty in BondedDuty.objects.filter(parent=case, clock__in=WITH_PERSON, is_open=True).order_by("pk"):
        drop(case, duty.clock, key=duty.key, at=at)


def for_all(name: str, key: str) -> BondedDuty | None:
    """Return the running duty of a clock whose key is unique by itself, on whomever of the persons it hangs."""
    rows = BondedDuty.objects.filter(clock=name, key=key, is_open=True)
    return rows.select_related("case", "parent").first()


def end_for_all(name: str, key: str, *, at: datetime, is_done: bool, by: Actor = SYSTEM) -> bool:
    """Stop a duty that several persons share, as done or as needed no longer; return whether it ran."""
    duty = for_all(name, key)
    if duty is None:
        return False
    return (done if is_done else drop)(duty.parent, name, at=at, key=key, by=by)


def pass_on(duty: BondedDuty, to: Survivor, *, by: Actor, at: datetime) -> None:
    """Let a duty that several persons share hang on another of them: the same duty, with the time it has."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=duty.case_id)
    BondedDuty.objects.filter(pk=duty.pk).update(parent=to.case, survivor=to)
    passed = To(case.state, changes={"parent": to.case}, facts={"person": to.code})
    casework.amend(case, "pass_on", to=passed, by=by, at=at)


def running_duty(parent: Case, name: str, *, key: str = "") -> Case | None:
    """Return the duty that runs for this parent, clock and key."""
    found = _RUNNING.first(parent=parent.pk, clock=name, key=key)  # there is one at most
    return found.case if found else None


def _columns(parent: Case, district: Place | None) -> dict[str, object]:
    return {
        "parent": parent,
        "department": parent.department,
        "district": district,
        "urgent": parent.urgent,
        "sealed": True,
    }


def ever(parent: Case, name: str, *, key: str = "") -> bool:
    """Tell whether the clock `name` ran in `parent` at any time, for this key."""
    return BondedDuty.objects.filter(parent=parent, clock=name, key=key).exists()


def _opened(opening: Opening, row: BondedDuty, text: str, *, by: Actor, at: datetime) -> Case:
    case = open_case(opening, by=by, at=at)
    sealing.seal(case, {})
    row.case, row.text = case, sealing.veiled(case, text)
    row.save(force_insert=True)
    casework.announce(case, [Tell("officer-arrival", "holder")], by=by, at=at)
    return case


def _end(parent: Case, name: str, verb: str, key: str, by: Actor, at: datetime) -> bool:
    """The system ends the duty, for the deed did it; whose deed it was stands in the entry."""
    duty = running_duty(parent, name, key=key)
    if duty is None:
        return False
    if verb == "complete" and duty.state == "paused":
        casework.take(duty, "wake", seen=duty.revision, by=SYSTEM, at=at)
    casework.take(duty, verb, seen=duty.revision, by=SYSTEM, at=at, detail={"deed_by": by.key})
    return True


@possible("complete", "bl_duty")
def _is_holders_to_end(case: Case) -> bool:
    """What ends by the deed has no button: it is done where the deed is written."""
    return clock_of(duty_of(case)).ends == "holder"


@effect("complete", "bl_duty")
def complete(move: Move) -> To:
    """End the duty: the deed itself, or, where no deed is written, its owner with the proof that the clock asks for."""
    row = clock_of(duty_of(move.case))
    if move.by.role != SYSTEM.role:
        if row.ends == "deed":
            raise casework.Refused(SAY["deed_ends"])
        if row.proof == "files" and not move.detail.get("files"):
            raise casework.Refused(SAY["proof_lacking"], "files")
        if not move.detail.get("files") and not move.text("text"):
            raise casework.Refused(SAY["proof_text"], "text")
    return _over(move, "done")


@effect("not_possible", "bl_duty")
def not_possible(move: Move) -> To:
    """End the duty with the reason why it cannot be done; the District Magistrate hears of it, or says it of a deed."""
    row = duty_of(move.case)
    if clock_of(row).ends == "deed" and move.by.role not in ANSWERABLE:
        raise casework.Refused(SAY["dm_says"])
    to = _over(move, "not_possible", reason=move.text("reason"))
    duty = BondedDuty.objects.select_related("case__district", "parent__district", "survivor").get(pk=move.case.pk)
    values = {"code": ladder.code_of(duty)}
    told = [post for post in ladder.posts(duty, "dm") if post.pk != move.by.post_id]
    to.tells += [Tell("bonded-not-possible", "post", values, post) for post in told]
    return to


@effect("drop", "bl_duty")
def dropped(move: Move) -> To:
    """End the duty: what it was given for is gone."""
    return _over(move, "dropped")


@possible("pause", "bl_duty")
def _may_stand_still(case: Case) -> bool:
    return clock_of(duty_of(case)).pauses


@effect("pause", "bl_duty")
def pause(move: Move) -> To:
    """Let the clock stand still, for a recorded reason, until a day; all its pauses together have an end.

    The District Magistrate hears of each.
    """
    duty = BondedDuty.objects.select_related("case__district", "parent__district", "survivor").get(pk=move.case.pk)
    if not clock_of(duty).pauses:
        raise casework.Refused(SAY["no_pause"])
    until = move.day("until_on")
    assert until is not None
    _need_short(duty, until, move.at)
    _row(move.case).update(paused_at=move.at, next_tell_at=None, reason=sealing.veiled(move.case, move.text("reason")))
    to = To("paused", due=Due(clock.moment(until), "bonded.pause"), facts={"until": until}, same_clock=True)
    to.private = {"reason": move.text("reason")}
    values = {"code": ladder.code_of(duty), "until": f"{until:%d-%m-%Y}"}
    told = [post for post in ladder.posts(duty, "dm") if post.pk != move.by.post_id]
    to.tells = [Tell("bonded-paused", "post", values, post) for post in told]
    return to


def _need_short(duty: BondedDuty, until: date, at: datetime) -> None:
    """Raise Refused for a pause that is too long at once, or with the ones before it."""
    book, today = rulebook.book(), clock.day(at)
    longest = book.number("bonded.pause_days", today)
    if not today < until <= today + timedelta(days=longest):
        raise casework.Refused(_("Choose a day after today, at most %(days)s days on.") % {"days": longest}, "until_on")
    in_all = book.number("bonded.pause_days_all", today)
    if duty.stood_still + (clock.moment(until) - at) > timedelta(days=in_all):
        raise casework.Refused(SAY["paused_enough"] % {"days": in_all}, "until_on")


@effect("resume", "bl_duty")
def resume(move: Move) -> To:
    """Let the clock run on; the time it stood still is given back."""
    return _running(move)


@effect("wake", "bl_duty")
def wake(move: Move) -> To:
    """Let the clock run on because the day has come."""
    return _running(move)


@effect("overdue", "bl_duty")
def overdue(move: Move) -> To:
    """Note that the limit is over; the duty stays with its owner until it is done."""
    return To("late", changes={"warned": TOLD_OVER})


def _over(move: Move, state: str, *, reason: str = "") -> To:
    changes: dict[str, object] = {"is_open": False, "next_tell_at": None, "paused_at": None}
    if reason:
        changes["reason"] = sealing.veiled(move.case, reason)
    _row(move.case).update(**changes)
    to = To(state, outcome=state)
    if deed := move.text("deed_by"):
        to.facts = {"deed_by": deed}
    to.private = {name: text for name, text in (("text", move.text("text")), ("reason", reason)) if text}
    if move.case.parent is not None:
        parent = move.case.parent
        if duty_of(move.case).clock != ladder.QUIET:
            to.after.append(lambda: drop(parent, ladder.QUIET, at=move.at))  # something happened in the case
        to.after.append(lambda: listen(parent, at=move.at))
    return to


def _running(move: Move) -> To:
    """Give back the time the clock stood still; the next run of the climb tells what is due by the new instants."""
    row = _row(move.case).get()
    assert row.paused_at is not None
    row.stood_still += move.at - row.paused_at
    times = ladder.times_of(row)
    changes = {"paused_at": None, "amber_at": times.amber, "red_at": times.red, "next_tell_at": move.at}
    _row(move.case).update(stood_still=row.stood_still, **changes)
    is_late = times.due <= move.at
    rule = Due(times.due, f"bonded.{row.clock}")
    warned: dict[str, object] = {"warned": TOLD_OVER if is_late else 0}
    return To("late" if is_late else "pending", due=rule, changes=warned, same_clock=True)


def clock_of(duty: BondedDuty) -> Clock:
    """Return the rulebook's clock of a duty."""
    return rulebook.book().bonded.clocks[duty.clock]


def duty_of(case: Case) -> BondedDuty:
    """Return what a duty's case knows beyond the case."""
    return _row(case).get()


def _row(case: Case) -> QuerySet[BondedDuty]:
    return BondedDuty.objects.filter(pk=case.pk)
