"""What a caller meets off the paved way: keys at odd moments, a withheld number, a service or a voice that fails."""

import asyncio
import copy
import stat
import time as wall
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.cast import MONDAY
from tests.helpline.test_controller import TREE, World, available, play

from shramsetu import rulebook
from shramsetu.helpline import voice
from shramsetu.helpline.actions import agents, calls
from shramsetu.helpline.actions.calls import Arrival
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Inline
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.models import Agent, Call, Menu, Outcome, Recording, Step, Target
from shramsetu.helpline.simulation import time
from shramsetu.offices.models import Charge, Role, User

pytestmark = pytest.mark.django_db
CLOSED = MONDAY + timedelta(hours=9)
LABOUR = "18001233100"
NUMBER = "1" * 12
GOODBYE = {"end": {"kind": "bye", "text": {"hi": "धन्यवाद। नमस्ते।", "en": "Thank you."}}}


@pytest.fixture(autouse=True)
def _menu(settings: object, tmp_path: Path) -> None:
    settings.HELPLINE_SOUNDS = str(tmp_path / "sounds")  # type: ignore[attr-defined]
    tree = copy.deepcopy(TREE)
    tree["nodes"]["danger"] |= {"next": "urgent"}  # type: ignore[index]
    tree["nodes"]["urgent"] = {"kind": "queue", "urgent": True}  # type: ignore[index]
    tree["nodes"]["welcome"]["keys"] |= {"6": "woman"}  # type: ignore[index]
    tree["nodes"]["woman"] = {"kind": "queue", "woman": True}  # type: ignore[index]
    for slug in ("1076", "labour"):
        given = {"slug": slug, "version": 99, "tree": tree, "made_by": "test", "made_at": MONDAY}
        Menu.objects.create(**given, published_at=MONDAY + timedelta(days=1))


def heard(world: World, channel: str) -> list[str]:
    return [sound.removeprefix("hi/ss/") for sound in world.exchange.wires[channel].heard]


def test_zero_while_an_answer_is_read_brings_an_operator(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("5" + NUMBER)
        assert "status-wrong" in heard(world, channel)
        world.exchange.press(channel, "0")
        await asyncio.sleep(4)
        assert world.call().step == Step.QUEUE

    play(scene, tmp_path)


def test_a_hash_after_a_whole_number_does_not_cut_its_answer_short(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("5" + NUMBER + "#")
        await asyncio.sleep(1)
        assert heard(world, channel)[-1] == "status-wrong"
        await asyncio.sleep(1.5)
        assert world.call().node_path == "welcome"

    play(scene, tmp_path)


def test_a_withheld_number_is_promised_no_call_back(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("2", phone="")
        assert heard(world, channel)[-1] == "no-number"
        await asyncio.sleep(5)
        assert world.call().step == Step.QUEUE

    play(scene, tmp_path)
    assert not Target.objects.exists()


def test_a_withheld_number_on_a_closed_line_may_leave_a_message(tmp_path: Path) -> None:
    Menu.objects.filter(slug="labour").update(tree={**TREE, "closed": "back"})

    async def scene(world: World) -> None:
        await world.caller("1", line=LABOUR, phone="")
        await asyncio.sleep(3)
        assert world.call().step == Step.VOICEMAIL

    play(scene, tmp_path, at=CLOSED)


def test_a_service_that_rings_is_not_called_twice_by_the_next_controller(tmp_path: Path) -> None:
    exchange = SimulatedExchange()

    async def work(now: Callable[[], datetime]) -> None:
        for _ in range(2):
            house = House(node="node1", exchange=exchange, store=Inline(), folder=tmp_path, now=now, listens=False)
            world = World(house, exchange, answers_after=None)
            exchange.on_dial = world.dial
            serving = asyncio.create_task(house.run())
            await asyncio.sleep(0.5)
            if not Call.objects.exists():
                await world.caller("4")
            else:
                exchange.pick_up(world.call().third_leg)
                await asyncio.sleep(1)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    time.run(work, began=MONDAY)
    assert Call.objects.get().step == Step.HANDED
    assert sum(one.kind == "service" for one in exchange.wires.values()) == 1


def test_the_hunting_lines_are_counted_over_all_nodes(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        for number in range(2):
            calls.arrive(Arrival(f"far-{number}", "node2", "labour", ""), menu=None, at=world.house.now())
        third = await world.caller("1", line=LABOUR)
        fourth = world.exchange.come_in(LABOUR, "9999900002")
        await asyncio.sleep(1)
        assert (third in world.exchange.wires, fourth in world.exchange.wires) == (True, False)

    play(scene, tmp_path)


def test_who_wants_no_service_after_all_gets_an_operator(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answers_after = None
        channel = await world.caller("4")
        leg = world.call().third_leg
        world.exchange.press(channel, "0")
        await asyncio.sleep(3)
        call = world.call()
        assert (call.step, call.third_leg, leg in world.exchange.wires) == (Step.QUEUE, "", False)

    play(scene, tmp_path)


def test_a_service_that_cannot_be_had_is_said_and_makes_the_caller_urgent(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answers_after = None
        channel = await world.caller("4")
        await asyncio.sleep(40)
        call = world.call()
        assert "emergency-failed" in heard(world, channel)
        assert (call.step, call.urgent, call.returned) == (Step.QUEUE, True, True)

    play(scene, tmp_path)


def test_on_a_closed_line_a_failed_service_leaves_nobody_in_an_empty_queue(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answers_after = None
        await world.caller("4", line=LABOUR)
        await asyncio.sleep(36)
        assert (world.call().step, world.call().node_path) == (Step.MENU, "closed")

    play(scene, tmp_path, at=CLOSED)


def test_who_waits_hears_at_once_how_long(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("1")
        await asyncio.sleep(5)
        assert heard(world, channel)[-3:] == ["please-wait", "pause", "your-turn-next"]

    play(scene, tmp_path)


def test_who_still_waits_when_all_have_gone_home_is_offered_a_message(tmp_path: Path) -> None:
    """The labour line closes at 18:00; an agent in a pause keeps the caller waiting, nobody at all does not."""

    async def scene(world: World) -> None:
        agent = available(world)
        agents.pause(agent, reason="tea", at=world.house.now())
        await world.caller("1", line=LABOUR)
        await asyncio.sleep(100)
        assert world.call().step == Step.QUEUE
        agents.log_out(Agent.objects.get(), at=world.house.now())
        async with asyncio.timeout(120):  # the next time the place is told, however long the words are
            while world.call().step == Step.QUEUE:
                await asyncio.sleep(1)
        assert (world.call().step, world.call().node_path) == (Step.MENU, "closed")
        async with asyncio.timeout(120):
            while world.call().step == Step.MENU:
                await asyncio.sleep(1)
        assert world.call().step == Step.VOICEMAIL

    play(scene, tmp_path, at=MONDAY.replace(hour=12, minute=29, second=30))


def test_who_asked_for_a_woman_is_told_that_none_is_at_work_and_may_take_anybody(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        available(world, is_woman=False)
        channel = await world.caller("6")
        await asyncio.sleep(4)
        assert (heard(world, channel)[-1], world.call().step) == ("no-woman", Step.QUEUE)
        world.exchange.press(channel, "0")
        await asyncio.sleep(5)
        assert world.call().step == Step.TALK

    play(scene, tmp_path)


def test_zero_instead_of_a_message_brings_an_operator_while_the_line_is_open(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("3")
        await asyncio.sleep(5)
        world.exchange.press(channel, "0")
        await asyncio.sleep(1)
        assert world.call().step == Step.QUEUE

    play(scene, tmp_path)


def test_a_goodbye_is_said_once(tmp_path: Path) -> None:
    said: list[str] = []

    async def scene(world: World) -> None:
        world.exchange.on_play = lambda channel, sounds: said.extend(sounds)
        await world.caller("1", phone="")
        await asyncio.sleep(5)

    Menu.objects.filter(slug="1076").update(tree={**TREE, "start": "end", "nodes": {**TREE["nodes"], **GOODBYE}})  # type: ignore[dict-item]
    play(scene, tmp_path)
    assert len(said) == 1


def test_a_message_is_thanked_for_and_the_call_back_said(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("3")
        await asyncio.sleep(123)
        assert "voicemail-kept" in heard(world, channel)

    play(scene, tmp_path)
    assert Recording.objects.get().kind == Recording.Kind.VOICEMAIL


def test_five_dropped_calls_are_one_call_back_and_none_after_a_talk(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        for _ in range(5):
            channel = await world.caller("1")
            await asyncio.sleep(3)
            world.exchange.leave(channel)
            await asyncio.sleep(1)
        assert [call.repeat for call in Call.objects.order_by("pk")] == [False, True, True, True, True]
        assert Target.objects.get().state == Target.State.WAITING
        available(world)
        channel = await world.caller("1")
        await asyncio.sleep(10)
        world.exchange.leave(channel)
        await asyncio.sleep(2)

    play(scene, tmp_path)
    assert (Target.objects.get().state, Target.objects.get().result) == (Target.State.DONE, Outcome.ANSWERED)


def test_a_synthesiser_that_hangs_costs_a_caller_seconds_and_the_next_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung = tmp_path / "hung"
    hung.write_text("#!/bin/sh\nexec sleep 60\n")
    hung.chmod(hung.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(voice, "ESPEAK", str(hung))
    monkeypatch.setattr(voice, "IN_CALL_SECONDS", 0.4)
    monkeypatch.setattr(voice, "_mute", {"until": 0.0})
    began = wall.monotonic()
    assert [voice.free(f"नया वाक्य {number}", "hi") for number in range(5)] == [()] * 5
    assert wall.monotonic() - began < 2


def test_a_recording_that_is_handed_in_opens_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A playlist that calls itself a sound would have ffmpeg read what it names; and hours of sound fill the memory."""
    tool = tmp_path / "ffmpeg"
    tool.write_text('#!/bin/sh\ncat >/dev/null\necho "$@"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    asked = voice.as_wav(b"#EXTM3U").decode().split()
    assert asked[asked.index("-protocol_whitelist") + 1] == "pipe"
    assert asked.index("-protocol_whitelist") < asked.index("-i")
    assert float(asked[asked.index("-t") + 1]) <= 181


def test_every_sentence_of_the_telephone_is_said_somewhere() -> None:
    source = "".join(
        path.read_text() for path in Path(voice.__file__).parent.rglob("*.py") if "migrations" not in path.parts
    )
    said = rulebook.book().helpline.prompts
    assert [key for key in said if f'"{key}"' not in source and f'"ss/{key}"' not in source] == []


def test_an_officer_is_rung_by_the_trunk(tmp_path: Path) -> None:
    """An officer has no phone at our exchange: the number of who holds the post is one of the public network."""
    charge = Charge.objects.filter(to_at=None, user__is_active=True).exclude(post__role=Role.OPERATOR)[0]
    User.objects.filter(pk=charge.user_id).update(phone="+919999900077")

    async def scene(world: World) -> None:
        available(world)
        await world.caller("1")
        await asyncio.sleep(6)
        await world.ask("consult", kind="officer", to=str(charge.post_id))
        assert (world.dialled[-1].kind, world.dialled[-1].to) == ("citizen", "+919999900077")

    play(scene, tmp_path)
