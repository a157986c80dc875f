"""A day without a network: numbers handed out beforehand, lines handed in afterwards, each once."""

from datetime import timedelta
from uuid import uuid4

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests import cast
from tests.offline.device import entry, hand_in, owner

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case, Party
from shramsetu.casework.queries import slip_code
from shramsetu.grievances.models import Report
from shramsetu.intake.camps import actions
from shramsetu.intake.camps.actions import Plan
from shramsetu.intake.camps.models import Day, Line
from shramsetu.lib import clock
from shramsetu.lib.text import dated
from shramsetu.messages.models import Message
from shramsetu.offices.models import Post, User
from shramsetu.offline.models import HandedOut
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
WORDS = "ठेकेदार ने दो महीने की मज़दूरी रोक रखी है।"


def seat(code="labour.alc.kanpur-nagar"):
    return cast.seat(Post.objects.get(code=code))


def desk(code="labour.alc.kanpur-nagar"):
    client = Client()
    client.force_login(User.objects.get(pk=seat(code).actor.user_id))
    return client


def day() -> Day:
    at = timezone.now()
    plan = Plan("jan-sunwai", clock.day(at), places.district(cast.KANPUR), "सभागार")
    return actions.open_day(plan, office=seat().post, by=seat().actor, at=at)


def load(client, of, block=None):
    return client.get(reverse("offline:kit", args=["day", f"{of.pk}.{block or uuid4()}"]))


def typed(of, number, **changes):
    told = {"day": str(of.pk), "number": number, "name": "रामदीन", "phone": "99999 00001", "category": "wages-not-paid"}
    return {**told, "text": WORDS, "place_word": "", "opposite": "", **changes}


def test_two_hundred_complaints_of_one_day_arrive_under_the_numbers_of_their_slips():
    client, of = desk(), day()
    numbers = [pair for _load in range(2) for pair in load(client, of).json()["kit"]["numbers"]]
    mine = owner(client)
    written = [
        entry(typed(of, number, phone=f"98765{place:05d}"), kind="day-line", owner=mine)
        for place, (number, *_slip) in enumerate(numbers)
    ]
    answers = [one for start in range(0, 200, 50) for one in hand_in(client, *written[start : start + 50])]
    again = hand_in(client, *written[:50])  # the connection died after the office had taken them
    assert {one["state"] for one in answers} == {"taken"}
    assert {one["state"] for one in again} == {"already"}
    assert sorted(Line.objects.filter(day=of).values_list("case__number", flat=True)) == sorted(
        number for number, *_slip in numbers
    )
    assert sorted(Line.objects.values_list("serial", flat=True)) == list(range(1, 201))
    party = Party.objects.select_related("case").get(case__number=numbers[0][0], part="complainant")
    assert slip_code(party, party.case) == numbers[0][1]
    assert Message.objects.filter(template="registered").count() == 200


def test_a_block_whose_answer_was_lost_is_the_same_block():
    client, of, block = desk(), day(), uuid4()
    first = load(client, of, block).json()["kit"]["numbers"]
    assert load(client, of, block).json()["kit"]["numbers"] == first
    assert HandedOut.objects.count() == len(first) == 100


def test_the_kit_says_what_a_slip_says_at_the_counter():
    client, of = desk(), day()
    kit = load(client, of).json()["kit"]
    [[number, code, qr], *_rest] = kit["numbers"]
    holder, until = kit["goes"]["wages-not-paid"]
    hand_in(client, entry(typed(of, number), kind="day-line", owner=owner(client)))
    case = Case.objects.select_related("holder").get(number=number)
    slip = client.get(reverse("grievances:slip", args=[number])).content.decode()
    assert (holder, until) == (case.holder.title_hi, dated(clock.day(case.due_at)))
    assert all(said in slip for said in (holder, until, code))
    assert read_back(qr) == f"http://testserver{reverse('portal:case', args=[number])}"
    assert "officer-misconduct" not in kit["goes"]


def read_back(rows):
    """The address that the rows of a code spell, drawn and read as a phone does."""
    lines = [bin(int(row, 16))[2:].zfill(len(rows.split("."))) for row in rows.split(".")]
    drawn = Image.new("L", (len(lines), len(lines)), 255)
    drawn.putdata([0 if mark == "1" else 255 for line in lines for mark in line])
    (found,) = zxingcpp.read_barcodes(drawn.resize((len(lines) * 4, len(lines) * 4), Image.Resampling.NEAREST))
    return found.text


def test_who_complains_in_urdu_is_written_to_in_urdu():
    client, of = desk(), day()
    number = load(client, of).json()["kit"]["numbers"][0][0]
    said = "ٹھیکیدار نے تین مہینے سے مزدوری نہیں دی، فون بھی نہیں اٹھاتا۔"
    hand_in(client, entry(typed(of, number, text=said), kind="day-line", owner=owner(client)))
    assert Party.objects.select_related("person").get(case__number=number, part="complainant").person.language == "ur"


def test_no_more_numbers_than_the_rulebook_hands_out():
    client, of = desk(), day()
    assert [load(client, of).status_code for _each in range(11)] == [200] * 10 + [404]


def test_what_was_done_on_the_spot_is_a_report_and_nobodys_word():
    client, of = desk(), day()
    [[number, *_slip], *_rest] = load(client, of).json()["kit"]["numbers"]
    body = typed(of, number, category="other-labour", done=cast.REPORTED)
    [answer] = hand_in(client, entry(body, kind="day-line", owner=owner(client)))
    line = Line.objects.select_related("case").get()
    assert answer["state"] == "taken"
    if answer["has"]["words"]:  # the category wants evidence that was not there: the line stands all the same
        assert (line.spot, Report.objects.count()) == ("", 0)
    else:
        assert (line.spot, line.case.state != "closed") == ("reported", True)


def test_a_sealed_matter_is_not_disposed_of_on_the_spot():
    client, of = desk(), day()
    [[number, *_slip], *_rest] = load(client, of).json()["kit"]["numbers"]
    body = typed(of, number, category="officer-misconduct", done=cast.REPORTED)
    [answer] = hand_in(client, entry(body, kind="day-line", owner=owner(client)))
    line = Line.objects.select_related("case").get()
    assert (answer["state"], line.case.sealed, bool(answer["has"]["words"])) == ("taken", True, True)
    assert (line.spot, line.case.state, Report.objects.count()) == ("", "unmarked", 0)
    with pytest.raises(Refused):
        actions.send_code(line, by=seat().actor, at=timezone.now())


def test_what_was_done_is_looked_at_as_on_its_page():
    client, of = desk(), day()
    [[number, *_slip], *_rest] = load(client, of).json()["kit"]["numbers"]
    [answer] = hand_in(client, entry(typed(of, number, done="क" * 5_001), kind="day-line", owner=owner(client)))
    assert (answer["state"], bool(answer["has"]["words"]), Report.objects.count()) == ("taken", True, 0)


@pytest.mark.parametrize("number", ["104729638150", "1", "x' OR 1=1", "१०४७"])
def test_a_number_that_was_not_handed_out_is_refused(number):
    client, of = desk(), day()
    [answer] = hand_in(client, entry(typed(of, number), kind="day-line", owner=owner(client)))
    assert (answer["state"], list(answer["errors"]), Case.objects.count()) == ("refused", ["number"], 0)


def test_a_number_names_one_case():
    client, of = desk(), day()
    number = load(client, of).json()["kit"]["numbers"][0][0]
    entries = [entry(typed(of, number), kind="day-line", owner=owner(client)) for _each in range(2)]
    assert [one["state"] for one in hand_in(client, *entries)] == ["taken", "refused"]


def test_another_office_uses_neither_day_nor_numbers_nor_entries():
    client, of, other = desk(), day(), desk("labour.alc.lucknow")
    number = load(client, of).json()["kit"]["numbers"][0][0]
    written = entry(typed(of, number), kind="day-line", owner=owner(client))
    [stolen] = hand_in(other, written)
    [forged] = hand_in(other, {**written, "owner": owner(other)})
    assert (stolen["state"], forged["state"], load(other, of).status_code) == ("refused", "refused", 404)
    assert hand_in(Client(), written)[0]["state"] == "sign_in"
    assert (Case.objects.count(), hand_in(client, written)[0]["state"]) == (0, "taken")


def test_what_has_a_slip_is_taken_after_the_day_was_closed():
    client, of = desk(), day()
    [[number, *_slip], *_rest] = load(client, of).json()["kit"]["numbers"]
    shown = client.get(reverse("intake:day", args=[of.pk])).content.decode()
    assert "उपकरण 100 नंबर साथ ले गए" in shown
    actions.close_day(of, by=seat().actor, at=timezone.now() - timedelta(minutes=1))
    body = typed(of, number, category="other-labour", done=cast.REPORTED)
    [answer] = hand_in(client, entry(body, kind="day-line", owner=owner(client)))
    line = Line.objects.select_related("case", "day").get()
    assert (answer["state"], line.case.number, line.is_late) == ("taken", number, True)
    assert answer["has"]["words"] != "यह दिवस समाप्त है; इसकी पंजी में अब कुछ नहीं चढ़ता।"
    assert "दिवस समाप्त होने के बाद आई" in client.get(reverse("intake:day", args=[of.pk])).content.decode()
    with pytest.raises(Refused):
        actions.send_code(line, by=seat().actor, at=timezone.now())


def test_a_closed_day_takes_nothing_that_has_no_slip():
    client, of = desk(), day()
    mine = owner(client)
    load(client, of)
    actions.close_day(of, by=seat().actor, at=timezone.now() - timedelta(minutes=1))
    [answer] = hand_in(client, entry(typed(of, ""), kind="day-line", owner=mine))
    assert (answer["state"], Line.objects.count(), load(client, of).status_code) == ("refused", 0, 404)


def test_the_empty_page_holds_nobodys_data():
    of = day()
    page = desk().get(reverse("camp:page"), {"day": of.pk}).content.decode()
    assert (of.venue in page, seat().post.title_hi in page) == (False, False)
