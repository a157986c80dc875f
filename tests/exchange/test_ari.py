"""The provider against an ARI that fails, is slow, restarts, or has another listener: no exchange needed."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from tests.exchange.desk import Desk
from tests.exchange.mock import PORT, MockAri, mock

from shramsetu.helpline.exchange import rest
from shramsetu.helpline.exchange.ari import Asterisk
from shramsetu.helpline.exchange.protocol import (
    Arrived,
    Connected,
    Ended,
    Gone,
    Leg,
    Phone,
    Played,
    Refused,
    Replaced,
    Unreachable,
)

URL = f"http://name:word@127.0.0.1:{PORT}/ari"
CHANNEL = {
    "id": "c1",
    "name": "PJSIP/trunk-00000001",
    "state": "Up",
    "caller": {"number": "+919999900001"},
    "dialplan": {"context": "from-trunk", "app_data": "500,^helpline-,in:1076"},
}


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[MockAri, Desk]]:
    async with mock() as ari:
        provider = Asterisk(URL, node="mock")
        one = Desk(provider)
        listening = asyncio.create_task(one.listen())
        await one.hear(Connected)
        try:
            yield ari, one
        finally:
            await provider.close()
            await asyncio.wait_for(listening, 5)


def play(scene: Callable[[MockAri, Desk], Awaitable[None]]) -> None:
    async def work() -> None:
        async with connected() as (ari, one):
            await scene(ari, one)

    asyncio.run(work())


@pytest.mark.parametrize(
    ("status", "error"), [(404, Gone), (500, Refused), (400, Refused), (503, Unreachable), (302, Refused)]
)
def test_a_bad_answer_is_an_error_by_what_one_can_do(status: int, error: type[Exception]) -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        ari.answers["POST /channels/c1/answer"] = status
        with pytest.raises(error):
            await one.provider.answer("c1")

    play(scene)


def test_what_is_done_already_or_gone_already_is_no_error() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        ari.contents["/bridges/b-1"] = {"channels": ["c1"]}
        ari.answers |= {"POST /bridges/b-1": 409, "POST /channels/l-1": 409, "DELETE /channels/c1": 404}
        ari.answers |= {"DELETE /playbacks/p-1": 404, "POST /channels/c1/play": 409, "DELETE /bridges/b-1": 404}
        await one.provider.bridge("b-1", ["c1"])
        assert "POST /bridges/b-1/addChannel" not in ari.asked, "it is in already"
        await one.provider.dial(Leg("l-1", "agent", "1001", 20))
        await one.provider.play("c1", playback="p-1", sounds=["ss/a"], language="hi")
        await one.provider.stop_play("p-1")
        await one.provider.unbridge("b-1")
        await one.provider.hang_up("c1")

    play(scene)


def test_a_leg_beside_a_channel_that_is_not_there_is_dialled_all_the_same() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        ari.answers["POST /channels/l-1"] = [400]
        ari.contents["/channels/l-1"] = {"message": "Provided originator channel was not found"}
        await one.provider.dial(Leg("l-1", "citizen", "+919999900001", 20, beside="a-1"))
        assert ari.asked.count("POST /channels/l-1") == 2
        assert "originator" not in ari.bodies["POST /channels/l-1"]

    play(scene)


def test_a_prompt_is_stopped_before_what_would_wait_for_it() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        ari.contents["/bridges/b-1"] = {"channels": []}
        await one.provider.play("c1", playback="p-1", sounds=["ss/a", "ss/b"], language="en")
        assert ari.bodies["POST /channels/c1/play"] == {
            "media": ["sound:ss/a", "sound:ss/b"], "lang": "en", "playbackId": "p-1",
        }  # fmt: skip
        await one.provider.bridge("b-1", ["c1"])
        assert ari.asked.index("DELETE /playbacks/p-1") < ari.asked.index("POST /bridges/b-1/addChannel")
        await one.provider.play("c1", playback="p-2", sounds=["ss/a"], language="hi")
        await ari.tell("PlaybackFinished", playback={"id": "p-2", "state": "done"})
        await one.hear(Played)
        await one.provider.answer("c1")
        assert "DELETE /playbacks/p-2" not in ari.asked, "it is over"

    play(scene)


def test_one_slow_command_delays_no_other_and_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "SECONDS", 0.5)

    async def scene(ari: MockAri, one: Desk) -> None:
        ari.slow["POST /channels/c1/answer"] = 5
        began = time.monotonic()
        slow = asyncio.create_task(one.provider.answer("c1"))
        await asyncio.sleep(0.05)
        await one.provider.answer("c2")
        assert time.monotonic() - began < 0.4
        with pytest.raises(Unreachable):
            await slow

    play(scene)


def test_many_who_ask_what_is_there_share_the_next_answer() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        ari.contents |= {
            "/applications/helpline-mock": {"channel_ids": [CHANNEL["id"]]},
            "/channels": [CHANNEL],
            "/bridges": [],
            "/endpoints/PJSIP": [],
        }
        ari.slow["GET /channels"] = 0.1
        found = await asyncio.gather(*(one.provider.snapshot() for _ in range(20)))
        assert [list(each.channels) for each in found] == [[CHANNEL["id"]]] * 20
        assert ari.asked.count("GET /channels") == 2  # one was on its way when the others asked

    play(scene)


def test_a_broken_connection_is_made_anew_with_filter_and_phones() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        await one.provider.put_phone("1001", "word", browser=True)
        ari.asked.clear()
        ari.answers["PUT /applications/helpline-mock/eventFilter"] = [503, 503]  # it is starting
        await ari.cut()
        await one.hear(Connected)
        assert ari.connected == 4, "twice it was not ready"
        assert ari.asked.count("PUT /applications/helpline-mock/eventFilter") == 3
        assert "PUT /asterisk/config/dynamic/res_pjsip/endpoint/1001" in ari.asked

    play(scene)


def test_a_phone_that_the_exchange_kept_is_not_set_anew_unless_its_secret_is_another() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        ari.contents["/endpoints/PJSIP"] = [{"resource": name, "state": "online"} for name in ("1001", "1002")]
        for name in ("1001", "1002"):
            known = [{"attribute": "password", "value": "word"}]
            ari.contents[f"/asterisk/config/dynamic/res_pjsip/auth/{name}-web"] = known
        await ari.cut()
        await one.hear(Connected)
        ari.asked.clear()
        await one.provider.put_phone("1001", "word", browser=True)
        await one.provider.put_phone("1002", "new word", browser=True)
        assert (await one.hear(Phone)).number == "1001"
        put = [asked for asked in ari.asked if asked.startswith("PUT")]
        assert put == [f"PUT /asterisk/config/dynamic/res_pjsip/{kind}" for kind in
                       ("auth/1002-web", "aor/1002", "endpoint/1002")]  # fmt: skip

    play(scene)


def test_a_phone_that_was_of_the_other_kind_is_forgotten_before_it_is_set() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        config = "/asterisk/config/dynamic/res_pjsip"
        for number, browser in (("1001", "yes"), ("1002", "no")):
            ari.contents[f"{config}/endpoint/{number}"] = [{"attribute": "webrtc", "value": browser}]
        for number in ("1001", "1002", "1003"):
            await one.provider.put_phone(number, "word", browser=False)
        done = [asked.replace(config, "") for asked in ari.asked if asked.startswith(("PUT /asterisk", "DELETE"))]
        gone = [f"DELETE /{thing}" for thing in ("auth/1001-web", "auth/1001", "aor/1001", "endpoint/1001")]
        made = [f"PUT /{kind}/{name}" for name in ("1001", "1002", "1003") for kind in ("auth", "aor", "endpoint")]
        assert done == gone + made

    play(scene)


def test_a_call_is_claimed_once_and_its_end_told_once() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        ari.answers["POST /events/claim"] = [409]  # another controller was quicker: no error
        await ari.tell("CallBroadcast", channel={**CHANNEL, "id": "c0"})
        await ari.tell("CallBroadcast", channel=CHANNEL)
        await ari.tell("StasisStart", channel=CHANNEL, args=["in", "1076"])
        assert await one.hear(Arrived) == Arrived("c1", "1076", "+919999900001")
        await ari.tell("ChannelHangupRequest", channel=CHANNEL, cause=17)
        await ari.tell("StasisEnd", channel=CHANNEL)
        await ari.tell("ChannelDestroyed", channel=CHANNEL, cause=16)
        assert await one.hear(Ended) == Ended("c1", 17)
        await one.provider.put_phone("1001", "word", browser=True)
        for name in ("trunk", "1001"):
            await ari.tell("DeviceStateChanged", device_state={"name": f"PJSIP/{name}", "state": "NOT_INUSE"})
        assert (await one.hear(Phone)).number == "1001", "a trunk is no phone"
        assert not [event for event in one.heard if isinstance(event, Ended)]
        assert ari.asked.count("POST /events/claim") == 2

    play(scene)


def test_an_old_word_that_a_phone_is_away_is_checked_before_it_is_believed() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        for number in ("1001", "1002"):
            await one.provider.put_phone(number, "word", browser=True)
        ari.contents["/endpoints/PJSIP/1001"] = {"state": "online"}
        for number, state in (("1001", "NOT_INUSE"), ("1002", "NOT_INUSE"), ("1001", "UNAVAILABLE")):
            await ari.tell("DeviceStateChanged", device_state={"name": f"PJSIP/{number}", "state": state})
        await ari.tell("DeviceStateChanged", device_state={"name": "PJSIP/1002", "state": "UNAVAILABLE"})
        await one.hear(Phone, lambda event: not event.there and event.number == "1002")
        assert {event.number for event in one.heard if isinstance(event, Phone) and event.there} == {"1001", "1002"}
        assert not [event for event in one.heard if isinstance(event, Phone) and not event.there], (
            one.heard,
            ari.asked,
        )

    play(scene)


async def came(ari: MockAri, number: str, state: str = "NOT_INUSE") -> None:
    await ari.tell("DeviceStateChanged", device_state={"name": f"PJSIP/{number}", "state": state})


async def asked(ari: MockAri, what: str) -> None:
    """Wait until the exchange was asked, and has not answered."""
    before = ari.asked.count(what)
    while ari.asked.count(what) == before:
        await asyncio.sleep(0.01)


def looked(ari: MockAri) -> None:
    """Let a look find two phones, neither there, and take its time."""
    ari.contents |= {"/applications/helpline-mock": {"channel_ids": []}, "/channels": [], "/bridges": []}
    ari.contents["/endpoints/PJSIP"] = [{"resource": name, "state": "offline"} for name in ("1001", "1002")]
    ari.slow["GET /endpoints/PJSIP"] = 0.3


def test_a_phone_that_came_while_we_looked_is_there() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        await one.provider.put_phone("1001", "word", browser=True)
        looked(ari)
        look = asyncio.create_task(one.provider.snapshot())
        await asked(ari, "GET /endpoints/PJSIP")
        await came(ari, "1001")
        assert await one.hear(Phone) == Phone("1001", there=True)
        assert (await look).phones == {"1001"}
        assert (await one.provider.snapshot()).phones == set(), "asked after it came, it is the answer that is newer"

    play(scene)


def test_a_phone_that_a_look_did_not_find_is_news_when_it_comes() -> None:
    """Whoever went by the look holds it for away; that it never went, in our own words, is no reason for silence."""

    async def scene(ari: MockAri, one: Desk) -> None:
        await one.provider.put_phone("1001", "word", browser=True)
        await came(ari, "1001")
        await one.hear(Phone)
        looked(ari)
        assert (await one.provider.snapshot()).phones == set()
        await came(ari, "1001")
        assert await one.hear(Phone) == Phone("1001", there=True)

    play(scene)


def test_a_phone_that_came_back_while_we_asked_did_not_go() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        for number in ("1001", "1002"):
            await one.provider.put_phone(number, "word", browser=True)
            await came(ari, number)
            await one.hear(Phone)
        ari.slow["GET /endpoints/PJSIP/1001"] = ari.slow["GET /endpoints/PJSIP/1002"] = 0.3
        await came(ari, "1001", "UNAVAILABLE")
        await came(ari, "1002", "UNAVAILABLE")
        await asked(ari, "GET /endpoints/PJSIP/1001")
        await came(ari, "1001")
        assert await one.hear(Phone) == Phone("1002", there=False)
        assert not [event for event in one.heard if isinstance(event, Phone)]

    play(scene)


@pytest.mark.parametrize("kept", [True, False])
def test_a_phone_that_came_while_it_was_given_is_there_until_it_goes(kept: bool) -> None:
    """Kept by the exchange with its secret from before we came, or given anew."""

    async def scene(ari: MockAri, one: Desk) -> None:
        secret = "/asterisk/config/dynamic/res_pjsip/auth/1001-web"
        late = f"GET {secret}" if kept else "GET /endpoints/PJSIP/1001"
        if kept:
            ari.contents[secret] = [{"attribute": "password", "value": "word"}]
            looked(ari)
            await ari.cut()
            await one.hear(Connected)
        ari.slow[late] = 0.3
        giving = asyncio.create_task(one.provider.put_phone("1001", "word", browser=True))
        await asked(ari, late)
        await came(ari, "1001")
        await giving
        assert await one.hear(Phone) == Phone("1001", there=True)
        await came(ari, "1001", "UNAVAILABLE")
        assert await one.hear(Phone) == Phone("1001", there=False), "it is news that it went"

    play(scene)


def test_who_is_replaced_stops() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        await ari.tell("ApplicationReplaced")
        await one.hear(Replaced)
        await ari.cut()
        await asyncio.sleep(0.3)
        assert ari.connected == 1, "it does not come back"

    play(scene)


def test_without_an_exchange_commands_say_so_and_it_is_looked_for() -> None:
    async def scene() -> None:
        provider = Asterisk(URL, node="mock")
        one = Desk(provider)
        listening = asyncio.create_task(one.listen())
        with pytest.raises(Unreachable):
            await provider.answer("c1")
        async with mock():
            await one.hear(Connected)
            await provider.close()
            await asyncio.wait_for(listening, 5)
        with pytest.raises(Unreachable):
            await provider.answer("c1")

    asyncio.run(scene())


def test_the_number_of_who_left_a_message_enters_no_error() -> None:
    async def scene(ari: MockAri, one: Desk) -> None:
        name = "fallback-1790000000-1076-9999900001-x.1"
        ari.answers[f"GET /recordings/stored/{name}/file"] = 500
        with pytest.raises(Refused) as refused:
            await one.provider.fetch(name)
        assert "9999900001" not in str(refused.value)

    play(scene)
