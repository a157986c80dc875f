"""The verbs of a room against a real Janus: who comes in, who does not, and how a meeting ends."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.cast import MONDAY
from tests.rooms.meeting import GUEST, SUBJECT, officers, opened, seat
from tests.rooms.stranger import stranger
from tools.video.launch import VideoServer

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.rooms import actions, errors, queries, rules
from shramsetu.rooms import janus as client
from shramsetu.rooms.models import Attendance, How, Room, Seat

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def enter(room: Room, number: int, *, at: datetime = MONDAY, by: Actor = SYSTEM) -> actions.Admission:
    return actions.enter(seat(room, number), by=by, at=at)


def verbs(room: Room) -> list[str]:
    return list(Entry.objects.filter(stream=room.stream).order_by("seq").values_list("verb", flat=True))


def test_a_room_asked_for_twice_is_one_and_nothing_is_written_twice() -> None:
    room, again = opened(begins_at=MONDAY), opened(begins_at=MONDAY)
    assert (again.pk, verbs(room), Seat.objects.filter(room=room).count()) == (room.pk, ["open_room"], 3)


def test_a_seat_that_is_not_named_any_more_is_withdrawn_and_comes_back_under_its_number() -> None:
    people = officers(3)
    room = opened(begins_at=MONDAY, people=people)
    opened(begins_at=MONDAY, people=people[:2])
    gone = Seat.objects.get(room=room, post=people[2].post)
    with pytest.raises(errors.NotPossible):
        actions.enter(gone, by=people[2].actor, at=MONDAY)
    opened(begins_at=MONDAY, people=people)
    assert Seat.objects.get(room=room, post=people[2].post, withdrawn_at=None).number == gone.number


def test_a_meeting_without_a_chair_or_with_a_link_in_the_clear_is_refused() -> None:
    with pytest.raises(ValueError, match="chair"):
        opened(begins_at=MONDAY, seats=[rules.guest(GUEST, "वादी")])
    with pytest.raises(ValidationError):
        opened(begins_at=MONDAY, outside_link="http://meet.example/1")
    assert not Room.objects.exists()


def test_without_a_video_server_nobody_comes_in() -> None:
    room = opened(begins_at=MONDAY)
    with pytest.raises(errors.NoRoomHere):
        enter(room, 1)
    assert not Attendance.objects.exists()


def test_a_video_server_that_does_not_answer_is_said_within_its_time(settings: pytest.FixtureRequest) -> None:
    settings.JANUS_URL = settings.JANUS_API_URL = "ws://127.0.0.1:9"  # type: ignore[attr-defined]
    settings.JANUS_SECRET = "x"  # type: ignore[attr-defined]
    room = opened(begins_at=MONDAY)
    with pytest.raises(errors.NoRoomHere):
        enter(room, 1)
    assert list(Attendance.objects.values_list("how", flat=True)) == ["lost"]


@pytest.mark.parametrize(
    ("after", "error"),
    [(-16 * MINUTE, errors.NotYet), (-15 * MINUTE, None), (179 * MINUTE, None), (180 * MINUTE, errors.Over)],
)
def test_the_door_opens_early_and_closes_late(
    janus: VideoServer, after: timedelta, error: type[Exception] | None
) -> None:
    room = opened(begins_at=MONDAY)
    if error is None:
        assert enter(room, 1, at=MONDAY + after).address == janus.url
    else:
        with pytest.raises(error):
            enter(room, 1, at=MONDAY + after)


def test_the_thirteenth_is_refused_and_comes_in_when_one_has_left(janus: VideoServer) -> None:
    people = officers(12)
    room = opened(begins_at=MONDAY, people=people)
    inside = [enter(room, number) for number in range(1, 13)]
    with pytest.raises(errors.Full):
        enter(room, 13)
    actions.leave(seat(room, 2), inside[1].attendance.feed, by=SYSTEM, at=MONDAY)
    assert enter(room, 13).attendance.seat.ref == GUEST


def test_who_comes_in_again_does_not_stand_in_the_way_of_himself(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    first, second = enter(room, 1), enter(room, 1, at=MONDAY + MINUTE)
    first.attendance.refresh_from_db()
    assert (first.attendance.how, second.attendance.feed != first.attendance.feed) == (How.AGAIN, True)
    assert verbs(room) == ["open_room", "join", "leave", "join"]


def test_who_gives_no_sign_of_life_makes_room(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    Room.objects.filter(pk=room.pk).update(limit=2)
    silent, living = enter(room, 1), enter(room, 2)
    assert actions.stay(seat(room, 2), living.attendance.feed, at=MONDAY + MINUTE)
    enter(room, 3, at=MONDAY + 2 * MINUTE)
    assert not actions.stay(seat(room, 1), silent.attendance.feed, at=MONDAY + 2 * MINUTE)
    assert [one.seat.number for one in queries.present(room)] == [2, 3]


def test_only_the_chair_takes_voices_sends_out_and_ends(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    enter(room, 1)
    enter(room, 2)
    for deed in (
        lambda: actions.mute(seat(room, 2), 1, mid="0", off=True, by=SYSTEM, at=MONDAY),
        lambda: actions.remove(seat(room, 2), 1, by=SYSTEM, at=MONDAY),
        lambda: actions.end(seat(room, 2), by=SYSTEM, at=MONDAY),
    ):
        with pytest.raises(errors.NotTheChair):
            deed()
    assert queries.present(room).count() == 2


def test_who_was_sent_out_stays_out_of_this_meeting(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    enter(room, 1)
    enter(room, 2)
    actions.remove(seat(room, 1), 2, by=SYSTEM, at=MONDAY)
    with pytest.raises(errors.SentOut):
        enter(room, 2)
    opened(begins_at=MONDAY)  # asked for once more: still out
    with pytest.raises(errors.SentOut):
        enter(room, 2)


def test_the_chair_ends_the_meeting_for_all_and_twice_is_once(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    enter(room, 1)
    enter(room, 2)
    for _ in range(2):
        actions.end(seat(room, 1), by=SYSTEM, at=MONDAY + 30 * MINUTE)
    room.refresh_from_db()
    assert (room.ended_at, room.cleared_at) == (MONDAY + 30 * MINUTE, MONDAY + 30 * MINUTE)
    assert [(one.seat.number, one.minutes) for one in queries.attended(SUBJECT, at=MONDAY)] == [(1, 30), (2, 30)]
    assert verbs(room).count("end_meeting") == 1
    with pytest.raises(errors.Over):
        enter(room, 2, at=MONDAY + 31 * MINUTE)


def test_a_server_started_anew_gets_its_room_again(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    enter(room, 1)
    janus.stop()
    janus.start()
    assert enter(room, 2).attendance.seat.number == 2


def test_the_clock_opens_what_begins_and_clears_what_is_over(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY, at=MONDAY - 60 * MINUTE)
    assert actions.sweep(at=MONDAY - 16 * MINUTE) == {"made": 0, "lost": 0, "over": 0}
    assert actions.sweep(at=MONDAY - 15 * MINUTE) == {"made": 1, "lost": 0, "over": 0}
    stays = enter(room, 1)
    assert actions.sweep(at=MONDAY + MINUTE) == {"made": 0, "lost": 0, "over": 0}
    actions.stay(seat(room, 1), stays.attendance.feed, at=MONDAY + 70 * MINUTE)
    assert actions.sweep(at=MONDAY + 71 * MINUTE)["over"] == 0  # somebody still speaks
    assert actions.sweep(at=MONDAY + 80 * MINUTE) == {"made": 0, "lost": 1, "over": 1}
    assert actions.sweep(at=MONDAY + 81 * MINUTE) == {"made": 0, "lost": 0, "over": 0}


def test_what_the_server_missed_is_cleared_later(janus: VideoServer, settings: pytest.FixtureRequest) -> None:
    room = opened(begins_at=MONDAY)
    enter(room, 1)
    settings.JANUS_API_URL = "ws://127.0.0.1:9"  # type: ignore[attr-defined]
    actions.end(seat(room, 1), by=SYSTEM, at=MONDAY)
    room.refresh_from_db()
    assert (room.ended_at, room.cleared_at) == (MONDAY, None)
    settings.JANUS_API_URL = janus.url  # type: ignore[attr-defined]
    actions.sweep(at=MONDAY + MINUTE)
    room.refresh_from_db()
    assert room.cleared_at == MONDAY + MINUTE


def test_who_was_to_go_while_the_server_was_silent_goes_with_the_next_sweep(
    janus: VideoServer, settings: pytest.FixtureRequest
) -> None:
    people = officers(3)
    room = opened(begins_at=MONDAY, people=people)
    enter(room, 1)
    enter(room, 2)
    # The server goes by the real clock, on which the tokens of that Monday are over.
    token = rules.token(janus.server.secret, until=timezone.now() + timedelta(hours=1))
    with stranger(janus.url, token) as chair, stranger(janus.url, token) as member:
        feeds = [one.feed for one in queries.present(room)]
        for one, feed in zip((chair, member), feeds, strict=True):
            one.begin()
            ticket = rules.entry(janus.server.secret, room=room.key, feed=feed)
            one.room("join", ptype="publisher", room=room.key, id=feed, token=ticket)
        settings.JANUS_API_URL = "ws://127.0.0.1:9"  # type: ignore[attr-defined]
        actions.remove(seat(room, 1), 2, by=SYSTEM, at=MONDAY)
        settings.JANUS_API_URL = janus.url  # type: ignore[attr-defined]
        assert sorted(client.feeds(room.key)) == sorted(feeds)
        actions.sweep(at=MONDAY + MINUTE)
        assert client.feeds(room.key) == feeds[:1]


def test_a_seat_withdrawn_while_somebody_sits_in_it_is_cleared_with_the_next_sweep(janus: VideoServer) -> None:
    people = officers(3)
    room = opened(begins_at=MONDAY, people=people)
    enter(room, 1)
    number = Seat.objects.get(room=room, post=people[2].post).number
    stays = enter(room, number)
    opened(begins_at=MONDAY, people=people[:2])
    actions.sweep(at=MONDAY + MINUTE)
    stays.attendance.refresh_from_db()
    assert stays.attendance.how == How.REMOVED
    assert [one.seat.number for one in queries.present(room)] == [1]


def test_a_meeting_moved_to_another_day_keeps_its_address() -> None:
    room = opened(begins_at=MONDAY)
    later = MONDAY + timedelta(days=2)
    moved = opened(begins_at=later, at=MONDAY + timedelta(days=1))
    assert (moved.key, moved.begins_at, verbs(room)) == (room.key, later, ["open_room", "change_room"])


def test_the_guest_s_code_is_of_the_room_and_of_the_seat() -> None:
    room = opened(begins_at=MONDAY)
    other = opened(begins_at=MONDAY, subject="review:8")
    found = queries.door_of(room, GUEST)
    assert found is not None
    assert found.link.endswith(f"/baithak/{room.key}/?n=3")
    assert found.code not in {queries.code_of(other, 3), queries.code_of(room, 2)}
    assert queries.door_of(room, "party:2") is None


def test_the_journal_names_seats_and_nobody(janus: VideoServer) -> None:
    people = officers()
    room = opened(begins_at=MONDAY, people=people)
    enter(room, 1, by=people[0].actor)
    enter(room, 3, by=Actor(role="guest", person=f"{room.key}.3"))
    details = list(Entry.objects.filter(stream=room.stream, verb="join").order_by("seq").values_list("detail", "by"))
    assert details == [({"seat": 1}, people[0].actor.key), ({"seat": 3}, f"person:{room.key}.3")]


def test_a_meeting_that_ended_begins_again_only_for_a_time_after_its_end(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    enter(room, 1)
    enter(room, 2)
    actions.remove(seat(room, 1), 2, by=SYSTEM, at=MONDAY)
    actions.end(seat(room, 1), by=SYSTEM, at=MONDAY + 30 * MINUTE)
    assert opened(begins_at=MONDAY, at=MONDAY + 31 * MINUTE).ended_at == MONDAY + 30 * MINUTE  # asked for once more
    opened(begins_at=MONDAY + 40 * MINUTE, at=MONDAY + 31 * MINUTE)
    assert enter(room, 2, at=MONDAY + 41 * MINUTE).attendance.seat.number == 2


def test_a_time_that_ran_out_unused_may_be_given_anew(janus: VideoServer) -> None:
    room = opened(begins_at=MONDAY)
    assert actions.sweep(at=MONDAY + 61 * MINUTE)["over"] == 1
    opened(begins_at=MONDAY + 120 * MINUTE, at=MONDAY + 62 * MINUTE)
    assert enter(room, 1, at=MONDAY + 121 * MINUTE).address == janus.url
