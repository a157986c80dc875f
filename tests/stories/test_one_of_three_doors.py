"""The same complaint by call, e-mail and letter becomes one: recognised before it is registered again, then joined."""

import re
from typing import Any

import pytest
from django.urls import reverse
from tests import cast, room
from tests.intake.mail import post

from shramsetu.casework.models import Case
from shramsetu.grievances.models import Grievance
from shramsetu.intake.dak import actions as dak
from shramsetu.intake.dak.models import Letter
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.journal import queries as journal
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.MAIL_ADDRESS = post.OURS
    settings.DEFAULT_FROM_EMAIL = post.OURS  # type: ignore[attr-defined]


def test_a_call_an_e_mail_and_a_letter_are_one_case() -> None:
    # In the morning Ramesh phones.
    case = cast.complaint()
    operator = room.of_role(Role.OPERATOR)

    # In the evening his nephew writes an e-mail about the same, with Ramesh's number in it.
    mail = post.came(post.raw(text=f"{post.TEXT} चाचा रमेश का नंबर 99999 00001 है।", sender="bhatija@mail.example"))
    page = operator.get(reverse("intake:mail", args=[mail.pk])).content.decode()
    assert re.findall(r'name="case" value="(\d{12})"', page) == [case.number]
    operator.post(reverse("intake:join_mail", args=[mail.pk]), {"case": case.number})
    mail.refresh_from_db()
    assert (mail.state, mail.case) == ("joined", case)

    # Whoever registers it all the same is stopped: the form lays the open case before them.
    again = {"name": "रमेश कुमार", "phone": "9999900001", "channel": "email", "kind": "grievance", "category": cast.WAGES}
    answer = operator.post(reverse("grievances:register"), {**again, "text": post.TEXT, "place_unknown": "on"})
    assert answer.status_code == 200
    assert case.number[:4] in answer.content.decode()
    assert Grievance.objects.count() == 1

    # The officer answers the e-mail; what comes back by that address needs nobody to join it.
    holder = room.holder(case)
    holder.post(reverse("intake:answer_mail", args=[case.number, mail.pk]), {"text": "कल दफ़्तर आइए।"})
    assert Message.objects.get(template="case-answer").to_email == "bhatija@mail.example"
    token = Thread.objects.get(case=case).token
    back = post.came(
        post.raw(text="हम कल आएँगे।", sender="bhatija@mail.example", to=post.OURS.replace("@", f"+{token}@"))
    )
    assert (back.state, back.case) == ("joined", case)

    # The letter that he sent by post last week comes to the same office: entered with the number of the case.
    clerk = cast.seat(case.holder)  # type: ignore[arg-type] # an open case has a holder
    written = dak.Written(party="रमेश कुमार", subject="मज़दूरी", way="post", case=case)
    letter = dak.enter(clerk.post, written, book=Letter.Book.RECEIPT, by=clerk.actor, at=cast.MONDAY)
    assert (letter.case, Case.objects.filter(kind="grievance").count()) == (case, 1)
    assert Mail.objects.filter(case=case).count() == 2
    assert list(journal.faults()) == []
