"""People who complain on WhatsApp: asked by numbers, filed once, told on the same talk, tracked and answered there."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests import cast
from tests.bridges.cloud import PHONE, Cloud, Person, bring, text
from tests.cast import KANPUR, MONDAY
from tests.files.file_samples import picture

from shramsetu.bridges.whatsapp import answering, filing, media, words
from shramsetu.bridges.whatsapp.models import Conversation, Heard
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.grievances.filing import Someone
from shramsetu.grievances.models import Spoken
from shramsetu.journal.models import Entry
from shramsetu.lib import urdu
from shramsetu.messages.models import Consent, Message, OptOut
from shramsetu.people.models import Person as Known

pytestmark = pytest.mark.django_db
VOICE = (Path(__file__).parents[1] / "files" / "spoken" / "handset.ogg").read_bytes()
WAGES = "ठेकेदार ने तीन महीने की मज़दूरी नहीं दी और अब फ़ोन नहीं उठाता।"
TELLER = f"+{PHONE}"


@pytest.fixture
def ramesh(provider: Cloud) -> Person:
    provider.files = {"v1": ("audio/ogg; codecs=opus", VOICE), "p1": ("image/jpeg", picture("JPEG"))}
    return Person(provider)


def filed() -> Case:
    return Case.objects.select_related("grievance", "district").get()


def tell_all(person: Person, words: str = WAGES) -> str:
    for said in ("नमस्ते", "1", words, "0"):
        answer = person.says(said)
    if "क्या हुआ है" in answer or "1 " in answer.split("\n", 1)[-1]:
        person.says("1")
    person.says("कानपुर नगर")
    person.says("रमेश कुमार")
    return person.says("1")


def test_written_words_become_a_case_that_is_told_of_in_the_same_talk(ramesh: Person) -> None:
    answer = tell_all(ramesh)
    case = filed()
    assert (case.channel, case.kind, case.district and case.district.lgd_code) == ("whatsapp", "grievance", KANPUR)
    assert (case.grievance.text, case.reference_kind) == (WAGES, "online")
    someone = Known.objects.get()
    assert (someone.name, someone.phone, someone.language) == ("रमेश कुमार", TELLER, "hi")
    assert (case.number[:4] in answer, "दर्ज" in answer) == (True, True)
    assert Message.objects.filter(template="registered", channel="whatsapp", state="sent").count() == 1
    assert (Conversation.objects.count(), Heard.objects.exclude(state="done").count()) == (0, 0)
    assert not Heard.objects.exclude(phone="", body={}).exists()
    assert Entry.objects.get(stream=f"consent:{case.number}").detail == {"door": "whatsapp"}
    assert Consent.objects.get(withdrawn_at=None).category == "whatsapp"


def test_a_voice_note_alone_waits_for_the_typist(ramesh: Person) -> None:
    ramesh.sends("audio", {"id": "v1", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert Attachment.objects.count() == 0  # not before they agreed
    ramesh.says("1")
    ramesh.sends("location", {"latitude": 26.449923, "longitude": 80.331874})
    ramesh.says("0")
    ramesh.says("1")
    ramesh.says("रमेश")
    ramesh.says("1")
    case = filed()
    assert (case.state, Spoken.objects.get(pk=case.pk).text) == ("typing", "")
    assert case.grievance.landmark == "(26.44992, 80.33187)"
    paper = files.attached(case.stream).get()
    assert (paper.media_type, paper.purpose) == ("audio/ogg", "recording")


def test_a_photograph_is_laid_with_the_words(ramesh: Person) -> None:
    ramesh.says(WAGES)
    ramesh.says("1")
    ramesh.sends("image", {"id": "p1", "mime_type": "image/jpeg", "caption": "यह हमारी हाज़िरी की कॉपी है"})
    for said in ("0", "0", "0", "रमेश", "1"):
        ramesh.says(said)
    case = filed()
    assert case.grievance.text == f"{WAGES}\nयह हमारी हाज़िरी की कॉपी है"
    assert (case.state, case.district, files.attached(case.stream).get().media_type) == ("placing", None, "image/jpeg")


def test_who_writes_urdu_is_written_to_in_urdu(ramesh: Person) -> None:
    tell_all(ramesh, "ٹھیکیدار نے تین مہینے کی مزدوری نہیں دی اور فون نہیں اٹھاتا")
    assert (Known.objects.get().language, Message.objects.get(template="registered").language) == ("ur", "ur")
    assert ramesh.says("آداب").startswith("آداب، یہ محکمہ محنت")


def letters(text: str) -> str:
    """Return what is not Urdu in a text, apart from the invitations into other languages."""
    for one in words.INVITES.values():
        text = text.replace(one, "")
    return "".join(mark for mark in text if mark.isalpha() and not urdu.is_urdu(mark))


def test_a_talk_in_urdu_is_in_urdu_to_its_end(ramesh: Person) -> None:
    wages = "ٹھیکیدار نے تین مہینے کی مزدوری نہیں دی اور فون نہیں اٹھاتا"
    asked = [ramesh.says(one) for one in ("اردو", "۱", wages, "0", "1", "کانپور نگر", "محمد سلیم")]
    assert [letters(one) for one in asked] == [""] * 7
    assert asked[3].splitlines()[:2] == ["بات کس بارے میں ہے؟", "1 ٹھیکیدار نے پیسہ یا سہولت نہیں دی"]
    assert "ضلع: کانپور نگر" in asked[-1]
    assert ramesh.says("1").startswith("معاملہ")
    case = filed()
    assert (case.category, case.district and case.district.lgd_code) == ("contract-labour", KANPUR)
    told = Message.objects.get(template="registered")
    assert ("کانپور نگر" in told.text, told.language) == (True, "ur")
    assert ramesh.says(f"{case.number}").startswith("معاملہ")  # asked in no language: the one of the person
    assert letters(ramesh.says(f"حال {case.number} 000000")) in (
        "",
        letters(case.holder.short_hi if case.holder else ""),
    )


def test_a_talk_in_english_is_in_english_to_its_end(ramesh: Person) -> None:
    told = ("hello", "English", "1", "thekedar ne teen mahine se mazdoori nahi di", "0", "0", "kanpur nagar", "Ramesh")
    asked = [ramesh.says(one) for one in told]
    assert [one.isascii() for one in asked[2:]] == [True] * 6
    assert asked[1].startswith("Namaste, this is Shram Setu")
    assert ramesh.says("1").endswith("Shram Setu")
    case = filed()
    assert (Known.objects.get().language, "is with" in ramesh.says(f"status {case.number}")) == ("en", True)


@pytest.mark.parametrize(("word", "refusal"), [("English", "Please tell a little more"), ("اردو", "تھوڑا اور بتائیے")])
def test_what_is_wrong_is_said_in_the_language_of_the_talk(ramesh: Person, word: str, refusal: str) -> None:
    for said in (word, "1", "پیسہ", "0", "0", "0", "Ramesh"):
        ramesh.says(said)
    assert ramesh.says("1").startswith(refusal)


def test_who_stops_and_who_does_not_agree_hears_so_in_the_language_of_the_talk(ramesh: Person) -> None:
    ramesh.says("اردو")
    assert letters(ramesh.says("2")) == ""
    ramesh.says("اردو")
    ramesh.says("stop")
    assert Message.objects.get(template="sms-stopped").language == "ur"


def test_roman_hindi_is_understood_down_to_the_district(ramesh: Person) -> None:
    for said in ("thekedar ne teen mahine se mazdoori nahi di", "1", "0", "0", "kanpur nagar", "Ramesh", "1"):
        ramesh.says(said)
    case = filed()
    assert (case.district and case.district.lgd_code, case.grievance.text) == (
        KANPUR,
        "thekedar ne teen mahine se mazdoori nahi di",
    )


def test_the_last_yes_delivered_twice_files_once(ramesh: Person) -> None:
    tell_all(ramesh)
    again = Heard.objects.order_by("pk").last()
    assert again is not None
    for _ in range(3):
        assert bring(text("1", ref=again.ref)) == 200
    ramesh.wait()
    assert Case.objects.count() == 1


def test_a_worker_that_dies_in_the_middle_files_once(ramesh: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    real = filing.send

    def die(*given: object, **more: object) -> None:
        real(*given, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(filing, "send", die)
    with pytest.raises(KeyboardInterrupt):
        tell_all(ramesh)
    assert (Case.objects.count(), Heard.objects.get(state="waiting").tries) == (0, 1)
    monkeypatch.setattr(filing, "send", real)
    ramesh.wait(minutes=4)
    assert (Case.objects.count(), Heard.objects.filter(state="waiting").count()) == (1, 0)


def test_two_workers_never_take_two_messages_of_one_person(ramesh: Person) -> None:
    bring(text("नमस्ते"), text("1", at=MONDAY + timedelta(seconds=1)), text("x", phone="919999900778"))
    taken = [answering.claim(at=MONDAY) for _ in range(3)]
    assert [one and one.body["text"] for one in taken] == ["नमस्ते", "x", None]


def test_a_message_that_breaks_the_answerer_is_kept_and_lets_others_pass(
    ramesh: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "send", lambda *given, **more: 1 / 0)
    tell_all(ramesh)
    for _ in range(4):
        ramesh.wait(minutes=10)
    left = Heard.objects.get(state="aside")
    assert (left.error, left.body["text"], left.phone) == ("ZeroDivisionError", "1", TELLER)
    assert Entry.objects.filter(stream="alarm:casework").count() == 1
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "now", lambda: ramesh.at)
    call_command("whatsapp", "again")
    ramesh.wait()
    assert (Case.objects.count(), Heard.objects.exclude(state="done").count()) == (1, 0)


def test_stop_lets_go_of_everything_and_nothing_ordinary_comes_any_more(ramesh: Person) -> None:
    ramesh.says(WAGES)
    ramesh.says("1")
    ramesh.sends("image", {"id": "p1", "mime_type": "image/jpeg"})
    ramesh.says("बंद")
    assert (Conversation.objects.count(), Case.objects.count()) == (0, 0)
    assert not Attachment.objects.filter(removed_at=None).exists()
    assert (OptOut.objects.count(), Consent.objects.filter(withdrawn_at=None).count()) == (1, 0)
    assert Message.objects.filter(template="sms-stopped", channel="whatsapp").count() == 1


def test_no_agreement_keeps_nothing(ramesh: Person) -> None:
    ramesh.says(WAGES)
    ramesh.says("2")
    assert (Conversation.objects.count(), Consent.objects.count(), Case.objects.count()) == (0, 0, 0)


def test_the_status_of_ones_own_case_needs_no_code_and_a_strangers_needs_the_slips(ramesh: Person) -> None:
    tell_all(ramesh)
    case = filed()
    own = ramesh.says(f"स्थिति {case.number}")
    assert (case.number[:4] in own, "श्रम सेतु" in own) == (True, True)
    other = Person(ramesh.state, phone="919999900555", at=ramesh.at)
    party = case.parties.get()
    code = casework.slip_code(party, case)
    wrong = other.says(f"स्थिति {case.number} {(int(code) + 1) % 1000000:06d}")
    nothing = other.says(f"स्थिति {case.number}")
    right = other.says(f"स्थिति {case.number} {code}")
    assert (case.number[:4] in wrong, "नहीं" in nothing) == (False, True)
    assert case.number[:4] in right


def test_one_and_two_answer_whether_it_was_solved(ramesh: Person) -> None:
    tell_all(ramesh)
    case = filed()
    cast.report(case, at=ramesh.at)
    cast.take(case, "pass_check", grade="A", at=ramesh.at)
    case.refresh_from_db()
    assert case.state == "awaiting_feedback"
    ramesh.says("2")
    case.refresh_from_db()
    assert (case.state, Heard.objects.order_by("-pk")[0].outcome) == ("with_officer", "taken")


def test_one_answers_the_talk_and_not_an_older_case(ramesh: Person) -> None:
    case = cast.complaint(complainants=(Someone("रमेश", TELLER),))
    cast.report(case)
    cast.take(case, "pass_check", grade="A")
    ramesh.says(WAGES)
    ramesh.says("1")
    case.refresh_from_db()
    assert (case.state, Conversation.objects.get().told["step"]) == ("awaiting_feedback", "words")


def test_who_writes_too_often_is_told_once_and_heard_later(ramesh: Person) -> None:
    for place in range(63):
        bring(text(f"बात {place}", at=MONDAY + timedelta(seconds=place)))
    ramesh.wait(minutes=2)
    assert Heard.objects.filter(outcome="too_often").count() == 3
    assert len([said for said in ramesh.state.texts() if "1076" in said and "घंटे" in said]) == 1


def test_an_unfinished_talk_begins_anew_after_two_days(ramesh: Person) -> None:
    ramesh.says(WAGES)
    ramesh.says("1")
    ramesh.sends("image", {"id": "p1", "mime_type": "image/jpeg"})
    ramesh.at += timedelta(hours=49)
    ramesh.says("नमस्ते")
    assert Conversation.objects.get().told["step"] == "consent"
    assert not Attachment.objects.filter(removed_at=None).exists()


def test_a_thumb_under_our_message_begins_nothing(ramesh: Person) -> None:
    assert ramesh.sends("reaction", {"message_id": "wamid.out1", "emoji": "👍"}) == ""
    assert (Conversation.objects.count(), Heard.objects.get().outcome) == (0, "ignored")


def test_an_earlier_message_that_comes_late_is_not_lost(ramesh: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: ramesh.at)
    ramesh.says("नमस्ते")
    ramesh.says("1")
    real, late = media.fetch, [text("पहले लिखा, बाद में आया", at=MONDAY + timedelta(seconds=150))]

    def slow(*given: Any, **more: Any) -> Any:
        if late:  # while the photograph is being fetched, another worker answers what came late
            bring(late.pop())
            answering.answer_due(lambda: ramesh.at)
        return real(*given, **more)

    monkeypatch.setattr(media, "fetch", slow)
    ramesh.sends("image", {"id": "p1", "mime_type": "image/jpeg", "caption": "यह हाज़िरी है"})
    ramesh.wait(minutes=2)
    told = Conversation.objects.get().told
    assert (told["words"], len(told["files"])) == (["पहले लिखा, बाद में आया", "यह हाज़िरी है"], 1)
    assert Attachment.objects.count() == 1


def test_who_agrees_again_wants_messages_again(ramesh: Person) -> None:
    ramesh.says("बंद")
    assert OptOut.objects.count() == 1
    ramesh.says(WAGES)
    ramesh.says("1")
    assert OptOut.objects.count() == 0


def test_too_short_words_are_asked_again(ramesh: Person) -> None:
    for said in ("नमस्ते", "1", "मदद", "0", "0", "रमेश"):
        ramesh.says(said)
    answer = ramesh.says("1")
    assert (Case.objects.count(), Conversation.objects.get().told["step"]) == (0, "words")
    assert answer.count("\n") >= 1
