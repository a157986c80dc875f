"""The verbs of reviews: plan, agenda, answer, decide, report, close, carry over, minutes, reminders, the morning."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests import cast
from tests.monitoring import room as targets
from tests.monitoring.reviews import meet
from tests.monitoring.reviews.meet import AT, TODAY

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.files import queries as files
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.monitoring.reviews import queries
from shramsetu.monitoring.reviews.actions import agendas, holding, minuting, mornings, planning, remarking, reminding
from shramsetu.monitoring.reviews.actions.planning import Call
from shramsetu.monitoring.reviews.models import AgendaItem, Answer, Decision, Minutes, Morning, Reminder, Review
from shramsetu.monitoring.targets.tasks import midnight
from shramsetu.rooms import queries as rooms
from shramsetu.rooms.models import Attendance

pytestmark = pytest.mark.django_db


def test_each_working_day_has_one_review_of_each_round_and_planning_again_adds_none() -> None:
    made = planning.plan(at=AT)
    days = Review.objects.values_list("on", flat=True).distinct()
    assert made == Review.objects.count()
    assert {on.weekday() for on in days} <= set(range(6))
    tuesday = Review.objects.filter(on=TODAY + timedelta(days=1)).order_by("begins_at")
    assert [(one.round, one.sector) for one in tuesday] == [("region", ""), ("sector", "schemes"), ("section", "")]
    assert tuesday[0].place.kind == "mandal"
    assert planning.plan(at=AT) == 0


def test_the_review_of_today_whose_time_is_past_is_not_planned_after_the_fact() -> None:
    planning.plan(at=AT + timedelta(hours=1))
    assert list(Review.objects.filter(on=TODAY).values_list("round", flat=True)) == ["section"]


def test_who_may_call_calls_a_review_of_their_own_place() -> None:
    asked = Call("मजदूरी के प्रकरण", AT + timedelta(days=1), 30, "https://meet.example.org/x", None)
    review = planning.call(asked, by=meet.by("dm.kanpur-nagar"), at=AT)
    assert (review.place.name_en, review.chair.code) == ("Kanpur Nagar", "dm.kanpur-nagar")
    with pytest.raises(NotAllowed):
        planning.call(asked, by=meet.owner(), at=AT)
    with pytest.raises(Refused):
        planning.call(Call("x", AT, 30), by=meet.chair(), at=AT)
    with pytest.raises(Refused):
        planning.call(Call("x", AT + timedelta(days=1), 30, "http://meet.example.org"), by=meet.chair(), at=AT)


def test_the_agenda_is_made_a_day_before_of_what_is_red_and_its_owners_are_told() -> None:
    case = meet.overdue(1)[0]
    review = meet.planned("region")
    district = case.district
    assert district is not None
    Review.objects.filter(pk=review.pk).update(place=district.parent)
    agendas.build_due(at=review.begins_at - timedelta(hours=24, minutes=1))
    assert not AgendaItem.objects.filter(review=review).exists()
    at = review.begins_at - timedelta(hours=24)
    assert agendas.build_due(at=at) >= 1
    item = AgendaItem.objects.get(review=review, why="overdue")
    assert (item.owner, item.figures["number"]) == (case.holder, 1)
    assert "1 प्रकरण" in item.reason_hi
    assert Message.objects.filter(template="review-agenda", stream=review.stream).count() == 1
    assert not agendas.build(review, at=at)


def test_a_red_target_is_on_the_agenda_of_its_sector_with_frozen_figures() -> None:
    targets.target()
    mornings_pass()
    review = Review.objects.create(
        on=TODAY,
        place=targets.district().parent,
        chair=meet.post("labour.lc"),
        begins_at=AT + timedelta(hours=20),
        ends_at=AT + timedelta(hours=21),
        made_by="system",
    )
    agendas.build(review, at=AT)
    items = AgendaItem.objects.filter(review=review, why="target")
    assert items.exists()
    assert all(one.figures["number"] == 1_000 and one.figures["done"] == 0 for one in items)
    assert all(one.owner is not None for one in items)


def mornings_pass() -> None:
    for on in targets.working(targets.FIRST, TODAY):
        midnight(at=targets.midnight(on))


def test_an_officer_answers_beforehand_and_nobody_else_for_it() -> None:
    meet.overdue()
    review = meet.with_agenda("region")
    item = agendas.lay(review_still_planned(), "कार्यालय में दो लिपिक कम हैं", by=meet.by("labour.dlc.kanpur"), at=AT)
    assert item.owner == meet.post("labour.dlc.kanpur")
    one = agendas.answer(item, "नियुक्ति का पत्र भेजा है", by=meet.by("labour.dlc.kanpur"), at=AT)
    assert (one.text, one.item) == ("नियुक्ति का पत्र भेजा है", item)
    with pytest.raises(NotAllowed):
        agendas.answer(item, "x", by=meet.by("labour.dlc.agra"), at=AT)
    with pytest.raises(Refused):
        agendas.answer(item, " ", by=meet.by("labour.dlc.kanpur"), at=AT)
    assert review.pk


def review_still_planned() -> Review:
    mandal = meet.post("labour.dlc.kanpur").place
    review = meet.planned("region")
    Review.objects.filter(pk=review.pk).update(place=mandal)
    return meet.fresh(review)


def test_decisions_are_written_in_a_review_in_progress_by_its_chair_alone() -> None:
    review = meet.with_agenda()
    order = holding.Ordered(meet.TEXT, meet.post("labour.alc.kanpur-nagar"), review.on + timedelta(days=3), meet.PROOF)
    with pytest.raises(Refused):
        holding.decide(review, order, by=meet.chair(), at=review.begins_at)
    with pytest.raises(NotAllowed):
        holding.begin(review, by=meet.owner(), at=review.begins_at)
    with pytest.raises(Refused):
        holding.begin(review, by=meet.chair(), at=review.begins_at - timedelta(hours=1))
    holding.begin(review, by=meet.deputy(), at=review.begins_at)
    with pytest.raises(NotAllowed):
        holding.decide(review, order, by=meet.owner(), at=review.begins_at)
    made = holding.decide(review, order, by=meet.deputy(), at=review.begins_at)
    assert (made.number, made.case.kind, made.case.state, made.case.holder) == (1, "mn_decision", "given", made.owner)
    assert made.case.due_at is not None
    assert clock.day(made.case.due_at) >= made.due_on


@pytest.mark.parametrize("change", [{"text": " "}, {"proof": ""}, {"due_on": TODAY}, {"owner": "vigilance"}])
def test_a_decision_says_what_by_whom_until_when_and_with_what_proof(change: dict[str, object]) -> None:
    review = meet.opened()
    values: dict[str, object] = {
        "text": meet.TEXT,
        "owner": meet.post("labour.alc.kanpur-nagar"),
        "due_on": review.on + timedelta(days=3),
        "proof": meet.PROOF,
        **change,
    }
    if change.get("owner"):
        values["owner"] = meet.post("labour.vigilance")
    with pytest.raises(Refused):
        holding.decide(review, holding.Ordered(**values), by=meet.chair(), at=review.begins_at)  # type: ignore[arg-type]


def test_only_the_chair_or_its_deputy_closes_and_only_with_proof_seen() -> None:
    review = meet.opened()
    decision = meet.decide(review)
    at = review.begins_at + timedelta(days=1)
    with pytest.raises(casework.Missing):
        meet.take(decision, "report", actor=meet.owner(), at=at, note="हो गया", files=[])
    meet.report(decision, at=at)
    assert decision.case.holder == review.chair
    with pytest.raises(NotAllowed):
        meet.take(decision, "close", actor=meet.owner(), at=at, proof_seen=True)
    with pytest.raises(NotAllowed):
        meet.take(decision, "close", actor=meet.by("labour.secretary"), at=at, proof_seen=True)
    with pytest.raises(Refused):
        meet.take(decision, "close", actor=meet.chair(), at=at, proof_seen=False)
    meet.take(decision, "close", actor=meet.deputy(), at=at, proof_seen=True)
    assert (decision.case.state, decision.case.outcome) == ("carried_out", "carried_out")
    assert decision.closed_by_id == meet.deputy().user_id


def test_a_proof_that_proves_nothing_is_given_back_and_the_date_stays() -> None:
    decision = meet.decide(meet.opened())
    at = (decision.review.opened_at or AT) + timedelta(days=1)
    meet.report(decision, at=at)
    meet.take(decision, "give_back", actor=meet.chair(), at=at, reason="सूची अधूरी है")
    assert (decision.case.state, decision.case.holder, decision.carried) == ("given", decision.owner, 0)
    assert decision.due_on == decision.first_due_on
    assert decision.reported_by_id is None


def test_carrying_over_is_the_chairs_and_is_counted() -> None:
    decision = meet.decide(meet.opened())
    at = (decision.review.opened_at or AT) + timedelta(days=1)
    later = decision.due_on + timedelta(days=7)
    with pytest.raises(NotAllowed):
        meet.take(decision, "carry", actor=meet.owner(), at=at, to=later, reason="समय चाहिए")
    with pytest.raises(Refused):
        meet.take(decision, "carry", actor=meet.chair(), at=at, to=decision.due_on, reason="x")
    meet.take(decision, "carry", actor=meet.chair(), at=at, to=later, reason="शिविर बाकी हैं")
    assert (decision.carried, decision.due_on, decision.case.state) == (1, later, "given")
    assert decision.first_due_on < decision.due_on


def test_an_overdue_decision_stays_with_its_owner_and_comes_on_the_next_agenda() -> None:
    review = meet.opened()
    decision = meet.decide(review, days=2)
    late = clock.moment(decision.due_on) + timedelta(days=3)
    casework.escalate_overdue(at=late)
    decision.case.refresh_from_db()
    assert (decision.case.holder, decision.case.state) == (decision.owner, "given")
    again = Review.objects.create(
        on=clock.day(late),
        place=review.place,
        sector=review.sector,
        chair=review.chair,
        begins_at=late + timedelta(hours=5),
        ends_at=late + timedelta(hours=6),
        made_by="system",
    )
    agendas.build(again, at=late)
    item = AgendaItem.objects.get(review=again, why="decision")
    assert (item.case, item.owner) == (decision.case, decision.owner)


def test_owners_are_reminded_once_at_each_of_three_days_and_anew_after_carrying_over() -> None:
    decision = meet.decide(meet.opened())
    days = [decision.due_on + timedelta(days=n) for n in (-3, 0, 3)]
    told = [reminding.remind(at=meet.noon(on)) for on in (*days, days[0], days[0] + timedelta(days=1))]
    assert told == [1, 1, 1, 0, 0]
    assert Message.objects.filter(template="decision-due", stream=decision.case.stream).count() == 3
    later = decision.due_on + timedelta(days=10)
    meet.take(decision, "carry", actor=meet.chair(), at=meet.noon(days[0]), to=later, reason="बाद में")
    assert reminding.remind(at=meet.noon(later)) == 1
    assert Reminder.objects.filter(decision=decision).count() == 4


def test_minutes_are_issued_once_signed_and_lock_the_review() -> None:
    meet.overdue()
    review = meet.opened()
    decision = meet.decide(review)
    ended = review.begins_at + timedelta(minutes=45)
    with pytest.raises(Refused):
        minuting.issue(review, by=meet.chair(), at=ended)
    holding.end(review, by=meet.chair(), at=ended)
    minutes = minuting.issue(review, by=meet.chair(), at=ended + timedelta(minutes=50))
    assert not minutes.was_late
    assert meet.TEXT in minutes.text
    assert decision.case.number in minutes.text.replace(" ", "")
    assert files.attached(review.stream).get() == minutes.file
    with pytest.raises(Refused):
        minuting.issue(review, by=meet.chair(), at=ended + timedelta(minutes=55))
    for change in (
        lambda: Review.objects.filter(pk=review.pk).update(outside_link="https://x.example.org"),
        lambda: Minutes.objects.filter(pk=minutes.pk).update(text="x"),
        lambda: Decision.objects.filter(pk=decision.pk).update(text="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_minutes_that_are_late_sound_once() -> None:
    review = meet.opened()
    ended = review.begins_at + timedelta(minutes=30)
    holding.end(review, by=meet.chair(), at=ended)
    assert reminding.watch_minutes(at=ended + timedelta(minutes=60)) == 0
    assert reminding.watch_minutes(at=ended + timedelta(minutes=61)) == 1
    assert reminding.watch_minutes(at=ended + timedelta(minutes=62)) == 0
    assert Message.objects.filter(template="minutes-late", stream=review.stream).count() == 1
    assert minuting.issue(review, by=meet.chair(), at=ended + timedelta(minutes=90)).was_late


def test_a_review_has_its_room_for_chair_deputy_and_owners_and_a_cancelled_one_ends_it() -> None:
    review = review_still_planned()
    agendas.lay(review, "वाहन नहीं है", by=meet.by("labour.dlc.kanpur"), at=AT)
    room = rooms.of_subject(f"review:{review.pk}")
    assert room is not None
    seats = {one.post.code: one.role for one in rooms.seats(room) if one.post}
    asked = ("labour.addl-lc", "labour.dlc.kanpur", "bocw.region.kanpur", "uow.region.kanpur")  # and who is reviewed
    assert seats == {"labour.lc": "chair", **dict.fromkeys(asked, "member")}
    planning.cancel(review, reason="अवकाश घोषित", by=meet.chair(), at=AT)
    room.refresh_from_db()
    assert room.ended_at == AT


def test_who_was_there_by_video_stands_in_the_minutes() -> None:
    review = meet.opened()
    room = rooms.of_subject(f"review:{review.pk}")
    assert room is not None
    seat = rooms.seat_of_post(room, review.chair_id)
    stay = {"seat": seat, "feed": "a" * 20, "user_id": meet.chair().user_id, "how": "left"}
    begins = review.begins_at
    Attendance.objects.create(**stay, joined_at=begins, seen_at=begins, left_at=begins + timedelta(minutes=12))
    holding.end(review, by=meet.chair(), at=begins + timedelta(minutes=30))
    minutes = minuting.issue(review, by=meet.chair(), at=begins + timedelta(minutes=40))
    assert "12 मिनट" in minutes.text


def test_what_is_on_record_of_a_review_is_never_changed() -> None:
    review = review_still_planned()
    item = agendas.lay(review, "वाहन नहीं है", by=meet.by("labour.dlc.kanpur"), at=AT)
    reply = agendas.answer(item, "माँग भेजी है", by=meet.by("labour.dlc.kanpur"), at=AT)
    for change in (
        lambda: AgendaItem.objects.filter(pk=item.pk).update(title_hi="x"),
        lambda: Answer.objects.filter(pk=reply.pk).delete(),
        lambda: Review.objects.filter(pk=review.pk).delete(),
        lambda: Review.objects.filter(pk=review.pk).update(state="closed", opened_at=AT, closed_at=AT),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_page_of_the_morning_is_made_once() -> None:
    targets.target()
    mornings_pass()
    planning.plan(at=clock.moment(TODAY))
    made = mornings.make(at=clock.moment(TODAY) + timedelta(hours=8, minutes=30))
    assert made is not None
    [line] = made.figures["sectors"]
    assert (line["sector"], line["number"], line["done"]) == ("pensions", 75_000, 0)
    assert line["red"] == 75
    assert mornings.make(at=AT) == made
    assert Morning.objects.count() == 1


def test_no_page_is_made_on_a_day_off() -> None:
    sunday = clock.moment(TODAY) - timedelta(hours=15)
    assert mornings.make(at=sunday) is None


def test_a_remark_on_a_red_item_is_read_by_whose_it_is() -> None:
    case = meet.overdue(1)[0]
    assert case.holder is not None
    key = f"post:{case.holder.pk}"
    made = remarking.remark(key, "आज ही निस्तारित करें", by=meet.chair(), at=AT)
    assert (made.to, made.subject) == (case.holder, key)
    assert queries.said_to(case.holder, TODAY) == [made]
    with pytest.raises(Refused):
        remarking.remark("post:0", "x", by=meet.chair(), at=AT)
    with pytest.raises(NotAllowed):
        remarking.remark(key, "x", by=cast.desk(cast.Role.OPERATOR), at=AT)
