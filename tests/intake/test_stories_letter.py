"""A letter of three pages comes by post: scanned, read by machine, compared by a clerk, a case with slip and SMS."""

import pytest
from django.test import Client
from tests import cast
from tests.intake import printed

from shramsetu.casework.models import Case
from shramsetu.files import queries as files
from shramsetu.grievances.models import Grievance, Reference
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.letters import rules, tasks
from shramsetu.intake.models import Letter
from shramsetu.lib import numbers
from shramsetu.messages.models import Message
from shramsetu.offices.models import Post, User
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
LIST = "/desk/intake/scanned/"


@pytest.mark.usefixtures("reading")
def test_a_letter_of_three_pages_becomes_a_case_with_slip_and_sms() -> None:
    clerk = Client()
    office = Post.objects.get(code="labour.alc.kanpur-nagar")
    clerk.force_login(User.objects.get(pk=cast.seat(office).actor.user_id or 0))

    # The day's post goes through the scanner in one pile; an empty page parts the letters.
    pile = printed.upload(printed.scanned(*printed.PAGES, "", printed.PAGES[2]))
    assert clerk.post(LIST, {"pages": pile, "how": "blank", "way": "registered"}).status_code == 302
    letter, other = Letter.objects.order_by("serial")
    assert [one.scanned.pages for one in (letter, other)] == [3, 1]

    # The worker reads them meanwhile.
    tasks.read_letters(0)
    page = clerk.get(f"{LIST}{letter.pk}/")
    assert page.content.decode().count("<figure>") == 3
    draft = page.context["form"]["text"].value()
    assert page.context["form"]["name"].value() == "रमेश कुमार"
    assert all(words in draft for words in ("ठेकेदार शिव", "हाज़िरी का रजिस्टर", "आभारी"))

    # The clerk compares, mends what is doubtful, adds what the letter does not say.
    kanpur = places.district(cast.KANPUR)
    text = draft.replace("[", "").replace("?]", "")
    assert rules.unsure(text) == []
    given = {"text": text, "name": "रमेश कुमार", "phone": "9999900001", "channel": "post", "kind": "grievance"}
    given |= {"category": cast.WAGES, "place": str(kanpur.pk), "place_word": kanpur.name_hi, "compared": "on"}
    given |= {"stream": "cm-office", "outside_number": "मु.का./214", "outside_on": "2026-11-12"}
    done = clerk.post(f"{LIST}{letter.pk}/", given)

    # One case, its pages with it, its line in the register, an SMS, a slip, and the next letter.
    case = Case.objects.get(kind="grievance")
    assert done["Location"].startswith(f"{LIST}{other.pk}/?done={case.number}&letter=")
    assert (case.channel, case.reference_kind, case.district_id) == ("post", "cm-office", kanpur.pk)
    assert Grievance.objects.get(pk=case.pk).text == text
    assert Reference.objects.get(pk=case.pk).outside_number == "मु.का./214"
    assert files.attached(case.stream).count() == 3
    letter.refresh_from_db()
    assert (letter.case, letter.party, letter.their_number) == (case, "रमेश कुमार", "मु.का./214")
    assert Scanned.objects.get(pk=letter.pk).draft == ""
    sent = Message.objects.get(stream=case.stream, template="registered")
    code = sent.values["code"]
    assert (sent.to_phone, sent.values["number"]) == (cast.RAMESH.phone, numbers.spaced(case.number))
    for paper in ("", "?paper=80"):
        slip = clerk.get(f"/desk/registered/{case.number}/slip/{paper}").content.decode()
        assert all(words in slip for words in (numbers.spaced(case.number), code, "<svg", "निःशुल्क", "उत्तर कब तक"))
