"""Small doors: orders, seats, cheques, reminders, and who fixes a home district."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests import cast
from tests import room as desk
from tests.bonded import purse, room, test_committees
from tests.bonded import transfer_world as world
from tests.bonded.room import AT, DAY

from shramsetu.bonded import owners, powers, refusals
from shramsetu.bonded.actions import cheques, climb, committees, delegations, duties, transfers
from shramsetu.bonded.actions.committees import Held
from shramsetu.bonded.models import Delegation, Meeting
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
SDM = {"order_number": "21/2026", "from_on": AT.date() + timedelta(days=5)}


def ordered(*names: str, **changes: object) -> Delegation:
    post, by = owners.post("sdm", room.district()), room.officer("dm")
    return delegations.delegate(post, names, **{**SDM, **changes}, by=by, at=AT)  # type: ignore[arg-type]


def test_an_order_taken_back_before_its_first_day_never_has_force() -> None:
    row = ordered("finding")
    delegations.end(row, by=room.officer("dm"), at=AT)
    sdm = room.officer("sdm")
    for day in range(10):
        assert not powers.may(sdm, powers.FINDING, room.district(), at=AT + day * DAY)
    ordered("finding", from_on=AT.date())
    assert powers.may(sdm, powers.FINDING, room.district(), at=AT), "the order may be written anew"


def test_the_same_order_with_more_powers_is_refused_and_not_passed_over() -> None:
    first = ordered("finding")
    assert ordered("finding") == first
    with pytest.raises(Refused):
        ordered("finding", "sanction")
    with pytest.raises(Refused):
        ordered("finding", to_on=AT.date() + timedelta(days=30))
    assert Delegation.objects.get().powers == ["finding"]


def test_the_page_offers_to_take_a_coming_order_back() -> None:
    row, dm = ordered("finding", from_on=desk_day(30)), desk.at_desk(room.officer("dm"))
    page = reverse("bonded:delegations")
    assert "वापस लें" in desk.text_of(dm.get(page))
    dm.post(reverse("bonded:end_delegation", args=[row.pk]))
    shown = desk.text_of(dm.get(page))
    assert "लागू होने से पहले वापस लिया गया" in shown


def desk_day(days: int) -> object:
    return (cast.MONDAY + timedelta(days=days + 3_650)).date()


def test_a_member_in_the_days_of_notice_counts_for_the_quorum() -> None:
    committee = test_committees.full()
    meeting = test_committees.called(committee)
    seats = list(committee.seats.order_by("pk"))
    committees.vacate(seats[0], why="resigned", on=AT.date(), by=room.officer("dm"), at=AT)
    present = [one.pk for one in seats[: meeting.quorum]]
    done = committees.hold(meeting, Held(present, "ज़िलाधिकारी", {}), by=room.officer("dm"), at=test_committees.LATER)
    assert (done.state, done.present.count()) == (Meeting.State.HELD, meeting.quorum)


def test_a_seat_that_was_filled_anew_sits_once() -> None:
    committee = test_committees.full()
    meeting = test_committees.called(committee)
    old = committee.seats.order_by("pk")[0]
    committees.vacate(old, why="resigned", on=AT.date(), by=room.officer("dm"), at=AT)
    new = test_committees.seated(committee, on=AT.date())
    done = committees.hold(
        meeting, Held([old.pk, new.pk], "ज़िलाधिकारी", {}), by=room.officer("dm"), at=test_committees.LATER
    )
    assert list(done.present.values_list("seat", flat=True)) == [new.pk]


def test_one_cheque_number_is_written_once_in_a_district() -> None:
    purse.opened_fund()
    clerk = room.officer("labour_officer")
    first, second = (
        purse.sanctioned(purse.freed(number, account=False), mode="cheque", cheque_reason="खाता नहीं")
        for number in (1, 2)
    )
    cheques.issue(first, "004217", on=purse.TODAY, seen=first.seq, by=clerk, at=AT)
    with pytest.raises(refusals.SameCheque):
        cheques.issue(second, "००४ २१७", on=purse.TODAY, seen=second.seq, by=clerk, at=AT)
    second.refresh_from_db()
    assert second.stage == "sanctioned"


@pytest.mark.parametrize(
    ("state", "phase"), [("died", CLOSED), ("untraceable", CLOSED), ("dead", FINAL), ("lost", FINAL)]
)
def test_nobody_writes_to_a_phone_that_is_not_the_persons_any_more(state: str, phase: int) -> None:
    survivor = room.freed(columns={"safe_phone": True})
    duties.start(survivor.case, "hearing", from_at=AT + 10 * DAY, by=SYSTEM, at=AT)
    climb.climb(at=AT + 3 * DAY)
    reminded = Message.objects.filter(template=climb.REMINDER)
    assert reminded.count() == 1
    Case.objects.filter(pk=survivor.pk).update(state=state, phase=phase, closed_at=AT, rests_until=AT + 60 * DAY)
    for day in (8, 10):
        climb.climb(at=AT + day * DAY)
    assert reminded.count() == 1


def test_the_labour_commissioner_alone_fixes_a_home_district() -> None:
    transfer = world.sent(world.person(native_district=world.aligarh()))
    for by in (world.officer(world.aligarh()), world.officer(world.maharajganj(), "dm")):
        with pytest.raises(NotAllowed):
            transfers.fix(transfer, world.maharajganj(), by=by, at=AT)


def test_a_review_is_asked_by_officers_of_the_persons_districts_alone() -> None:
    survivor = room.refused()
    for owner in ("labour_officer", "sdm", "dm"):
        with pytest.raises((NotAllowed, Refused)):
            room.take(survivor, "ask_review", by=room.officer(owner, "Agra"), reason="मेरा नहीं")
    survivor.case.refresh_from_db()
    assert survivor.case.state == "not_bonded"
    room.take(survivor, "ask_review", by=room.officer("labour_officer"), reason="व्यक्ति चाहता है")
    assert survivor.case.state == "review"
