"""Where money could go astray: an account replaced on the way, a sanction of what nobody saw."""

import pytest
from tests.bonded import purse, room
from tests.room import at_desk

from shramsetu.bonded import proof, refusals
from shramsetu.bonded.actions import payments
from shramsetu.bonded.models import Account, Payment

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
