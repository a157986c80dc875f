"""Fixed deposits of daughters: the bank's receipt by two hands, the proof at eighteen, the release by two hands."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu.files.models import Attachment
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.schemes import refusals
from shramsetu.schemes.actions import batches, payees
from shramsetu.schemes.models import Award, Deposit, Due
from shramsetu.schemes.rules.dues import Stage

MARRIED = "married"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the bank's receipt of a deposit says."""

    bank: str
    number: str
    made_on: date


@transaction.atomic
def enter(deposit: Deposit, receipt: Receipt, *, by: Actor, at: datetime) -> None:
    """Write the bank's receipt down; another person checks it. Raises NotYours, NotNow once it is checked."""
    row = _held(deposit, by)
    if row.checked_by or receipt.made_on > clock.day(at):
        raise refusals.NotNow
    Deposit.objects.filter(pk=row.pk).update(
        bank=receipt.bank, number=receipt.number, made_on=receipt.made_on, entered_by=by.key
    )
    _note(row, "enter_deposit", by=by, at=at)


@transaction.atomic
def check(deposit: Deposit, *, by: Actor, at: datetime) -> None:
    """Confirm the receipt as a second person: the sum is in her name. Raises NotYours, SameHand, NotNow."""
    row = _held(deposit, by)
    if not row.entered_by or row.checked_by:
        raise refusals.NotNow
    if payees.person(row.entered_by) == payees.person(by.key):
        raise refusals.SameHand
    Deposit.objects.filter(pk=row.pk).update(checked_by=by.key)
    Due.objects.filter(award=row.award, stage=Stage.PLANNED).update(
        stage=Stage.PAID, stage_at=at, paid_on=row.made_on, why=""
    )
    _note(row, "check_deposit", by=by, at=at)


@transaction.atomic
def prove(deposit: Deposit, *, is_unmarried: bool, proof: Attachment | None, by: Actor, at: datetime) -> None:
    """Write what the paper says of her: unmarried at maturity; or married, which may be known before.

    Raises NotYours, NotMature; NotNow once it is over.
    """
    row = _held(deposit, by)
    if row.award.state != Award.State.LIVE:
        raise refusals.NotNow
    is_early = is_unmarried and clock.day(at) < row.matures_on
    if not row.checked_by or is_early or row.released_on is not None:
        raise refusals.NotMature
    Deposit.objects.filter(pk=row.pk).update(is_unmarried=is_unmarried, proof=proof, proved_by=by.key)
    _note(row, "prove_deposit", by=by, at=at)


@transaction.atomic
def forgo(deposit: Deposit, *, by: Actor, at: datetime) -> None:
    """Confirm as a second person that she was married before maturity: the deposit is not released, and is over.

    Raises NotYours, SameHand, NotNow.
    """
    row = _held(deposit, by)
    if row.is_unmarried is not False or row.award.state != Award.State.LIVE:
        raise refusals.NotNow
    if payees.person(row.proved_by) == payees.person(by.key):
        raise refusals.SameHand
    Award.objects.filter(pk=row.pk).update(state=Award.State.ENDED, why=MARRIED)
    _note(row, "forgo_deposit", by=by, at=at)


@transaction.atomic
def release(deposit: Deposit, *, paise: int, on: date, by: Actor, at: datetime) -> None:
    """Write that the bank paid her the deposit with its interest. Raises NotYours, NotMature, SameHand, NotNow."""
    row = _held(deposit, by)
    if row.award.state != Award.State.LIVE:
        raise refusals.NotNow
    if row.is_unmarried is not True or row.released_on is not None or not row.matures_on <= on <= clock.day(at):
        raise refusals.NotMature
    if payees.person(row.proved_by) == payees.person(by.key):
        raise refusals.SameHand
    Deposit.objects.filter(pk=row.pk).update(released_by=by.key, released_on=on, released_paise=paise)
    _note(row, "release_deposit", by=by, at=at)


def _held(deposit: Deposit, by: Actor) -> Deposit:
    row = Deposit.objects.select_for_update(of=("self",)).select_related("award").get(pk=deposit.pk)
    batches.allow(by, row.award.board)
    return row


def _note(row: Deposit, verb: str, *, by: Actor, at: datetime) -> None:
    journal.append(f"award:{row.pk}", verb, by=by, at=at, detail={"deposit": row.pk})
