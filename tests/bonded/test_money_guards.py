"""Where money could go astray: on the way to the bank and back, by one hand, by a lesser sum, twice from the centre."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.bonded import purse, room
from tests.room import at_desk, text_of

from shramsetu.bonded import entitled, money_verbs, proof, refusals, unpaid
from shramsetu.bonded.actions import (
    bankfiles,
    cheques,
    claims,
    duties,
    entitling,
    gate,
    paidbefore,
    payments,
    statements,
)
from shramsetu.bonded.models import (
    Account,
    Claim,
    Delegation,
    FundLine,
    PaidBefore,
    Payment,
    Statement,
    Survivor,
)
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.people import people
from shramsetu.bonded.rules.money import Kind
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
AT, HOUR = room.AT, room.HOUR


@pytest.fixture(autouse=True)
def _fund() -> None:
    purse.opened_fund()


def fresh(payment: Payment) -> Payment:
    return Payment.objects.select_related("survivor__case", "district", "account").get(pk=payment.pk)


def mask(payment: Payment) -> str:
    found = fresh(payment).account
    assert found is not None
    return found.mask


def in_order() -> bool:
    return [one.name for one in proof.faults() if one.count] == []


def test_what_comes_back_goes_to_the_account_that_took_the_place_of_the_first() -> None:
    payment = purse.sanctioned(purse.freed(1))
    purse.sent()
    payment = fresh(payment)
    purse.passbook(payment.survivor, 7777)
    assert mask(payment).endswith("0001"), "what is at the bank is at the bank"
    payments.check(Account.objects.get(ended_at=None), by=room.officer("sdm"), at=AT)
    purse.read(purse.came_back(purse.reference(payment)))
    assert mask(payment).endswith("7777")
    assert purse.sent(AT + HOUR).entries.get().account.mask.endswith("7777")
    assert in_order()


def test_no_bank_file_takes_an_account_that_was_replaced() -> None:
    payment = purse.sanctioned(purse.freed(1))
    Account.objects.update(ended_at=AT)
    with pytest.raises(refusals.NothingToSend):
        purse.sent()
    assert fresh(payment).stage == "sanctioned"


def test_a_sanction_does_not_confirm_an_account_that_was_not_seen() -> None:
    payment = purse.proposed(purse.freed(1))
    page = fresh(payment)
    purse.passbook(payment.survivor, 9999)
    with pytest.raises(refusals.Moved):
        payments.sanction(page, purse.ORDER, seen=page.seq, by=room.officer("sdm"), at=AT)
    again = fresh(payment)
    assert (again.stage, mask(payment)[-4:]) == ("proposed", "9999")
    assert Account.objects.get(ended_at=None).checked_by is None
    assert list(again.lines.values_list("stage", "reference"))[-2:] == [("proposed", ""), ("proposed", "•••• 9999")]
    payments.sanction(again, purse.ORDER, seen=again.seq, by=room.officer("sdm"), at=AT)
    assert fresh(payment).stage == "sanctioned"
    assert in_order()


def test_a_form_that_does_not_say_what_was_seen_is_not_taken() -> None:
    payment = purse.proposed(purse.freed(1))
    answer = at_desk(room.officer("dm")).post(
        f"/desk/bonded/money/payment/{payment.pk}/sanction/", {"number": "1/2026"}
    )
    assert (answer.status_code, fresh(payment).stage) == (422, "proposed")


def not_paid() -> dict[str, int]:
    return {line.survivor.code: line.paise for line in unpaid.lines(Survivor.objects.all(), at=AT)}


def paid(payment: Payment, utr: str = "SBIN22611160001") -> Payment:
    """Send what is ready, and let the bank credit `payment`."""
    purse.sent(AT + HOUR)
    payment = fresh(payment)
    rupees = f"{payment.amount_paise // 100}.00"
    purse.read(purse.credited(purse.reference(payment), utr, rupees), at=AT + HOUR)
    return fresh(payment)


def reported() -> list[tuple[str, bool]]:
    """Return whom the reports call paid."""
    where, on = room.district(), clock.day(AT + HOUR)
    return [(one.code, one.paid_at is not None) for one in people(Asked((where,), where, on))]


def sums(survivor: Survivor, *kinds: str) -> list[tuple[str, int, str]]:
    rows = Payment.objects.filter(survivor=survivor, kind__in=kinds).order_by("pk")
    return list(rows.values_list("kind", "amount_paise", "stage"))


def test_less_than_the_assistance_needs_the_dms_reason_and_the_rest_stays_due() -> None:
    payment = purse.proposed(purse.freed(), 100)
    with pytest.raises(refusals.UnderEntitlement):
        payments.sanction(payment, purse.ORDER, seen=payment.seq, by=room.officer("sdm"), at=AT)
    dm, code = room.officer("dm"), payment.survivor.code
    payments.sanction(payment, purse.ORDER, seen=payment.seq, by=dm, at=AT, over_reason="कोष में इतना ही है")
    assert sums(payment.survivor, "immediate") == [
        ("immediate", 100, "sanctioned"),
        ("immediate", purse.IMMEDIATE - 100, "due"),
    ]
    assert paid(payment).stage == "paid"
    assert not_paid() == {code: purse.IMMEDIATE - 100}
    assert reported() == [(code, False)], "one rupee is no assistance"
    assert duties.running_duty(payment.survivor.case, "immediate-assistance") is not None
    rest = Payment.objects.select_related("survivor__case", "district").get(stage="due")
    paid(purse.sanctioned(rest, purse.IMMEDIATE - 100), "SBIN22611160002")
    assert (not_paid(), reported()) == ({}, [(code, True)])
    assert duties.running_duty(payment.survivor.case, "immediate-assistance") is None
    assert in_order()


def test_what_another_state_paid_counts_once_a_second_officer_has_confirmed_it() -> None:
    payment = purse.freed()
    clerk, sdm = room.officer("labour_officer"), room.officer("sdm")
    said = PaidBefore(survivor=payment.survivor, kind="immediate", amount_paise=purse.IMMEDIATE, paid_on=purse.TODAY)
    said.said_by_id = sdm.user_id
    said.save()
    assert not_paid() == {payment.survivor.code: purse.IMMEDIATE}
    for who, refusal in ((clerk, refusals.NotYours), (sdm, refusals.SameSaying)):
        with pytest.raises(refusal):
            paidbefore.confirm(said, by=who, at=AT)
    page = f"/desk/bonded/money/person/{payment.survivor.code}/"
    dm = at_desk(room.officer("dm"))
    assert f"before/{said.pk}/confirm/" in dm.get(page).content.decode()
    assert dm.post(f"/desk/bonded/money/before/{said.pk}/confirm/").status_code == 302
    assert (not_paid(), fresh(payment).stage) == ({}, "cancelled")
    assert duties.running_duty(payment.survivor.case, "immediate-assistance") is None
    with pytest.raises(refusals.NotNow):
        paidbefore.confirm(said, by=room.officer("dm"), at=AT)


def test_one_rupee_of_an_old_register_leaves_the_rest_owed() -> None:
    payment = purse.freed()
    PaidBefore(survivor=payment.survivor, kind="immediate", amount_paise=100, paid_on=purse.TODAY).save()
    entitling.freed(payment.survivor, by=room.officer("labour_officer"), at=AT)
    assert not_paid() == {payment.survivor.code: purse.IMMEDIATE - 100}


def read(content: bytes, who: str, where: str, *, at: object = AT) -> tuple[Statement, bool]:
    district = room.district(where)
    by = room.officer(who, where)
    return statements.read_in(content, districts=[district.pk], by=by, at=at)  # type: ignore[arg-type]


def test_a_file_that_another_district_read_first_settles_ones_own_lines() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    content = purse.credited(purse.reference(fresh(payment)))
    theirs, _ = read(content, "labour_officer", "Agra")
    assert purse.results(theirs) == ["unknown"]
    desk = at_desk(room.officer("sdm"))
    upload = SimpleUploadedFile("s.csv", content, content_type="text/csv")
    answer = desk.post("/desk/bonded/money/statements/", {"statement": upload}, follow=True)
    assert answer.status_code == 200
    assert fresh(payment).stage == "paid"
    assert read(content, "sdm", "Prayagraj")[1] is False, "the same file at the same post again changes nothing"
    assert in_order()


def test_a_line_of_a_day_to_come_is_read_when_the_day_has_come() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    content = purse.credited(purse.reference(fresh(payment)), on="2026-11-17")
    assert purse.results(purse.read(content)) == ["unreadable"]
    assert purse.results(purse.read(content, at=AT + 2 * room.DAY)) == ["matched"]
    assert fresh(payment).stage == "paid"


def test_what_came_back_after_the_claim_is_deducted_from_the_next() -> None:
    clerk, dm, where = room.officer("labour_officer"), room.officer("dm"), room.district()
    first = purse.freed()
    purse.certificate(first.survivor)
    first = paid(purse.sanctioned(first))
    claim = claims.make(where, by=clerk, at=AT)
    claims.receive(claim, claims.Came(purse.IMMEDIATE, "C1", purse.TODAY), by=clerk, at=AT)
    purse.read(purse.came_back(purse.reference(first)), at=AT + HOUR)
    first = fresh(first)
    payments.cancel(first, "खाता बंद, दूसरे आदेश से", seen=first.seq, by=dm, at=AT)
    with pytest.raises(refusals.NothingToClaim):
        claims.make(where, by=clerk, at=AT)
    again = Payment.objects.select_related("survivor__case", "district").get(stage="due", kind="immediate")
    paid(purse.sanctioned(again), "SBIN22611160002")
    next_one = claims.make(where, by=clerk, at=AT)
    assert list(next_one.items.order_by("pk").values_list("amount_paise", "turn")) == [
        (purse.IMMEDIATE, 1),
        (-purse.IMMEDIATE, 2),
    ]
    assert (next_one.total_paise, next_one.settled_at) == (0, AT)
    assert sum(Claim.objects.values_list("received_paise", flat=True)) == purse.IMMEDIATE
    last = FundLine.objects.order_by("-seq").first()
    assert last is not None
    assert last.balance_paise == purse.LAKH * 10
    with pytest.raises(refusals.NothingToClaim):
        claims.make(where, by=clerk, at=AT)
    assert in_order()


def test_where_more_came_back_than_is_to_be_claimed_the_state_gets_it_by_a_correction() -> None:
    clerk, dm, where = room.officer("labour_officer"), room.officer("dm"), room.district()
    first = paid(purse.sanctioned(purse.freed()))
    claim = claims.make(where, by=clerk, at=AT)
    with pytest.raises(refusals.NothingToCorrect):
        claims.correct(where, by=clerk, at=AT)
    claims.receive(claim, claims.Came(purse.IMMEDIATE, "C1", purse.TODAY), by=clerk, at=AT)
    purse.read(purse.came_back(purse.reference(first)), at=AT + HOUR)
    first = fresh(first)
    payments.cancel(first, "व्यक्ति कहीं नहीं मिला", seen=first.seq, by=dm, at=AT)
    page = "/desk/bonded/money/claims/"
    desk = at_desk(clerk)
    assert 'name="correction"' in desk.get(page).content.decode()
    desk.post(f"{page}make/{where.lgd_code}/", {"correction": "1"})
    correction = Claim.objects.order_by("-pk")[0]
    assert (correction.total_paise, correction.settled_at) == (-purse.IMMEDIATE, None)
    assert "₹ 30,000" in text_of(desk.get(f"{page}{correction.number}/"))
    assert desk.get(f"{page}{correction.number}/pdf/").content.startswith(b"%PDF")
    claims.forward(correction, "वापसी/7", on=purse.TODAY, by=clerk, at=AT)
    with pytest.raises(refusals.NotNow):
        claims.receive(correction, claims.Came(1, "C2", purse.TODAY), by=clerk, at=AT)
    with pytest.raises(refusals.TooMuchBack):
        claims.give_back(correction, claims.Came(purse.IMMEDIATE + 1, "C2", purse.TODAY), by=clerk, at=AT)
    claims.give_back(correction, claims.Came(purse.IMMEDIATE, "C2", purse.TODAY), by=clerk, at=AT)
    correction.refresh_from_db()
    assert (correction.received_paise, correction.settled_at) == (-purse.IMMEDIATE, AT)
    last = FundLine.objects.order_by("-seq")[0]
    assert (last.kind, last.balance_paise) == ("repaid", purse.LAKH * 10)
    with pytest.raises(refusals.NothingToCorrect):
        claims.correct(where, by=clerk, at=AT)
    assert in_order()


def test_a_magistrate_without_the_power_moves_no_sanctioned_money() -> None:
    payment = purse.sanctioned(purse.freed())
    Delegation.objects.update(powers=["finding", "certificate"])
    without, dm = room.officer("sdm"), room.officer("dm")
    deeds: list[Callable[[], object]] = [
        lambda: payments.check(Account.objects.get(), by=without, at=AT),
        lambda: cheques.turn(payment, "खाता बंद", seen=payment.seq, by=without, at=AT),
        lambda: payments.cancel(payment, "नहीं", seen=payment.seq, by=without, at=AT),
        lambda: payments.refuse(payment, "नहीं", seen=payment.seq, by=without, at=AT),
    ]
    for deed in deeds:
        with pytest.raises(refusals.NoPower):
            deed()
    assert fresh(payment).stage == "sanctioned"
    assert {one.name for one in money_verbs.offered(fresh(payment), without, at=AT)} == set()
    assert {one.name for one in money_verbs.offered(fresh(payment), dm, at=AT)} == {"cheque", "cancel"}


def test_the_balance_follows_what_the_person_is_entitled_to() -> None:
    payment, dm = purse.freed(), room.officer("dm")
    one = payment.survivor
    purse.gate_opened(one)
    assert sums(one, "balance") == [("balance", 7_000_000, "due")]
    entitling.override(one, entitling.Override(3 * purse.LAKH, purse.IMMEDIATE, 0, "अत्यंत वंचित"), by=dm, at=AT)
    assert sums(one, "balance") == [("balance", 27_000_000, "due")]
    balance = Payment.objects.select_related("survivor__case", "district").get(kind="balance")
    with pytest.raises(refusals.NotYours):
        payments.cancel(balance, "ग़लती", seen=balance.seq, by=room.officer("labour_officer"), at=AT)
    payments.cancel(balance, "ग़लती", seen=balance.seq, by=dm, at=AT)
    assert sums(one, "balance")[1:] == [("balance", 27_000_000, "due")]
    assert entitled.immediate_left(one) == purse.IMMEDIATE
    assert in_order()


def test_more_falls_due_when_the_entitlement_grew_after_the_payment() -> None:
    payment, dm = paid(purse.sanctioned(purse.freed())), room.officer("dm")
    one = payment.survivor
    purse.gate_opened(one)
    entitling.override(one, entitling.Override(3 * purse.LAKH, 5_000_000, 0, "अत्यंत वंचित"), by=dm, at=AT)
    assert sums(one, "immediate") == [("immediate", purse.IMMEDIATE, "paid"), ("immediate", 2_000_000, "due")]
    assert sums(one, "balance") == [("balance", 25_000_000, "due")]
    assert not_paid() == {one.code: 2_000_000}


def test_a_balance_is_not_sanctioned_once_its_proof_was_taken_back() -> None:
    payment = purse.freed()
    purse.gate_opened(payment.survivor)
    balance = Payment.objects.select_related("survivor__case", "district").get(kind="balance")
    purse.proposed(balance, 7_000_000)
    one = gate.Deciding("dm_proof", holds=False, order_number="9", order_on=AT.date(), reasons="प्रमाण नहीं")
    payment.survivor.case.refresh_from_db()
    gate.decide(payment.survivor, one, by=room.officer("dm"), at=AT)
    with pytest.raises(refusals.GateShut):
        payments.sanction(balance, purse.ORDER, seen=balance.seq, by=room.officer("sdm"), at=AT)
    assert fresh(balance).stage == "proposed"


def test_who_proposed_does_not_say_what_the_bank_answered() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    content = purse.credited(purse.reference(fresh(payment)))
    assert purse.results(read(content, "labour_officer", "Prayagraj")[0]) == ["own_hand"]
    assert fresh(payment).stage == "sent"
    assert purse.results(read(content, "sdm", "Prayagraj")[0]) == ["matched"]
    assert fresh(payment).stage == "paid"
    assert in_order()


def test_a_file_that_the_bank_did_not_take_is_sanctioned_again() -> None:
    payment = purse.sanctioned(purse.freed())
    file, dm, clerk = purse.sent(), room.officer("dm"), room.officer("labour_officer")
    purse.passbook(payment.survivor, 2)
    with pytest.raises(refusals.NotYours):
        bankfiles.untaken(file, "बैंक ने लौटा दी", by=clerk, at=AT)
    desk, address = at_desk(dm), f"/desk/bonded/money/files/{file.number}/untaken/"
    assert address in desk.get(f"/desk/bonded/money/files/{file.number}/").content.decode()
    assert desk.post(address, {"reason": "बैंक ने फ़ाइल नहीं ली"}).status_code == 302
    last = FundLine.objects.order_by("-seq").first()
    assert last is not None
    assert (fresh(payment).stage, last.balance_paise) == ("sanctioned", purse.LAKH * 10)
    assert mask(payment).endswith("0002"), "it goes to the account that is in use by now"
    for deed in (lambda: bankfiles.take_out(file, by=clerk, at=AT), lambda: bankfiles.untaken(file, "x", by=dm, at=AT)):
        with pytest.raises(refusals.NotNow):
            deed()
    assert in_order()
    payments.check(Account.objects.get(ended_at=None), by=dm, at=AT)
    paid(payment, "SBIN22611160003")
    assert (fresh(payment).stage, not_paid()) == ("paid", {})
    assert in_order()


def test_a_file_that_the_bank_answered_is_not_taken_back() -> None:
    payment = purse.sanctioned(purse.freed())
    file = purse.sent()
    purse.read(purse.credited(purse.reference(fresh(payment))))
    with pytest.raises(refusals.NotNow):
        bankfiles.untaken(file, "बैंक ने लौटा दी", by=room.officer("dm"), at=AT)


@pytest.mark.parametrize("by_hand", [False, True])
def test_more_than_fell_due_beside_the_scheme_needs_the_dms_reason(by_hand: bool) -> None:  # noqa: FBT001
    one, clerk = purse.freed().survivor, room.officer("labour_officer")
    travel = (
        payments.note_due(one, Kind.TRAVEL, paise=90_000, key="JR", by=clerk, at=AT)
        if by_hand
        else payments.due(one, Kind.TRAVEL, paise=90_000, key="JR", by=clerk, at=AT)
    )
    purse.proposed(travel, 90_000 if by_hand else 90_001)

    def sanction(by: Actor, reason: str = "") -> None:
        payments.sanction(travel, purse.ORDER, seen=travel.seq, by=by, at=AT, over_reason=reason)

    for who, reason in (("sdm", "x"), ("dm", "")):
        with pytest.raises(refusals.OverEntitlement):
            sanction(room.officer(who), reason)
    sanction(room.officer("dm"), "दो गाड़ियाँ लगीं")
    assert fresh(travel).due_paise == (0 if by_hand else 90_000)
    assert in_order()


def test_what_fell_due_beside_the_scheme_needs_no_reason() -> None:
    one, clerk = purse.freed().survivor, room.officer("labour_officer")
    travel = payments.due(one, Kind.TRAVEL, paise=90_000, key="JR", by=clerk, at=AT)
    assert purse.sanctioned(travel, 90_000).stage == "sanctioned"


def test_what_is_at_the_bank_is_not_sanctioned_a_second_time() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment = fresh(payment)
    with pytest.raises(refusals.NotNow):
        payments.sanction(payment, purse.ORDER, seen=payment.seq, by=room.officer("dm"), at=AT)
    assert fresh(payment).stage == "sent"
