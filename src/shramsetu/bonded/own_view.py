"""What the page of a freed person says: what came, what is owed, by which office, until when. Nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.functional import Promise

from shramsetu.bonded import settling
from shramsetu.bonded.actions.statements import NOT_RECEIVED
from shramsetu.bonded.models import BondedDuty, PaidBefore, Payment, PaymentLine, Survivor
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.settling import Open
from shramsetu.casework.models import OPEN
from shramsetu.lib import clock


@dataclass(frozen=True, slots=True)
class Came:
    """A sum that was paid, or of which an old register says so (`before`); `is_asked` once it was said not to be here.

    `answered_on` is when the office answered that; `is_clear` whether it brought the bank's word. `is_answered` of an
    old register's sum once an officer has seen the proof since.
    """

    what: str | Promise
    paise: int
    on: date | None
    payment: int = 0
    is_asked: bool = False
    answered_on: date | None = None
    is_clear: bool = False
    before: int = 0
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """The page."""

    came: Sequence[Came]
    owed: Sequence[Open]
    helps: Sequence[Open]
    may_ask: bool


def of(survivor: Survivor, *, at: datetime) -> Own:
    """Return what the page of a person says."""
    owed = [*settling.owed_money(survivor, at=at), *settling.beside_scheme(survivor)]
    return Own([*_paid(survivor), *_before(survivor)], owed, settling.open_lines(survivor), survivor.case.phase == OPEN)


def _paid(survivor: Survivor) -> list[Came]:
    rows = list(Payment.objects.filter(survivor=survivor, stage=Stage.PAID).order_by("stage_at", "pk"))
    days = dict(PaymentLine.objects.filter(payment__in=rows, stage=Stage.PAID).values_list("payment", "value_on"))
    said = BondedDuty.objects.filter(parent=survivor.pk, clock=NOT_RECEIVED).select_related("case")
    asked = {one.key: one for one in said.order_by("case__opened_at", "pk")}  # the last of each sum
    return [_came(one, days.get(one.pk), asked.get(str(one.pk))) for one in rows]


def _came(one: Payment, on: date | None, asked: BondedDuty | None) -> Came:
    came = Came(one.get_kind_display(), one.amount_paise, on, one.pk)
    if asked is None:
        return came
    answered = clock.day(asked.case.closed_at) if asked.case.closed_at else None
    return replace(came, is_asked=asked.is_open, answered_on=answered, is_clear=asked.case.state == "done")


def _before(survivor: Survivor) -> list[Came]:
    rows = PaidBefore.objects.filter(survivor=survivor).order_by("paid_on")
    return [
        Came(
            one.get_kind_display(),
            one.amount_paise,
            one.paid_on,
            is_asked=one.doubted_at is not None and not one.counts,
            before=one.pk,
            is_answered=one.doubted_at is not None and one.counts,
        )
        for one in rows
    ]
