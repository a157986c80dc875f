"""The page of a room: who sees what, what the browser is allowed, and the guests' door."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.room import assistant_of, at_desk
from tests.rooms.meeting import GUEST, officers, opened
from tools.video.launch import VideoServer

from shramsetu.journal.rules import SYSTEM
from shramsetu.rooms import actions, queries
from shramsetu.rooms.models import Room

pytestmark = pytest.mark.django_db


def address(room: Room, deed: str = "") -> str:
    return f"/baithak/{room.key}/{deed}"


def test_without_a_video_server_the_page_says_so_and_shows_the_other_link() -> None:
    chair, _ = people = officers()
    room = opened(begins_at=timezone.now(), people=people, outside_link="https://meet.example/abc")
    answer = at_desk(chair.actor).get(address(room))
    assert "इस साइट पर वीडियो कमरा नहीं है" in answer.content.decode()
    assert 'href="https://meet.example/abc"' in answer.content.decode()
    assert "connect-src 'self';" in answer["Content-Security-Policy"].replace(" http://127.0.0.1:8001", "")
    assert answer["Permissions-Policy"] == "microphone=(), camera=()"


def test_with_one_this_page_alone_may_reach_it_and_use_the_camera(janus: VideoServer) -> None:
    chair, member = officers()
    room = opened(begins_at=timezone.now(), people=[chair, member])
    client = at_desk(member.actor)
    answer = client.get(address(room))
    assert f" {janus.url};" in answer["Content-Security-Policy"]
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert janus.url not in client.get("/desk/")["Content-Security-Policy"]
    assert janus.server.secret not in answer.content.decode()


def test_who_has_no_seat_sees_no_room() -> None:
    *people, stranger = officers(3)
    room = opened(begins_at=timezone.now(), people=people)
    assert at_desk(stranger.actor).get(address(room)).status_code == 404
    assert at_desk(stranger.actor).post(address(room, "enter/")).status_code == 404
    page = Client().get(address(room))
    assert page.status_code == 200
    assert room.title not in page.content.decode()  # the guests' door names nothing
    assert Client().post(address(room, "enter/")).status_code == 404


def test_who_assists_an_officer_does_not_come_in_under_the_officers_name() -> None:
    chair, member = officers()
    room = opened(begins_at=timezone.now(), people=[chair, member])
    helper, _ = assistant_of(chair.post)
    assert helper.get(address(room)).status_code == 404
    assert helper.post(address(room, "enter/")).status_code == 404
    assert helper.post(address(room, "end/")).status_code == 404


def test_an_officer_who_was_invited_as_a_guest_comes_to_the_door_by_that_link() -> None:
    *people, stranger = officers(3)
    room = opened(begins_at=timezone.now(), people=people)
    client = at_desk(stranger.actor)
    assert client.get(address(room)).status_code == 404
    page = client.get(f"{address(room)}?n=3")
    assert (page.status_code, room.title in page.content.decode()) == (200, False)


def test_a_guest_needs_number_and_code_of_one_seat(janus: VideoServer) -> None:
    room = opened(begins_at=timezone.now())
    door = queries.door_of(room, GUEST)
    assert door is not None
    client = Client()
    wrong = f"{(int(door.code) + 1) % 1_000_000:06d}"
    for number, code in ((door.number, wrong), (1, queries.code_of(room, 1)), (door.number, "12")):
        assert client.post(address(room, "code/"), {"number": number, "code": code}).status_code == 422
        assert client.post(address(room, "enter/")).status_code == 404
    came = client.post(address(room, "code/"), {"number": door.number, "code": door.code})
    assert came.headers["Location"] == address(room)
    told = client.post(address(room, "enter/")).json()
    assert [(one["name"], one["role"], one["me"]) for one in told["people"]] == [("वादी", "guest", True)]
    assert told["address"] == janus.url


def test_codes_are_not_guessed_by_trying() -> None:
    room = opened(begins_at=timezone.now())
    client = Client()
    codes = [client.post(address(room, "code/"), {"number": 3, "code": f"{one:06d}"}).status_code for one in range(30)]
    assert codes[0] == 422
    assert codes[-1] == 429


def test_a_guest_s_code_opens_that_room_and_no_other() -> None:
    room, other = opened(begins_at=timezone.now()), opened(begins_at=timezone.now(), subject="review:8")
    door = queries.door_of(room, GUEST)
    assert door is not None
    client = Client()
    client.post(address(room, "code/"), {"number": door.number, "code": door.code})
    assert client.get(address(room)).context["seat"].ref == GUEST
    assert client.post(address(other, "enter/")).status_code == 404


def test_what_is_refused_is_said_in_a_sentence(janus: VideoServer) -> None:
    chair, member = officers()
    room = opened(begins_at=timezone.now() + timedelta(hours=1), people=[chair, member], at=timezone.now())
    answer = at_desk(chair.actor).post(address(room, "enter/"))
    assert (answer.status_code, answer.json()["wrong"]) == (409, "कमरा अभी नहीं खुला। तय समय से पंद्रह मिनट पहले आएँ।")
    answer = at_desk(member.actor).post(address(room, "end/"))
    assert (answer.status_code, "अध्यक्ष" in answer.json()["wrong"]) == (409, True)


def test_a_server_that_is_silent_may_be_asked_again(janus: VideoServer, settings: pytest.FixtureRequest) -> None:
    chair, _ = people = officers()
    room = opened(begins_at=timezone.now(), people=people)
    settings.JANUS_API_URL = "ws://127.0.0.1:9"  # type: ignore[attr-defined]
    answer = at_desk(chair.actor).post(address(room, "enter/"))
    assert (answer.status_code, answer.json()["again"], answer.json()["is_over"]) == (409, True, False)


def test_the_thirteenth_reads_that_the_room_is_full(janus: VideoServer) -> None:
    room = opened(begins_at=timezone.now())
    Room.objects.filter(pk=room.pk).update(limit=2)
    for number in (1, 2):
        actions.enter(queries.seats(room).get(number=number), by=SYSTEM, at=timezone.now())
    door = queries.door_of(room, GUEST)
    assert door is not None
    client = Client()
    client.post(address(room, "code/"), {"number": door.number, "code": door.code})
    answer = client.post(address(room, "enter/"))
    assert (answer.status_code, answer.json()["wrong"].startswith("कमरा भर गया है")) == (409, True)


def test_a_window_that_is_out_learns_why(janus: VideoServer) -> None:
    chair, member = people = officers()
    room = opened(begins_at=timezone.now(), people=people)
    first, second = at_desk(member.actor), at_desk(chair.actor)
    feed = first.post(address(room, "enter/")).json()["feed"]
    assert first.post(address(room, "here/"), {"feed": feed}).status_code == 200
    assert first.post(address(room, "here/"), {"feed": "other"}).status_code == 410
    second.post(address(room, "enter/"))
    assert second.post(address(room, "remove/"), {"number": "2"}).status_code == 200
    told = first.post(address(room, "here/"), {"feed": feed})
    assert (told.status_code, told.json()["is_over"]) == (410, False)
    assert "अध्यक्ष" in told.json()["wrong"]
    second.post(address(room, "end/"))
    assert first.post(address(room, "here/"), {"feed": feed}).json()["is_over"] is True


@pytest.mark.parametrize(("number", "mid"), [("x", "0"), ("", "0"), ("2", "../"), ("99999", "0")])
def test_what_no_page_sends_is_refused(janus: VideoServer, number: str, mid: str) -> None:
    chair, _ = people = officers()
    room = opened(begins_at=timezone.now(), people=people)
    answer = at_desk(chair.actor).post(address(room, "mute/"), {"number": number, "mid": mid, "off": "yes"})
    assert answer.status_code == 409


def test_twelve_ask_the_database_as_often_as_two(janus: VideoServer) -> None:
    people = officers(12)
    small = opened(begins_at=timezone.now(), people=people[:2])
    large = opened(begins_at=timezone.now(), people=people, subject="review:8")
    client, counts = at_desk(people[0].actor), []
    for room, inside in ((small, 2), (large, 12)):
        for number in range(2, inside + 1):
            actions.enter(queries.seats(room).get(number=number), by=SYSTEM, at=timezone.now())
        feed = client.post(address(room, "enter/")).json()["feed"]
        with CaptureQueriesContext(connection) as page:
            client.get(address(room))
        with CaptureQueriesContext(connection) as beat:
            client.post(address(room, "here/"), {"feed": feed})
        counts.append((len(page), len(beat)))
    assert counts[0] == counts[1]


def test_the_button_leads_in_who_has_a_seat_and_nobody_else() -> None:
    chair, member, stranger = officers(3)
    room = opened(begins_at=timezone.now(), people=[chair, member])
    drawn = [button(one.post, room.subject) for one in (member, stranger)]
    assert (f'href="{address(room)}"' in drawn[0], drawn[1].strip()) == (True, "")
    assert button(member.post, "review:404").strip() == ""


def button(post: object, subject: str) -> str:
    request = RequestFactory().get("/")
    request.post, request.actor, request.session = post, SYSTEM, {}  # type: ignore[attr-defined]
    template = Template("{% load rooms %}{% room_button subject %}")
    return template.render(Context({"request": request, "subject": subject}))
