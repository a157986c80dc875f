"""Who dies, is lost or bound again leaves transfer and journey; what was owed for all goes on with the others."""

from datetime import datetime

from django.db import transaction

from shramsetu.bonded.actions import beside, duties, handing, replanning
from shramsetu.bonded.actions.handing import ACCEPTANCE
from shramsetu.bonded.models import Handed, Survivor
from shramsetu.bonded.rules.transfers import Stage
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor


@transaction.atomic
def leave(case: Case, *, by: Actor, at: datetime) -> None:
    """Take the person of a case out of the open journey and transfer. Safe to repeat.

    A transfer of which nobody is left is withdrawn, and its packets are taken back.
    """
    survivor = Survivor.objects.select_related("case").get(pk=case.pk)
    replanning.leave_out(survivor, by=by, at=at)
    row = Handed.objects.filter(survivor=survivor, is_open=True, received_at=None).select_related("transfer").first()
    if row is None:
        return
    held = handing.locked(row.transfer)
    Handed.objects.filter(pk=row.pk).update(is_open=False)
    beside.write(case, "left_way", by=by, at=at, facts={"transfer": held.code})
    left = handing.staying(held)
    if not left:
        handing.let_go(held, by=by, at=at)
        handing.write(held, stage=Stage.WITHDRAWN)
        return
    for key in (held.code, handing.fix_key(held)):
        shared = duties.for_all(ACCEPTANCE, key)
        if shared is not None and shared.parent_id == case.pk:
            duties.pass_on(shared, left[0].survivor, by=by, at=at)
    handing.all_there(held, at=at)
