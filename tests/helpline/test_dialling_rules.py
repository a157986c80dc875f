"""Pure rules of outgoing calls: never more ring than can be answered, calling hours, attempts."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shramsetu.helpline.rules import dialling
from shramsetu.helpline.rules.dialling import Hours, Wanted
from shramsetu.helpline.rules.queue import Free, Terms, Waiting

NOW = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
TERMS = Terms(timedelta(minutes=10), timedelta(minutes=3), timedelta(minutes=1), timedelta(minutes=2))
DAY = Hours(time(9, 30), time(19, 0))
TONGUES = st.sampled_from(["hi", "bho", "en"])
BOARDS = st.sampled_from(["", "bocw", "uow"])
AGES = st.integers(0, 7200).map(lambda seconds: NOW - timedelta(seconds=seconds))
wanted = st.lists(st.builds(Wanted, st.integers(1, 500), AGES, st.just("1076"), TONGUES, BOARDS, st.booleans()),
                  max_size=12, unique_by=lambda one: one.target)  # fmt: skip
free = st.lists(st.builds(Free, st.integers(1, 100), AGES, st.frozensets(TONGUES, min_size=1),
                          st.frozensets(st.sampled_from(["bocw", "uow"])), st.just(frozenset()), st.booleans()),
                max_size=8, unique_by=lambda one: one.agent)  # fmt: skip
waiting = st.lists(st.builds(Waiting, st.integers(1, 500), AGES, st.just("1076"), TONGUES, st.just(""), BOARDS),
                   max_size=8, unique_by=lambda one: one.call)  # fmt: skip


@given(wanted, free, waiting)
def test_never_more_ring_than_agents_are_free_beside_the_queue(
    wanted: list[Wanted], free: list[Free], waiting: list[Waiting]
) -> None:
    found = dialling.pairs(wanted, free, waiting, TERMS, NOW)

    agents, people = [agent for _, agent in found], [target for target, _ in found]
    assert len(found) <= len(free)
    assert len(set(agents)) == len(agents)
    assert len(set(people)) == len(people)
    assert set(agents) <= {one.agent for one in free}
    queued = {agent for _, agent in dialling.queue.pairs(waiting, free, TERMS, NOW)}
    assert not queued & set(agents)


@given(wanted, free)
def test_who_is_called_gets_an_agent_who_can_help(wanted: list[Wanted], free: list[Free]) -> None:
    by_target = {one.target: one for one in wanted}
    by_agent = {one.agent: one for one in free}
    for target, agent in dialling.pairs(wanted, free, [], TERMS, NOW):
        assert by_agent[agent].is_woman or not by_target[target].wants_woman


@given(st.integers(0, 60 * 24 * 14).map(lambda minutes: NOW + timedelta(minutes=minutes)), st.integers(1, 12))
def test_a_retry_lies_in_calling_hours_and_never_sooner_than_the_spacing(at: datetime, attempt: int) -> None:
    spacing = timedelta(hours=3)
    when = dialling.retry(at, attempt, spacing, DAY)

    assert DAY.holds(when)
    assert when - at >= spacing


def test_each_second_retry_is_on_another_day() -> None:
    first = dialling.retry(NOW, 1, timedelta(hours=3), DAY)
    second = dialling.retry(first, 2, timedelta(hours=3), DAY)

    assert (first.date(), second.date()) == (NOW.date(), NOW.date() + timedelta(days=1))


def test_a_campaign_narrows_the_legal_hours_and_never_widens_them() -> None:
    assert DAY.within(time(8), time(12)) == Hours(time(9, 30), time(12))
    assert DAY.within(None, None) == DAY


def test_a_dead_number_was_called_and_a_failed_trunk_was_not() -> None:
    causes = {"q850:1": False, "q850:38": True, "agent": True, "phone is not there": True}
    assert {cause: dialling.is_own_fault("failed", cause) for cause in causes} == causes
    assert not dialling.is_own_fault("busy", "q850:17")


@given(st.integers(0, 100), st.integers(0, 100))
def test_lines_are_never_exceeded(most: int, talking: int) -> None:
    left = dialling.lines_left(most, talking)
    assert left >= 0
    assert left == 0 or left + talking == most
