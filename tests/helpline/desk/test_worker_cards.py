"""The agent's screen says how a caller stands in the registry of workers, and the worker reads who looked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.helpline import room
from tests.room import text_of
from tests.schemes import room as claims
from tests.workers import room as registry

from shramsetu.helpline import known
from shramsetu.helpline.models import Agent
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.workers.actions import boards, changes
from shramsetu.workers.actions.changes import Wish

from .test_phone import NOW, actor_of, ring, sit  # noqa: TID252 - the same desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Agent:
    return room.ready(room.agent(at=timezone.now()), at=timezone.now())


def test_a_registered_caller_is_told_of_with_standing_days_changes_and_claims(agent: Agent) -> None:
    now = timezone.now()
    worker = claims.member()
    case = claims.claim(worker)
    asked = changes.ask(worker, Wish("parent", {"parent": "क", "relation": "father"}, "portal"),
                        by=registry.clerk(), at=now)  # fmt: skip
    assert asked is not None
    call = ring(agent, phone=worker.phone)
    [card] = known.cards(call, actor_of(agent), at=now)
    assert card.title.startswith(f"{worker.name} · {worker.number}")
    said = "\n".join(map(str, card.lines))
    assert "निर्माण" in said
    assert asked.number in said
    assert case.number in said
    for secret in (worker.phone[3:], registry.BANK.number, registry.BANK.ifsc):
        assert secret not in said
    shown = text_of(sit(agent).get(NOW))
    assert worker.number in shown


def test_each_look_is_written_down_once_an_hour(agent: Agent) -> None:
    now, worker = timezone.now(), registry.worker()
    call = ring(agent, phone=worker.phone)
    for minutes in (0, 1, 70):
        known.cards(call, actor_of(agent), at=now + timedelta(minutes=minutes))
    assert Entry.objects.filter(stream=f"reads:{worker.stream}", verb="look").count() == 2


def test_a_stranger_and_a_withheld_number_bring_no_card(agent: Agent) -> None:
    registry.worker()
    assert known.cards(ring(agent, phone="+919999912399"), actor_of(agent), at=timezone.now()) == []


def test_who_may_not_see_workers_gets_no_card(agent: Agent) -> None:
    worker = registry.worker()
    call = ring(agent, phone=worker.phone)
    nobody = Actor(role=Role.AUDITOR)
    assert known.cards(call, nobody, at=timezone.now()) == []


def test_days_that_lack_are_said(agent: Agent) -> None:
    worker = registry.worker(spells=())
    boards.admit(worker, "bocw", years=1, on=registry.TODAY, by=registry.clerk(), at=registry.AT)
    [card] = known.cards(ring(agent, phone=worker.phone), actor_of(agent), at=registry.AT)
    assert any("90" in str(line) for line in card.lines)
