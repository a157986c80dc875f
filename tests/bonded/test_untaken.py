"""A file that was said not taken, and the bank paid it after all: it counts, a second payment is stopped or told."""

import pytest
from tests.bonded import purse, room, tale
from tests.room import at_desk, text_of

from shramsetu.bonded import refusals
from shramsetu.bonded.actions import bankfiles
from shramsetu.bonded.models import BankEntry, BankFile, FundLine, Payment
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
AT = room.AT
WHY = "बैंक ने फ़ाइल नहीं ली"
FULL = purse.LAKH * 10


def balance() -> int:
    last = FundLine.objects.order_by("-seq").first()
    assert last is not None
    return last.balance_paise


def fresh(payment: Payment) -> Payment:
    return Payment.objects.select_related("survivor__case", "district").get(pk=payment.pk)


def given_up(*, taken: bool = False) -> tuple[Payment, BankFile]:
    """Return a payment whose first file was said not taken."""
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    file = purse.sent()
    if taken:
        bankfiles.take_out(file, by=room.officer("labour_officer"), at=AT)
        assert not bankfiles.untaken(file, WHY, by=room.officer("sdm"), at=AT)
    assert bankfiles.untaken(file, WHY, by=room.officer("dm"), at=AT)
    return fresh(payment), file


def entry(payment: Payment, attempt: int) -> BankEntry:
    return BankEntry.objects.get(payment=payment, attempt=attempt)


def credited(payment: Payment, attempt: int) -> list[str]:
    """Let the bank say that it credited an attempt."""
    content = purse.credited(entry(payment, attempt).reference, f"SBIN2261116000{attempt}")
    return purse.results(purse.read(content))


def test_a_downloaded_file_is_given_up_by_two_persons() -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    file, sdm, dm = purse.sent(), room.officer("sdm"), room.officer("dm")
    bankfiles.take_out(file, by=room.officer("labour_officer"), at=AT)
    address = f"/desk/bonded/money/files/{file.number}/untaken/"
    assert at_desk(sdm).post(address, {"reason": WHY}).status_code == 302
    assert fresh(payment).stage == Stage.SENT
    with pytest.raises(refusals.SameWord):
        bankfiles.untaken(file, WHY, by=sdm, at=AT)
    with pytest.raises(refusals.NotYours):
        bankfiles.untaken(file, WHY, by=room.officer("labour_officer"), at=AT)
    page = f"/desk/bonded/money/files/{file.number}/"
    assert address not in text_of(at_desk(sdm).get(page))
    assert address in text_of(at_desk(dm).get(page))
    assert at_desk(dm).post(address, {"reason": WHY}).status_code == 302
    assert fresh(payment).stage == Stage.SANCTIONED
    assert tale.faults() == []


def test_what_the_bank_paid_of_it_settles_the_payment_and_the_dm_hears() -> None:
    payment, _file = given_up(taken=True)
    assert credited(payment, 1) == ["paid_untaken"]
    assert (fresh(payment).stage, balance(), tale.faults()) == ("paid", FULL - purse.IMMEDIATE, [])
    assert Message.objects.filter(template="bonded-paid-untaken").count() == 1
    with pytest.raises(refusals.NothingToSend):
        purse.sent()
    assert credited(payment, 1) == ["paid_untaken"], "the same reading again changes nothing"
    back = purse.answer((entry(payment, 1).reference, "", "30000.00", "2026-11-16", "RETURNED", "ACCOUNT CLOSED"))
    assert purse.results(purse.read(back)) == ["matched"]
    assert (fresh(payment).stage, balance(), tale.faults()) == ("returned", FULL, [])
    purse.sent()
    assert credited(payment, 2) == ["matched"]
    assert (fresh(payment).stage, balance(), tale.faults()) == ("paid", FULL - purse.IMMEDIATE, [])


def test_a_second_file_not_downloaded_yet_is_stopped() -> None:
    payment, _file = given_up()
    second = purse.sent()
    assert credited(payment, 1) == ["paid_untaken"]
    assert (fresh(payment).stage, entry(payment, 2).outcome) == ("paid", "recall")
    with pytest.raises(refusals.NotNow):
        bankfiles.take_out(second, by=room.officer("labour_officer"), at=AT)
    assert tale.faults() == ["paid-twice-by-bank"]
    assert bankfiles.untaken(second, "पहली बार ही मिल गया", by=room.officer("dm"), at=AT)
    assert (fresh(payment).stage, balance(), tale.faults()) == ("paid", FULL - purse.IMMEDIATE, [])


@pytest.mark.parametrize("newer_first", [False, True])
def test_paid_twice_is_told_until_it_came_back(newer_first: bool) -> None:  # noqa: FBT001
    payment, _file = given_up()
    bankfiles.take_out(purse.sent(), by=room.officer("labour_officer"), at=AT)
    if newer_first:
        assert credited(payment, 2) == ["matched"]
        assert credited(payment, 1) == ["paid_untaken"]
    else:
        assert credited(payment, 1) == ["paid_untaken"]
        assert credited(payment, 2) == ["paid_twice"]
    excess = 1 if newer_first else 2
    assert (fresh(payment).stage, entry(payment, excess).outcome) == ("paid", "excess")
    assert (balance(), tale.faults()) == (FULL - 2 * purse.IMMEDIATE, ["paid-twice-by-bank"])
    assert "?list=twice" in text_of(at_desk(room.officer("dm")).get("/desk/bonded/"))
    assert payment.survivor.code in text_of(at_desk(room.officer("dm")).get("/desk/bonded/money/?list=twice"))
    assert purse.results(purse.read(purse.came_back(entry(payment, excess).reference))) == ["recovered"]
    assert (fresh(payment).stage, balance(), tale.faults()) == ("paid", FULL - purse.IMMEDIATE, [])
