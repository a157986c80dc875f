"""The home page of bonded labour: what waits for each role, and the pages it may open."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import room as desk
from tests.bonded import rescue, room

from shramsetu.bonded import front
from shramsetu.bonded.views import start
from shramsetu.casework.panels import KINDS
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
HOME = "/desk/bonded/"


def at(owner: str) -> Client:
    return desk.at_desk(room.officer(owner))


def waits(by: Actor) -> dict[str, int]:
    assert by.post_id is not None
    found = front.of_post(offices.get(by.post_id), by, at=room.AT + timedelta(days=60))
    return {str(one.label): one.count for one in found}


def addresses(client: Client) -> list[str]:
    page = client.get(HOME)
    assert page.status_code == 200
    return [way.url for _label, ways in page.context["groups"] for way in ways]


def test_one_door_of_the_desk_leads_to_bonded_labour() -> None:
    doors = [door.url_name for door in KINDS.doors if door.url_name.startswith("bonded:")]
    officer = [door for door in KINDS.doors if "officer" in door.roles and door.url_name in doors]
    assert [door.url_name for door in officer] == ["bonded:home"]


def test_a_magistrate_sees_the_findings_to_sign_and_the_list_shows_the_same() -> None:
    father, mother, *_ = rescue.family(rescue.under_way())
    sdm = room.officer("sdm")
    before = waits(sdm).get("हस्ताक्षर के लिए निर्णय", 0)
    room.stated(father)
    room.stated(mother)
    room.drafted(father, "bonded", "ok")
    assert waits(sdm)["हस्ताक्षर के लिए निर्णय"] == before + 1
    page = desk.at_desk(sdm).get("/desk/bonded/list/persons/?state=drafted")
    shown = desk.text_of(page)
    assert father.code in shown
    assert mother.code not in shown


@pytest.mark.parametrize("role", sorted(start.ROLES))
def test_every_way_opens_and_the_page_takes_few_reads(role: Role) -> None:
    client = desk.of_role(role)
    for url in addresses(client):
        assert client.get(url).status_code == 200, url
    assert desk.queries_of(client, HOME) <= 32


def test_the_page_takes_the_same_reads_however_much_waits() -> None:
    client = at("sdm")
    few = desk.queries_of(client, HOME)
    operation = rescue.under_way()
    for found in rescue.family(operation):
        room.stated(found)
        room.drafted(found, "bonded", "ok")
    assert desk.queries_of(client, HOME) == few


def test_who_owes_one_line_alone_sees_duties_and_nobody_else() -> None:
    assert addresses(at("social_welfare")) == ["/desk/bonded/duties/"]
    police = addresses(at("police"))
    assert "/desk/bonded/money/" not in police
    assert "/desk/bonded/duties/" in police


def test_an_empty_page_says_what_to_do_next() -> None:
    dm = Charge.objects.get(post__code="dm.mahoba", to_at=None, kind=Charge.Kind.SUBSTANTIVE)
    client = desk.at_desk(Actor(role=Role.DM, user_id=dm.user_id, post_id=dm.post_id))
    page = desk.text_of(client.get(HOME))
    assert "आपके लिए कुछ शेष नहीं" in page
    assert "/desk/bonded/inform/" in client.get(HOME).content.decode()
