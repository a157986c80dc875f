"""What another state says it paid counts once a second officer, who may sanction, has seen the proof of it.

So does what an old register says was paid, once the person has said that it did not come.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shramsetu.bonded import entitled, powers, refusals
from shramsetu.bonded.actions import beside, duties, entitling, gate, payments, rest
from shramsetu.bonded.models import PaidBefore, Survivor
from shramsetu.casework.models import OPEN
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor


@transaction.atomic
def confirm(row: PaidBefore, *, by: Actor, at: datetime) -> None:
    """Confirm what one officer wrote; what is left of the assistance alone stays due then.

    Raises NotYours, NoPower, SameSaying, NotNow.
    """
    rows = Survivor.objects.select_for_update(of=("self",)).select_related("case__district", "native_district")
    survivor = rows.get(pk=row.survivor_id)
    payments.allow(by, payments.SANCTIONERS, *powers.of_person(survivor))
    payments.need_power(by, survivor.case.district, survivor.native_district, at=at)
    if row.said_by_id == by.user_id:
        raise refusals.SameSaying
    told = Q(said_by__isnull=False) | Q(doubted_at__isnull=False)
    open_rows = PaidBefore.objects.filter(told, pk=row.pk, confirmed_by=None)
    if not open_rows.update(confirmed_by_id=by.user_id):
        raise refusals.NotNow
    detail = {"survivor": survivor.code, "kind": row.kind, "paise": row.amount_paise, "on": row.paid_on}
    journal.append(f"paid_before:{row.pk}", "confirm_paid_before", by=by, at=at, detail=detail)
    rest.immediate(survivor, by=by, at=at)
    if not entitled.immediate_left(survivor):
        duties.done(survivor.case, entitling.IMMEDIATE_CLOCK, at=at, by=by)
    gate.look(survivor, by=by, at=at)


@transaction.atomic
def doubt(row: PaidBefore, *, by: Actor, at: datetime) -> bool:
    """Take down that a sum did not come, as its person says: it is due again until an officer has seen its proof.

    Said once; whoever has seen the proof then has answered it.
    """
    rows = Survivor.objects.select_for_update(of=("self",)).select_related("case__district", "native_district")
    survivor = rows.get(pk=row.survivor_id)
    open_rows = PaidBefore.objects.filter(pk=row.pk, doubted_at=None)
    if survivor.case.phase != OPEN or not open_rows.update(doubted_at=at, confirmed_by=None):
        return False
    facts = {"before": row.pk, "kind": row.kind, "paise": row.amount_paise}
    beside.write(survivor.case, "not_received", by=by, at=at, facts=facts, tells=[beside.to_holder()])
    if row.kind == PaidBefore.Kind.IMMEDIATE:
        rest.immediate(survivor, by=by, at=at)
        if entitled.immediate_left(survivor):
            duties.start(survivor.case, entitling.IMMEDIATE_CLOCK, from_at=at, by=by, at=at)
    gate.look(survivor, by=by, at=at)
    return True
