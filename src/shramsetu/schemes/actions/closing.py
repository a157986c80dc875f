"""A claim is over when the first money of each of its awards has come; what came back is told to the worker."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import numbers
from shramsetu.messages import actions as messages
from shramsetu.offices.errors import Refused
from shramsetu.schemes.models import Award, Due, Payee, Transfer
from shramsetu.schemes.rules.dues import Stage

log = structlog.get_logger("schemes")
BACK = "claim-money-back"


def close_paid(*, at: datetime, only: Iterable[int] | None = None, most: int = 200) -> int:
    """Take the step `pay` for claims whose awards have all begun to be paid; return how many. Again changes nothing."""
    begun = Exists(Due.objects.filter(award=OuterRef("pk"), stage=Stage.PAID))
    left = Award.objects.filter(claim=OuterRef("pk"), state=Award.State.LIVE).exclude(begun)
    cases = Case.objects.filter(kind="claim", state="sanctioned")
    if only is not None:
        cases = cases.filter(pk__in=list(only))
    cases = cases.filter(Exists(Award.objects.filter(claim=OuterRef("pk")))).exclude(Exists(left))
    done = 0
    for case in cases.order_by("pk")[:most]:
        try:
            with transaction.atomic():
                casework.take(case, "pay", seen=case.revision, by=SYSTEM, at=at)
        except Refused as refusal:  # one that cannot end holds up no other
            log.warning("a paid claim is left open", case=case.number, why=type(refusal).__name__)
            continue
        done += 1
    return done


def tell_back(transfers: Iterable[Transfer], *, by: Actor, at: datetime) -> None:
    """Tell each worker whose money came back, once for each attempt: the account is to be mended."""
    pks = [one.pk for one in transfers]
    rows = Transfer.objects.filter(pk__in=pks, due__award__payee__who=Payee.Who.WORKER)
    for one in rows.select_related("due__award__payee__worker", "due__award__claim__case"):
        worker, case = one.due.award.payee.worker, one.due.award.claim.case
        if worker is None or not worker.phone:
            continue
        messages.send(
            BACK,
            to=messages.Recipient(worker.phone, worker.language),
            values={"number": numbers.spaced(case.number)},
            stream=case.stream,
            key=f"{case.number}:{one.reference}:back",
            by=by,
            at=at,
        )
