"""What the verbs of journeys share: the plan, the locked row, who is aboard, what is due of the cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shramsetu.bonded import bound, halves, vault
from shramsetu.bonded.actions import beside, payments
from shramsetu.bonded.models import Journey, Payment, Survivor, Traveller
from shramsetu.bonded.rules.ledger import Stage as Ledger
from shramsetu.bonded.rules.money import Kind
from shramsetu.bonded.rules.transfers import Half
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post

ARRIVAL = "arrival"
MAY_TRAVEL = frozenset({"certified", "travelling", "home", "chasing", "not_bonded", "ended"})
NOT_SANCTIONED = (Ledger.DUE, Ledger.PROPOSED, Ledger.REFUSED)
# The columns of a journey that a plan gives.
SAID = (
    *("order_number", "mode", "vehicle", "escort_post", "fare_paise", "food_paise"),
    *("leaves_at", "arrives_at"),
)


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


def travellers(journey: Journey) -> list[Traveller]:
    """Return who travels, in the order in which they were written."""
    rows = journey.travellers.select_related("survivor__case__district", "survivor__native_district", "receipt")
    return list(rows.order_by("pk"))


def aboard(journey: Journey) -> list[Traveller]:
    """Return who is still awaited at home."""
    return [one for one in travellers(journey) if one.arrived_at is None and one.left_at is None]


def is_on_the_way(case: Case) -> bool:
    """Tell whether the person of a case left with an escort and is awaited at home."""
    rows = Traveller.objects.filter(survivor=case.pk, arrived_at=None, left_at=None)
    return rows.filter(journey__departed_at__isnull=False).exists()


def locked(journey: Journey) -> Journey:
    """Return the row as it is now, locked until the transaction ends."""
    rows = Journey.objects.select_for_update(of=("self",)).select_related("transfer", "district", "escort_post")
    return rows.get(pk=journey.pk)


def note(
    journey: Journey,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write what happened into the case of everybody who is awaited; once all are there, of everybody."""
    for one in aboard(journey) if journey.arrived_at is None else travellers(journey):
        case: Case = one.survivor.case
        beside.write(case, verb, by=by, at=at, facts={"journey": journey.code, **(facts or {})})


def escort(journey: Journey) -> dict[str, object]:
    """Return the escort's name and phone; the caller has checked who reads."""
    return vault.opened(journey.key_id, bytes(journey.closed), bound_to=bound.journey(journey))


def planned(persons: Sequence[Survivor], asked: Plan) -> Journey | None:
    """Return the journey that is this plan for these persons; raises Refused where one of them is in another."""
    first = Traveller.objects.filter(survivor__in=persons, arrived_at=None, left_at=None).select_related("journey")
    found = first.order_by("pk").first()
    if found is None:
        return None
    journey = found.journey
    same = {one.survivor_id for one in aboard(journey)} == {one.pk for one in persons}
    same &= escort(journey) == {"name": asked.escort_name, "phone": asked.escort_phone}
    if not same or any(getattr(journey, name) != getattr(asked, name) for name in SAID):
        refuse_others(persons)
    return journey


def put(journey: Journey, planned: Plan) -> None:
    """Set the columns that a plan gives; the row is written by the caller."""
    shut = vault.shut({"name": planned.escort_name, "phone": planned.escort_phone}, bound_to=bound.journey(journey))
    journey.key_id, journey.closed = shut.key_id, shut.closed
    for name in SAID:
        setattr(journey, name, getattr(planned, name))


def seat(journey: Journey, planned: Plan, *, persons: Sequence[Survivor], at: datetime) -> None:
    """Let exactly these persons travel."""
    orders = dict(planned.child_orders)
    journey.travellers.exclude(survivor__in=persons).filter(left_at=None).update(left_at=at)
    for one in persons:
        row = {"left_at": None, "child_order": orders.get(one.pk, "")}
        Traveller.objects.update_or_create(journey=journey, survivor=one, defaults=row)


def need_free(persons: Sequence[Survivor], planned: Plan, *, by: Actor) -> None:
    """Raise Refused unless `by` may send these persons home, in one journey."""
    if not persons:
        raise Refused(SAY["nobody"], "persons")
    if len({one.case.district_id for one in persons}) > 1:
        raise Refused(SAY["mixed"], "persons")
    for one in persons:
        halves.need(halves.sides_of(one, one.case), by, {Half.RESCUE})
        may_travel(one, dict(planned.child_orders).get(one.pk, ""))


def refuse_others(persons: Sequence[Survivor], journey: Journey | None = None) -> None:
    """Raise Refused where one of the persons is in a journey, other than this one."""
    rows = Traveller.objects.filter(survivor__in=persons, arrived_at=None, left_at=None)
    found = (rows.exclude(journey=journey) if journey else rows).select_related("survivor", "journey").first()
    if found is not None:
        said = {"code": found.survivor.code, "journey": found.journey.code}
        raise Refused(SAY["on_journey"] % said, "persons")


def costs_due(journey: Journey, persons: Sequence[Survivor], *, by: Actor, at: datetime) -> None:
    """Note fare and food as due, shared among the travellers: nobody asks whether they are paid before they leave."""
    for kind, whole in ((Kind.TRAVEL, journey.fare_paise), (Kind.FOOD, journey.food_paise)):
        share, left = divmod(whole, len(persons))
        for number, one in enumerate(persons):
            if amount := share + (left if number == 0 else 0):
                payments.due(one, kind, paise=amount, by=by, at=at, key=journey.code, district=journey.district)


def take_costs_back(journey: Journey, reason: str, *, by: Actor, at: datetime, of: Survivor | None = None) -> None:
    """Cancel what is due of the cost and was not sanctioned; the ledger keeps what was."""
    rows = Payment.objects.filter(key=journey.code, stage__in=NOT_SANCTIONED, kind__in=(Kind.TRAVEL, Kind.FOOD))
    for payment in (rows.filter(survivor=of) if of else rows).select_for_update(of=("self",)).order_by("pk"):
        payments.move(payment, Ledger.CANCELLED, note=payments.Note(reason=reason), seen=payment.seq, by=by, at=at)


def may_travel(one: Survivor, child_order: str) -> None:
    """Raise Refused for who lacks a finding or certificate, and for a child without the committee's order."""
    if one.case.state not in MAY_TRAVEL:
        raise Refused(SAY["no_finding"] % {"code": one.code}, "persons")
    if one.is_minor and not child_order.strip():
        raise Refused(SAY["child_order"] % {"code": one.code}, "child_orders")
