"""The desk's pages of e-mail: what waits, one mail with its draft, the answer; nothing of a mail is run or led to."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests import cast, room
from tests.intake.mail import post

from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.grievances.models import Grievance
from shramsetu.intake.mail import actions
from shramsetu.intake.mail.models import Mail
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    return room.of_role(Role.OPERATOR)


def test_the_list_shows_what_waits_and_why_something_was_set_aside(operator: Client) -> None:
    post.came(post.raw())
    post.came(post.raw(text="अभी ख़रीदें", X_Spam_Flag="YES"))
    page = operator.get(reverse("intake:mails")).content.decode()
    assert post.SUBJECT in page
    assert "प्रतीक्षा में (1)" in page
    assert "जाँच के लिए अलग (1)" in page
    aside = operator.get(reverse("intake:mails"), {"list": "quarantined"}).content.decode()
    assert "हमारा मेल सर्वर इसे स्पैम मानता है" in aside


@pytest.mark.parametrize("name", ["waiting", "joined"])
def test_a_longer_list_asks_no_more(operator: Client, name: str) -> None:
    address, case = f"{reverse('intake:mails')}?list={name}", cast.complaint()

    def another(n: int) -> None:
        mail = post.came(post.raw(text=f"बात {n}", sender=f"{n}@mail.example"))
        if name == "joined":
            actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)

    another(0)
    one = room.queries_of(operator, address)
    another(1)
    another(2)
    assert room.queries_of(operator, address) == one


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) https://evil.example/x"


def test_nothing_of_a_mail_is_run_or_led_to(operator: Client) -> None:
    mail = post.came(post.raw(text=HOSTILE, subject=HOSTILE, sender=f'"{HOSTILE[:25]}" <{post.RAMESH}>'))
    for address in (
        reverse("intake:mails"),
        reverse("intake:mail", args=[mail.pk]),
        f"{reverse('grievances:register')}?call={mail.ref}",
    ):
        page = operator.get(address).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert re.findall(r'(?:href|src)="[^"]*evil', page) == []


def test_the_mail_as_it_came_is_saved_and_never_shown(operator: Client) -> None:
    content = post.raw(text="<html><script>alert(1)</script>")
    mail = post.came(content)
    answer = operator.get(reverse("files:attachment", args=[mail.original_id]))
    assert answer.headers["Content-Type"] == "message/rfc822"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == content
    officer = room.holder(cast.complaint())
    assert officer.get(reverse("files:attachment", args=[mail.original_id])).status_code == 404


def test_a_mail_becomes_a_complaint_on_the_form_that_everybody_uses(operator: Client) -> None:
    made = post.letter()
    made.add_attachment(cast.PAPER, maintype="application", subtype="pdf", filename="रसीद.pdf")
    mail = post.came(made.as_bytes())
    form = operator.get(f"{reverse('grievances:register')}?call={mail.ref}").content.decode()
    assert form.count(post.TEXT) == 2  # in the form, and beside it
    assert "रसीद.pdf" in form
    given = {
        "call": mail.ref,
        "name": "रमेश कुमार",
        "no_phone": "on",
        "channel": "email",
        "kind": "grievance",
        "text": post.TEXT,
        "category": cast.WAGES,
        "place_unknown": "on",
    }
    assert operator.post(reverse("grievances:register"), given).status_code == 302
    case = Case.objects.get(kind="grievance")
    mail.refresh_from_db()
    assert (case.channel, mail.state, mail.case) == ("email", "filed", case)
    assert sorted(Attachment.objects.filter(stream=case.stream).values_list("name", flat=True)) == [
        "e-mail.eml",
        "रसीद.pdf",
    ]
    assert Message.objects.get(template="email-intake").to_email == post.RAMESH
    again = operator.post(reverse("grievances:register"), {**given, "looked_alike": "on", "text": f"{post.TEXT} फिर"})
    assert again.status_code == 409
    assert "इस बीच किसी और ने" in again.content.decode()
    assert Grievance.objects.count() == 1


def test_a_mail_is_laid_with_a_case_by_its_number(operator: Client) -> None:
    mail, case = post.came(post.raw()), cast.complaint()
    address = reverse("intake:join_mail", args=[mail.pk])
    assert operator.post(address, {"case": "1234"}).status_code == 422
    answer = operator.post(address, {"case": case.number})
    assert answer.headers["Location"] == reverse("desk:case", args=[case.number])
    page = operator.get(answer.headers["Location"]).content.decode()
    assert reverse("intake:answer_mail", args=[case.number, mail.pk]) in page
    assert "एक ई-मेल साथ में लगाया गया" in page


def test_putting_away_wants_a_reason_and_can_be_taken_back(operator: Client) -> None:
    mail = post.came(post.raw())
    address = reverse("intake:put_away_mail", args=[mail.pk])
    assert operator.post(address, {}).status_code == 422
    operator.post(address, {"reason": "विज्ञापन", "is_spam": "on"})
    assert Mail.objects.get(pk=mail.pk).state == "discarded"
    assert "विज्ञापन" in operator.get(reverse("intake:mail", args=[mail.pk])).content.decode()
    operator.post(reverse("intake:release_mail", args=[mail.pk]))
    assert Mail.objects.get(pk=mail.pk).state == "waiting"


def test_the_holder_answers_by_mail_and_nobody_elsewhere() -> None:
    mail, case = post.came(post.raw()), cast.complaint()
    actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    address = reverse("intake:answer_mail", args=[case.number, mail.pk])
    holder = room.holder(case)
    assert post.TEXT in holder.get(address).content.decode()
    assert holder.post(address, {"text": ""}).status_code == 422
    key = re.search(r'name="idempotency_key" value="(\w+)"', holder.get(address).content.decode())
    assert key is not None
    for _double_click in range(2):
        assert holder.post(address, {"text": "देख रहे हैं", "idempotency_key": key[1]}).status_code == 302
    assert Message.objects.get(template="case-answer").values["text"] == "देख रहे हैं"
    other = next(
        cast.seat(one).actor
        for one in type(case.holder).objects.filter(role=Role.DM).order_by("pk")  # type: ignore[union-attr]
        if one.place_id != case.district_id
    )
    assert room.at_desk(other).get(address).status_code == 404


def test_a_sealed_case_is_not_answered_by_mail(operator: Client) -> None:
    case = cast.complaint(sealed=True)
    mail = post.came(post.raw())
    Mail.objects.filter(pk=mail.pk).update(state="joined", case=case, sender="", sender_name="", subject="", text="")
    assert operator.get(reverse("intake:answer_mail", args=[case.number, mail.pk])).status_code == 404
    assert case.number not in operator.get(reverse("intake:mails"), {"list": "joined"}).content.decode()
