"""The operator's page, the papers, and holding to account."""

from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests import cast, room

from shramsetu.casework import queries
from shramsetu.casework.models import Case, Party
from shramsetu.files.models import Attachment
from shramsetu.grievances import offers, sample
from shramsetu.grievances.models import Check, Explanation, Feedback
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
CALL = {
    "phone": "99999 00777",
    "name": "सुनीता देवी",
    "channel": "call",
    "kind": "grievance",
    "text": "दो महीने से फ़ैक्टरी ने मज़दूरी नहीं दी, माँगने पर भगा देते हैं।",
    "category": cast.WAGES,
}


@pytest.fixture(autouse=True)
def place() -> None:
    """Let the caller live where the cast lives."""
    CALL["place_word"] = places.district(cast.KANPUR).name_hi


@pytest.fixture
def operator() -> Client:
    return room.of_role(Role.OPERATOR)


def yesterday_noon() -> datetime:
    return clock.moment(clock.day(timezone.now()) - timedelta(days=1), time(12))


def register(client: Client, **changes: object) -> object:
    return client.post("/desk/register/", {**CALL, **changes})


def newest() -> Case:
    return Case.objects.exclude(kind="duty").order_by("-pk")[0]


def test_a_call_becomes_a_complaint_with_its_number_in_big_type(operator: Client) -> None:
    answer = operator.post("/desk/register/", CALL, follow=True)
    case = newest()
    assert answer.redirect_chain == [(f"/desk/registered/{case.number}/", 302)]
    assert (case.district and case.district.lgd_code, case.state, case.channel) == (cast.KANPUR, "unmarked", "call")
    assert f"{case.number[:4]} {case.number[4:8]} {case.number[8:]}" in room.text_of(answer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": ""}, "फ़ोन नंबर लिखें, या चुनें कि फ़ोन नहीं है।"),
        ({"phone": "98765"}, "मोबाइल नंबर में 10 अंक होते हैं; आपने 5 लिखे।"),
        ({"place_word": "क्षझत्रज्ञ"}, "ऐसा स्थान नहीं मिला।"),
        ({"place_word": ""}, "स्थान लिखें, या चुनें कि ज्ञात नहीं।"),
        ({"category": "no-such"}, "सूची में से एक चुनें।"),
        ({"filer_phone": "9999900778"}, "प्रस्तुतकर्ता का नाम लिखें।"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(operator: Client, changes: dict[str, str], sentence: str) -> None:
    before = Case.objects.count()
    answer = register(operator, **changes)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert sentence in room.text_of(answer)
    assert Case.objects.count() == before


def test_who_files_need_not_be_the_complainant(operator: Client) -> None:
    register(operator, filer_name="राम लाल", filer_phone="9999900778", filer_relation="neighbour", also_name_1="मुन्नी")
    parties = Party.objects.filter(case=newest()).order_by("part", "seat").values_list("part", "relation", "leads")
    assert list(parties) == [("complainant", "", True), ("complainant", "", False), ("filer", "neighbour", False)]


def test_a_place_nobody_knows_goes_to_the_state_desk(operator: Client) -> None:
    register(operator, place_word="", place_unknown="on")
    case = newest()
    assert (case.state, case.holder and case.holder.role) == ("placing", Role.STATE_DESK)


def test_something_alike_is_shown_once_and_can_be_attached_to(operator: Client) -> None:
    master = cast.complaint(at=timezone.now(), text=CALL["text"])
    before = Case.objects.count()
    page = room.text_of(register(operator))
    assert (master.number in page, Case.objects.count()) == (True, before)
    register(operator, looked_alike="1", master=master.number)
    assert (newest().state, newest().master) == ("attached", master)


def test_something_alike_may_be_passed_over(operator: Client) -> None:
    cast.complaint(at=timezone.now(), text=CALL["text"])
    register(operator, looked_alike="1")
    assert newest().state == "unmarked"


def test_a_matter_not_for_here_gets_a_number_and_the_reason(operator: Client) -> None:
    slug = offers.exclusion_choices()[0][0]
    answer = operator.post("/desk/register/", {**CALL, "exclusion": slug}, follow=True)
    assert newest().state == "excluded"
    assert "यह यहाँ ग्राह्य नहीं" in room.text_of(answer)


def test_a_sealed_one_leaves_the_operators_sight_but_its_number_is_read_out(operator: Client) -> None:
    answer = operator.post("/desk/register/", {**CALL, "sealed": "on"}, follow=True)
    case = newest()
    assert case.sealed
    assert answer.status_code == 200
    assert operator.get(f"/desk/case/{case.number}/").status_code == 404


def test_a_scan_is_kept_with_the_case_and_a_false_one_refused(operator: Client) -> None:
    register(operator, scan=SimpleUploadedFile("letter.pdf", cast.PAPER, content_type="application/pdf"))
    assert Attachment.objects.filter(stream=newest().stream).count() == 1
    before = Case.objects.count()
    false = SimpleUploadedFile("letter.pdf", b"#!/bin/sh", content_type="application/pdf")
    assert register(operator, scan=false, looked_alike="1").status_code == 422  # type: ignore[attr-defined]
    assert Case.objects.count() == before


def test_the_callers_earlier_cases_are_offered(operator: Client) -> None:
    case = cast.complaint(at=timezone.now())
    page = room.text_of(operator.post("/desk/register/caller/", {"phone": "9999900001"}))
    assert ("रमेश कुमार" in page, f"/desk/case/{case.number}/" in page) == (True, True)


@pytest.mark.parametrize("offer", ["caller", "alike"])
def test_the_complainants_phone_and_words_stand_in_no_address(operator: Client, offer: str) -> None:
    form = room.text_of(operator.get("/desk/register/"))
    address = f"/desk/register/{offer}/"
    assert (f'hx-post="{address}"' in form, f'hx-get="{address}"' in form) == (True, False)
    assert operator.get(address, {"phone": "9999900001", "text": "मज़दूरी नहीं मिली"}).status_code == 405


@pytest.mark.parametrize("word", ["मज़दूरी नहीं मिली", "mazdoori nahi mili"])
def test_a_category_is_found_by_words_of_both_scripts(operator: Client, word: str) -> None:
    page = room.text_of(operator.get("/desk/register/categories/", {"category_word": word}))
    assert f'value="{cast.WAGES}"' in page


@pytest.mark.parametrize("role", [Role.CSC, Role.EDISTRICT])
def test_what_a_centre_registers_came_by_the_centre(role: Role) -> None:
    centre = room.at_desk(cast.seat(offices.of_role(role)[0]).actor)
    offered = room.text_of(centre.get("/desk/register/"))
    register(centre, channel="csc")
    assert ('value="csc"' in offered, 'value="call"' in offered, newest().channel) == (True, False, "csc")


def test_a_place_is_found_by_its_old_name(operator: Client) -> None:
    assert "प्रयागराज" in room.text_of(operator.get("/desk/register/places/", {"place_word": "Allahabad"}))


def test_an_officer_does_not_register(client: Client) -> None:
    case = cast.complaint(at=timezone.now())
    assert room.holder(case).get("/desk/register/").status_code == 403


def test_the_slip_carries_number_code_and_qr(operator: Client) -> None:
    register(operator)
    case = newest()
    page = room.text_of(operator.get(f"/desk/registered/{case.number}/slip/"))
    code = queries.slip_code(Party.objects.get(case=case), case)
    assert (code in page, "<svg" in page, "सेवा निःशुल्क है" in page) == (True, True, True)


def test_papers_come_as_pdf() -> None:
    case = cast.complaint(at=timezone.now())
    client = room.holder(case)
    cast.report(case, at=timezone.now())
    for name in ("sheet", "report"):
        answer = room.of_role(Role.SUPERVISOR).get(f"/desk/case/{case.number}/{name}.pdf")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert client.get(f"/desk/case/{case.number}/letter.pdf").status_code == 404


def test_the_field_list_holds_an_enquiry_form_for_each_case() -> None:
    case = cast.complaint(at=timezone.now())
    page = room.text_of(room.holder(case).get("/desk/field-list/"))
    assert (case.number[:4] in page, "जाँच प्रपत्र" in page, "9999900001" in page) == (True, True, False)


def test_the_meeting_sheet_names_what_is_late() -> None:
    case = cast.complaint(at=timezone.now() - timedelta(days=40))
    assert case.district is not None
    page = room.text_of(room.at_desk(cast.seat(offices.dm_of(case.district)).actor).get("/desk/meeting-sheet/"))
    assert f"{case.number[:4]} {case.number[4:8]}" in page


def test_the_post_above_calls_for_an_explanation_by_letter() -> None:
    case = cast.complaint(at=timezone.now())
    assert case.holder is not None
    assert case.holder.reports_to is not None
    above = room.at_desk(cast.seat(offices.get(case.holder.reports_to_id)).actor)
    address = f"/desk/case/{case.number}/explanation/"
    assert above.post(address, {"to": case.holder.code}).status_code == 422
    values = {"to": case.holder.code, "cause": "lapse", "text": "समय-सीमा पार होने का कारण बताएँ।"}
    assert above.post(address, values).status_code == 302
    letter = Explanation.objects.get(case__parent=case)
    pdf = above.get(f"/desk/case/{letter.case.number}/letter.pdf")
    assert (letter.issued_by_id, pdf.content[:5]) == (case.holder.reports_to_id, b"%PDF-")


def test_a_closed_case_is_verified_a_second_time_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    case = cast.complaint(at=now)
    cast.report(case, at=now)
    cast.take(case, "pass_check", at=now, grade="A")
    cast.take(
        case, "record_feedback", by=cast.desk(Role.FEEDBACK), at=now, result="satisfied", answered_by="complainant"
    )
    monkeypatch.setattr(sample, "is_sampled", lambda number, percent, secret: True)
    client = room.at_desk(cast.desk(Role.QUALITY, number=2))
    assert case.number in room.text_of(client.get("/desk/verification/"))
    values = {"passed": "no", "grade": "C", "reasons": "मज़दूरी नहीं मिली थी"}
    assert client.post(f"/desk/case/{case.number}/verify/", values).status_code == 302
    assert Check.objects.get(report__case=case, second=True).passed is False
    assert client.post(f"/desk/case/{case.number}/verify/", values).status_code == 422
    assert case.number not in room.text_of(client.get("/desk/verification/"))


def test_the_second_verification_is_for_another_person_than_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    case = cast.complaint(at=now)
    cast.report(case, at=now)
    first = cast.holder_of(case)
    cast.take(case, "pass_check", by=first, at=now, grade="A")
    cast.take(
        case, "record_feedback", by=cast.desk(Role.FEEDBACK), at=now, result="satisfied", answered_by="complainant"
    )
    monkeypatch.setattr(sample, "is_sampled", lambda number, percent, secret: True)
    client = room.at_desk(first)
    assert case.number not in room.text_of(client.get("/desk/verification/"))
    answer = client.post(f"/desk/case/{case.number}/verify/", {"passed": "yes", "grade": "A", "reasons": "ठीक है"})
    assert answer.status_code == 422
    assert "यह आख्या आपने लिखी या जाँची है।" in room.text_of(answer)
    assert Check.objects.filter(report__case=case, second=True).count() == 0


def test_the_feedback_desk_calls_now_only_those_whose_time_has_come() -> None:
    now = yesterday_noon()
    case = cast.complaint(at=now)
    cast.report(case, at=now)
    cast.take(case, "pass_check", at=now, grade="A")
    client = room.of_role(Role.FEEDBACK)
    assert case.number in room.text_of(client.get("/desk/inbox/?queue=to_call"))
    cast.take(case, "record_feedback", by=cast.desk(Role.FEEDBACK), at=now, result="no_answer")
    Feedback.objects.filter(case=case).update(next_at=timezone.now() + timedelta(hours=3))
    assert case.number not in room.text_of(client.get("/desk/inbox/?queue=to_call"))
