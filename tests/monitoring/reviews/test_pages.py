"""The pages of reviews: who sees, answers, decides; the day on a phone; the table for the tracker."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.monitoring import room as targets
from tests.monitoring.reviews import meet

from shramsetu.lib import clock
from shramsetu.monitoring.reviews.actions import agendas, holding, mornings, planning
from shramsetu.monitoring.reviews.models import Answer, Decision, Minutes, Remark, Review
from shramsetu.monitoring.targets.actions import setting
from shramsetu.offices.models import User

pytestmark = pytest.mark.django_db
DESK = "/desk/monitoring/"


def page(code: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=meet.by(code).user_id or 0))
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def pdf(client: Client, address: str) -> bool:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.startswith(b"%PDF")


def soon(*, state: str = "planned") -> Review:
    """Return a review of Kanpur mandal in an hour, with its agenda, or in progress."""
    now = timezone.now()
    review = Review.objects.create(
        on=clock.day(now),
        place=meet.post("labour.dlc.kanpur").place,
        title="मंडल की समीक्षा",
        chair=meet.post("labour.lc"),
        deputy=meet.post("labour.addl-lc"),
        begins_at=now + timedelta(minutes=20),
        ends_at=now + timedelta(minutes=80),
        outside_link="https://meet.example.org/kanpur",
        made_by="system",
    )
    agendas.lay(review, "दो लिपिक कम हैं", by=meet.by("labour.dlc.kanpur"), at=now)
    agendas.build(review, at=now)
    if state == "open":
        holding.begin(review, by=meet.chair(), at=now)
    return meet.fresh(review)


def test_the_calendar_shows_the_week_to_who_watches() -> None:
    planning.plan(at=timezone.now() - timedelta(days=1))
    assert "क्षेत्र समीक्षा" in text(page("labour.lc"), f"{DESK}reviews/")
    assert page("labour.lc").get(f"{DESK}reviews/?from=never").status_code == 200


def test_a_review_is_called_arranged_and_cancelled_on_pages() -> None:
    dm = page("dm.kanpur-nagar")
    tomorrow = clock.day(timezone.now()) + timedelta(days=1)
    given = {
        "title": "बाल श्रम",
        "day": str(tomorrow),
        "hour": "11:00",
        "minutes": "30",
        "outside_link": "",
        "deputy": "",
    }
    assert dm.post(f"{DESK}reviews/call/", {**given, "day": "2020-01-01"}).status_code == 422
    assert dm.post(f"{DESK}reviews/call/", given).status_code == 302
    review = Review.objects.get(round="")
    given["hour"], given["outside_link"] = "12:15", "https://meet.example.org/a"
    assert dm.post(f"{DESK}reviews/{review.pk}/arrange/", given).status_code == 302
    review.refresh_from_db()
    assert f"{clock.local(review.begins_at):%H:%M}" == "12:15"
    assert page("labour.lc").post(f"{DESK}reviews/{review.pk}/arrange/", given).status_code == 403
    dm.post(f"{DESK}reviews/{review.pk}/cancel/", {"reason": "अवकाश घोषित"})
    review.refresh_from_db()
    assert review.state == "cancelled"


def test_before_it_the_officer_answers_and_the_link_stands_there() -> None:
    review = soon()
    item = review.items.get(why="own")
    dlc = page("labour.dlc.kanpur")
    shown = text(dlc, f"{DESK}reviews/{review.pk}/")
    assert "दो लिपिक कम हैं" in shown
    assert "https://meet.example.org/kanpur" in shown
    sent = dlc.post(f"{DESK}reviews/{review.pk}/answer/{item.pk}/", {f"item{item.pk}-text": "पत्र भेजा है"})
    assert sent.status_code == 302
    assert Answer.objects.get().text == "पत्र भेजा है"
    assert page("labour.dlc.agra").get(f"{DESK}reviews/{review.pk}/").status_code == 404


def test_in_progress_decisions_are_written_and_after_it_minutes_issued() -> None:
    review = soon(state="open")
    lc, address = page("labour.lc"), f"{DESK}reviews/{review.pk}/"
    assert 'name="proof"' in text(lc, address)
    assert 'name="proof"' not in text(page("labour.dlc.kanpur"), address)
    due = clock.day(timezone.now()) + timedelta(days=5)
    given = {"text": meet.TEXT, "owner": "labour.dlc.kanpur", "due_on": str(due), "proof": meet.PROOF, "item": ""}
    assert lc.post(f"{address}decide/", {**given, "proof": ""}).status_code == 422
    assert page("labour.dlc.kanpur").post(f"{address}decide/", given).status_code == 403
    assert lc.post(f"{address}decide/", given).status_code == 302
    decision = Decision.objects.get()
    assert decision.owner.code == "labour.dlc.kanpur"
    lc.post(f"{address}end/")
    lc.post(f"{address}minutes/")
    minutes = Minutes.objects.get()
    shown = text(lc, address)
    assert minutes.sha256 in shown
    assert pdf(page("labour.dlc.kanpur"), reverse("files:attachment", args=[minutes.file_id]))
    assert meet.TEXT in text(page("labour.dlc.kanpur"), f"{DESK}reviews/decisions/")


def test_the_tracker_is_a_table_with_columns_that_do_not_change() -> None:
    review = soon(state="open")
    order = holding.Ordered(
        meet.TEXT, meet.post("labour.dlc.kanpur"), clock.day(timezone.now()) + timedelta(days=5), meet.PROOF
    )
    made = holding.decide(review, order, by=meet.chair(), at=timezone.now())
    answer = page("labour.lc").get(f"{DESK}reviews/tracker.csv")
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert [(one["decision_number"], one["state"], one["carried_over"]) for one in rows] == [
        (made.case.number, "given", "0")
    ]
    assert page("dm.agra").get(f"{DESK}reviews/tracker.csv").content.decode().count("\n") == 1


def test_the_day_shows_red_approves_a_target_and_takes_a_word() -> None:
    waiting = setting.propose(targets.draft(), by=targets.head(), at=timezone.now())
    review = soon()
    secretary = page("labour.secretary")
    shown = text(secretary, f"{DESK}today/")
    assert f"/desk/monitoring/targets/version/{waiting.pk}/decide/" in shown
    secretary.post(f"{DESK}targets/version/{waiting.pk}/decide/", {"verb": "approve", "remark": ""})
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    assert page("labour.alc.kanpur-nagar").get(f"{DESK}today/").status_code == 200
    assert page("labour.lc").post(f"{DESK}today/remark/", {"subject": "x:1", "text": "क्यों?"}).status_code == 302
    assert not Remark.objects.exists()
    assert review.pk


def test_the_page_of_the_morning_is_opened_by_who_watches() -> None:
    on = clock.day(meet.AT)
    mornings.make(at=meet.AT)
    assert pdf(page("labour.lc"), f"{DESK}today/morning/{on}.pdf")
    assert page("labour.lc").get(f"{DESK}today/morning/2020-01-01.pdf").status_code == 404
    assert page("labour.lc").get(f"{DESK}today/morning/x.pdf").status_code == 404


def test_the_agenda_costs_as_many_questions_for_many_subjects_as_for_one() -> None:
    review = soon()
    client, address = page("labour.lc"), f"{DESK}reviews/{review.pk}/"
    text(client, address)
    one = asked(client, address)
    for n in range(3):
        agendas.lay(review, f"विषय {n}", by=meet.by("labour.dlc.kanpur"), at=timezone.now())
    assert asked(client, address) == one


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        text(client, address)
    return len(found)
