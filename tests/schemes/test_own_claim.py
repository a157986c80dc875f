"""One's own claim on the portal: what stands against it, what it brings, which papers are wanted, what one said."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.portal import portal_steps
from tests.room import at_desk, text_of
from tests.schemes import room

from shramsetu.casework.models import Case
from shramsetu.files import queries as files
from shramsetu.lib import clock
from shramsetu.lib import text as texts
from shramsetu.schemes import actions, shown
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return room.member()


@pytest.fixture
def own(client: Client, worker: Worker) -> Client:
    portal_steps.sign_in(client, worker.phone)
    return client


def page_of(own: Client, case: Case) -> str:
    found = own.get(reverse("yojana:claim", args=[case.number]))
    assert found.status_code == 200
    return text_of(found)


def noticed(worker: Worker) -> Case:
    """Return a claim against which notice was given: the bride was told to be older than her papers say."""
    case = room.claim(worker)
    settled = date(2010, 1, 10)
    actions.settle(case, "bride_born_on", value=settled, seen=case.revision, by=cast.holder_of(case), at=room.AT)
    words = {"condition": "bride-of-age", "reason": "अंकपत्र में वधू की जन्मतिथि 2010 है।"}
    room.take(case, "give_notice", heard_at=room.AT + room.LATER, place="श्रम कार्यालय", **words)
    return case


def test_a_notice_says_above_all_what_fails_and_why(own: Client, worker: Worker) -> None:
    case = noticed(worker)
    page = page_of(own, case)
    head = page[: page.index("क्या देखा गया")]
    assert "विवाह के दिन वधू 16 वर्ष की थी; 18 वर्ष होने चाहिए।" in head
    assert "अंकपत्र में वधू की जन्मतिथि 2010 है।" in head
    assert "श्रम कार्यालय" in head


def test_what_was_looked_at_is_what_the_notice_stands_on(worker: Worker) -> None:
    case = noticed(worker)
    lines = shown.lines(shown.latest(room.row(case)))
    assert [one.slug for one in lines if one.result is False] == ["bride-of-age"]


def test_a_notice_that_was_taken_back_no_longer_stands_against_the_claim(own: Client, worker: Worker) -> None:
    case = noticed(worker)
    room.take(case, "hear", at=room.AT + room.LATER, came="came", text="जन्म प्रमाण पत्र दिखाया।")
    room.take(case, "drop_notice", at=room.AT + room.LATER, reason="जन्म प्रमाण पत्र मान्य है।")
    assert "अंकपत्र में वधू की जन्मतिथि 2010 है।" not in page_of(own, case)
    lines = shown.lines(shown.latest(room.row(case)))
    assert [one.slug for one in lines if one.result is False] == []


def test_a_refusal_says_above_all_what_failed(own: Client, worker: Worker) -> None:
    case = room.refused(room.claim(worker, bride_born_on=date(2010, 1, 10)))
    page = page_of(own, case)
    assert room.REASONS in page[: page.index("क्या देखा गया")]


def test_a_photo_that_was_laid_says_nothing_of_time(own: Client, worker: Worker) -> None:
    own.post(reverse("yojana:begin", args=[worker.number, room.MARRIAGE]))
    draft = worker.claim_drafts.get()
    paper = SimpleUploadedFile("card.pdf", cast.PAPER, content_type="application/pdf")
    address = reverse("yojana:papers", args=[draft.pk])
    own.post(address, {"slug": "wedding-card", "file": paper})
    page = text_of(own.get(address))
    assert "1 फ़ोटो" in page
    assert "समय पर" not in page


def test_a_sent_claim_says_the_sum_the_papers_and_both_times(own: Client, worker: Worker) -> None:
    case = room.claim(worker, at=timezone.now())
    page = page_of(own, case)
    assert "₹ 65,000" in page
    assert "विवाह कार्ड, प्रधान" in page
    assert "अभी नहीं दिया" in page
    whole = clock.day(case.opened_at) + timedelta(days=30)
    assert f"इस क़दम का समय {texts.dated(clock.day(case.due_at), 'hi')} तक है।" in page
    assert f"पूरा निर्णय आम तौर पर 30 दिन में, यानी {texts.dated(whole, 'hi')} तक होता है।" in page


def test_that_the_whole_time_is_over_is_said(own: Client, worker: Worker) -> None:
    case = room.claim(worker, at=timezone.now() - timedelta(days=40))
    assert "वह समय निकल गया" in page_of(own, case)


def test_a_paper_that_an_officer_found_good_is_wanted_no_more(own: Client, worker: Worker) -> None:
    case = room.claim(worker)
    room.see_papers(case)
    assert "अभी नहीं दिया" not in page_of(own, case)


def test_what_was_granted_stands_where_the_expected_sum_stood(own: Client, worker: Worker) -> None:
    case = room.checked(room.claim(worker))
    room.take(case, "sanction")
    page = page_of(own, case)
    assert ("क्या स्वीकृत हुआ" in page, "₹ 65,000" in page, "स्वीकृत होने पर क्या मिलेगा" in page) == (True, True, False)


def test_the_receipt_is_a_paper_of_the_own_worker_alone(own: Client, worker: Worker) -> None:
    case = room.claim(worker)
    found = own.get(reverse("yojana:receipt", args=[case.number]))
    assert (found.status_code, found.content[:5]) == (200, b"%PDF-")
    other = room.member(name="मोहन दास", phone="+919999900777")
    stranger = Client()
    portal_steps.sign_in(stranger, other.phone)
    assert stranger.get(reverse("yojana:receipt", args=[case.number])).status_code == 404


def asked_for_the_card(worker: Worker) -> Case:
    case = room.claim(worker, at=timezone.now())
    room.take(case, "ask", question="विवाह कार्ड दीजिए।", paper="wedding-card", at=timezone.now())
    return case


def answer(own: Client, case: Case, **changes: str) -> None:
    paper = SimpleUploadedFile("card.pdf", cast.PAPER, content_type="application/pdf")
    told = {"seen": case.revision, "text": "कार्ड साथ है।", "files": paper, **changes}
    sent = own.post(reverse("yojana:step", args=[case.number, "answer"]), told)
    assert sent.status_code == 302, text_of(sent)


def test_who_answered_reads_the_own_words_and_opens_the_own_file(own: Client, worker: Worker) -> None:
    case = asked_for_the_card(worker)
    answer(own, case)
    page = page_of(own, case)
    file = files.attached(case.stream).get()
    address = reverse("yojana:paper", args=[case.number, file.pk])
    assert ("कार्ड साथ है।" in page, "विवाह कार्ड दीजिए।" in page, address in page) == (True, True, True)
    assert b"".join(own.get(address).streaming_content) == cast.PAPER  # type: ignore[attr-defined]


def test_what_officers_write_for_each_other_is_not_read(own: Client, worker: Worker) -> None:
    case = room.claim(worker)
    room.see_papers(case)
    room.take(case, "check", text="पड़ोसियों से पूछा।")
    inner = cast.attach(case)
    assert "पड़ोसियों से पूछा।" not in page_of(own, case)
    assert own.get(reverse("yojana:paper", args=[case.number, inner.pk])).status_code == 404


def test_the_file_of_another_is_not_opened(own: Client, worker: Worker) -> None:
    other = room.member(name="मोहन दास", phone="+919999900777")
    case = asked_for_the_card(other)
    theirs = Client()
    portal_steps.sign_in(theirs, other.phone)
    answer(theirs, case)
    file = files.attached(case.stream).get()
    assert own.get(reverse("yojana:paper", args=[case.number, file.pk])).status_code == 404
    mine = room.claim(worker)
    assert own.get(reverse("yojana:paper", args=[mine.number, file.pk])).status_code == 404


def test_the_file_of_an_answer_is_the_paper_that_was_asked_for(own: Client, worker: Worker) -> None:
    case = asked_for_the_card(worker)
    form = own.get(reverse("yojana:step", args=[case.number, "answer"])).context["form"]
    assert form["paper"].value() == "wedding-card"
    answer(own, case)
    assert [(one.slug, one.is_good) for one in room.row(case).papers.all()] == [("wedding-card", None)]


def test_the_applicant_says_which_paper_it_is(own: Client, worker: Worker) -> None:
    case = asked_for_the_card(worker)
    answer(own, case, paper="age-proofs")
    assert [one.slug for one in room.row(case).papers.all()] == ["age-proofs"]


def test_a_paper_is_added_to_what_is_wanted(own: Client, worker: Worker) -> None:
    case = room.claim(worker, at=timezone.now())
    address = reverse("yojana:step", args=[case.number, "add"])
    assert f"{address}?paper=wedding-card" in page_of(own, case)
    form = own.get(f"{address}?paper=wedding-card").context["form"]
    assert form["paper"].value() == "wedding-card"
    paper = SimpleUploadedFile("card.pdf", cast.PAPER, content_type="application/pdf")
    sent = own.post(address, {"seen": case.revision, "files": paper, "paper": "wedding-card"})
    assert (sent.status_code, room.row(case).papers.get().slug) == (302, "wedding-card")


def test_an_officer_may_ask_without_naming_a_paper(worker: Worker) -> None:
    case = room.claim(worker)
    desk = at_desk(cast.holder_of(case))
    sent = desk.post(reverse("desk:step", args=[case.number, "ask"]), {"seen": case.revision, "question": "पता बताइए।"})
    case.refresh_from_db()
    assert (sent.status_code, case.state) == (302, "asked")


def test_claims_under_one_scheme_are_told_apart(own: Client, worker: Worker) -> None:
    room.claim(worker, by=room.own(worker))
    later = room.AT + timedelta(days=1)
    room.claim(worker, at=later, by=room.own(worker), wedding_on=date(2026, 10, 20), bride="worker")
    first, second = (one.about for one in own.get(reverse("yojana:start")).context["claims"])
    assert ("20 अक्टूबर 2026" in first, "12 अक्टूबर 2026" in second) == (True, True)
    assert first.replace("20 अक्टूबर", "12 अक्टूबर") != second  # whose wedding it was is said, too


def test_that_a_renewal_has_ended_is_said_with_what_to_do(own: Client, worker: Worker) -> None:
    today = clock.day(timezone.now())
    start = reverse("yojana:start")
    worker.memberships.update(paid_until=today)
    assert "को समाप्त हो गया" not in text_of(own.get(start))
    worker.memberships.update(paid_until=today - timedelta(days=3))
    page = text_of(own.get(start))
    assert f"नवीनीकरण {texts.dated(today - timedelta(days=3), 'hi')} को समाप्त हो गया" in page
    assert "अंशदान दीजिए" in page
