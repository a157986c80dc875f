"""Who is written to in Urdu gets Urdu, counted as the operators count it, and answers in it."""

import pytest
from django.utils import timezone
from tests import cast, room

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.grievances.filing import Someone
from shramsetu.lib import urdu
from shramsetu.lib.text import sms_segments
from shramsetu.messages import audiences, keywords
from shramsetu.messages.keywords import Said
from shramsetu.messages.models import Message, OptOut
from shramsetu.messages.rules import written_to
from shramsetu.people.queries import phone_key
from shramsetu.rulebook.words import BETWEEN_OFFICERS

pytestmark = pytest.mark.django_db
PHONE = "+919999900031"
SALEEM = Someone(name="محمد سلیم", phone=PHONE, language="ur")
WORDS = "تین مہینے سے مزدوری نہیں ملی، ٹھیکیدار فون نہیں اٹھاتا"


def told_of(case: Case) -> Message:
    return Message.objects.get(stream=case.stream, template="registered")


def opened(**told: object) -> Case:
    case = cast.complaint(at=timezone.now(), **told)
    cast.take(case, "open", at=timezone.now())
    return case


def test_a_complainant_of_urdu_is_told_in_urdu_under_its_own_id() -> None:
    told = told_of(cast.complaint(complainants=(SALEEM,), text=WORDS))
    assert told.text.endswith("شرم سیتو")
    assert (told.language, told.dlt_template) == ("ur", "1007000000000002001")
    assert (told.units, told.segments) == sms_segments(told.text)
    assert told.units == len(told.text.encode("utf-16-le")) // 2
    assert told.segments <= 2


def test_no_message_to_a_citizen_lacks_urdu() -> None:
    book = rulebook.book()
    to_citizens = [one for one in book.templates.values() if one.to != "officer"]
    assert [one.key for one in to_citizens if not urdu.is_mostly(one.text_ur)] == []
    ids = [each for one in to_citizens for each in (one.dlt_id, one.dlt_id_en, one.dlt_id_ur)]
    assert (len(set(ids)), len(to_citizens) > 100) == (3 * len(to_citizens), True)
    mails = [one for one in book.mails.values() if one.to == "complainant"]
    assert [one.key for one in mails if not urdu.is_mostly(one.body_ur)] == []


def test_no_ready_answer_that_a_complainant_reads_lacks_urdu() -> None:
    replies = rulebook.book().replies.values()
    lacking = [one.slug for one in replies if one.use not in BETWEEN_OFFICERS and not urdu.is_mostly(one.text_ur)]
    assert (lacking, len([one for one in replies if one.text_ur]) >= 26) == ([], True)


def test_the_officer_is_offered_ready_answers_in_the_complainants_urdu_first() -> None:
    case = opened(complainants=(SALEEM,), text=WORDS)
    address = f"/desk/case/{case.number}/step/interim/"
    page = room.text_of(room.holder(case).get(address))
    reply = rulebook.book().replies["employer-summoned"]
    offered = [page.index(f'data-reply="{words}"') for words in (reply.text_ur, reply.text.hi)]
    assert offered == sorted(offered)
    filled = room.text_of(room.holder(case).get(address, {"reply": reply.slug, "in": "ur"}))
    assert f"{reply.text_ur}</textarea>" in filled


def test_a_complainant_of_hindi_is_offered_no_urdu() -> None:
    case = opened()
    page = room.text_of(room.holder(case).get(f"/desk/case/{case.number}/step/interim/"))
    assert ("data-reply=" in page, "اردو" in page) == (True, False)


@pytest.mark.parametrize(("words", "template"), [("بند", "sms-stopped"), ("حال", "sms-status"), ("پھر", "sms-status")])
def test_a_word_of_urdu_is_understood_and_answered_in_urdu(words: str, template: str) -> None:
    cast.complaint(complainants=(SALEEM,), text=WORDS)
    keywords.heard(Said(PHONE, phone_key(PHONE), words, "1"), at=cast.MONDAY)
    answer = Message.objects.get(template=template)
    assert (answer.language, answer.text.endswith("شرم سیتو")) == ("ur", True)
    assert OptOut.objects.exists() == (template == "sms-stopped")


def test_a_pasted_list_may_ask_for_urdu_and_a_dialect_is_hindi() -> None:
    rows = audiences.people_in(f"phone,language\n{PHONE},ur\n{PHONE},en\n{PHONE},bho")
    assert [one.language for one in rows] == ["ur", "en", "hi"]
    assert [written_to(one) for one in ("ur", "awa", "")] == ["ur", "hi", "hi"]
