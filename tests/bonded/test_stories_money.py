"""A payment returned by the bank and paid again; and a balance that waits for no conviction."""

import io

import pytest
from django.core.management import call_command
from tests.bonded import purse, room, tale

from shramsetu.bonded import entitled, rehabilitation
from shramsetu.bonded.actions import climb, gate, payments, visits
from shramsetu.bonded.actions.visits import Seen
from shramsetu.bonded.models import BankEntry, BondedDuty, FundLine, Payment
from shramsetu.bonded.rules.visits import DOMAINS
from shramsetu.casework import actions as casework
from shramsetu.messages.models import Message
from shramsetu.bonded import refusals

pytestmark = pytest.mark.django_db
AT, DAY, HOUR = room.AT, room.DAY, room.HOUR
FUND = 10_00_000  # rupees


def fund() -> int:
    """Return what the district's fund holds, in paise."""
    last = FundLine.objects.filter(district=room.district()).order_by("-seq").first()
    assert last is not None
    return last.balance_paise


def stages(payment: Payment) -> list[str]:
    return list(payment.lines.order_by("seq").values_list("stage", flat=True))


def reconciled() -> str:
    out = io.StringIO()
    call_command("bonded", "reconcile", stdout=out)
    return out.getvalue()


def test_what_the_bank_returns_is_in_the_list_the_same_day_and_paid_to_another_account() -> None:
    purse.opened_fund(FUND)
    payment = purse.freed(account=False)
    one, labour, sdm = payment.survivor, room.officer("labour_officer"), room.officer("sdm")
    dm, commissioner = room.officer("dm"), room.officer("commissioner")
    assert tale.not_paid(dm, at=AT) == {one.code: ("no_account", "lead_bank")}
    assert "bank-account" in tale.owed("lead_bank", "Prayagraj", of=one)
    purse.passbook(one, at=AT + HOUR)
    assert "bank-account" not in tale.owed("lead_bank", "Prayagraj", of=one)
    purse.sanctioned(payment, at=AT + 2 * HOUR)
    first_file = purse.sent(at=AT + 3 * HOUR)
    assert fund() == FUND * 100 - purse.IMMEDIATE
    assert tale.not_paid(dm, at=AT + 3 * HOUR) == {one.code: ("at_bank", "lead_bank")}

    # Two days later the statement says: account closed. The same day it stands in every list again.
    back = AT + 2 * DAY
    payment.refresh_from_db()
    lost = purse.reference(payment)
    assert purse.results(purse.read(purse.came_back(lost), at=back)) == ["matched"]
    payment.refresh_from_db()
    assert (payment.stage, fund()) == ("returned", FUND * 100)
    assert tale.not_paid(commissioner, at=back) == {one.code: ("returned", "labour_officer")}
    lights = tale.duties(dm, at=back, of=one)
    assert lights[f"payment-returned:{payment.pk}"] == "green"
    assert lights["immediate-assistance"] == "amber", "its time runs from the certificate, whatever the bank did"
    again = BondedDuty.objects.select_related("case").get(clock="payment-returned", is_open=True)
    assert again.case.holder == tale.post("labour_officer")
    assert Message.objects.filter(stream=again.case.stream).exists(), "the officer hears of it the same day"
    assert tale.faults() == []
    assert tale.listed("commissioner", at=AT + 3 * DAY) == 0, "not red yet in the morning of the third day"
    assert tale.listed("commissioner", at=AT + 4 * DAY) == 1
    assert ((one.code, "immediate-assistance")) in tale.red(commissioner, at=AT + 4 * DAY)

    # Another account is written down by one officer and checked by the magistrate before anything goes there.
    purse.passbook(one, 2, at=back + HOUR)
    with pytest.raises(refusals.NothingToSend):
        purse.sent(at=back + 2 * HOUR)
    account = one.accounts.get(ended_at=None)
    with pytest.raises(refusals.NotYours):
        payments.check(account, by=labour, at=back + 2 * HOUR)
    payments.check(account, by=sdm, at=back + 2 * HOUR)
    second_file = purse.sent(at=back + 3 * HOUR)
    assert second_file.number != first_file.number
    assert not BondedDuty.objects.filter(clock="payment-returned", is_open=True).exists()
    assert (fund(), tale.not_paid(dm, at=back)) == (
        FUND * 100 - purse.IMMEDIATE,
        {one.code: ("at_bank", "lead_bank")},
    )

    # The old reference cannot be credited any more; the new one is, once, however often the statement is read.
    payment.refresh_from_db()
    stray = purse.read(purse.credited(lost, utr="SBIN22611180009", on="2026-11-18"), at=back + DAY)
    assert purse.results(stray) != ["matched"]
    paid = purse.credited(purse.reference(payment), on="2026-11-18")
    assert purse.results(purse.read(paid, at=back + DAY)) == ["matched"]
    purse.read(paid, at=back + DAY)
    payment.refresh_from_db()
    assert stages(payment) == ["due", "proposed", "sanctioned", "sent", "returned", "sent", "paid"]
    assert list(BankEntry.objects.order_by("attempt").values_list("outcome", flat=True)) == ["returned", "paid"]
    assert tale.not_paid(commissioner, at=back + DAY) == {}
    assert "immediate-assistance" not in tale.duties(dm, at=back + DAY, of=one)
    assert tale.listed("commissioner", at=AT + 5 * DAY) == 0
    assert "1 paid, ₹ 30,000" in reconciled()
