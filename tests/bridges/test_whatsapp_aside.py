"""The administrator's page of what came on WhatsApp and was not taken."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bridges.cloud import Cloud
from tests.cast import MONDAY

from shramsetu.bridges.whatsapp import answering
from shramsetu.bridges.whatsapp.models import Heard
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
PAGE = "/desk/bridges/whatsapp/"
WORDS = "ठेकेदार ने पैसे नहीं दिए"


@pytest.fixture
def administrator(settings: Any) -> Client:
    settings.WHATSAPP = {**settings.WHATSAPP, "number_id": "1"}
    client = Client()
    charge = Charge.objects.filter(post__role=Role.ADMINISTRATOR, to_at=None).select_related("user").order_by("pk")[0]
    client.force_login(charge.user)
    return client


def heard(error: str, *, phone: str = "", at: int = 0) -> Heard:
    moment = MONDAY + timedelta(minutes=at)
    return Heard.objects.create(
        ref=f"wamid.{error}.{at}",
        person="p" if phone else "",
        phone=phone,
        body={"kind": "text", "text": WORDS} if phone else {},
        said_at=moment,
        came_at=moment,
        due_at=moment,
        ended_at=moment,
        state=Heard.State.ASIDE,
        error=error,
    )


def test_it_says_why_each_was_not_taken_and_shows_no_number_and_no_word(administrator: Client) -> None:
    for error in ("unreadable", "foreign", "no_phone"):
        heard(error)
    heard("KeyError", phone="+919876543210")
    shown = administrator.get(PAGE).content.decode()
    for said in ("पढ़ा नहीं जा सकता", "दूसरे देश", "नंबर छिपा", "गड़बड़ी", "KeyError", "98XXXXXX10"):
        assert said in shown
    assert [word for word in (WORDS, "9876543210") if word in shown] == []
    assert (shown.count("/again/"), shown.count("/finish/")) == (2, 4)  # one of a phone, and all; each can be put away


def test_one_is_taken_in_again_by_one_press(administrator: Client, provider: Cloud) -> None:
    one = heard("KeyError", phone="+919876543210")
    assert administrator.post(f"{PAGE}{one.pk}/again/")["Location"] == PAGE
    one.refresh_from_db()
    assert (one.state, one.tries, one.error, one.ended_at) == ("waiting", 0, "", None)
    assert answering.answer_due(lambda: MONDAY + timedelta(minutes=1)) == 1
    one.refresh_from_db()
    assert (one.state, one.phone) == ("done", "")
    assert list(Entry.objects.filter(stream="bridge:whatsapp").values_list("verb", flat=True)) == ["take_again"]


def test_all_are_taken_in_again_that_somebody_can_be_answered(administrator: Client) -> None:
    rows = [heard("KeyError", phone="+919876543210"), heard("KeyError", phone="+919876543211", at=1), heard("foreign")]
    administrator.post(f"{PAGE}again/")
    assert [Heard.objects.get(pk=one.pk).state for one in rows] == ["waiting", "waiting", "aside"]


def test_what_has_no_phone_is_not_taken_in(administrator: Client) -> None:
    one = heard("no_phone")
    told = administrator.post(f"{PAGE}{one.pk}/again/", follow=True).content.decode()
    assert "जवाब नहीं दिया जा सकता" in told
    assert Heard.objects.get().state == "aside"


def test_put_away_it_keeps_neither_phone_nor_words(administrator: Client) -> None:
    one = heard("KeyError", phone="+919876543210")
    administrator.post(f"{PAGE}{one.pk}/finish/")
    one.refresh_from_db()
    assert (one.state, one.outcome, one.phone, one.body) == ("done", "put_away", "", {})
    assert WORDS not in administrator.get(PAGE).content.decode()
    assert list(Entry.objects.filter(stream="bridge:whatsapp").values_list("verb", flat=True)) == ["put_away"]


def test_a_page_asks_the_same_for_one_message_and_for_many(administrator: Client) -> None:
    administrator.get(PAGE)
    counts = []
    for many in (1, 3):
        for at in range(many):
            heard("KeyError", phone="+919876543210", at=10 * many + at)
        with CaptureQueriesContext(connection) as asked:
            administrator.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
