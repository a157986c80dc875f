"""The video server believes the site alone: what a stranger with a browser may not do."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.rooms.stranger import stranger
from tools.video.launch import VideoServer

from shramsetu.rooms import janus as client
from shramsetu.rooms import rules

NOW = datetime.now(UTC)
REFUSED = 403


def token(video: VideoServer, **changes: timedelta) -> str:
    return rules.token(video.server.secret, until=NOW + timedelta(**(changes or {"hours": 1})))


def ticket(video: VideoServer, room: str, feed: str) -> str:
    return rules.entry(video.server.secret, room=room, feed=feed)


@pytest.mark.parametrize("words", ["", "made up", "old", "another secret's"])
def test_without_a_token_of_the_site_nothing_is_answered(janus: VideoServer, words: str) -> None:
    given = {
        "old": token(janus, hours=-1),
        "another secret's": rules.token("guessed", until=NOW + timedelta(hours=1)),
    }.get(words, words)
    with stranger(janus.url, given) as one:
        assert one.ask("create")["error"]["code"] == REFUSED


def test_a_token_opens_the_plugin_of_the_rooms_and_no_other(janus: VideoServer) -> None:
    with stranger(janus.url, token(janus)) as one:
        one.begin()
        assert one.ask("attach", plugin="janus.plugin.echotest", handle_id=None)["janus"] == "error"


def test_a_token_without_a_ticket_comes_into_no_room(janus: VideoServer) -> None:
    client.make("alone")
    with stranger(janus.url, token(janus)) as one:
        one.begin()
        said = one.room("join", ptype="publisher", room="alone", id="x")
        assert said["error"] == "Unauthorized (not in the allowed list)"
        assert one.room("list")["list"] == []


def test_a_ticket_is_of_one_room_and_ends_with_the_stay(janus: VideoServer) -> None:
    for room in ("first", "second"):
        client.make(room)
    client.admit("first", ticket(janus, "first", "a"))
    with stranger(janus.url, token(janus)) as one:
        one.begin()
        assert "error" in one.room("join", ptype="publisher", room="second", id="a", token=ticket(janus, "first", "a"))
        assert one.room("join", ptype="publisher", room="first", id="a", token=ticket(janus, "first", "a"))["id"] == "a"
    client.drop("first", "a")
    with stranger(janus.url, token(janus)) as one:
        one.begin()
        assert "error" in one.room("join", ptype="publisher", room="first", id="a", token=ticket(janus, "first", "a"))


def test_who_is_in_may_not_rule(janus: VideoServer) -> None:
    client.make("ruled")
    client.admit("ruled", ticket(janus, "ruled", "a"))
    with stranger(janus.url, token(janus)) as one:
        one.begin()
        one.room("join", ptype="publisher", room="ruled", id="a", token=ticket(janus, "ruled", "a"))
        for request, words in {
            "create": {"room": "mine"},
            "destroy": {"room": "ruled"},
            "kick": {"room": "ruled", "id": "a"},
            "moderate": {"room": "ruled", "id": "a", "mid": "0", "mute": True},
            "allowed": {"room": "ruled", "action": "add", "allowed": ["mine"]},
            "rtp_forward": {"room": "ruled", "publisher_id": "a", "host": "127.0.0.1", "streams": []},
            "enable_recording": {"room": "ruled", "record": True},
        }.items():
            assert "error" in one.room(request, **words), request
        assert client.feeds("ruled") == ["a"]


def test_who_listens_must_be_in_the_room(janus: VideoServer) -> None:
    client.make("heard")
    with stranger(janus.url, token(janus)) as one:
        one.begin()
        said = one.room("join", ptype="subscriber", room="heard", streams=[{"feed": "a"}])
        assert "error" in said


def test_every_request_of_ours_may_be_repeated(janus: VideoServer) -> None:
    for _ in range(2):
        client.make("twice")
        client.admit("twice", "t")
    for _ in range(2):
        client.drop("twice", "nobody")
    for _ in range(2):
        client.end("twice")
    client.drop("twice", "nobody")
    assert client.feeds("twice") == []


def test_a_server_of_another_secret_refuses(janus: VideoServer, settings: pytest.FixtureRequest) -> None:
    settings.JANUS_SECRET = "another"  # type: ignore[attr-defined]
    with pytest.raises(client.Refusal):
        client.make("never")
