"""A payment returned by the bank and paid again; and a balance that waits for no conviction."""

import io
from datetime import datetime

import pytest
from django.core.management import call_command
from tests.bonded import later_room as later
from tests.bonded import purse, room, tale

from shramsetu.bonded import entitled, refusals, rehabilitation
from shramsetu.bonded.actions import claims, gate, payments
from shramsetu.bonded.models import BankEntry, BondedDuty, FundLine, PaidBefore, Payment, Survivor
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.journal.rules import Actor
from shramsetu.lib import banks, clock
from shramsetu.messages.models import Message

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
    assert tale.not_paid(dm, at=back + 2 * HOUR) == {one.code: ("unchecked", "dm")}
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


def decides(one: Survivor, kind: str, *, by: Actor, at: datetime, order: str) -> None:
    """Let `by` decide on the balance by an order of that day."""
    found = gate.Deciding(kind, holds=True, order_number=order, order_on=clock.day(at), reasons="प्रमाण पत्रावली में")
    gate.decide(tale.fresh(one), found, by=by, at=at)


def missing(one: Survivor) -> list[tuple[str, str]]:
    """Return which proofs the balance lacks, and who owes each."""
    return [(lack.proof, lack.owner) for lack in rehabilitation.gate_of(tale.fresh(one)).missing]


def test_the_balance_of_a_woman_waits_for_no_conviction() -> None:
    purse.opened_fund(FUND)
    one = purse.freed(sex="f", account=False).survivor
    labour, sdm, dm = (room.officer(who) for who in ("labour_officer", "sdm", "dm"))
    commissioner = room.officer("commissioner")
    room.take(one, "arrive")
    trial = later.track(one, filed_on=clock.day(AT))
    asks = [
        ("account_checked", "labour_officer"),
        ("annuity_consent", "labour_officer"),
        ("dm_proof", "dm"),
        ("state_sanction", "commissioner"),
    ]
    assert missing(one) == asks
    purse.passbook(one, at=AT + DAY)
    payments.check(one.accounts.get(ended_at=None), by=sdm, at=AT + DAY)
    assert missing(one) == asks[1:]
    decides(one, "annuity_consent", by=labour, at=AT + 2 * DAY, order="सहमति 3/2026")
    with pytest.raises(Refused):
        decides(one, "state_sanction", by=commissioner, at=AT + 2 * DAY, order="शा. 1/2026")
    with pytest.raises(casework.NotAllowed):
        decides(one, "dm_proof", by=sdm, at=AT + 2 * DAY, order="वाद 7/2026")
    decides(one, "dm_proof", by=dm, at=AT + 3 * DAY, order="वाद 7/2026")
    assert missing(one) == asks[3:]
    assert not Payment.objects.filter(survivor=one, kind="balance").exists()

    opened = AT + 10 * DAY
    decides(one, "state_sanction", by=commissioner, at=opened, order="शा. 2/2026")
    found = rehabilitation.gate_of(tale.fresh(one))
    assert (found.is_open, found.way) == (True, "dm_finding")
    assert later.Case.objects.get(pk=trial.pk).outcome == "", "the trial goes on"
    duty = BondedDuty.objects.select_related("case__holder").get(survivor=one, clock="balance-to-state", is_open=True)
    assert duty.case.due_at == opened + 15 * DAY
    sums = dict(
        Payment.objects.filter(survivor=one, kind__in=["balance", "annuity"]).values_list("kind", "amount_paise")
    )
    assert sums == {"balance": 4_500_000, "annuity": 12_500_000}, "two lakh, less what the immediate assistance is"
    claimants = set(Payment.objects.filter(survivor=one, kind__in=sums).values_list("district", flat=True))
    assert claimants == {duty.case.district_id}, "one district claims the balance: that which owes the proposal"
    late = tale.duties(dm, at=opened + 15 * DAY, of=one)
    assert late["balance-to-state"] == "red"

    # Immediate assistance, balance and annuity go through the same ledger, each by four eyes.
    for kind in ("immediate", "balance", "annuity"):
        payment = Payment.objects.select_related("survivor__case", "district").get(survivor=one, kind=kind)
        proposal = payments.Proposal(payment.amount_paise)
        payments.propose(payment, proposal, seen=payment.seq, by=labour, at=opened + DAY)
        payments.sanction(payment, purse.ORDER, seen=payment.seq, by=sdm, at=opened + DAY)
    assert not BondedDuty.objects.filter(clock="balance-to-state", is_open=True).exists()
    file = purse.sent(at=opened + 2 * DAY)
    assert (file.count, file.total_paise) == (3, 20_000_000)
    assert fund() == FUND * 100 - purse.IMMEDIATE, "balance and annuity are not the fund's"
    lines = [
        (entry.reference, f"SBIN2261128000{n}", banks.rupees(entry.amount_paise), "2026-11-28", "PAID", "")
        for n, entry in enumerate(BankEntry.objects.order_by("pk"))
    ]
    assert purse.results(purse.read(purse.answer(*lines), at=opened + 3 * DAY)) == ["matched"] * 3
    of_person = list(Payment.objects.filter(survivor=one))
    standing = entitled.standing(entitled.of(one), of_person)
    assert (standing.entitled, standing.paid, standing.coming, standing.unsanctioned) == (20_000_000, 20_000_000, 0, 0)
    assert "3 paid, ₹ 2,00,000" in reconciled()

    # What was paid and certified is claimed back from the centre once, with finding, certificate and bank reference.
    claim = claims.make(room.district(), by=labour, at=opened + 4 * DAY)
    assert (claim.count, claim.total_paise) == (3, 20_000_000)
    with pytest.raises(refusals.NothingToClaim):
        claims.make(room.district(), by=labour, at=opened + 4 * DAY)
    claims.forward(claim, "श्र. 44/2026", on=clock.day(opened), by=labour, at=opened + 5 * DAY)
    assert "balance-to-centre" in {
        row.partition(":")[0] for row in tale.duties(commissioner, at=opened + 5 * DAY, of=one)
    }
    claims.forward(claim, "शा. 9/2026", on=clock.day(opened), by=commissioner, at=opened + 6 * DAY)
    assert not BondedDuty.objects.filter(clock="balance-to-centre", is_open=True).exists()
    came = claims.Came(20_000_000, "RBI0042", clock.day(opened))
    claims.receive(claim, came, by=labour, at=opened + 30 * DAY)
    assert fund() == FUND * 100
    assert tale.faults() == []


@pytest.mark.parametrize(("before", "left"), [(4_500_000, {"annuity": 12_500_000}), (17_000_000, {})])
def test_what_an_old_register_says_was_paid_of_a_balance_is_not_due_again(before: int, left: dict[str, int]) -> None:
    one = purse.freed(sex="f").survivor
    PaidBefore(survivor=one, kind="balance", amount_paise=before, paid_on=AT.date()).save()
    purse.gate_opened(one)
    due = Payment.objects.filter(survivor=one).exclude(kind="immediate")
    assert dict(due.values_list("kind", "amount_paise")) == left
    assert BondedDuty.objects.filter(clock="balance-to-state", is_open=True).exists() == bool(left)
