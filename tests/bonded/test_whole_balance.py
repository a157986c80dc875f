"""The clock of the balance (A16) ends with the proposal of the whole, annuity and all, and not with a rupee of it."""

import pytest
from tests.bonded import purse, room

from shramsetu.bonded.actions import payments
from shramsetu.bonded.models import BondedDuty, Payment, Survivor

pytestmark = pytest.mark.django_db
AT, DAY = purse.AT, room.DAY


def runs(survivor: Survivor) -> bool:
    return BondedDuty.objects.filter(survivor=survivor, clock="balance-to-state", is_open=True).exists()


def of(survivor: Survivor, kind: str) -> Payment:
    rows = Payment.objects.filter(survivor=survivor, kind=kind).exclude(stage__in=["cancelled", "sanctioned"])
    return rows.select_related("survivor__case", "district").get()


def proposed(payment: Payment, paise: int) -> None:
    by = room.officer("labour_officer")
    payments.propose(payment, payments.Proposal(paise), seen=payment.seq, by=by, at=AT + DAY)


def test_a_rupee_of_the_balance_does_not_end_its_clock() -> None:
    one = purse.freed(sex="f").survivor
    purse.gate_opened(one)
    assert runs(one)
    balance, annuity = of(one, "balance"), of(one, "annuity")
    whole = balance.amount_paise
    proposed(balance, 100)
    proposed(annuity, annuity.amount_paise)
    assert runs(one), "the rest is proposed to nobody"
    payments.sanction(balance, "आदेश 7", seen=balance.seq, by=room.officer("sdm"), at=AT + DAY)
    assert runs(one)
    rest = of(one, "balance")
    assert rest.amount_paise == whole - 100
    proposed(rest, rest.amount_paise)
    assert not runs(one)


def test_a_proposal_of_the_balance_that_is_refused_is_owed_again() -> None:
    one = purse.freed(sex="f").survivor
    purse.gate_opened(one)
    for kind in ("balance", "annuity"):
        proposed(of(one, kind), of(one, kind).amount_paise)
    assert not runs(one)
    sent = of(one, "balance")
    payments.refuse(sent, "वाद संख्या नहीं", seen=sent.seq, by=room.officer("sdm"), at=AT + 2 * DAY)
    assert runs(one)
