"""Somebody at home in another state: its word is asked for until it comes, then the case ends here."""

import pytest
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import purse, room
from tests.room import at_desk, text_of

from shramsetu.bonded.actions import gate, packets, transfers
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.models import BondedDuty, Payment, Survivor, Transfer
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import can
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
AT, DAY = room.AT, room.DAY


def in_bihar(**changes: object) -> Survivor:
    """Return a man freed here who reached home in Bihar with an escort."""
    found = room.certified(native_district=None, columns={"native_state": "bihar"}, **changes)
    room.take(found, "send_home")
    room.reach(found, at=AT + DAY)
    return later.fresh(found)


def running(found: Survivor) -> set[str]:
    return set(BondedDuty.objects.filter(parent=found.case, is_open=True).values_list("clock", flat=True))


def handed(found: Survivor, *, balance_by: str = "rescue") -> Transfer:
    """Hand the man to Gaya, with a packet."""
    by = room.officer("labour_officer")
    home = Home(state="bihar", office="ज़िलाधिकारी, गया", balance_by=balance_by)
    made = transfers.draft([found], home, by=by, at=AT + DAY)
    packets.issue(made, ("certificate",), reason="घर गया में", by=by, at=AT + DAY)
    return made


def paid(found: Survivor) -> None:
    """Let the immediate assistance be paid by the bank."""
    purse.opened_fund()
    purse.passbook(found)
    payment = Payment.objects.select_related("survivor__case", "district").get(survivor=found, kind="immediate")
    purse.sanctioned(payment)
    purse.sent()
    payment.refresh_from_db()
    assert purse.results(purse.read(purse.credited(purse.reference(payment)))) == ["matched"]


def test_the_word_of_the_home_state_is_asked_for_from_the_day_of_coming_home() -> None:
    found = in_bihar()
    duty = BondedDuty.objects.select_related("case").get(parent=found.case, clock="home-state")
    assert duty.case.due_at == AT + 16 * DAY
    assert "plan" not in running(found)
    with pytest.raises(Refused, match="मूल राज्य की पुष्टि नहीं मिली"):
        room.take(found, "hand_over")
    page = text_of(at_desk(cast.holder_of(found.case)).get(f"/desk/case/{found.case.number}/"))
    assert "मूल राज्य की पुष्टि नहीं मिली" in page
    made = handed(found)
    by = room.officer("labour_officer")
    transfers.accept(made, by=by, at=AT + 2 * DAY, letter="गया/12")
    transfers.received(made, [found], condition="ठीक", by=by, at=AT + 3 * DAY)
    assert "home-state" not in running(found)


@pytest.mark.parametrize("balance_by", ["rescue", "native"])
def test_the_case_ends_when_the_word_is_there_and_nothing_is_owed_here(balance_by: str) -> None:
    found = in_bihar()
    made, by = handed(found, balance_by=balance_by), room.officer("labour_officer")
    transfers.accept(made, by=by, at=AT + 2 * DAY, letter="गया/12")
    transfers.received(made, [found], condition="ठीक", by=by, at=AT + 3 * DAY)
    with pytest.raises(Refused, match=r"तात्कालिक सहायता ₹ 30,000"):
        room.take(found, "hand_over")
    paid(found)
    for duty in BondedDuty.objects.filter(parent=found.case, is_open=True).select_related("case__holder"):
        cast.take(duty.case, "not_possible", by=room.officer("dm"), reason="घर के ज़िले में होगा")
    if balance_by == "rescue":
        with pytest.raises(Refused, match=r"₹ 70,000"):
            room.take(found, "hand_over")
        waived = gate.Deciding("no_balance", holds=True, order_number="1", order_on=clock.day(AT), reasons="गया में")
        gate.decide(later.fresh(found), waived, by=room.officer("dm"), at=AT)
    room.take(found, "hand_over", at=AT + 4 * DAY)
    assert later.fresh(found).case.state == "handed_over"
    assert running(found) == set()


def test_whose_home_is_here_is_handed_over_to_no_other_state() -> None:
    assert not can(later.at_home().case, "hand_over")
