"""Handing persons to their home district: one record, two halves, a time limit for the answer.

The district of the rescue drafts, sends and withdraws; the home district accepts, refuses and receives. A refusal names
the right district and goes there at once. Each half is signed by its own district when none of its duties is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.bonded import counters, halves
from shramsetu.bonded.actions import beside, duties, endings, followups, handing
from shramsetu.bonded.actions.handing import ACCEPTANCE
from shramsetu.bonded.models import BondedDuty, Handed, Survivor, Transfer
from shramsetu.bonded.rules import transfers as rules
from shramsetu.bonded.rules.transfers import Half, Stage
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

DEPARTMENT = "labour"  # its head fixes a home district that others pass around
# What a half owes for years, or as long as anything is open: no transfer waits for it.
GOES_ON = ("quiet-case", followups.FOLLOW_UP, followups.RISK_VISIT)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a district does not take the persons, and which one must; the letter where the answer came on paper."""

    reason: str
    district: Place | None = None
    state: str = ""
    office: str = ""
    letter: str = ""


@transaction.atomic
def draft(persons: Sequence[Survivor], home: handing.Home, *, by: Actor, at: datetime) -> Transfer:
    """Draft the transfer of persons rescued in one district. Raises Refused.

    The open transfer of exactly these persons to the same home is returned as it is.
    """
    if not persons:
        raise Refused(SAY["nobody"], "persons")
    if len({(one.case.district_id, one.rescue_state) for one in persons}) > 1:
        raise Refused(SAY["mixed"], "persons")
    first = persons[0]
    rescue = None if first.rescue_state else first.case.district
    if home.district is None and not home.state:
        raise Refused(SAY["missing"], "district")
    if rescue is not None and home.district == rescue:
        raise Refused(SAY["same_district"], "district")
    made = Transfer(
        code=counters.code("TR", rescue or home.district),
        rescue_district=rescue,
        rescue_state=first.rescue_state,
        native_district=home.district,
        native_state="" if home.district else home.state,
        other_office=home.office,
        household=handing.household(persons),
        balance_by=home.balance_by,
        drafted_by=by.key,
        drafted_at=at,
    )
    halves.need(handing.sides(made), by, {Half.RESCUE})
    if same := handing.same(persons, made):
        return same
    handing.refuse_taken(persons)
    made.save(force_insert=True)
    handing.hand(made, persons)
    handing.point_home(made)
    handing.note(made, "transfer_drafted", by=by, at=at)
    return made


@transaction.atomic
def arrived_from_outside(survivor: Survivor, office: str, *, by: Actor, at: datetime) -> Transfer:
    """Put both halves of somebody on record who came home from another state; the home district has its half already.

    By its packet the office of the other state may be told who it is that waits for the certificate.
    """
    row = Transfer(
        code=counters.code("TR", survivor.native_district),
        stage=Stage.RECEIVED,
        rescue_state=survivor.rescue_state,
        native_district=survivor.native_district,
        other_office=office[:200],
        drafted_by=by.key,
        drafted_at=at,
        received_at=at,
    )
    row.save(force_insert=True)
    Handed(transfer=row, survivor=survivor, leads=True, received_at=at).save(force_insert=True)
    return row


@transaction.atomic
def send(transfer: Transfer, *, by: Actor, at: datetime) -> bool:
    """Send the transfer: the time for the answer begins. Return whether it was sent just now."""
    held = handing.locked(transfer)
    halves.need(handing.sides(held), by, {Half.RESCUE})
    if held.native_district_id is None and not held.packets.filter(revoked_at=None).exists():
        raise Refused(SAY["packet_needed"])
    if not handing.moved(held, Stage.SENT):
        return False
    handing.send(held, by=by, at=at)
    return True


@transaction.atomic
def see(transfer: Transfer, *, by: Actor, at: datetime) -> bool:
    """Note that the home district has looked at it; return whether it was the first look."""
    held = handing.locked(transfer)
    if held.stage != Stage.SENT or Half.NATIVE not in handing.may(held, by, seeing=True):
        return False
    handing.write(held, stage=Stage.SEEN, seen_at=at)
    handing.note(held, "transfer_seen", by=by, at=at)
    return True


@transaction.atomic
def accept(transfer: Transfer, *, by: Actor, at: datetime, letter: str = "", text: str = "") -> bool:
    """Take the persons over; their home district owes their rehabilitation from here on."""
    held = handing.locked(transfer)
    handing.need(held, Half.NATIVE, by=by)
    if not handing.moved(held, Stage.ACCEPTED):
        return False
    answer = sealing.veiled(handing.leading(held).case, text)
    handing.write(held, stage=Stage.ACCEPTED, answered_at=at, answered_by=by.key, answer_letter=letter, answer=answer)
    handing.stop_waiting(held, by=by, at=at)
    handing.note(held, "transfer_accepted", by=by, at=at)
    return True


@transaction.atomic
def refuse(transfer: Transfer, refusal: Refusal, *, by: Actor, at: datetime) -> Transfer | None:
    """Refuse the persons and send them on to the district that is right, with a time limit of its own.

    Who accepted them may still do so until the first of them is there.

    Returns the transfer that it led to; None where the named district is that of the rescue, which then has both
    halves, or where the named one refused before: then the Labour Commissioner fixes the district. Raises Refused.
    """
    held = handing.locked(transfer)
    handing.need(held, Half.NATIVE, by=by)
    if held.stage == Stage.REFUSED:
        return Transfer.objects.filter(came_from=held).first()
    _nobody_there(held)
    if not refusal.reason.strip():
        raise Refused(SAY["reason"], "reason")
    named = refusal.district.pk if refusal.district else None
    try:
        rules.onward(
            named,
            refusal.state,
            here=held.native_district_id,
            refused_by=handing.refused_before(held),
            fixed=held.is_fixed,
        )
    except rules.NoDistrict as error:
        if error.why != "went_before":
            raise Refused(SAY[error.why], "district") from error
        handing.dispute(held, refusal.reason, by=by, at=at)
        return None
    handing.moved(held, Stage.REFUSED)
    answer = sealing.veiled(handing.leading(held).case, refusal.reason)
    handing.write(
        held,
        stage=Stage.REFUSED,
        answered_at=at,
        answered_by=by.key,
        answer=answer,
        answer_letter=refusal.letter,
        named_district=refusal.district,
        named_state="" if refusal.district else refusal.state,
    )
    handing.note(held, "transfer_refused", by=by, at=at)
    return handing.onward(
        held, handing.Home(refusal.district, refusal.state, refusal.office, held.balance_by), by=by, at=at
    )


@transaction.atomic
def fix(transfer: Transfer, district: Place, *, by: Actor, at: datetime) -> Transfer:
    """Let the Labour Commissioner fix the home district, where districts pass persons around. It cannot refuse."""
    if not _is_commissioner(by):
        raise NotAllowed("fix")
    held = handing.locked(transfer)
    if held.stage not in (*rules.WAITING, Stage.ACCEPTED) or duties.for_all(ACCEPTANCE, handing.fix_key(held)) is None:
        raise Refused(SAY["nothing_to_fix"])
    duties.end_for_all(ACCEPTANCE, handing.fix_key(held), at=at, is_done=True, by=by)
    if district.pk == held.native_district_id:
        handing.write(held, is_fixed=True)
        return held
    handing.write(held, stage=Stage.WITHDRAWN)
    led = handing.onward(held, handing.Home(district, balance_by=held.balance_by), by=by, at=at)
    if led is None:
        return held
    handing.write(led, is_fixed=True)
    return led


def _is_commissioner(by: Actor) -> bool:
    if by.role != Role.HEAD or by.post_id is None or by.assists:
        return False
    department = offices.get(by.post_id).department
    return department is not None and department.slug == DEPARTMENT


@transaction.atomic
def withdraw(transfer: Transfer, reason: str, *, by: Actor, at: datetime) -> bool:
    """Take a transfer back that was drafted or sent in error, until the first of the persons is there."""
    held = handing.locked(transfer)
    halves.need(handing.sides(held), by, {Half.RESCUE})
    _nobody_there(held)
    if not reason.strip():
        raise Refused(SAY["reason"], "reason")
    if not handing.moved(held, Stage.WITHDRAWN):
        return False
    handing.write(held, stage=Stage.WITHDRAWN)
    handing.let_go(held, by=by, at=at)
    handing.note(held, "transfer_withdrawn", by=by, at=at)
    return True


def _nobody_there(held: Transfer) -> None:
    if held.persons.filter(received_at__isnull=False).exists():
        raise Refused(SAY["some_there"])


@transaction.atomic
def received(transfer: Transfer, who: Sequence[Survivor], *, condition: str, by: Actor, at: datetime) -> bool:
    """Write down who of them is with the home district now, and in what condition; the last one moves the transfer.

    To receive is to accept. Return whether anything was new.
    """
    held = handing.locked(transfer)
    handing.need(held, Half.NATIVE, by=by)
    if held.stage not in (*rules.WAITING, Stage.ACCEPTED, Stage.RECEIVED):
        raise Refused(SAY["wrong_stage"])
    waiting = [one for one in handing.persons_of(held) if one.received_at is None and one.is_open]
    new = [one for one in waiting if one.survivor in who]
    for one in new:
        veiled = sealing.veiled(one.survivor.case, condition)
        Handed.objects.filter(pk=one.pk).update(received_at=at, condition=veiled)
        facts = {"transfer": held.code}
        beside.write(one.survivor.case, "transfer_received", by=by, at=at, facts=facts)
        duties.done(one.survivor.case, endings.CLOCK, at=at)
    if new and held.stage in rules.WAITING:
        handing.write(held, stage=Stage.ACCEPTED, answered_at=at, answered_by=by.key)
        handing.stop_waiting(held, by=by, at=at)
    handing.all_there(held, at=at)
    return bool(new)


@transaction.atomic
def sign(transfer: Transfer, *, by: Actor, at: datetime) -> Half:
    """Close one's own half, once none of its duties is open; the second signature completes the transfer."""
    held = handing.locked(transfer)
    own = handing.sides(held).half_of(halves.districts(by))
    if own is None:
        raise Refused(SAY["other_half"])
    if held.stage not in (Stage.RECEIVED, Stage.COMPLETED):
        raise Refused(SAY["wrong_stage"])
    if getattr(held, f"{own}_done_at") is not None:
        return own
    if still := open_duties(held, own):
        raise Refused(SAY["duties_open"] % {"duties": ", ".join(sorted({_said(one.clock) for one in still}))})
    handing.write(held, **{f"{own}_done_at": at, f"{own}_done_by": by.key})
    handing.note(held, "transfer_signed", by=by, at=at, half=str(own))
    if all(getattr(held, f"{half}_done_at") is not None for half in handing.sides(held).halves):
        handing.write(held, stage=Stage.COMPLETED)
        held.persons.update(is_open=False)
        handing.note(held, "transfer_completed", by=by, at=at)
    return own


def _said(clock_of: str) -> str:
    """Return the words for what a clock asks for."""
    return rulebook.book().bonded.clocks[clock_of].what.say(get_language() or "hi")


def open_duties(transfer: Transfer, half: Half) -> list[BondedDuty]:
    """Return the duties of the transfer's persons that a half still owes.

    Left out are its answer, signs of life, and the visits, which go on for two years after both halves are done.
    """
    district = transfer.rescue_district_id if half is Half.RESCUE else transfer.native_district_id
    rows = BondedDuty.objects.filter(parent__survivor__transfers__transfer=transfer, is_open=True)
    mine = rows.filter(case__district=district).exclude(clock__in=[ACCEPTANCE, *GOES_ON])
    return list(mine.order_by("case__due_at"))
