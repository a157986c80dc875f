"""What another state says it paid counts once a second officer, who may sanction, has seen the proof of it."""

from datetime import datetime

from django.db import transaction

from shramsetu.bonded import entitled, powers, refusals
from shramsetu.bonded.actions import duties, entitling, payments, rest
from shramsetu.bonded.models import PaidBefore, Survivor
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
    open_rows = PaidBefore.objects.filter(pk=row.pk, said_by__isnull=False, confirmed_by=None)
    if not open_rows.update(confirmed_by_id=by.user_id):
        raise refusals.NotNow
    detail = {"survivor": survivor.code, "kind": row.kind, "paise": row.amount_paise, "on": row.paid_on}
    journal.append(f"paid_before:{row.pk}", "confirm_paid_before", by=by, at=at, detail=detail)
    rest.immediate(survivor, by=by, at=at)
    if not entitled.immediate_left(survivor):
        duties.done(survivor.case, entitling.IMMEDIATE_CLOCK, at=at, by=by)
