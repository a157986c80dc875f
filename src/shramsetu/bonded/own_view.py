"""What the page of a freed person says: what came, what is owed, by which office, until when. Nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from shramsetu.bonded import settling
from shramsetu.bonded.actions import duties, own
from shramsetu.bonded.models import PaidBefore, Payment, PaymentLine, Survivor
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.settling import Open
from shramsetu.casework.models import OPEN


@dataclass(frozen=True, slots=True)
class Came:
    """A sum that was paid. `payment` is 0 for one of an old register; `is_asked` once it was said not to have come."""

    what: str | Promise
    paise: int
    on: date | None
    payment: int = 0
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """The page."""

    came: Sequence[Came]
    owed: Sequence[Open]
    helps: Sequence[Open]
    may_ask: bool


def of(survivor: Survivor, *, at: datetime) -> Own:
    """Return what the page of a person says."""
    owed = settling.owed_money(survivor, at=at)
    return Own([*_paid(survivor), *_before(survivor)], owed, settling.open_lines(survivor), survivor.case.phase == OPEN)


def _paid(survivor: Survivor) -> list[Came]:
    rows = list(Payment.objects.filter(survivor=survivor, stage=Stage.PAID).order_by("stage_at", "pk"))
    days = dict(PaymentLine.objects.filter(payment__in=rows, stage=Stage.PAID).values_list("payment", "value_on"))
    asked = {one.pk for one in rows if duties.running_duty(survivor.case, own.AGAIN, key=str(one.pk)) is not None}
    return [Came(one.get_kind_display(), one.amount_paise, days.get(one.pk), one.pk, one.pk in asked) for one in rows]


def _before(survivor: Survivor) -> list[Came]:
    rows = PaidBefore.objects.filter(survivor=survivor).order_by("paid_on")
    return [Came(one.get_kind_display(), one.amount_paise, one.paid_on) for one in rows]
