"""The rehabilitation fund of each district: what it opened with, what goes out and comes back, never below nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from shramsetu.bonded import refusals
from shramsetu.bonded.actions import payments
from shramsetu.bonded.models import Claim, FundLine, Payment
from shramsetu.bonded.rules.money import Source
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

Kind = FundLine.Kind
KEEPERS = frozenset({Role.DM})
BOOKERS = frozenset({Role.DM, Role.OFFICER})


@dataclass(frozen=True, slots=True)
class Movement:
    """What moves in a fund: paise (what goes out below nothing), by which reference, for what."""

    kind: str
    paise: int
    on: date
    reference: str = ""
    payment: Payment | None = None
    claim: Claim | None = None


@transaction.atomic
def open_fund(district: Place, amount_paise: int, *, on: date, by: Actor, at: datetime) -> FundLine:
    """Enter the balance with which the fund's book begins: the District Magistrate's alone, and once.

    Raises NotYours, Opened.
    """
    payments.allow(by, KEEPERS, district.pk)
    if _last(district) is not None:
        raise refusals.Opened
    return _write(district, Movement(Kind.OPENING, amount_paise, on), by=by, at=at)


@transaction.atomic
def receive(district: Place, movement: Movement, *, by: Actor, at: datetime) -> FundLine:
    """Enter a fine or a sum added by the state. Raises NotYours, NoFund, ReferenceUsed."""
    payments.allow(by, BOOKERS, district.pk)
    return _write(district, movement, by=by, at=at)


def book(district: Place, movement: Movement, *, by: Actor, at: datetime) -> FundLine:
    """Enter what another action of money moves. Raises NoFund, ReferenceUsed. In a transaction."""
    return _write(district, movement, by=by, at=at)


def pay_out(payment: Payment, *, by: Actor, at: datetime) -> None:
    """Take a payment out of the fund, if it is the fund's to pay. Raises NoFund, FundTooLow. In a transaction."""
    if payment.source == Source.CORPUS:
        _write(payment.district, _of(payment, Kind.SENT, -payment.amount_paise, at), by=by, at=at)


def give_back(payment: Payment, *, by: Actor, at: datetime) -> None:
    """Put back what the bank returned, if it was the fund's. In a transaction."""
    if payment.source != Source.CORPUS:
        return
    returned = _of(payment, Kind.RETURNED, payment.amount_paise, at)
    if FundLine.objects.filter(payment=payment, attempt=payment.attempts, kind=Kind.RETURNED).exists():
        # this attempt was put back once, when its file was said not taken
        returned = replace(returned, kind=Kind.GOT_BACK, reference=f"P{payment.pk}T{payment.attempts:02d}")
    _write(payment.district, returned, by=by, at=at)


def beside(payment: Payment, kind: str, *, paise: int, reference: str, by: Actor, at: datetime) -> None:
    """Book what an attempt moved beside the one that pays, if the fund's; what settles the payment names it.

    Raises FundTooLow. In a transaction.
    """
    if payment.source == Source.CORPUS:
        named = payment if kind == Kind.TAKEN else None
        moved = Movement(kind, paise, clock.day(at), reference=reference, payment=named)
        _write(payment.district, moved, by=by, at=at)


def _of(payment: Payment, kind: str, paise: int, at: datetime) -> Movement:
    return Movement(kind, paise, clock.day(at), payment=payment)


def _write(district: Place, movement: Movement, *, by: Actor, at: datetime) -> FundLine:
    """Add a line behind the last one. Whoever else writes to this fund waits until this transaction is over."""
    # the place's row is the lock: a first line has no row of its own to wait for
    Place.objects.select_for_update(no_key=True).get(pk=district.pk)
    last = _last(district)
    if last is None and movement.kind != Kind.OPENING:
        raise refusals.NoFund
    known = FundLine.objects.filter(district=district, kind=movement.kind, reference=movement.reference)
    if movement.reference and known.exists():
        raise refusals.ReferenceUsed
    balance = (last.balance_paise if last else 0) + movement.paise
    if balance < 0:
        raise refusals.FundTooLow
    line = FundLine(
        district=district,
        seq=(last.seq if last else 0) + 1,
        kind=movement.kind,
        amount_paise=movement.paise,
        balance_paise=balance,
        payment=movement.payment,
        attempt=movement.payment.attempts if movement.payment else 0,
        claim=movement.claim,
        reference=movement.reference,
        on=movement.on,
        by=by.key,
        at=at,
    )
    line.save(force_insert=True)
    detail = {"kind": line.kind, "paise": line.amount_paise, "balance": balance, "reference": line.reference}
    journal.append(f"fund:{district.pk}", f"fund_{line.kind}", by=by, at=at, detail=detail)
    return line


def _last(district: Place) -> FundLine | None:
    return FundLine.objects.filter(district=district).order_by("-seq").first()
