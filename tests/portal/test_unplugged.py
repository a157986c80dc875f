"""Complaints that a phone hands in after it was without a network: each once, whatever the line does."""

import json
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import PAPER
from tests.offline.device import entry, hand_in
from tests.portal.portal_steps import ANSWERS, WORDS, send, tell

from shramsetu.casework.models import Case, Party
from shramsetu.files.models import Attachment
from shramsetu.grievances.models import Grievance
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offline import actions as offline
from shramsetu.offline.models import Receipt
from shramsetu.portal import notices

pytestmark = pytest.mark.django_db
TOLD = {name: value for screen in ANSWERS.values() for name, value in screen.items()}


def test_a_complaint_written_without_a_network_is_one_like_any_other(client):
    [answer] = hand_in(client, entry(TOLD))
    case = Case.objects.select_related("grievance", "holder").get()
    party = Party.objects.select_related("person").get(case=case, part="complainant")
    assert (answer["state"], answer["has"]) == ("taken", {"number": case.number})
    assert (case.kind, case.category, case.channel, case.state) == ("grievance", "wages-not-paid", "portal", "unmarked")
    assert (case.district.lgd_code, case.grievance.text) == (150, WORDS)
    assert (party.person.name, party.person.phone) == ("रमेश कुमार", "+919999900001")
    version = notices.current(clock.day(timezone.now())).version
    assert Entry.objects.get(stream=f"consent:{case.number}").detail == {"version": version}
    assert client.get(reverse("portal:filed", args=[case.number])).status_code == 200


def test_sent_again_it_is_the_same_one(client):
    written = entry(TOLD)
    [first] = hand_in(client, written)
    [again] = hand_in(Client(), written)  # the session is another one, the phone the same
    assert (again["state"], again["has"]) == ("already", first["has"])
    assert Case.objects.count() == 1


def test_changed_after_it_had_arrived_it_is_a_conflict_and_nothing_is_written(client):
    written = entry(TOLD)
    [first] = hand_in(client, written)
    [answer] = hand_in(client, {**written, "body": {**TOLD, "text": WORDS + " अब धमकी भी मिली है।"}})
    assert (answer["state"], answer["has"]) == ("conflict", first["has"])
    assert (Case.objects.count(), Grievance.objects.get().text) == (1, WORDS)


def test_what_is_wrong_is_said_for_each_value_and_mended_under_the_same_key(client):
    written = entry({**TOLD, "phone": "12345", "text": "कम"})
    [answer] = hand_in(client, written)
    assert (answer["state"], sorted(answer["errors"])) == ("refused", ["phone", "text"])
    assert Case.objects.count() == 0
    [mended] = hand_in(client, {**written, "body": TOLD})
    assert mended["state"] == "taken"


def test_one_wrong_entry_does_not_hold_up_the_others(client):
    answers = hand_in(client, entry(TOLD), entry({"text": 7}), {"key": "x"}, entry({**TOLD, "name": "सीता देवी"}))
    assert [one["state"] for one in answers] == ["taken", "refused", "refused", "taken"]
    assert Case.objects.count() == 2


def test_an_aadhaar_number_in_the_words_refuses_its_own_entry_alone(client):
    bad = entry({**TOLD, "text": WORDS + " मेरा आधार 2341 2341 2346 है।"})
    answers = hand_in(client, bad, entry(TOLD))
    assert [one["state"] for one in answers] == ["refused", "taken"]
    assert list(answers[0]["errors"]) == ["text"]


def test_a_time_and_a_key_that_look_like_aadhaar_numbers_hold_nothing_up(client):
    sent = {**entry(TOLD, key="3f0c2b9e-52a7-4d1c-9d3a-234123412346"), "written": 234123412346}
    assert hand_in(client, sent)[0]["state"] == "taken"


def test_photos_come_with_it(client):
    written = entry(TOLD)
    [answer] = hand_in(client, written, files={written["key"]: [("parchi.pdf", PAPER)]})
    case = Case.objects.get(number=answer["has"]["number"])
    assert [one.name for one in Attachment.objects.filter(stream=case.stream)] == ["parchi.pdf"]


NOTE = Path(__file__).parents[1] / "files" / "spoken" / "handset.amr"


def test_a_voice_note_stands_for_the_words(client):
    said = {name: value for name, value in TOLD.items() if name not in ("text", "category")}
    written = entry(said)
    [answer] = hand_in(client, written, files={written["key"]: [("awaaz.amr", NOTE.read_bytes())]})
    case = Case.objects.get(number=answer["has"]["number"])
    assert (case.state, case.category, Grievance.objects.get(pk=case.pk).text) == ("typing", "other-labour", "")
    assert [one.media_type for one in Attachment.objects.filter(stream=case.stream)] == ["audio/amr"]


def test_neither_words_nor_a_voice_is_no_complaint(client):
    written = entry({**TOLD, "text": ""})
    [answer] = hand_in(client, written, files={written["key"]: [("parchi.pdf", PAPER)]})
    assert (answer["state"], list(answer["errors"]), Attachment.objects.count()) == ("refused", ["text"], 0)


def test_who_writes_urdu_is_written_to_in_urdu(client):
    hand_in(client, entry({**TOLD, "text": "ٹھیکیدار نے تین مہینے سے مزدوری نہیں دی، فون بھی نہیں اٹھاتا۔"}))
    assert Party.objects.select_related("person").get(part="complainant").person.language == "ur"


def test_a_false_photo_refuses_the_whole_and_leaves_nothing(client):
    written = entry(TOLD)
    [answer] = hand_in(client, written, files={written["key"]: [("parchi.pdf", b"<script>alert(1)</script>")]})
    assert (answer["state"], list(answer["errors"])) == ("refused", ["files"])
    assert (Case.objects.count(), Attachment.objects.count(), Receipt.objects.count()) == (0, 0, 0)


def test_a_draft_begun_with_a_network_is_one_case_by_whichever_door(client):
    key = uuid4()
    tell(client, "what", what={"draft": str(key)})
    tell(client, *[name for name in ANSWERS if name != "what"])
    number = send(client)  # the answer is lost on the way: the phone sends its own copy
    [answer] = hand_in(Client(), entry(TOLD, key=str(key)))
    assert (answer["state"], answer["has"]) == ("already", {"number": number})
    assert Case.objects.count() == 1


def test_a_draft_that_the_phone_sent_is_not_sent_again_from_the_page(client):
    key = uuid4()
    tell(client, "what", what={"draft": str(key)})
    tell(client, *[name for name in ANSWERS if name != "what"])
    [answer] = hand_in(Client(), entry(TOLD, key=str(key)))
    assert send(client) == answer["has"]["number"]
    assert Case.objects.count() == 1


def test_a_page_cannot_give_a_draft_an_id_that_can_be_guessed(client):
    tell(client, "what", what={"draft": "00000000-0000-1000-8000-000000000001"})
    assert client.session["portal_draft"]["id"] != "00000000000010008000000000000001"


def test_no_session_and_no_key_is_no_way_to_what_others_sent(client):
    [answer] = hand_in(client, entry(TOLD))
    stranger = Client()
    [other] = hand_in(stranger, entry({**TOLD, "name": "कोई और"}))
    assert other["has"] != answer["has"]
    assert stranger.get(reverse("portal:filed", args=[answer["has"]["number"]])).status_code == 404


def test_the_key_lies_nowhere_in_the_clear(client):
    written = entry(TOLD)
    hand_in(client, written)
    row = Receipt.objects.get()
    assert written["key"] not in json.dumps([row.key_hash, row.answer])
    assert list(row.answer) == ["number"]


def test_too_many_complaints_of_one_address_wait(client):
    answers = hand_in(client, *[entry({**TOLD, "name": f"मज़दूर {name}"}) for name in "कखगघचछजझटठडढतथदधनपफबभमयर"])
    states = [one["state"] for one in answers]
    assert (states.count("taken"), states.count("later")) == (20, len(states) - 20)
    assert Case.objects.count() == 20


@pytest.mark.parametrize("sent", ["", "no json", "{}", "7", "null", "[" * 100_000])
def test_what_is_no_list_is_refused(client, sent):
    assert client.post(reverse("offline:sync"), {"entries": sent}).status_code == 422


def test_a_huge_queue_is_taken_in_parts(client):
    found = client.post(reverse("offline:sync"), {"entries": json.dumps([entry({})] * 51)})
    assert (found.status_code, found.json()["most"]) == (413, 50)


def test_an_unknown_kind_is_refused(client):
    [answer] = hand_in(client, entry({}, kind="award"))
    assert answer["state"] == "refused"


def test_another_site_cannot_hand_in_for_a_visitor():
    found = Client(enforce_csrf_checks=True).post(reverse("offline:sync"), {"entries": "[]"})
    assert found.status_code == 403


def test_receipts_are_forgotten_after_their_time(client):
    hand_in(client, entry(TOLD))
    assert offline.forget(at=timezone.now() + timedelta(days=399)) == 0
    assert offline.forget(at=timezone.now() + timedelta(days=401)) == 1


def test_how_it_stands_is_told_without_a_name(client):
    [answer] = hand_in(client, entry(TOLD))
    found = Client().get(reverse("portal:now", args=[answer["has"]["number"]]))
    assert sorted(found.json()) == ["due", "holder", "number", "spaced", "state"]
    assert "रमेश" not in found.content.decode()
    assert Client().get(reverse("portal:now", args=["104729638150"])).status_code == 404


def test_a_secret_one_says_only_that_it_is_safe(client):
    [answer] = hand_in(client, entry({**TOLD, "sealed": "yes"}))
    assert answer["state"] == "taken"
    told = Client().get(reverse("portal:now", args=[answer["has"]["number"]])).json()
    assert (told["state"], told["holder"], "due" in told) == ("", "", False)


@pytest.mark.parametrize("name", ["portal:file_offline", "portal:kept"])
def test_kept_pages_are_the_same_for_everybody(client, name):
    blank = without_tokens(Client().get(reverse(name)))
    tell(client)
    send(client)
    assert without_tokens(client.get(reverse(name))) == blank


def without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
