from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.cast import PAPER
from tests.portal.portal_steps import ANSWERS, WORDS, send, sign_in, tell

from shramsetu.casework.models import Case, Party
from shramsetu.files.models import Attachment
from shramsetu.grievances.models import Grievance
from shramsetu.journal.models import Entry
from shramsetu.lib import clock, numbers
from shramsetu.messages.models import Message
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.portal import actions, notices

pytestmark = pytest.mark.django_db


def screen(name):
    return reverse("portal:file_screen", args=[name])


def test_the_question_says_that_urdu_letters_may_be_written(client):
    assert "हिन्दी, अंग्रेज़ी या उर्दू अक्षरों में" in client.get(screen("what")).content.decode()


def test_four_steps_register_a_complaint_with_the_officer_of_the_district(client):
    tell(client)
    number = send(client)
    case = Case.objects.select_related("grievance", "holder").get(number=number)
    party = Party.objects.select_related("person").get(case=case, part="complainant")
    assert (case.kind, case.category, case.channel, case.state) == ("grievance", "wages-not-paid", "portal", "unmarked")
    assert (case.district.lgd_code, case.holder.level) == (150, 1)
    assert (case.grievance.text, case.grievance.landmark) == (WORDS, "शिव मंदिर के पास")
    assert (party.person.name, party.person.phone) == ("रमेश कुमार", "+919999900001")
    assert Party.objects.get(case=case, part="opposite").person.name == "गुप्ता ठेकेदार"
    assert Message.objects.filter(template="registered", to_phone="+919999900001").count() == 1
    version = notices.current(clock.day(timezone.now())).version
    assert Entry.objects.get(stream=f"consent:{number}").detail == {"version": version}


def test_the_number_who_has_it_and_the_code_are_shown_at_the_end(client):
    tell(client)
    number = send(client)
    page = client.get(reverse("portal:filed", args=[number])).content.decode()
    case = Case.objects.get(number=number)
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in page
    assert case.holder.title_hi in page
    slip = client.get(reverse("portal:slip", args=[number])).content.decode()
    assert 'class="qr"' in slip
    assert "style=" not in slip


def test_the_slip_is_only_for_the_browser_that_filed(client, django_user_model):
    tell(client)
    number = send(client)
    client.cookies.clear()
    assert client.get(reverse("portal:slip", args=[number])).status_code == 404
    assert client.get(reverse("portal:filed", args=[number])).status_code == 404


def test_what_was_told_stands_there_again_after_going_back(client):
    tell(client, "what", "about")
    assert WORDS in client.get(screen("what")).content.decode()
    assert client.get(reverse("portal:file")).context["screen"] == "where"


def test_a_wrong_answer_is_said_in_a_sentence_and_loses_nothing(client):
    tell(client, "what", "about", "where", "whose")
    given = {**ANSWERS["who"], "phone": "98765"}
    found = client.post(screen("who"), given)
    page = found.content.decode()
    assert found.status_code == 422
    assert "रमेश कुमार" in page
    assert "98765" in page
    assert "मोबाइल नंबर में 10 अंक होते हैं; आपने 5 लिखे।" in page
    assert WORDS in client.get(screen("what")).content.decode()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("what", {"text": ""}),
        ("what", {"text": "कम"}),
        ("what", {"kind": "bribe"}),
        ("what", {"text": "क" * 20_000}),
        ("about", {"category": "no-such"}),
        ("about", {"category": ""}),
        ("where", {"district": "999999"}),
        ("where", {"district": "", "place_words": "ज़्ञ्क्षत्र"}),
        ("where", {"district": "150", "landmark": "क" * 500}),
        ("whose", {"whom": ""}),
        ("who", {"name": ""}),
        ("who", {"name": "क" * 500}),
        ("who", {"safe_to_call": "perhaps"}),
    ],
)
def test_bad_input_is_refused_on_its_screen_and_changes_nothing(client, name, changes):
    order = list(ANSWERS)
    tell(client, *order[: order.index(name)])
    found = client.post(screen(name), {**ANSWERS[name], **changes})
    assert found.status_code == 422
    assert 'class="error-summary"' in found.content.decode()
    assert Case.objects.count() == 0


def test_a_text_of_five_megabytes_is_told_in_hindi_that_it_is_too_long(client):
    tell(client, "what")
    found = client.post(screen("what"), {"kind": "grievance", "text": "क" * 1_700_000})
    assert found.status_code == 413
    assert "बहुत बड़ा" in found.content.decode()
    assert WORDS in client.get(screen("what")).content.decode()


def test_a_place_of_many_is_asked_for_and_kept(client):
    tell(client, "what", "about")
    found = client.post(screen("where"), {"district": "", "place_words": "Kanpur", "landmark": ""})
    assert found.url == screen("which")
    listed = dict(client.get(screen("which")).context["form"].fields["place"].choices)
    first = next(iter(listed))
    tell(client, "which", "whose", "who", "against", which={"place": first}) if "which" in ANSWERS else None
    assert client.post(screen("which"), {"place": first}).status_code == 302
    tell(client, "whose", "who", "against")
    case = Case.objects.get(number=send(client))
    assert case.place_id == int(first) or case.district_id == int(first)


def test_words_that_name_no_place_are_kept_as_a_landmark(client):
    tell(client, "what", "about")
    client.post(screen("where"), {"district": "150", "place_words": "खखखखखखख", "landmark": "पुल"})
    tell(client, "whose", "who", "against")
    number = send(client)
    assert Grievance.objects.get(case__number=number).landmark == "खखखखखखख, पुल"


def test_an_unknown_place_goes_to_the_state_desk(client):
    tell(client, "what", "about")
    client.post(screen("where"), {"district": "", "place_words": "", "landmark": "", "unknown": "on"})
    tell(client, "whose", "who", "against")
    case = Case.objects.get(number=send(client))
    assert (case.state, case.holder_id) == ("placing", offices.state_desk().pk)


def test_somebody_else_may_write_with_relation_and_consent(client):
    tell(client, "what", "about", "where", whose={"whom": "other"})
    client.post(screen("whose"), {"whom": "other"})
    more = {"filer_name": "सीता", "filer_phone": "9999900002", "relation": "पत्नी", "consent": "yes"}
    assert client.post(screen("who"), {**ANSWERS["who"], **more}).status_code == 302
    tell(client, "against")
    case = Case.objects.get(number=send(client))
    filer = Party.objects.select_related("person").get(case=case, part="filer")
    assert (filer.person.name, filer.relation, filer.consents) == ("सीता", "पत्नी", True)


def test_several_complain_together_each_with_an_own_seat(client):
    tell(client, "what", "about", "where")
    client.post(screen("whose"), {"whom": "many"})
    wrong = client.post(screen("who"), {**ANSWERS["who"], "others": "मोहन, 12345"})
    assert wrong.status_code == 422
    assert "मोहन, 12345:" in wrong.content.decode()
    client.post(screen("who"), {**ANSWERS["who"], "others": "मोहन लाल, 9999900003\nसोहन"})
    tell(client, "against")
    case = Case.objects.get(number=send(client))
    seats = Party.objects.filter(case=case, part="complainant").order_by("seat")
    assert [(one.seat, one.leads, one.person.name) for one in seats] == [
        (1, True, "रमेश कुमार"),
        (2, False, "मोहन लाल"),
        (3, False, "सोहन"),
    ]


def test_a_secret_wish_seals_it_and_the_page_names_no_officer(client):
    tell(client, against={"sealed": "on"})
    number = send(client)
    case = Case.objects.get(number=number)
    assert (case.sealed, Grievance.objects.get(case=case).text.startswith("sealed:")) == (True, True)
    assert case.holder.title_hi not in client.get(reverse("portal:filed", args=[number])).content.decode()


def test_a_matter_of_another_office_gets_a_number_the_reason_and_where_to_go(client):
    tell(client, "what", what={"text": "मेरा मुक़दमा हाई कोर्ट में विचाराधीन है, जल्दी फ़ैसला कराइए"})
    gate = client.get(screen("elsewhere"))
    assert "15100" in gate.content.decode()
    assert client.post(screen("elsewhere"), {"exclusion": "sub-judice"}).status_code == 302
    tell(client, "about", "where", "whose", "who", "against")
    number = send(client)
    case = Case.objects.get(number=number)
    assert (case.state, Grievance.objects.get(case=case).exclusion) == ("excluded", "sub-judice")
    assert "15100" in client.get(reverse("portal:filed", args=[number])).content.decode()


def test_a_question_is_answered_on_the_spot_from_the_knowledge_base(client):
    found = client.post(screen("what"), {"kind": "information", "text": "labour card kaise banega, kya kagaz lagenge"})
    assert found.url == screen("answers")
    assert "पंजीयन" in client.get(screen("answers")).content.decode()
    assert Case.objects.count() == 0
    client.post(screen("answers"), {})
    tell(client, "about", "where", "whose", "who")
    assert Case.objects.get(number=send(client)).kind == "information"


def test_a_paper_is_kept_at_once_and_goes_with_the_complaint(client):
    tell(client)
    paper = SimpleUploadedFile("parchi.pdf", PAPER, content_type="application/pdf")
    assert client.post(reverse("portal:file_papers"), {"files": [paper]}).status_code == 302
    number = send(client)
    assert [one.name for one in Attachment.objects.filter(stream=f"case:{number}")] == ["parchi.pdf"]


def test_a_file_of_a_false_type_is_refused_and_loses_nothing(client):
    tell(client)
    false = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 not a picture", content_type="image/jpeg")
    found = client.post(reverse("portal:file_papers"), {"files": [false]})
    assert found.status_code == 422
    assert "JPG, PNG, PDF" in found.content.decode()
    assert Attachment.objects.count() == 0
    assert Case.objects.filter(number=send(client)).exists()


def test_more_files_than_allowed_are_refused_all_together(client):
    tell(client)
    many = [SimpleUploadedFile(f"{n}.pdf", PAPER, content_type="application/pdf") for n in range(6)]
    found = client.post(reverse("portal:file_papers"), {"files": many})
    assert (found.status_code, Attachment.objects.count()) == (422, 0)


def test_a_second_press_of_the_button_registers_nothing_more(client):
    tell(client)
    number = send(client)
    again = client.post(reverse("portal:file_send"), {"idempotency_key": "x"})
    assert again.url == reverse("portal:filed", args=[number])
    assert Case.objects.count() == 1


def test_a_screen_that_was_left_out_is_asked_before_sending(client):
    tell(client, "what", "about", "whose", "who", "against")
    assert client.get(reverse("portal:file_send")).url == screen("where")


def test_ones_own_earlier_complaint_is_shown_only_to_a_proved_phone(client):
    tell(client)
    first = send(client)
    tell(client)
    assert numbers.spaced(first) not in client.get(reverse("portal:file_send")).content.decode()
    sign_in(client, "+919999900001")
    page = client.get(reverse("portal:file_send"))
    assert [one.case.number for one in page.context["alike"]] == [first]
    assert WORDS in page.content.decode()


def test_papers_of_a_draft_nobody_sent_are_forgotten(client):
    tell(client, "what")
    paper = SimpleUploadedFile("parchi.pdf", PAPER, content_type="application/pdf")
    client.post(reverse("portal:file_papers"), {"files": [paper]})
    kept = Attachment.objects.get()
    assert actions.forget_drafts(at=kept.at + timedelta(days=29)) == 0
    assert actions.forget_drafts(at=kept.at + timedelta(days=31)) == 1


def test_a_complaint_in_english_is_told_in_english(client):
    client.cookies["django_language"] = "en"
    tell(client)
    number = send(client)
    message = Message.objects.get(template="registered", stream=f"case:{number}")
    assert message.language == "en"
    assert message.text.isascii()


def test_an_officer_who_is_named_neither_holds_nor_sees_it(client):
    tell(client, "what")
    tell(client, "about", "where", "whose", "who", about={"category": "officer-misconduct"})
    listed = client.get(screen("against")).context["form"].fields["against"].choices
    named = Post.objects.get(code=listed[1][0])
    tell(client, "against", against={"against": named.code})
    case = Case.objects.get(number=send(client))
    assert (case.sealed, case.bars.get().post) == (True, named)
    assert case.holder != named


def test_a_draft_can_be_thrown_away(client):
    tell(client, "what")
    client.post(reverse("portal:file_anew"))
    assert WORDS not in client.get(screen("what")).content.decode()
