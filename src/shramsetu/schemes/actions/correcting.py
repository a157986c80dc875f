"""A sanctioned sum put right: asked for by one person, made by another; what is not paid is planned anew.

From the asking on nothing of the award goes out. What was paid stays paid: the difference goes to what is left, and
what was paid beyond the right sum is to come back, by the bank or by a credit that is written down here.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet, Sum

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.schemes import payable, refusals
from shramsetu.schemes.actions import awards, batches, payees
from shramsetu.schemes.models import Award, Correction, Due
from shramsetu.schemes.rules import plans
from shramsetu.schemes.rules.dues import TO_PAY, Stage

CORRECTED = "corrected"


def may_be_corrected() -> QuerySet[Award]:
    """Return the awards whose sum can be put right: a pension's months follow the rule, a deposit lies at the bank."""
    return Award.objects.filter(state=Award.State.LIVE, kind__in=awards.PLANNED_KINDS)


@transaction.atomic
def ask(award: Award, paise: int, *, order: str, by: Actor, at: datetime) -> Correction:
    """Write down the right sum of an award and the order that says so; another person makes it.

    Raises NotYours, NotNow while one waits already or where nothing can be put right, NoSum, SameSum.
    """
    batches.allow(by, award.board)
    row = may_be_corrected().select_for_update(of=("self",)).filter(pk=award.pk).first()
    if row is None or row.total_paise is None or row.corrections.filter(decided_at=None).exists():
        raise refusals.NotNow
    if paise <= 0:
        raise refusals.NoSum
    if paise == row.total_paise and not row.corrections.filter(payable.CORRECTING).exists():
        raise refusals.SameSum
    made = Correction(award=row, before_paise=row.total_paise, after_paise=paise, order=order)
    made.asked_by, made.asked_at = by.key, at
    made.save(force_insert=True)
    _note(made, "ask_correction", by=by, at=at)
    return made


@transaction.atomic
def make(correction: Correction, *, by: Actor, at: datetime) -> None:
    """Put the sum right as a second person: plan the rest anew, and write down what was paid too much.

    Raises NotYours, NotNow, SameHand; OnTheWay while a part lies in a batch or at the bank, MendFirst where one came
    back.
    """
    row = _open(correction, by)
    award = may_be_corrected().select_for_update(of=("self",)).filter(pk=row.award_id).first()
    if award is None:
        raise refusals.NotNow
    if payees.person(row.asked_by) == payees.person(by.key):
        raise refusals.SameHand
    dues = list(Due.objects.select_for_update().filter(award=award).exclude(stage=Stage.CANCELLED).order_by("seq"))
    if any(one.stage in {Stage.BATCHED, Stage.SENT} for one in dues):
        raise refusals.OnTheWay
    if payable.came_back(award, at=at):
        raise refusals.MendFirst
    paid = sum(one.paise for one in dues if one.stage == Stage.PAID) - _recovered(award)
    _replan(award, row.after_paise, paid, [one for one in dues if one.stage in TO_PAY], at=at)
    award.corrections.filter(recovered_on=None).update(over_paise=0)  # it is reckoned anew
    row.over_paise, row.is_made = max(0, paid - row.after_paise), True
    _decide(row, by=by, at=at)
    _note(row, "make_correction", by=by, at=at)


@transaction.atomic
def drop(correction: Correction, *, by: Actor, at: datetime) -> None:
    """Leave the sum as it was; also who asked may say so. Raises NotYours, NotNow."""
    row = _open(correction, by)
    row.is_made = False
    _decide(row, by=by, at=at)
    _note(row, "drop_correction", by=by, at=at)


@transaction.atomic
def recover(correction: Correction, reference: str, *, on: date, by: Actor, at: datetime) -> None:
    """Write down that what was paid too much came back by another way than the bank's answer.

    Raises NotYours, SameHand for who asked for the correction, NotNow where nothing is to come back, or the bank
    itself took it back.
    """
    row = _held(correction, by)
    if not row.over_paise or row.recovered_on is not None or on > clock.day(at):
        raise refusals.NotNow
    if payees.person(row.asked_by) == payees.person(by.key):
        raise refusals.SameHand
    award = Award.objects.select_for_update(of=("self",)).get(pk=row.award_id)
    paid = Due.objects.filter(award=award, stage=Stage.PAID).aggregate(paise=Sum("paise"))["paise"] or 0
    if paid - _recovered(award) - (award.total_paise or 0) < row.over_paise:
        raise refusals.NotNow  # the bank itself took it back: the sum is put right anew
    row.recovered_on, row.recovered_by, row.reference = on, by.key, reference
    row.save(update_fields=["recovered_on", "recovered_by", "reference"])
    _note(row, "recover", by=by, at=at)


def _replan(award: Award, total: int, paid: int, left: list[Due], *, at: datetime) -> None:
    last = Due.objects.filter(award=award).aggregate(seq=Max("seq"))["seq"] or 0
    rest = plans.corrected(total, paid, [awards.planned(one) for one in left], on=clock.day(at), seq=last + 1)
    pks = [one.pk for one in left]
    Due.objects.filter(pk__in=pks).update(stage=Stage.CANCELLED, stage_at=at, why=CORRECTED)
    Due.objects.bulk_create([awards.due_of(award, one, at=at) for one in rest])
    Award.objects.filter(pk=award.pk).update(total_paise=total)


def _recovered(award: Award) -> int:
    came = award.corrections.filter(recovered_on__isnull=False)
    return came.aggregate(paise=Sum("over_paise"))["paise"] or 0


def _held(correction: Correction, by: Actor) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("award__claim__case")
    row = rows.get(pk=correction.pk)
    batches.allow(by, row.award.board)
    return row


def _open(correction: Correction, by: Actor) -> Correction:
    row = _held(correction, by)
    if row.decided_at is not None:
        raise refusals.NotNow
    return row


def _decide(row: Correction, *, by: Actor, at: datetime) -> None:
    row.decided_by, row.decided_at = by.key, at
    row.save(update_fields=["decided_by", "decided_at", "is_made", "over_paise"])


def _note(row: Correction, verb: str, *, by: Actor, at: datetime) -> None:
    detail = {
        "award": row.award_id, "before": row.before_paise, "after": row.after_paise, "over": row.over_paise,
        "order": row.order, "reference": row.reference,
    }  # fmt: skip
    journal.append(f"money:{row.award.claim.case.number}", verb, by=by, at=at, detail=detail)
