"""The half-hours and the agents' days are those of the calls themselves, however late a call ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.helpline.staffing.floor import Floor, agent

from shramsetu.helpline.actions import counting
from shramsetu.helpline.models import AgentDay, Call, HalfHour, Recount

TEN = datetime(2026, 11, 16, 4, 30, tzinfo=UTC)  # 10:00 in Lucknow
DAY = date(2026, 11, 16)
LATER = TEN + timedelta(hours=3)

pytestmark = pytest.mark.django_db


def counts(**where: object) -> list[dict[str, object]]:
    return list(HalfHour.objects.filter(**where).order_by("start", "board").values())


def test_a_half_hour_adds_up_its_calls() -> None:
    floor, who = Floor(), agent(TEN)
    floor.call(TEN, by=who, wait=5, talk=100, wrap=30)
    floor.call(TEN + timedelta(minutes=29), by=who, wait=40, talk=200, wrap=20)
    floor.call(TEN + timedelta(minutes=3), "abandoned", wait=70)
    floor.call(TEN + timedelta(minutes=4), "self_service", wait=None)
    floor.call(TEN + timedelta(minutes=5), "blocked", wait=None)
    assert counting.catch_up(at=LATER) == 1
    assert counts() == [
        {
            "start": TEN, "line": "1076", "board": "labour", "direction": "in", "calls": 5, "offered": 3, "answered": 2,
            "within": 1, "abandoned": 1, "handled": 2, "self_service": 1, "voicemail": 0, "call_back": 0, "blocked": 1,
            "emergency": 0, "lost": 0, "unreached": 0, "wait": 45, "gave_up": 70, "longest": 70, "talk": 300,
            "wrap": 50,
        }
    ]  # fmt: skip


def test_counting_again_changes_nothing() -> None:
    Floor().call(TEN, by=agent(TEN))
    counting.catch_up(at=LATER)
    before = counts()
    assert counting.catch_up(at=LATER) == 0
    counting.recount(DAY, DAY, at=LATER)
    assert (counts(), Recount.objects.count()) == (before, 0)


def test_a_call_that_ends_late_is_counted_where_it_began() -> None:
    floor, who = Floor(), agent(TEN)
    floor.call(TEN, by=who)
    long = Call.objects.create(
        key="long", node="n1", direction="in", line="1076", board="labour", step="talk", began_at=TEN, agent=who
    )
    counting.catch_up(at=LATER)
    assert [one["calls"] for one in counts()] == [1]
    Call.objects.filter(pk=long.pk).update(step="ended", ended_at=LATER, outcome="answered", answered_at=TEN)
    counting.catch_up(at=LATER + timedelta(days=3))
    assert [(one["start"], one["calls"]) for one in counts()] == [(TEN, 2)]


def test_a_wrap_up_that_ends_after_the_count_is_counted_too() -> None:
    floor, who = Floor(), agent(TEN)
    call = floor.call(TEN, by=who, wrap=0)
    assert call.ended_at
    counting.catch_up(at=LATER)
    who.spells.filter(state="wrap_up").update(to_at=call.ended_at + timedelta(seconds=44))
    counting.catch_up(at=LATER)
    assert [one["wrap"] for one in counts()] == [44]


def test_a_call_moved_to_another_board_leaves_the_first() -> None:
    call = Floor().call(TEN, by=agent(TEN))
    counting.catch_up(at=LATER)
    Call.objects.filter(pk=call.pk).update(board="bocw")
    counting.catch_up(at=LATER)
    assert [(one["board"], one["calls"]) for one in counts()] == [("bocw", 1)]


def test_archived_calls_stay_counted() -> None:
    floor, who = Floor(), agent(TEN)
    old = floor.call(TEN - timedelta(days=40), by=who)
    floor.call(TEN, by=who)
    counting.catch_up(at=LATER)
    Call.objects.filter(pk=old.pk).delete()
    counting.recount(DAY - timedelta(days=60), DAY, at=LATER)
    assert [one["calls"] for one in counts()] == [1, 1]


def test_an_agents_day_adds_up_calls_states_and_pauses() -> None:
    floor, who = Floor(), agent(TEN)
    call = floor.call(TEN, by=who, talk=100, wrap=30)
    floor.spell(who, "paused", TEN + timedelta(hours=1), 600, "tea")
    floor.spell(who, "paused", TEN + timedelta(hours=2), 900, "training")
    floor.spell(who, "available", TEN + timedelta(hours=3), 1200)
    floor.event(call, "returned", TEN, agent=who.pk, why="no-answer")
    floor.event(call, "returned", TEN, agent=who.pk, why="phone-lost")
    floor.event(call, "held", TEN + timedelta(seconds=40))
    floor.event(call, "unheld", TEN + timedelta(seconds=52))
    floor.event(call, "passed_on", TEN + timedelta(seconds=80), agent=who.pk)
    floor.event(call, "held", TEN + timedelta(seconds=90))
    floor.event(call, "outcome", TEN + timedelta(seconds=97))
    counting.count_agents(DAY)
    counting.count_agents(DAY)
    found = AgentDay.objects.get(agent=who)
    assert (found.answered, found.missed, found.talk, found.wrap, found.available) == (1, 1, 100, 30, 1200)
    assert (found.held, found.transfers) == (19, 1)
    assert (found.paused, found.pauses) == (1500, {"tea": 600, "training": 900})


def test_a_spell_over_midnight_is_cut_between_two_days() -> None:
    midnight = datetime(2026, 11, 16, 18, 30, tzinfo=UTC)
    floor, who = Floor(), agent(TEN)
    floor.spell(who, "available", midnight - timedelta(minutes=10), 1800)
    counting.count_today(at=midnight + timedelta(hours=2))
    seconds = AgentDay.objects.filter(agent=who).order_by("on").values_list("on", "available")
    assert list(seconds) == [(DAY, 600), (DAY + timedelta(days=1), 1200)]


def test_the_jobs_run_often_enough() -> None:
    from shramsetu.helpline import tasks

    Floor().call(TEN, by=agent(TEN))
    tasks.count_calls(0)
    tasks.count_agents(0)
    assert HalfHour.objects.count() == 1
