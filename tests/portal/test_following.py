from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.portal.portal_steps import sent_code, sign_in

from shramsetu.casework import flow
from shramsetu.casework import queries as casework
from shramsetu.casework.models import CLOSED, Case, Party
from shramsetu.grievances.filing import Someone
from shramsetu.people import throttle

pytestmark = pytest.mark.django_db
PHONE = "+919999900001"


@pytest.fixture
def case():
    return cast.complaint(at=timezone.now())


def page(client, case):
    return client.get(reverse("portal:case", args=[case.number]))


def slip_code(case, seat=1):
    return casework.slip_code(Party.objects.get(case=case, part="complainant", seat=seat), case)


def open_with_slip(client, case):
    found = client.post(reverse("portal:slip_code", args=[case.number]), {"code": slip_code(case)})
    assert found.status_code == 302


def step(client, case, verb, **values):
    case.refresh_from_db()
    return client.post(reverse("portal:step", args=[case.number, verb]), {"seen": case.revision, **values})


def test_the_number_alone_shows_state_post_and_date_and_nothing_personal(client, case):
    found = page(client, case).content.decode()
    assert case.holder.title_hi in found
    assert str(flow.flow_of("grievance").by_name["unmarked"].portal) in found
    assert "रमेश" not in found
    assert "मज़दूरी" not in found


def test_of_a_sealed_complaint_the_number_alone_says_only_that_it_is_safe(client):
    case = cast.complaint(at=timezone.now(), sealed=True)
    found = page(client, case).content.decode()
    assert "हमारे पास सुरक्षित" in found
    assert case.holder.title_hi not in found
    assert str(flow.flow_of("grievance").by_name["unmarked"].portal) not in found


def test_a_number_is_taken_in_any_script_and_grouping(client, case):
    devanagari = str.maketrans("0123456789", "०१२३४५६७८९")
    spaced = f"{case.number[:4]} {case.number[4:8]}-{case.number[8:]}".translate(devanagari)
    assert client.get(reverse("portal:track"), {"number": spaced}).url == reverse("portal:case", args=[case.number])


@pytest.mark.parametrize("number", ["123", "199999999999", "abc"])
def test_a_wrong_number_is_told_how_to_mend_it(client, number):
    assert client.get(reverse("portal:track"), {"number": number}).status_code == 422
    assert client.get(reverse("portal:case", args=[number])).status_code == 404


def test_a_duty_of_the_office_is_not_known_to_the_public(client, case):
    cast.take(case, "open", at=timezone.now())
    duty = case.children.first()
    if duty is not None:
        assert client.get(reverse("portal:case", args=[duty.number])).status_code == 404


def test_the_code_of_the_slip_opens_this_case_alone(client, case):
    other = cast.complaint(at=timezone.now())
    open_with_slip(client, case)
    assert "ठेकेदार फ़ोन नहीं उठाता" in page(client, case).content.decode()
    assert "ठेकेदार फ़ोन नहीं उठाता" not in page(client, other).content.decode()


def test_a_slip_works_for_who_has_no_phone(client):
    case = cast.complaint(at=timezone.now(), complainants=(Someone(name="बिना फ़ोन"),))
    open_with_slip(client, case)
    assert step(client, case, "withdraw", reason="बात बन गई").status_code == 302
    case.refresh_from_db()
    assert case.state == "closed_withdrawn"


def test_a_code_in_strange_signs_is_only_wrong(client, case):
    assert client.post(reverse("portal:slip_code", args=[case.number]), {"code": "²"}).status_code == 422


def test_slip_codes_cannot_be_tried_without_end(client, case):
    wrong = "000000" if slip_code(case) != "000000" else "111111"
    address = reverse("portal:slip_code", args=[case.number])
    answers = [client.post(address, {"code": wrong}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert client.post(address, {"code": slip_code(case)}).status_code == 429


def test_looking_up_numbers_is_limited_by_address(client, case):
    answers = [page(client, case).status_code for _ in range(41)]  # a minute may end meanwhile: 20 before, 20 after
    assert 429 in answers
    assert answers[:20] == [200] * 20
    assert throttle.forget(at=timezone.now()) == 0


def test_after_the_code_on_the_mobile_every_stage_is_told(client, case):
    cast.take(case, "open", at=timezone.now())
    cast.report(case, at=timezone.now())
    sign_in(client, PHONE)
    found = page(client, case).content.decode()
    assert "विभाग ने जवाब दिया" in found
    assert cast.REPORTED in found
    assert "यह तारीख़ क्यों?" in found
    assert case.holder.title_hi in found


def test_a_report_hides_the_phones_of_others(client, case):
    cast.take(case, "open", at=timezone.now())
    cast.report(case, at=timezone.now(), text="सेवायोजक 9876543210 से बात हुई, मज़दूरी दिलाई गई।")
    open_with_slip(client, case)
    found = page(client, case).content.decode()
    assert "9876543210" not in found
    assert "सेवायोजक" in found


def test_a_statement_of_others_is_not_given_out_but_a_receipt_is(client, case):
    cast.take(case, "open", at=timezone.now())
    receipt = cast.attach(case, "order_or_receipt")
    statement = cast.attach(case, "statement")
    address = [reverse("portal:paper", args=[case.number, one.pk]) for one in (receipt, statement)]
    assert [client.get(one).status_code for one in address] == [404, 404]
    open_with_slip(client, case)
    receipt_page, statement_page = (client.get(one) for one in address)
    assert (receipt_page.status_code, statement_page.status_code) == (200, 404)
    receipt_page.close()


def test_another_phone_sees_nothing_of_it(client, case):
    cast.complaint(at=timezone.now(), complainants=(Someone(name="सोहन", phone="+919999900009"),))
    sign_in(client, "+919999900009")
    assert "ठेकेदार फ़ोन नहीं उठाता" not in page(client, case).content.decode()
    assert step(client, case, "withdraw", reason="x").url == reverse("portal:case", args=[case.number])
    case.refresh_from_db()
    assert case.state == "unmarked"


def test_the_complainant_answers_and_says_that_nobody_asked(client, case):
    cast.take(case, "open", at=timezone.now())
    cast.take(case, "ask", at=timezone.now(), question="पर्ची है क्या?", contacted_at=case.opened_at)
    open_with_slip(client, case)
    assert "पर्ची है क्या?" in page(client, case).content.decode()
    assert step(client, case, "answer", text="हाँ", not_asked="yes").status_code == 302
    case.refresh_from_db()
    assert case.state == "with_officer"


def test_only_the_complainants_own_word_closes_it(client, case):
    cast.take(case, "open", at=timezone.now())
    cast.report(case, at=timezone.now())
    case.refresh_from_db()
    if case.state == "in_check":
        cast.take(case, "pass_check", at=timezone.now(), grade="A", by=cast.desk(cast.Role.QUALITY))
    open_with_slip(client, case)
    assert step(client, case, "record_feedback", result="satisfied", misconduct="no").status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"
    assert step(client, case, "reopen", reason="पैसा कम मिला").status_code == 302
    case.refresh_from_db()
    assert case.state == "unmarked"


def test_a_word_and_a_paper_are_added_and_the_date_stays(client, case):
    from django.core.files.uploadedfile import SimpleUploadedFile

    due = case.due_at
    open_with_slip(client, case)
    paper = SimpleUploadedFile("parchi.pdf", cast.PAPER, content_type="application/pdf")
    assert step(client, case, "add", text="मालिक का नाम गुप्ता है", files=[paper]).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.due_at) == ("unmarked", due)
    found = page(client, case).content.decode()
    assert "मालिक का नाम गुप्ता है" in found
    assert "parchi.pdf" in found
    assert step(client, case, "add", text="").status_code == 422


def test_a_false_file_with_a_step_is_refused_and_the_words_stay(client, case):
    from django.core.files.uploadedfile import SimpleUploadedFile

    open_with_slip(client, case)
    false = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 nothing", content_type="image/jpeg")
    found = step(client, case, "add", text="यह देखिए", files=[false])
    assert found.status_code == 422
    assert "यह देखिए" in found.content.decode()


def test_a_supervisor_is_asked_once(client):
    case = cast.complaint(at=timezone.now(), exclusion="sub-judice")
    open_with_slip(client, case)
    assert step(client, case, "appeal_exclusion", reason="मामला श्रम विभाग का है").status_code == 302
    case.refresh_from_db()
    assert case.state == "screening"


def test_a_stale_page_loses_no_word_and_changes_nothing(client, case):
    open_with_slip(client, case)
    seen = case.revision
    cast.take(case, "open", at=timezone.now())
    found = client.post(reverse("portal:step", args=[case.number, "withdraw"]), {"seen": seen, "reason": "अब ज़रूरत नहीं"})
    assert found.status_code == 409
    assert "अब ज़रूरत नहीं" in found.content.decode()
    case.refresh_from_db()
    assert case.state == "with_officer"


def test_a_forged_step_is_refused(client, case):
    open_with_slip(client, case)
    assert step(client, case, "report", text="हो गया").status_code == 404
    assert step(client, case, "reopen", reason="x").status_code == 409


def test_a_strange_phone_gets_no_code_and_the_same_answer(client, case):
    from shramsetu.messages.models import Message

    known = client.post(reverse("portal:sign_in"), {"phone": PHONE})
    strange = Client().post(reverse("portal:sign_in"), {"phone": "+919999911111"})
    assert (known.status_code, known.url) == (strange.status_code, strange.url)
    assert set(Message.objects.filter(template="code").values_list("to_phone", flat=True)) == {PHONE}


def test_a_wrong_code_does_not_let_in(client, case):
    client.post(reverse("portal:sign_in"), {"phone": PHONE})
    code = sent_code(PHONE)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert client.post(reverse("portal:code"), {"code": wrong}).status_code == 422
    assert client.get(reverse("portal:mine")).url.startswith(reverse("portal:sign_in"))


def test_sign_in_comes_back_only_to_this_site(client, case):
    client.get(reverse("portal:sign_in"), {"next": "https://evil.example/"})
    client.post(reverse("portal:sign_in"), {"phone": PHONE})
    assert client.post(reverse("portal:code"), {"code": sent_code(PHONE)}).url == reverse("portal:mine")


def test_words_added_to_a_sealed_case_are_read_by_its_own_people_and_kept_encrypted(client):
    from shramsetu.journal.models import Private

    case = cast.complaint(at=timezone.now(), sealed=True)
    open_with_slip(client, case)
    assert step(client, case, "add", text="गवाह का नाम श्याम है").status_code == 302
    assert "गवाह का नाम श्याम है" in page(client, case).content.decode()
    kept = [str(one.body) for one in Private.objects.filter(entry__stream=case.stream)]
    assert [text for text in kept if "श्याम" in text] == []


def test_a_late_yes_makes_an_unconfirmed_closure_solved(client, case):
    Case.objects.filter(pk=case.pk).update(
        state="closed_unconfirmed",
        phase=CLOSED,
        outcome="unconfirmed",
        due_at=None,
        warn_at=None,
        closed_at=timezone.now(),
        rests_until=timezone.now() + timedelta(days=30),
    )
    sign_in(client, PHONE)
    assert reverse("portal:step", args=[case.number, "confirm"]) in page(client, case).content.decode()

    assert step(client, case, "confirm", text="पैसा मिल गया").status_code == 302

    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "satisfied")
    assert "आपने कहा: हल हो गई" in page(client, case).content.decode()


@pytest.mark.parametrize(
    ("language", "truth", "old"), [("hi", "समय पहले बीत चुका", "नई तारीख़"), ("en", "already run", "new date")]
)
def test_who_goes_on_alone_is_told_that_the_old_time_counts(client, case, language, truth, old):
    twin = cast.complaint(at=timezone.now(), complainants=(Someone(name="मोहन", phone="+919999900003"),))
    cast.take(twin, "attach_to_master", master=case, at=timezone.now())
    client.cookies["django_language"] = language
    sign_in(client, "+919999900003")
    shown = client.get(reverse("portal:step", args=[twin.number, "detach"])).content.decode()
    assert (truth in shown, old in shown) == (True, False)


def test_the_answer_stands_before_the_two_words_that_it_asks_for(client, case):
    at = timezone.now()
    cast.take(case, "open", at=at)
    cast.report(case, at=at)
    cast.take(case, "pass_check", at=at, grade="A")
    open_with_slip(client, case)
    found = page(client, case).content.decode()
    asked = reverse("portal:step", args=[case.number, "record_feedback"])
    places = [found.index(one) for one in (cast.REPORTED, f"{asked}?result=satisfied", f"{asked}?result=dissatisfied")]
    assert places == sorted(places)
    form = client.get(f"{asked}?result=dissatisfied").context["form"]
    assert (form["result"].value(), [str(label) for _, label in form.fields["result"].choices]) == (
        "dissatisfied",
        ["हाँ, हल हो गई", "नहीं, हल नहीं हुई"],
    )


def test_what_is_done_is_said_as_done(client, case):
    open_with_slip(client, case)
    found = client.get(reverse("portal:done", args=[case.number, "add"])).content.decode()
    assert "आपने कुछ जोड़ा" in found
    assert "हो गया:" not in found


def test_the_departments_answer_has_the_common_word(client, case):
    cast.take(case, "open", at=timezone.now())
    cast.report(case, at=timezone.now())
    open_with_slip(client, case)
    found = page(client, case).content.decode()
    assert "<h3>जवाब</h3>" in found
    assert "आख्या" not in found
