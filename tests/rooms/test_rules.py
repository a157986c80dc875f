"""When a room is open, and what the video server is shown."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from tools.video import configuration

from shramsetu.rooms import rules
from shramsetu.rooms.rules import Phase

NINE = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


@pytest.mark.parametrize(
    ("minutes", "ended", "phase"),
    [
        (-16, None, Phase.BEFORE),
        (-15, None, Phase.OPEN),
        (60, None, Phase.OPEN),
        (179, None, Phase.OPEN),
        (180, None, Phase.OVER),
        (10, 5, Phase.OVER),
    ],
)
def test_a_room_is_open_from_a_quarter_before_until_two_hours_after(
    minutes: int, ended: int | None, phase: Phase
) -> None:
    ended_at = None if ended is None else NINE + timedelta(minutes=ended)
    at = NINE + timedelta(minutes=minutes)
    assert rules.phase(begins_at=NINE, ends_at=TEN, ended_at=ended_at, at=at) == phase


def test_a_token_has_the_form_that_janus_checks() -> None:
    said, _, signed = rules.token("s", until=TEN).partition(":")
    assert said == f"{int(TEN.timestamp())},janus,janus.plugin.videoroom"
    key = hmac.new(b"s", b"token", hashlib.sha256).hexdigest()
    assert base64.b64decode(signed) == hmac.new(key.encode(), said.encode(), hashlib.sha1).digest()


def test_site_and_server_derive_the_same_keys() -> None:
    assert [configuration.derived("s", what) for what in ("token", "admin")] == [
        rules.derived("s", what) for what in ("token", "admin")
    ]


def test_each_secret_is_of_its_room_its_feed_and_its_purpose() -> None:
    said = {
        rules.entry("s", room="a", feed="b"),
        rules.entry("s", room="a", feed="c"),
        rules.entry("s", room="b", feed="b"),
        rules.entry("t", room="a", feed="b"),
        rules.room_secret("s", room="a"),
        rules.room_secret("s", room="b"),
        rules.derived("s", "admin"),
    }
    assert len(said) == 7
