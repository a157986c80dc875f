"""The escorted way home. It never waits for money; a child travels only as the Child Welfare Committee orders.

Until they leave a plan can be changed and taken back; who dies or is lost leaves it, and the others go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.bonded import counters, halves
from shramsetu.bonded.actions import beside, duties, riding
from shramsetu.bonded.actions.riding import Plan, escort
from shramsetu.bonded.models import EscortCall, Journey, Survivor, Transfer, Traveller
from shramsetu.bonded.rules import clocks
from shramsetu.bonded.rules.transfers import Half, Stage
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages

GONE = (Stage.WITHDRAWN, Stage.REFUSED)
__all__ = ["Handover", "Plan", "called", "depart", "escort", "hand_over", "plan"]


@dataclass(frozen=True, slots=True)
class Handover:
    """Who took a person over at home, in what condition the person was, and the signed receipt."""

    handed_to: str
    condition: str
    receipt: Attachment | None


@transaction.atomic
def plan(
    persons: Sequence[Survivor], planned: Plan, *, transfer: Transfer | None = None, by: Actor, at: datetime
) -> Journey:
    """Plan the way home of some persons of one district; fare and food become items that are due. Raises Refused.

    The same plan for the same persons is returned as it is; who is in another plan must leave that one first.
    """
    riding.need_free(persons, planned, by=by)
    district = persons[0].case.district
    assert district is not None
    # Two who plan for one person wait for each other; in one order, lest they wait for ever.
    list(Survivor.objects.select_for_update().filter(pk__in=[one.pk for one in persons]).order_by("pk"))
    if (again := riding.planned(persons, planned)) is not None:
        return again
    code = counters.code("JR", district)
    journey = Journey(code=code, district=district, transfer=transfer, made_by=by.key, made_at=at)
    riding.put(journey, planned)
    journey.save(force_insert=True)
    riding.seat(journey, planned, persons=persons, at=at)
    riding.costs_due(journey, persons, by=by, at=at)
    riding.note(journey, "journey_planned", by=by, at=at)
    return journey


@transaction.atomic
def depart(journey: Journey, *, by: Actor, at: datetime) -> bool:
    """Write down that they left; the time for their arrival begins. Return whether it was news.

    Nothing about money is asked here: what is due stays due, and the way home does not wait for it.
    """
    held = riding.locked(journey)
    if held.departed_at is not None:
        return False
    if held.cancelled_at is not None:
        raise Refused(SAY["journey_over"])
    if held.transfer is not None and held.transfer.stage in (Stage.DRAFTED, *GONE):
        raise Refused(SAY["not_sent"])
    who = riding.aboard(held)
    for one in who:
        halves.need(halves.sides_of(one.survivor, one.survivor.case), by, {Half.RESCUE})
        riding.may_travel(one.survivor, one.child_order)
    Journey.objects.filter(pk=held.pk).update(departed_at=at)
    held.departed_at = journey.departed_at = at
    for one in who:
        if one.survivor.case.state == "certified":
            casework.take(one.survivor.case, "send_home", seen=one.survivor.case.revision, by=by, at=at)
    duties.start(
        who[0].survivor.case,
        riding.ARRIVAL,
        from_at=held.arrives_at,
        by=by,
        at=at,
        district=held.district,
        key=held.code,
        text=held.code,
        holder=held.escort_post,
    )
    riding.note(held, "journey_left", by=by, at=at)
    return True


@transaction.atomic
def hand_over(journey: Journey, survivor: Survivor, *, over: Handover, by: Actor, at: datetime) -> bool:
    """Write down that a person is home, on a signed receipt; the last one ends the journey. Return whether it was news.

    Either district may lay the receipt down; the home district says for itself that it received the person.
    """
    held = riding.locked(journey)
    if held.departed_at is None:
        raise Refused(SAY["not_departed"])
    row = Traveller.objects.select_related("survivor__case").get(journey=held, survivor=survivor)
    if row.arrived_at is not None:
        return False
    if row.left_at is not None:
        raise Refused(SAY["journey_over"])
    if over.receipt is None:
        raise Refused(SAY["receipt"], "receipt")
    case = row.survivor.case
    halves.need(halves.sides_of(row.survivor, case), by, set(Half))
    Traveller.objects.filter(pk=row.pk).update(
        arrived_at=at,
        handed_to=sealing.veiled(case, over.handed_to),
        condition=sealing.veiled(case, over.condition),
        receipt=over.receipt,
    )
    facts = {"journey": held.code}
    beside.write(case, "journey_arrived", by=by, at=at, facts=facts)
    if case.state in ("certified", "travelling"):
        case.refresh_from_db()
        casework.take(case, "arrive", seen=case.revision, by=by, at=at)
    if not riding.aboard(held):
        Journey.objects.filter(pk=held.pk).update(arrived_at=at)
        duties.end_for_all(riding.ARRIVAL, held.code, at=at, is_done=True, by=by)
    return True


@transaction.atomic
def called(journey: Journey, result: str, *, text: str, by: Actor, at: datetime) -> EscortCall:
    """Write down a call to the escort and what was said."""
    held = riding.locked(journey)
    first = riding.travellers(held)[0].survivor.case
    call = EscortCall(journey=held, result=result, text=sealing.veiled(first, text), by=by.key, at=at)
    call.save(force_insert=True)
    riding.note(held, "journey_called", by=by, at=at, facts={"result": result})
    return call


def alert_overdue(*, at: datetime, batch: int = 100) -> int:
    """Ask the escorts of journeys that should be over, at once, by message; return how many.

    Safe to repeat: a journey is asked about once, its further times are the duty's.
    """
    book = rulebook.book()
    count = 0
    waiting = Journey.objects.filter(
        departed_at__isnull=False, arrived_at=None, cancelled_at=None, overdue_told_at=None, arrives_at__lt=at
    )
    for pk in waiting.order_by("arrives_at").values_list("pk", flat=True)[:batch]:
        with transaction.atomic():
            held = waiting.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if held is None:
                continue
            on = clock.day(held.arrives_at)
            row = book.bonded.clock(riding.ARRIVAL, on)
            if clocks.times(row, held.arrives_at, book.calendar(on)).amber > at:
                continue
            _ask_escort(held, at)
            count += 1
    return count


def _ask_escort(held: Journey, at: datetime) -> None:
    Journey.objects.filter(pk=held.pk).update(overdue_told_at=at)
    phone = str(escort(held).get("phone", ""))
    first = riding.travellers(held)[0].survivor.case
    if phone:
        messages.send(
            "bonded-escort",
            to=messages.Recipient(phone, "hi"),
            values={"number": held.code, "date": f"{clock.day(held.arrives_at):%d.%m.%Y}"},
            stream=first.stream,
            key=f"journey:{held.code}:overdue",
            by=SYSTEM,
            at=at,
        )
    riding.note(held, "journey_overdue", by=SYSTEM, at=at)
