"""What somebody might try with a review: close for the chair, decide outside of it, order a superior, be forgotten."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.monitoring.reviews import meet
from tests.monitoring.reviews.meet import AT, TODAY
from tests.room import assistant_of, at_desk

from shramsetu.casework import queries as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.monitoring.reviews import export, queries, reds, tasks, terms
from shramsetu.monitoring.reviews.actions import agendas, holding, minuting, planning, reminding
from shramsetu.monitoring.reviews.actions.planning import Call
from shramsetu.monitoring.reviews.models import AgendaItem, Answer, Decision, Morning, Review
from shramsetu.offices import queries as offices
from shramsetu.places import queries as places
from shramsetu.rooms import queries as rooms

pytestmark = pytest.mark.django_db
DESK = "/desk/monitoring/"


def called(*, by: str = "labour.lc", hours: int = 20) -> Review:
    review = planning.call(Call("समीक्षा", AT + timedelta(hours=hours), 30), by=meet.by(by), at=AT)
    return meet.fresh(review)


def of_kanpur() -> Review:
    """Return a planned review of Kanpur mandal."""
    review = meet.planned("region")
    Review.objects.filter(pk=review.pk).update(place=meet.post("labour.dlc.kanpur").place)
    return meet.fresh(review)


def test_who_assists_the_chair_neither_closes_nor_carries_over_nor_answers() -> None:
    review = meet.opened()
    decision = meet.decide(review)
    at = review.begins_at + timedelta(days=1)
    meet.report(decision, at=at)
    helper, actor = assistant_of(review.chair)
    for verb, detail in (
        ("close", {"proof_seen": True}),
        ("give_back", {"reason": "x"}),
        ("carry", {"to": decision.due_on + timedelta(days=9), "reason": "x"}),
    ):
        with pytest.raises(NotAllowed):
            meet.take(decision, verb, actor=actor, at=at, **detail)
    again = of_kanpur()
    item = agendas.lay(again, "दो लिपिक कम हैं", by=meet.by("labour.dlc.kanpur"), at=AT)
    _, theirs = assistant_of(meet.post("labour.dlc.kanpur"))
    with pytest.raises(NotAllowed):
        agendas.answer(item, "हो गया", by=theirs, at=AT)
    with pytest.raises(NotAllowed):
        agendas.lay(again, "और एक", by=theirs, at=AT)
    assert not Answer.objects.exists()
    assert helper.post(f"{DESK}reviews/{again.pk}/cancel/", {"reason": "x"}).status_code == 403


def test_chair_deputy_and_owner_see_a_decision_whoever_holds_it_and_nobody_else_by_it() -> None:
    review = meet.opened("region")
    decision = meet.decide(review, code="bocw.joint-secretary")
    at = review.begins_at + timedelta(days=1)
    seen = [code for code in ("labour.lc", "labour.addl-lc", "bocw.joint-secretary") if sees(code, decision)]
    assert seen == ["labour.lc", "labour.addl-lc", "bocw.joint-secretary"]
    meet.report(decision, at=at, actor=meet.by("bocw.joint-secretary"))
    assert sees("bocw.joint-secretary", decision)
    assert not sees("uow.joint-secretary", decision)


def test_a_magistrate_in_the_chair_sees_the_decision_that_an_officer_of_the_mandal_has() -> None:
    review = called(by="dm.kanpur-nagar")
    holding.begin(review, by=meet.by("dm.kanpur-nagar"), at=review.begins_at)
    order = holding.Ordered(meet.TEXT, meet.post("labour.dlc.kanpur"), review.on + timedelta(days=3), meet.PROOF)
    made = holding.decide(review, order, by=meet.by("dm.kanpur-nagar"), at=review.begins_at)
    assert sees("dm.kanpur-nagar", made)
    assert not sees("dm.agra", made)


def sees(code: str, decision: Decision) -> bool:
    return casework.visible(decision.case.number, meet.by(code)) is not None


@pytest.mark.parametrize("code", ["labour.secretary", "chief-secretary"])
def test_nobody_orders_who_stands_above_them(code: str) -> None:
    review = meet.opened()
    with pytest.raises(Refused):
        meet.decide(review, code=code)


def test_a_chair_without_a_deputy_orders_nothing_of_itself() -> None:
    review = called(by="dm.kanpur-nagar")
    holding.begin(review, by=meet.by("dm.kanpur-nagar"), at=review.begins_at)
    order = holding.Ordered(meet.TEXT, meet.post("dm.kanpur-nagar"), review.on + timedelta(days=3), meet.PROOF)
    with pytest.raises(Refused):
        holding.decide(review, order, by=meet.by("dm.kanpur-nagar"), at=review.begins_at)


def test_a_review_does_not_begin_on_another_day_than_its_own() -> None:
    review = meet.with_agenda()
    with pytest.raises(Refused):
        holding.begin(review, by=meet.chair(), at=review.begins_at + timedelta(days=1))
    moved = planning.arrange(
        review,
        begins_at=review.begins_at + timedelta(days=2),
        outside_link="",
        deputy=review.deputy,
        by=meet.chair(),
        at=review.begins_at + timedelta(days=1),
    )
    assert holding.begin(moved, by=meet.chair(), at=moved.begins_at).state == "open"


def test_a_review_that_nobody_ended_is_ended_by_the_clock_and_takes_no_more_decisions() -> None:
    review = meet.opened()
    late = review.ends_at + timedelta(minutes=120)
    assert holding.end_forgotten(at=late - timedelta(minutes=1)) == 0
    assert holding.end_forgotten(at=late) == 1
    assert holding.end_forgotten(at=late) == 0
    review.refresh_from_db()
    assert (review.state, review.closed_at) == ("closed", late)
    with pytest.raises(Refused):
        meet.decide(review)
    assert reminding.watch_minutes(at=late + timedelta(minutes=61)) == 1


def test_the_section_that_is_reviewed_sees_it_lays_its_own_on_the_table_and_has_a_seat() -> None:
    planning.plan(at=AT)
    review = Review.objects.filter(round="section").order_by("begins_at")[0]
    Review.objects.filter(pk=review.pk).update(section="accounts")
    review = meet.fresh(review)
    accounts, other = meet.post("bocw.accounts"), meet.by("labour.dlc.agra")
    agendas.lay(review, "एक कंप्यूटर ख़राब है", by=cast.seat(accounts).actor, at=AT)
    with pytest.raises(NotAllowed):
        agendas.lay(review, "x", by=other, at=AT)
    room = rooms.of_subject(f"review:{review.pk}")
    assert room is not None
    assert rooms.seat_of_post(room, meet.post("uow.accounts").pk) is not None
    assert at_desk(cast.seat(accounts).actor).get(f"{DESK}reviews/{review.pk}/").status_code == 200


def test_a_late_decision_of_an_officer_of_the_mandal_comes_on_the_next_review_of_that_mandal() -> None:
    review = of_kanpur()
    agendas.build(review, at=review.begins_at - timedelta(hours=24))
    holding.begin(review, by=meet.chair(), at=review.begins_at)
    mine = meet.decide(meet.fresh(review), days=2, code="labour.dlc.kanpur")
    state = meet.decide(meet.fresh(review), days=2, code="labour.esi-ad")
    late = clock.moment(mine.due_on) + timedelta(days=3)
    agra = reds.Reach(districts=reds.within(places.district(118).parent or places.state()))
    found = reds.red(reds.reach(meet.fresh(review)), clock.day(late), at=late)
    assert {one.subject for one in found} == {f"case:{mine.case.number}", f"case:{state.case.number}"}
    assert reds.red(agra, clock.day(late), at=late) == []


def test_cases_of_other_departments_are_no_business_of_the_labour_commissioners_review() -> None:
    case = meet.overdue(1)[0]
    review = of_kanpur()
    assert [one.subject for one in reds.red(reds.reach(review), TODAY, at=AT)] == [f"post:{case.holder_id}"]
    other = meet.post("dm.kanpur-nagar")
    type(case).objects.filter(pk=case.pk).update(department=offices.department("home"))
    assert reds.red(reds.reach(review), TODAY, at=AT) == []
    assert [one.subject for one in reds.red(reds.of_post(other), TODAY, at=AT)] == [f"post:{case.holder_id}"]


def test_the_minutes_tell_what_became_of_earlier_decisions() -> None:
    first = meet.opened()
    one, two = meet.decide(first, days=2), meet.decide(first, days=2)
    holding.end(first, by=meet.chair(), at=first.begins_at + timedelta(minutes=40))
    minuting.issue(first, by=meet.chair(), at=first.begins_at + timedelta(minutes=50))
    review = meet.opened("region", at=first.begins_at + timedelta(days=3))
    now = review.begins_at + timedelta(minutes=5)
    to = clock.day(now) + timedelta(days=4)
    meet.take(one, "carry", actor=meet.chair(), at=now, to=to, reason="कर्मचारी कम हैं")
    meet.report(two, at=review.begins_at - timedelta(hours=1))
    meet.take(two, "close", actor=meet.deputy(), at=now, proof_seen=True)
    holding.end(review, by=meet.chair(), at=now + timedelta(minutes=20))
    minutes = minuting.issue(review, by=meet.chair(), at=now + timedelta(minutes=40))
    assert f"{to:%d-%m-%Y} तक टाला" in minutes.text
    assert "प्रमाण देखा, बंद" in minutes.text
    assert [made.case.number in minutes.text.replace(" ", "") for made in (one, two)] == [True, True]


def test_minutes_say_the_date_that_was_decided_even_if_it_was_carried_over_since() -> None:
    review = meet.opened()
    decision = meet.decide(review, days=2)
    holding.end(review, by=meet.chair(), at=review.begins_at + timedelta(minutes=30))
    later = review.begins_at + timedelta(minutes=40)
    meet.take(decision, "carry", actor=meet.chair(), at=later, to=decision.due_on + timedelta(days=5), reason="x")
    minutes = minuting.issue(review, by=meet.chair(), at=later)
    assert f"{decision.first_due_on:%d-%m-%Y}" in minutes.text
    assert f"{decision.due_on:%d-%m-%Y}" not in minutes.text


def test_what_the_server_missed_in_the_morning_is_done_the_same_day_and_once() -> None:
    decision = meet.decide(meet.opened(), days=8)  # the seventh day is a holiday: no page is made on it
    due = clock.moment(decision.due_on)
    early, noon = due + timedelta(hours=7), due + timedelta(hours=13)
    for at in (early, noon, noon + timedelta(minutes=10)):
        tasks.remind_owners(int(at.timestamp()))
        tasks.make_morning(int(at.timestamp()))
        seen = Message.objects.filter(template="decision-due").count(), Morning.objects.count()
        assert seen == ((0, 0) if at == early else (1, 1))
    assert not terms.has_struck("reviews.morning_at", early)


def test_a_struck_decision_gets_no_later_by_waiting() -> None:
    decision = meet.decide(meet.opened())
    at = decision.review.begins_at + timedelta(hours=1)
    meet.take(decision, "strike", actor=meet.chair(), at=at, reason="दो बार लिखा")
    sheet = export.tracker(
        queries.tracked(meet.post("labour.lc"), TODAY, TODAY + timedelta(days=14)),
        today=decision.first_due_on + timedelta(days=90),
    )
    line = dict(zip(sheet.head, sheet.lines[0], strict=True))
    assert (line["state"], line["days_late"], line["closed_on"]) == ("struck", 0, clock.day(at).isoformat())


def test_owners_are_told_anew_when_a_review_is_moved_or_cancelled() -> None:
    review = of_kanpur()
    agendas.lay(review, "दो लिपिक कम हैं", by=meet.by("labour.dlc.kanpur"), at=AT)
    agendas.build(review, at=review.begins_at - timedelta(hours=24))
    begins = review.begins_at + timedelta(hours=3)
    at = review.begins_at - timedelta(hours=20)
    link = review.outside_link
    for _ in range(2):  # said twice, told once
        planning.arrange(review, begins_at=begins, outside_link=link, deputy=review.deputy, by=meet.chair(), at=at)
    planning.cancel(review, reason="अवकाश घोषित", by=meet.chair(), at=at)
    told = Message.objects.filter(stream=review.stream).values_list("template", flat=True)
    assert sorted(told) == ["review-agenda", "review-moved", "review-off"]


def test_a_link_to_a_case_stands_only_where_it_opens() -> None:
    now = timezone.now()
    review = planning.call(Call("समीक्षा", now + timedelta(minutes=20), 30), by=meet.chair(), at=now)
    agendas.lay(review, "पहला", by=meet.by("labour.addl-lc"), at=now)
    holding.begin(review, by=meet.chair(), at=now)
    order = holding.Ordered(
        meet.TEXT, meet.post("bocw.joint-secretary"), clock.day(now) + timedelta(days=5), meet.PROOF
    )
    other = holding.Ordered(meet.TEXT, meet.post("uow.joint-secretary"), clock.day(now) + timedelta(days=5), meet.PROOF)
    made = [holding.decide(review, one, by=meet.chair(), at=now) for one in (order, other)]
    shown = page("bocw.joint-secretary").get(f"{DESK}reviews/{review.pk}/").content.decode()
    assert [f"/desk/case/{one.case.number}/" in shown for one in made] == [True, False]
    assert shown.count(meet.TEXT) >= 2


def page(code: str) -> Client:
    return at_desk(meet.by(code))


def test_a_planned_review_whose_day_is_over_is_shown_as_not_held() -> None:
    planning.plan(at=timezone.now() - timedelta(days=9))
    past = clock.day(timezone.now()) - timedelta(days=7)
    shown = page("labour.lc").get(f"{DESK}reviews/?from={past}").content.decode()
    assert "नहीं हुई" in shown
    assert AgendaItem.objects.count() == 0
