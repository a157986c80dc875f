"""The escorted way home. It never waits for money; a child travels only as the Child Welfare Committee orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.bonded import bound, counters, halves, vault
from shramsetu.bonded.actions import beside, duties, payments
from shramsetu.bonded.models import EscortCall, Journey, Survivor, Transfer, Traveller
from shramsetu.bonded.rules import clocks, money
from shramsetu.bonded.rules.transfers import Half, Stage
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.offices.models import Post

ARRIVAL = "arrival"
MAY_TRAVEL = frozenset({"certified", "travelling", "home", "chasing", "not_bonded", "ended"})
GONE = (Stage.WITHDRAWN, Stage.REFUSED)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes with them, by what, when, and at what cost; `child_orders` holds the committee's order of each child."""

    order_number: str
    mode: str
    vehicle: str
    leaves_at: datetime
    arrives_at: datetime
    escort_name: str
    escort_phone: str
    escort_post: Post | None = None
    fare_paise: int = 0
    food_paise: int = 0
    child_orders: Mapping[int, str] = ()  # type: ignore[assignment] # an empty one


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

    The same plan for the same persons is returned as it is.
    """
    if not persons:
        raise Refused(SAY["nobody"], "persons")
    if len({one.case.district_id for one in persons}) > 1:
        raise Refused(SAY["mixed"], "persons")
    for one in persons:
        halves.need(halves.sides_of(one, one.case), by, {Half.RESCUE})
        _may_travel(one, dict(planned.child_orders).get(one.pk, ""))
    district = persons[0].case.district
    assert district is not None
    if (again := _under_way(persons)) is not None:
        return again
    code = counters.code("JR", district)
    shut = vault.shut({"name": planned.escort_name, "phone": planned.escort_phone}, bound_to=f"journey:{code}")
    journey = Journey(
        code=code,
        district=district,
        transfer=transfer,
        order_number=planned.order_number,
        mode=planned.mode,
        vehicle=planned.vehicle,
        escort_post=planned.escort_post,
        key_id=shut.key_id,
        closed=shut.closed,
        fare_paise=planned.fare_paise,
        food_paise=planned.food_paise,
        leaves_at=planned.leaves_at,
        arrives_at=planned.arrives_at,
        made_by=by.key,
        made_at=at,
    )
    journey.save(force_insert=True)
    orders = dict(planned.child_orders)
    Traveller.objects.bulk_create(
        Traveller(journey=journey, survivor=one, child_order=orders.get(one.pk, "")) for one in persons
    )
    _costs_due(journey, persons, by=by, at=at)
    _note(journey, "journey_planned", by=by, at=at)
    return journey


@transaction.atomic
def depart(journey: Journey, *, by: Actor, at: datetime) -> bool:
    """Write down that they left; the time for their arrival begins. Return whether it was news.

    Nothing about money is asked here: what is due stays due, and the way home does not wait for it.
    """
    held = _locked(journey)
    if held.departed_at is not None:
        return False
    if held.transfer is not None and held.transfer.stage in (Stage.DRAFTED, *GONE):
        raise Refused(SAY["not_sent"])
    who = travellers(held)
    for one in who:
        halves.need(halves.sides_of(one.survivor, one.survivor.case), by, {Half.RESCUE})
        _may_travel(one.survivor, one.child_order)
    Journey.objects.filter(pk=held.pk).update(departed_at=at)
    held.departed_at = journey.departed_at = at
    for one in who:
        if one.survivor.case.state == "certified":
            casework.take(one.survivor.case, "send_home", seen=one.survivor.case.revision, by=by, at=at)
    duties.start(
        who[0].survivor.case,
        ARRIVAL,
        from_at=held.arrives_at,
        by=by,
        at=at,
        district=held.district,
        key=held.code,
        text=held.code,
        holder=held.escort_post,
    )
    _note(held, "journey_left", by=by, at=at)
    return True


@transaction.atomic
def hand_over(journey: Journey, survivor: Survivor, *, over: Handover, by: Actor, at: datetime) -> bool:
    """Write down that a person is home, on a signed receipt; the last one ends the journey. Return whether it was news.

    Either district may lay the receipt down; the home district says for itself that it received the person.
    """
    held = _locked(journey)
    if held.departed_at is None:
        raise Refused(SAY["not_departed"])
    row = Traveller.objects.select_related("survivor__case").get(journey=held, survivor=survivor)
    if row.arrived_at is not None:
        return False
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
    if not held.travellers.filter(arrived_at=None).exists():
        Journey.objects.filter(pk=held.pk).update(arrived_at=at)
        duties.done(travellers(held)[0].survivor.case, ARRIVAL, at=at, key=held.code)
    return True


@transaction.atomic
def called(journey: Journey, result: str, *, text: str, by: Actor, at: datetime) -> EscortCall:
    """Write down a call to the escort and what was said."""
    held = _locked(journey)
    first = travellers(held)[0].survivor.case
    call = EscortCall(journey=held, result=result, text=sealing.veiled(first, text), by=by.key, at=at)
    call.save(force_insert=True)
    _note(held, "journey_called", by=by, at=at, facts={"result": result})
    return call


def alert_overdue(*, at: datetime, batch: int = 100) -> int:
    """Ask the escorts of journeys that should be over, at once, by message; return how many.

    Safe to repeat: a journey is asked about once, its further times are the duty's.
    """
    book = rulebook.book()
    count = 0
    waiting = Journey.objects.filter(
        departed_at__isnull=False, arrived_at=None, overdue_told_at=None, arrives_at__lt=at
    )
    for pk in waiting.order_by("arrives_at").values_list("pk", flat=True)[:batch]:
        with transaction.atomic():
            held = waiting.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if held is None:
                continue
            on = clock.day(held.arrives_at)
            row = book.bonded.clock(ARRIVAL, on)
            if clocks.times(row, held.arrives_at, book.calendar(on)).amber > at:
                continue
            _ask_escort(held, at)
            count += 1
    return count


def escort(journey: Journey) -> dict[str, object]:
    """Return the escort's name and phone; the caller has checked who reads."""
    return vault.opened(journey.key_id, bytes(journey.closed), bound_to=bound.journey(journey))


def travellers(journey: Journey) -> list[Traveller]:
    """Return who travels, in the order in which they were written."""
    rows = journey.travellers.select_related("survivor__case__district", "survivor__native_district", "receipt")
    return list(rows.order_by("pk"))


def _ask_escort(held: Journey, at: datetime) -> None:
    Journey.objects.filter(pk=held.pk).update(overdue_told_at=at)
    phone = str(escort(held).get("phone", ""))
    first = travellers(held)[0].survivor.case
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
    _note(held, "journey_overdue", by=SYSTEM, at=at)


def _costs_due(journey: Journey, persons: Sequence[Survivor], *, by: Actor, at: datetime) -> None:
    """Note fare and food as due, shared among the travellers: nobody asks whether they are paid before they leave."""
    for kind, whole in ((money.Kind.TRAVEL, journey.fare_paise), (money.Kind.FOOD, journey.food_paise)):
        share, left = divmod(whole, len(persons))
        for number, one in enumerate(persons):
            if amount := share + (left if number == 0 else 0):
                payments.due(one, kind, paise=amount, by=by, at=at, key=journey.code, district=journey.district)


def _may_travel(one: Survivor, child_order: str) -> None:
    if one.case.state not in MAY_TRAVEL:
        raise Refused(SAY["no_finding"] % {"code": one.code}, "persons")
    if one.is_minor and not child_order.strip():
        raise Refused(SAY["child_order"] % {"code": one.code}, "child_orders")


def _under_way(persons: Sequence[Survivor]) -> Journey | None:
    found = Traveller.objects.filter(survivor__in=persons, arrived_at=None).select_related("journey").first()
    return found.journey if found else None


def _locked(journey: Journey) -> Journey:
    rows = Journey.objects.select_for_update(of=("self",)).select_related("transfer", "district", "escort_post")
    return rows.get(pk=journey.pk)


def _note(
    journey: Journey,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    for one in travellers(journey):
        case: Case = one.survivor.case
        beside.write(case, verb, by=by, at=at, facts={"journey": journey.code, **(facts or {})})
