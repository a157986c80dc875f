"""Where mails go once they are read: to their case, to a person, into quarantine, aside; nothing is gone unseen."""

import logging
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from tests import cast
from tests.intake.mail import post, test_signs

from shramsetu.casework.models import Case, Party
from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.intake.mail import actions, forgetting
from shramsetu.intake.mail.actions import joining, reading
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.journal.models import Entry
from shramsetu.lib import numbers
from shramsetu.messages import queries as outbox
from shramsetu.messages.models import Message, State
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
LOCKED = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R/Encrypt 5 0 R>>\n%%EOF\n"


def case_of_ramesh(**changes: Any) -> Case:
    """A case whose complainant gave an e-mail address."""
    case = cast.complaint(**changes)
    person = Party.objects.get(case=case, part="complainant").person
    if person is not None:
        person.email = post.RAMESH
        person.save()
    return case


def last_entry(case: Case) -> Entry:
    return Entry.objects.filter(stream=case.stream).select_related("private").latest("seq")


def test_a_mail_of_a_stranger_waits_for_a_person_with_its_words() -> None:
    mail = post.came(post.raw())
    assert (mail.state, mail.sender, mail.sender_name, mail.subject) == (
        "waiting",
        post.RAMESH,
        "रमेश कुमार",
        post.SUBJECT,
    )
    assert (mail.text.strip(), mail.signs) == (post.TEXT, [])
    assert [one.media_type for one in files.attached(mail.stream)] == ["message/rfc822"]


def test_the_same_mail_fetched_twice_is_one_row() -> None:
    first = post.came(post.raw(), uid=1)
    again = post.came(b"Received: from elsewhere\n" + post.raw(), uid=2)
    assert (again.pk, first.fetched.count(), Attachment.objects.count()) == (first.pk, 2, 1)


def test_a_stranger_cannot_keep_a_mail_out_by_its_id() -> None:
    post.came(post.raw(text="झूठ", sender="x@evil.example", Message_ID="<known@mail.example>"))
    post.came(post.raw(Message_ID="<known@mail.example>"))
    assert Mail.objects.count() == 2


def test_an_answer_to_our_address_with_its_token_is_the_complainants_word() -> None:
    case = case_of_ramesh()
    token = joining.thread(case, post.RAMESH, at=cast.MONDAY).token
    to = post.OURS.replace("@", f"+{token}@")
    mail = post.came(post.raw(text="एक और बात\n\n> पुराना", to=to.upper()))
    entry = last_entry(case)
    assert (mail.state, mail.case, entry.verb, entry.role) == ("joined", case, "add", "citizen")
    assert entry.private.body == {"text": "एक और बात"}
    assert (mail.sender, mail.sender_name, mail.subject, mail.text) == ("", "", "", "")
    assert [one.media_type for one in files.attached(case.stream)] == ["message/rfc822"]


def test_a_token_cannot_be_guessed_and_a_wrong_one_opens_nothing() -> None:
    case = case_of_ramesh()
    tokens = {joining.thread(case, f"{n}@x.example", at=cast.MONDAY).token for n in range(50)}
    assert (len(tokens), {len(one) for one in tokens}) == (50, {26})
    wrong = post.OURS.replace("@", f"+{'a' * 26}@")
    assert post.came(post.raw(to=f"{wrong}, {post.OURS}")).state == "waiting"


def test_the_id_of_our_mail_leads_to_its_case() -> None:
    case = case_of_ramesh()
    sent = sent_mail(case)
    mail = post.came(post.raw(In_Reply_To=f"<{sent.pk}@setu.example.in>", sender="son@mail.example"))
    assert (mail.state, mail.case) == ("joined", case)
    strange = post.came(post.raw(text="x y z", In_Reply_To=f"<{sent.pk}@evil.example>"))
    assert (strange.state, strange.suggested) == ("waiting", None)


def test_an_officer_who_answers_our_letter_is_no_complainant() -> None:
    case = case_of_ramesh()
    sent = sent_mail(case)
    Message.objects.filter(pk=sent.pk).update(audience="officer")
    mail = post.came(post.raw(In_Reply_To=f"<{sent.pk}@setu.example.in>", sender="leo@up.example"))
    assert (mail.state, mail.suggested) == ("waiting", None)


def sent_mail(case: Case) -> Message:
    """An answer that went out to Ramesh."""
    mail = post.came(post.raw(text=f"पहला ई-मेल {Mail.objects.count()}"))
    actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    mail.refresh_from_db()
    actions.answer(case, mail, text="देख रहे हैं", by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    sent = Message.objects.filter(template="case-answer", stream=case.stream).latest("queued_at")
    Message.objects.filter(pk=sent.pk).update(state=State.SENT, begun_at=cast.MONDAY, sent_at=cast.MONDAY)
    return sent


@pytest.mark.parametrize("sender", [post.RAMESH, "stranger@mail.example"])
def test_a_number_in_the_subject_counts_only_with_a_known_sender(sender: str, settings: Any) -> None:
    settings.MAIL_TRUSTED_SERVER = post.SERVER
    case = case_of_ramesh()
    subject = f"शिकायत {numbers.spaced(case.number)}"
    mail = post.came(post.raw(subject=subject, sender=sender, Authentication_Results=post.VOUCHED))
    if sender == post.RAMESH:
        assert (mail.state, mail.case) == ("joined", case)
    else:
        assert (mail.state, mail.case, mail.suggested) == ("waiting", None, case)
        assert last_entry(case).verb == "register"


def test_a_forged_sender_is_not_known(settings: Any) -> None:
    settings.MAIL_TRUSTED_SERVER = "mx.setu.example.in"
    case = case_of_ramesh()
    forged = "mx.setu.example.in (checked); dkim=none; dmarc=fail (p=none) header.from=mail.example"
    mail = post.came(post.raw(subject=case.number, Authentication_Results=forged))
    assert (mail.state, mail.suggested) == ("waiting", case)
    assert last_entry(case).verb == "register"


def test_a_sealed_case_is_not_even_suggested() -> None:
    case = case_of_ramesh(sealed=True)
    assert post.came(post.raw(subject=case.number)).suggested is None


def test_what_was_asked_is_answered_by_mail() -> None:
    case = case_of_ramesh()
    cast.take(case, "open")
    cast.take(case, "ask", question="कौन सा ठेकेदार?", contacted_at=cast.MONDAY)
    sent = sent_mail(case)
    mail = post.came(post.raw(text="श्याम ठेकेदार", In_Reply_To=f"<{sent.pk}@setu.example.in>"))
    case.refresh_from_db()
    assert (mail.state, case.state) == ("joined", "with_officer")


def test_a_word_in_a_closed_case_is_laid_before_a_person() -> None:
    case = case_of_ramesh()
    cast.take(case, "withdraw", by=cast.citizen(), reason="समझौता हो गया")
    mail = post.came(post.raw(subject=case.number))
    assert (mail.state, mail.suggested) == ("waiting", case)


def test_an_own_second_mail_waits_with_the_first_and_goes_with_it() -> None:
    first = post.came(post.raw(Message_ID="<first@mail.example>"))
    second = post.came(post.raw(text="एक बात रह गई", In_Reply_To="<first@mail.example>"))
    assert (second.state, second.follows) == ("waiting", first)
    case = case_of_ramesh(channel="email")
    actions.file_as(first, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    second.refresh_from_db()
    assert (second.state, second.case, last_entry(case).private.body) == ("joined", case, {"text": "एक बात रह गई"})


def test_another_who_answers_a_strangers_mail_is_not_led_to_its_case() -> None:
    first = post.came(post.raw(Message_ID="<first@mail.example>"))
    actions.file_as(first, case_of_ramesh(), by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    mail = post.came(post.raw(text="मैं मालिक हूँ", sender="boss@firm.example", In_Reply_To="<first@mail.example>"))
    assert (mail.state, mail.case, mail.suggested) == ("waiting", None, None)


def picture(size: tuple[int, int] = (8, 8)) -> bytes:
    made = BytesIO()
    Image.new("1", size).save(made, "PNG")
    return made.getvalue()


def test_attachments_are_checked_one_by_one_and_the_mail_is_kept() -> None:
    made = post.letter()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("zeros", b"\0" * 5_000_000)
    for content, name in (
        (cast.PAPER, "रसीद.pdf"),
        (picture(), "photo.png"),
        (LOCKED, "locked.pdf"),
        (b"%PDF-1.4 cut off", "cut.pdf"),
        (picture()[:40], "half.png"),
        (picture((12_000, 12_000)), "bomb.png"),
        (packed.getvalue(), "bomb.zip"),
        (b"MZ program", "bill.pdf"),
        (b"\x78\x9f\x3e\x22", "winmail.dat"),
        (b"%PDF-1.4\n" + b"0" * 11_000_000 + b"%%EOF", "big.pdf"),
    ):
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    mail = post.came(made.as_bytes())
    assert (mail.state, mail.papers) == ("waiting", 2)
    assert [(one["name"], one["why"]) for one in mail.refused] == [
        ("locked.pdf", "locked"),
        ("cut.pdf", "broken"),
        ("half.png", "broken"),
        ("bomb.png", "large"),
        ("bomb.zip", "kind"),
        ("bill.pdf", "kind"),
        ("winmail.dat", "winmail"),
        ("big.pdf", "large"),
    ]
    assert sorted(one.name for one in files.attached(mail.stream)) == ["e-mail.eml", "photo.png", "रसीद.pdf"]


def test_of_too_many_attachments_the_first_are_taken() -> None:
    made = post.letter()
    for n in range(12):
        made.add_attachment(cast.PAPER + b"%d" % n, maintype="application", subtype="pdf", filename=f"{n}.pdf")
    mail = post.came(made.as_bytes())
    assert (mail.papers, [one["why"] for one in mail.refused]) == (10, ["too_many", "too_many"])


def test_a_mail_that_was_cut_says_so() -> None:
    assert post.came(post.raw(), is_cut=True).signs == ["cut"]


@pytest.mark.parametrize(
    "heads",
    [{"X_Spam_Flag": "YES"}, {"List_Unsubscribe": "<mailto:x@y.example>"}, {"to": "a@b.example", "text": "\n"}],
)
def test_what_is_doubtful_goes_into_quarantine_with_its_reasons(heads: dict[str, str]) -> None:
    mail = post.came(post.raw(**heads))
    assert mail.state == "quarantined"
    assert mail.signs != []


def test_who_writes_without_end_goes_into_quarantine() -> None:
    states = [post.came(post.raw(text=f"सुनिए {n}")).state for n in range(12)]
    assert states == ["waiting"] * 10 + ["quarantined"] * 2
    assert post.came(post.raw(text="अगले दिन"), at=cast.MONDAY + timedelta(hours=2)).state == "waiting"


def test_a_machine_is_noted_and_answered_by_nobody() -> None:
    case = case_of_ramesh()
    sent = sent_mail(case)
    before = Message.objects.count()
    mail = post.came(
        post.raw(text="मैं छुट्टी पर हूँ", Auto_Submitted="auto-replied", In_Reply_To=f"<{sent.pk}@setu.example.in>")
    )
    assert (mail.state, mail.signs, mail.suggested) == ("automatic", ["auto"], case)
    assert (Message.objects.count(), last_entry(case).verb) == (before, "mail_answer")


def test_a_report_of_a_mail_of_ours_marks_the_address() -> None:
    sent = sent_mail(case_of_ramesh())
    mail = post.came(test_signs.report(about=f"{sent.pk}@setu.example.in"))
    sent.refresh_from_db()
    assert (mail.state, mail.signs) == ("automatic", ["report", "bounced"])
    assert (outbox.is_unreachable(post.RAMESH), sent.state, sent.error) == (True, State.FAILED, "bad_address")


@pytest.mark.parametrize("about", ["1@setu.example.in", "00000000-0000-4000-8000-000000000000@setu.example.in", ""])
def test_a_forged_report_marks_nobody(about: str) -> None:
    sent_mail(case_of_ramesh())
    assert post.came(test_signs.report(about=about)).signs == ["report"]
    assert not outbox.is_unreachable(post.RAMESH)


def test_a_report_about_another_address_than_we_wrote_to_marks_nobody() -> None:
    sent = sent_mail(case_of_ramesh())
    content = test_signs.report(about=f"{sent.pk}@setu.example.in").replace(post.RAMESH.encode(), b"cm@up.example")
    assert post.came(content).signs == ["report"]
    assert not outbox.is_unreachable("cm@up.example")


def test_a_mail_that_breaks_the_reading_is_laid_before_a_person(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*args: object, **options: object) -> None:
        raise ValueError("रमेश कुमार 9999900001")

    monkeypatch.setattr(reading, "write", breaks)
    with caplog.at_level(logging.DEBUG):
        mail = post.came(post.raw())
        assert mail.state == "taken"
        for _ in range(reading.TRIES - 1):
            actions.read_waiting(at=cast.MONDAY)
    mail.refresh_from_db()
    assert (mail.state, mail.signs) == ("waiting", ["unreadable"])
    assert "रमेश" not in caplog.text


def test_nothing_personal_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        case = case_of_ramesh()
        post.came(post.raw(subject=case.number))
        post.came(post.raw(Auto_Submitted="auto-replied"))
    assert [word for word in (post.RAMESH, "रमेश", "ठेकेदार") if word in caplog.text] == []


def test_an_aadhaar_number_is_in_no_row() -> None:
    mail = post.came(post.raw(text="मेरा आधार 2345 6789 0124 है", subject="आधार 234567890124"))
    assert "2345" not in mail.text + mail.subject


def test_what_was_put_away_is_kept_comes_back_and_speaks_against_the_next() -> None:
    by = cast.desk(Role.OPERATOR)
    mail = post.came(post.raw())
    actions.put_away(mail, reason="विज्ञापन", is_spam=True, by=by, at=cast.MONDAY)
    assert post.came(post.raw(text="फिर से विज्ञापन")).state == "quarantined"
    mail.refresh_from_db()
    assert (mail.state, mail.text.strip(), mail.reason) == ("discarded", post.TEXT, "विज्ञापन")
    actions.release(mail, by=by, at=cast.MONDAY)
    mail.refresh_from_db()
    assert (mail.state, mail.signs) == ("waiting", [])
    verbs = Entry.objects.filter(stream=mail.stream).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["put_away", "release"]


def test_two_persons_do_not_decide_about_one_mail() -> None:
    mail, case, by = post.came(post.raw()), case_of_ramesh(), cast.desk(Role.OPERATOR)
    actions.join(mail, case, by=by, at=cast.MONDAY)
    for deed in (
        lambda: actions.join(mail, case, by=by, at=cast.MONDAY),
        lambda: actions.file_as(mail, case, by=by, at=cast.MONDAY),
        lambda: actions.put_away(mail, reason="x", is_spam=False, by=by, at=cast.MONDAY),
        lambda: actions.release(mail, by=by, at=cast.MONDAY),
    ):
        with pytest.raises(actions.Gone):
            deed()


def test_what_another_wrote_is_laid_with_the_case_and_is_no_word_of_the_complainant() -> None:
    mail, case = post.came(post.raw(sender="boss@firm.example")), case_of_ramesh()
    actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    assert last_entry(case).verb == "mail_join"


def test_a_mail_of_a_sealed_case_lies_encrypted() -> None:
    case = cast.complaint(sealed=True)
    token = joining.thread(case, post.RAMESH, at=cast.MONDAY).token
    mail = post.came(post.raw(to=post.OURS.replace("@", f"+{token}@")))
    assert mail.state == "joined"
    kept = Attachment.objects.get(stream=case.stream)
    assert (kept.name, kept.original_sha256) == ("other.eml", "")
    assert post.TEXT not in str(last_entry(case).private.body)


def test_mails_are_erased_when_their_time_is_over_but_not_what_nobody_saw() -> None:
    waiting = post.came(post.raw())
    away = post.came(post.raw(text="विज्ञापन"))
    actions.put_away(away, reason="विज्ञापन", is_spam=False, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    later = cast.MONDAY + timedelta(days=400)
    assert forgetting.forget_mails(later, later) == 1
    away.refresh_from_db()
    waiting.refresh_from_db()
    assert (away.text, away.sender, away.sender_key, away.forgotten_at) == ("", "", "", later)
    assert (waiting.text.strip(), files.attached(away.stream).count()) == (post.TEXT, 0)


def test_what_a_case_had_of_mails_goes_with_it() -> None:
    case = case_of_ramesh()
    sent_mail(case)
    forgetting.erase([case], cast.MONDAY)
    assert (Mail.objects.get().sender_key, Thread.objects.count()) == ("", 0)
