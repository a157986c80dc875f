"""A journey that changes: another plan before they leave, or none; a wrong number corrected; somebody who drops out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from shramsetu.bonded import bound, halves, vault
from shramsetu.bonded.actions import duties, riding
from shramsetu.bonded.actions.riding import Plan
from shramsetu.bonded.models import Handed, Journey, Survivor, Traveller
from shramsetu.bonded.rules.transfers import Half
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.journal.rules import Actor


@transaction.atomic
def replan(journey: Journey, planned: Plan, *, persons: Sequence[Survivor], by: Actor, at: datetime) -> Journey:
    """Put another plan in place of one whose persons have not left; what is due of its cost follows. Raises Refused."""
    held = _waiting(journey)
    list(Survivor.objects.select_for_update().filter(pk__in=[one.pk for one in persons]).order_by("pk"))
    for one in (*persons, *(row.survivor for row in riding.aboard(held))):
        halves.need(halves.sides_of(one, one.case), by, {Half.RESCUE})
    riding.need_free(persons, planned, by=by)
    if any(one.case.district_id != held.district_id for one in persons):
        raise Refused(SAY["mixed"], "persons")
    riding.refuse_others(persons, held)
    before = {"leaves_at": held.leaves_at, "arrives_at": held.arrives_at, "persons": len(riding.aboard(held))}
    riding.put(held, planned)
    open_ones = Handed.objects.filter(survivor=persons[0], is_open=True).select_related("transfer").first()
    held.transfer = open_ones.transfer if open_ones else None
    held.save()
    riding.seat(held, planned, persons=persons, at=at)
    riding.take_costs_back(held, gettext("The way home was planned otherwise"), by=by, at=at)
    riding.costs_due(held, persons, by=by, at=at)
    after = {"leaves_at_now": held.leaves_at, "arrives_at_now": held.arrives_at, "persons_now": len(persons)}
    riding.note(held, "journey_changed", by=by, at=at, facts={**before, **after})
    return held


@transaction.atomic
def cancel(journey: Journey, reason: str, *, by: Actor, at: datetime) -> bool:
    """Take a plan back whose persons have not left, and what is due of its cost; return whether it was news."""
    if Journey.objects.filter(pk=journey.pk, cancelled_at__isnull=False).exists():
        return False
    held = _waiting(journey)
    who = riding.travellers(held)
    for one in who:
        halves.need(halves.sides_of(one.survivor, one.survivor.case), by, {Half.RESCUE})
    if not reason.strip():
        raise Refused(SAY["reason"], "reason")
    riding.note(held, "journey_cancelled", by=by, at=at)
    Traveller.objects.filter(journey=held, left_at=None).update(left_at=at)
    kept = sealing.veiled(who[0].survivor.case, reason.strip())
    Journey.objects.filter(pk=held.pk).update(cancelled_at=at, cancel_reason=kept)
    riding.take_costs_back(held, reason.strip(), by=by, at=at)
    return True


@transaction.atomic
def correct(journey: Journey, *, vehicle: str, escort_name: str, escort_phone: str, by: Actor, at: datetime) -> None:
    """Correct by what and with whom they travel, also on the way: a wrong number would be called in vain.

    When they leave and arrive stays, for the clock of the arrival runs by it.
    """
    held = riding.locked(journey)
    if held.arrived_at is not None or held.cancelled_at is not None:
        raise Refused(SAY["journey_over"])
    for one in riding.aboard(held):
        halves.need(halves.sides_of(one.survivor, one.survivor.case), by, {Half.RESCUE})
    shut = vault.shut({"name": escort_name, "phone": escort_phone}, bound_to=bound.journey(held))
    Journey.objects.filter(pk=held.pk).update(vehicle=vehicle, key_id=shut.key_id, closed=shut.closed)
    riding.note(held, "journey_corrected", by=by, at=at)


@transaction.atomic
def leave_out(survivor: Survivor, *, by: Actor, at: datetime) -> None:
    """Take whoever died, is lost or bound again out of the journey; it ends once nobody of it is awaited any more."""
    row = Traveller.objects.filter(survivor=survivor, arrived_at=None, left_at=None).select_related("journey").first()
    if row is None:
        return
    held = riding.locked(row.journey)
    Traveller.objects.filter(pk=row.pk).update(left_at=at)
    if held.departed_at is None:
        riding.take_costs_back(held, gettext("Does not travel any more"), by=by, at=at, of=survivor)
    left, shared = riding.aboard(held), duties.for_all(riding.ARRIVAL, held.code)
    if left:
        if shared is not None and shared.parent_id == survivor.pk:
            duties.pass_on(shared, left[0].survivor, by=by, at=at)
        return
    if held.travellers.filter(arrived_at__isnull=False).exists():
        Journey.objects.filter(pk=held.pk).update(arrived_at=at)
    else:
        Journey.objects.filter(pk=held.pk).update(cancelled_at=at)
    duties.end_for_all(riding.ARRIVAL, held.code, at=at, is_done=False)


def _waiting(journey: Journey) -> Journey:
    """Return a journey whose persons have not left, locked. Raises Refused."""
    held = riding.locked(journey)
    if held.cancelled_at is not None:
        raise Refused(SAY["journey_over"])
    if held.departed_at is not None:
        raise Refused(SAY["departed"])
    return held
