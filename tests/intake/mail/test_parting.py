"""What is recognised as the same matter, what joins by itself and what does not, and the way back out of a case."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import cast, room
from tests.intake.mail import post
from tests.intake.mail.test_reading import case_of_ramesh, last_entry, sent_mail

from shramsetu.casework.models import Case, Party
from shramsetu.files import queries as files
from shramsetu.grievances.filing import Someone
from shramsetu.intake.mail import actions, queries
from shramsetu.intake.mail.actions import joining
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.intake.mail.rules import phones
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
OTHER = "sita@mail.example"


@pytest.fixture
def operator() -> Client:
    return room.of_role(Role.OPERATOR)


def wrongly_joined() -> tuple[Case, Mail]:
    """A mail of Sita with a paper, laid with the case of Ramesh."""
    made = post.letter("मेरा कार्ड नहीं बना", sender=f"सीता देवी <{OTHER}>", subject="कार्ड")
    made.add_attachment(cast.PAPER, maintype="application", subtype="pdf", filename="card.pdf")
    mail, case = post.came(made.as_bytes()), case_of_ramesh()
    cast.attach(case)
    actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    mail.refresh_from_db()
    return case, mail


def test_a_mail_leaves_the_wrong_case_with_words_and_papers_and_waits_as_it_came(operator: Client) -> None:
    case, mail = wrongly_joined()
    said = last_entry(case)
    address = reverse("intake:part_mail", args=[case.number, mail.pk])
    assert address in operator.get(reverse("desk:case", args=[case.number])).content.decode()
    assert operator.post(address, {"reason": ""}).status_code == 422
    answer = operator.post(address, {"reason": "दूसरे का ई-मेल"})
    assert answer.headers["Location"] == reverse("intake:mail", args=[mail.pk])
    mail.refresh_from_db()
    assert (mail.state, mail.case, mail.sender, mail.subject, mail.text.strip()) == (
        "waiting",
        None,
        OTHER,
        "कार्ड",
        "मेरा कार्ड नहीं बना",
    )
    assert sorted(one.name for one in files.attached(mail.stream)) == ["card.pdf", "e-mail.eml"]
    assert [one.name for one in files.attached(case.stream)] == ["paper.pdf"]
    assert not Entry.objects.filter(pk=said.pk, private__isnull=False).exists()
    assert last_entry(case).verb == "mail_part"
    assert list(journal.faults()) == []
    assert operator.post(address, {"reason": "x"}).status_code == 404


def test_after_that_nothing_of_this_address_joins_by_itself() -> None:
    case, mail = wrongly_joined()
    by = cast.desk(Role.OPERATOR)
    token = Thread.objects.get(case=case).token
    actions.part(mail, case, reason="दूसरे का", by=by, at=cast.MONDAY)
    again = post.came(post.raw(text="और बात", sender=OTHER, to=post.OURS.replace("@", f"+{token}@") + f", {post.OURS}"))
    assert (again.state, again.suggested) == ("waiting", None)
    actions.join(again, case, by=by, at=cast.MONDAY)  # it belongs here after all: under a new token
    assert Thread.objects.get(case=case, ended_at=None).token != token


def test_a_mail_that_a_case_was_made_of_and_one_of_a_sealed_case_stay() -> None:
    case, mail = case_of_ramesh(), post.came(post.raw())
    by = cast.desk(Role.OPERATOR)
    actions.file_as(mail, case, by=by, at=cast.MONDAY)
    with pytest.raises(actions.Gone):
        actions.part(mail, case, reason="x", by=by, at=cast.MONDAY)
    case, mail = wrongly_joined()
    Case.objects.filter(pk=case.pk).update(sealed=True)
    with pytest.raises(actions.Gone):
        actions.part(mail, case, reason="x", by=by, at=cast.MONDAY)


def test_the_holder_cannot_take_out_what_the_complainant_wrote() -> None:
    case, mail = wrongly_joined()
    holder = room.holder(case)
    assert holder.post(reverse("intake:part_mail", args=[case.number, mail.pk]), {"reason": "x"}).status_code == 403


def test_the_other_side_is_no_complainant_even_with_our_token() -> None:
    case = case_of_ramesh()
    person = Party.objects.get(case=case, part="complainant").person
    assert person is not None
    person.pk, person.email = None, "boss@firm.example"
    person.save()
    Party.objects.create(case=case, part="opposite", person=person)
    token = joining.thread(case, post.RAMESH, at=cast.MONDAY).token
    to = post.OURS.replace("@", f"+{token}@")
    mail = post.came(post.raw(text="समझौता हो गया", sender="boss@firm.example", to=to))
    assert (mail.state, mail.suggested, last_entry(case).verb) == ("waiting", case, "register")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "other.example; dmarc=pass",
        "mx.setu.example.in; spf=pass; dmarc=none",
        'mx.setu.example.in; spf=pass smtp.mailfrom="; dmarc=pass "@evil.example; dmarc=fail',
        "mx.setu.example.in; spf=pass (dmarc=pass; dmarc=pass)",
    ],
)
def test_a_number_with_a_known_address_is_only_suggested_unless_the_server_vouches(said: str, settings: Any) -> None:
    settings.MAIL_TRUSTED_SERVER = "mx.setu.example.in"
    case = case_of_ramesh()
    heads = {"Authentication_Results": said} if said else {}
    mail = post.came(post.raw(subject=case.number, **heads))
    assert (mail.state, mail.suggested) == ("waiting", case)


def test_an_open_case_of_the_same_phone_or_address_is_shown_before_it_is_registered_again(operator: Client) -> None:
    case, other = cast.complaint(), cast.complaint(complainants=(Someone("सीता", "+919999900002"),))
    mail = post.came(post.raw(text=f"{post.TEXT} मेरा नंबर ९९९९९ ००००१ है।"))
    page = operator.get(reverse("intake:mail", args=[mail.pk])).content.decode()
    assert f'value="{case.number}"' in page
    assert other.number not in page
    actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    second = post.came(post.raw(text="नंबर नहीं लिखा"))
    assert queries.alike(second, cast.desk(Role.OPERATOR)) == [case]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+91 99999-00001, 09999900001", ["+919999900001"]),
        ("९९९९९००००१", ["+919999900001"]),
        ("आधार 2345 6789 0124, शिकायत 1047 2963 8150, 12345", []),
        (" ".join(f"99999000{n:02}" for n in range(10)), [f"+9199999000{n:02}" for n in range(3)]),
    ],
)
def test_phones_are_found_in_words(text: str, found: list[str]) -> None:
    assert phones.phones(text) == found


def test_somebody_on_leave_is_no_answer_although_the_program_says_nothing_of_itself() -> None:
    case = case_of_ramesh()
    sent = sent_mail(case)
    mail = post.came(post.raw(subject="Automatic reply: आपकी शिकायत", In_Reply_To=f"<{sent.pk}@setu.example.in>"))
    assert (mail.state, mail.signs) == ("automatic", ["auto"])
