"""The search of the desk: what is asked stands in no address and no log, and nobody out of scope is shown."""

import pytest
from tests import cast
from tests import room as desks
from tests.workers import room

from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
PAGE = "/desk/workers/find/"


def asked(client: object, **values: str) -> str:
    return desks.text_of(client.post(PAGE, values))  # type: ignore[attr-defined]


def test_a_clerk_finds_a_worker_of_the_own_district_in_any_spelling() -> None:
    one = room.worker()
    page = asked(desks.at_desk(room.clerk()), q="Ramdev Nishad", parent="shivcharan")
    assert one.number in page
    assert "रामदेव निषाद" in page


def test_a_clerk_of_another_district_finds_nobody() -> None:
    one = room.worker()
    elsewhere = Place.objects.get(kind="district", name_en="Lucknow")
    page = asked(desks.at_desk(room.clerk(where=elsewhere)), q="Ramdev Nishad")
    assert one.number not in page
    assert "शिवचरण" not in page


def test_the_helpline_finds_over_the_state_with_the_phone_masked() -> None:
    one = room.worker()
    client = desks.of_role(Role.OPERATOR)
    for words in ({"q": "रामदेव निषाद"}, {"q": "99999 00301"}, {"q": one.number}):
        page = asked(client, **words)
        assert one.number in page
        assert "99999 00301" not in page.replace('value="99999 00301"', "")


def test_the_list_masks_every_phone_and_the_address_fills_the_form_without_searching() -> None:
    one = room.worker()
    client = desks.at_desk(room.registrar())
    page = asked(client, q="रामदेव निषाद")
    assert ("99XXXXXX01" in page.replace(" ", ""), "99999 00301" in page, "9999900301" in page) == (True, False, False)
    page = desks.text_of(client.get(PAGE, {"q": "Ramdev Nishad", "parent": "Shivcharan", "born": "1988", "x": "<b>"}))
    assert all(f'value="{words}"' in page for words in ("Ramdev Nishad", "Shivcharan", "1988"))
    assert one.number not in page
    assert Entry.objects.filter(stream__startswith="reads:workers-search").count() == 1


def test_a_search_is_written_down_without_its_words() -> None:
    room.worker()
    asked(desks.of_role(Role.OPERATOR), q="रामदेव निषाद")
    entry = Entry.objects.get(stream__startswith="reads:workers-search")
    assert entry.detail == {"found": 1, "wide": False, "by_number": False}


def test_age_district_and_village_narrow_it_down() -> None:
    room.worker()
    client = desks.of_role(Role.OPERATOR)
    kanpur = Place.objects.get(kind="district", lgd_code=cast.KANPUR)
    assert "रामदेव निषाद" in asked(client, q="Ramdev", district=str(kanpur.pk), born="1988")
    lucknow = Place.objects.get(kind="district", name_en="Lucknow")
    assert "कोई नहीं मिला" in asked(client, q="Ramdev", district=str(lucknow.pk))


def test_what_cannot_be_asked_is_said() -> None:
    client = desks.of_role(Role.OPERATOR)
    assert client.post(PAGE, {"q": ""}).status_code == 422
    assert client.post(PAGE, {"q": "रामदेव", "born": "19"}).status_code == 200
    assert client.post(PAGE, {"q": "रामदेव", "born": "अस्सी"}).status_code == 422
    assert client.post(PAGE, {"q": "रामदेव", "place": "ऐसा कोई गाँव नहीं"}).status_code == 422


def test_aadhaar_belongs_into_its_own_box() -> None:
    one = room.worker(aadhaar=room.AADHAAR)
    client = desks.of_role(Role.OPERATOR)
    refused = client.post(PAGE, {"q": "2345 6789 0124"})
    assert refused.status_code == 422
    assert "2345 6789 0124" not in desks.text_of(refused)
    assert one.number in asked(client, aadhaar="2345 6789 0124")


def test_the_search_takes_as_many_questions_for_three_as_for_one() -> None:
    client = desks.of_role(Role.OPERATOR)
    room.worker(phone="", key="a")
    one = _queries(client)
    room.worker(phone="", key="b")
    room.worker(phone="", key="c")
    assert _queries(client) == one


def _queries(client: object) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked(client, q="रामदेव निषाद")
    with CaptureQueriesContext(connection) as found:
        asked(client, q="रामदेव निषाद")
    return len([one for one in found if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SET LOCAL"))])
