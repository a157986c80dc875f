"""What an open page hears of the bells: its own cases, its own phone at once, the floor only who watches it."""

import asyncio
import time

import pytest

from shramsetu.web import live
from shramsetu.web.live import Listener


@pytest.mark.parametrize(
    ("payload", "heard"),
    [
        ("@agent 7", {"agent"}),
        ("@agent 77", set()),
        ("@agent 3", set()),
        ("@floor", set()),
        ("104729638150 3 9", {"inbox", "case:104729638150"}),
        ("104729638151 9 3", {"inbox"}),
        ("104729638151 9", set()),
    ],
)
def test_a_page_hears_what_is_its_own(payload: str, heard: set[str]) -> None:
    page = Listener(7, 3, "104729638150")
    page.hear(payload)
    assert page.topics == heard


def test_the_floor_is_heard_by_who_watches_it() -> None:
    page = Listener(7, 3, "", on_floor=True)
    page.hear("@floor")
    assert page.topics == {"floor"}


async def _told(payloads: list[str]) -> tuple[list[str], float]:
    page = Listener(7, 3, "", on_floor=True)
    began = time.monotonic()
    for one in payloads:
        asyncio.get_running_loop().call_later(0.01, page.hear, one)
    return await page.wait(), time.monotonic() - began


def test_what_rings_is_told_at_once_and_takes_along_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE_SECONDS", 30.0)
    topics, seconds = asyncio.run(_told(["@floor", "@agent 7", "@agent 7"]))
    assert topics == ["agent", "floor"]
    assert seconds < 5


def test_the_floor_is_told_once_a_second() -> None:
    topics, seconds = asyncio.run(_told(["@floor", "@floor"]))
    assert topics == ["floor"]
    assert seconds >= live.PAUSE_SECONDS


def test_silence_is_a_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.01)
    assert asyncio.run(_told([]))[0] == []
