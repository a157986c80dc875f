"""Reminders: who is called before a time of theirs ends, and what the case keeps of it."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests import cast
from tests.cast import MONDAY
from tests.helpline import room
from tests.helpline.test_controller import World, play
from tests.helpline.test_outbound import campaign, in_vain_until_given_up
from tests.room import holder, text_of

from shramsetu.casework.models import Case
from shramsetu.helpline.actions import calls, desk, menus, outbound
from shramsetu.helpline.models import Call, Campaign, Outcome, Step, Target
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.django_db
Mode, State = Campaign.Mode, Target.State


def asked(at: datetime = MONDAY) -> Case:
    """Return a complaint whose complainant was asked something and has to answer soon."""
    case = cast.complaint(at=at)
    cast.take(case, "open", at=at)
    cast.take(case, "ask", at=at, question="मज़दूरी की पर्ची कहाँ है?", contacted_at=at)
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(due_at=at + timedelta(hours=30))
    return case


def reminded(case: Case) -> list[object]:
    rows = Entry.objects.filter(stream=case.stream, verb="remind").order_by("seq")
    return [row.detail["result"] for row in rows]


def stands(case: Case) -> tuple[object, ...]:
    now = Case.objects.get(pk=case.pk)
    return now.state, now.due_at, now.rests_until, now.holder_id


def test_who_keys_that_they_heard_is_called_no_more_and_the_case_knows(tmp_path: Path) -> None:
    case = asked()
    before = stands(case)
    menus.seed(by=SYSTEM, at=MONDAY)
    campaign(Mode.AUTOMATIC, kind="reminder", menu_slug="reminder", lines=2)

    async def scene(world: World) -> None:
        await asyncio.sleep(9)
        for _ in range(6):
            if world.call().step == Step.MENU:
                world.exchange.press(world.call().key, "1")
            await asyncio.sleep(3)
        await asyncio.sleep(20)

    play(scene, tmp_path)
    target = Target.objects.get()
    assert (target.state, target.result) == (State.DONE, "heard")
    assert reminded(case) == ["heard"]
    assert stands(case) == before
    assert "सुन लिया" in text_of(holder(Case.objects.get(pk=case.pk)).get(f"/desk/case/{case.number}/"))


def test_a_talk_with_an_operator_is_kept_with_the_case(tmp_path: Path) -> None:
    case = asked()
    campaign(Mode.PROGRESSIVE, kind="reminder")
    agent = room.ready(room.agent(at=MONDAY), at=MONDAY)
    (pk,) = outbound.pace("node1", at=MONDAY)
    call = Call.objects.get(pk=pk)
    calls.move(call, Step.RINGING, at=MONDAY)
    calls.connect(call, at=MONDAY)
    calls.end(call, Outcome.ANSWERED, at=MONDAY + timedelta(minutes=2))
    desk.dispose(call, desk.Result("information"), agent=agent, by=SYSTEM, at=MONDAY + timedelta(minutes=3))
    outbound.pace("node1", at=MONDAY + timedelta(minutes=4))
    assert reminded(case) == ["spoke"]


def test_who_was_not_reached_is_said_so_in_the_case() -> None:
    case = asked()
    campaign(Mode.PROGRESSIVE, kind="reminder")
    room.ready(room.agent(at=MONDAY), at=MONDAY)
    in_vain_until_given_up(Target.objects.get(), MONDAY)
    assert reminded(case) == ["not_reached"]


def test_a_closed_case_keeps_its_window_through_a_reminder() -> None:
    case = cast.complaint()
    until = MONDAY + timedelta(days=2)
    Case.objects.filter(pk=case.pk).update(
        state="closed_special", phase=3, closed_at=MONDAY, due_at=None, warn_at=None, rests_until=until, holder=None
    )
    campaign(Mode.PROGRESSIVE, kind="reminder")
    room.ready(room.agent(at=MONDAY), at=MONDAY)
    in_vain_until_given_up(Target.objects.get(), MONDAY)
    assert stands(case)[0] == "closed_special"
    assert stands(case)[2] == until
