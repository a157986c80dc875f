"""Who is put through to whom: nobody is passed over, nobody starves, no agent gets two calls."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shramsetu.helpline.rules.queue import (
    RETURNED_AHEAD,
    Free,
    Terms,
    Waiting,
    expected_wait,
    need,
    pairs,
    place,
    rank,
)

NOW = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
TERMS = Terms(
    urgent_ahead=timedelta(seconds=600),
    repeat_ahead=timedelta(seconds=180),
    overflow_skill=timedelta(seconds=60),
    overflow_board=timedelta(seconds=120),
)
TONGUES = ["hi", "ur", "bho", "awa"]
BOARDS = ["", "bocw", "welfare"]


def ago(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


callers = st.lists(
    st.builds(
        Waiting,
        call=st.integers(1, 10_000),
        queued_at=st.integers(0, 400).map(ago),
        line=st.sampled_from(["1076", "labour"]),
        dialect=st.sampled_from(["", *TONGUES]),
        board=st.sampled_from(BOARDS),
        wants_woman=st.booleans(),
        urgent=st.booleans(),
        repeat=st.booleans(),
        returned=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda one: one.call,
)
agents = st.lists(
    st.builds(
        Free,
        agent=st.integers(1, 1_000),
        idle_since=st.integers(0, 400).map(ago),
        languages=st.frozensets(st.sampled_from(TONGUES)),
        boards=st.frozensets(st.sampled_from(BOARDS[1:])),
        lines=st.frozensets(st.sampled_from(["1076", "labour"])),
        is_woman=st.booleans(),
    ),
    max_size=20,
    unique_by=lambda one: one.agent,
)


@given(callers, agents)
def test_nobody_appears_twice_and_every_need_is_met(waiting: list[Waiting], free: list[Free]) -> None:
    found = pairs(waiting, free, TERMS, NOW)
    assert len({call for call, _ in found}) == len({agent for _, agent in found}) == len(found)
    by_call, by_agent = {one.call: one for one in waiting}, {one.agent: one for one in free}
    assert all(need(by_call[call], TERMS, NOW).met_by(by_agent[agent]) for call, agent in found)


@given(callers, agents)
def test_no_caller_waits_beside_a_free_agent_who_can_help(waiting: list[Waiting], free: list[Free]) -> None:
    found = pairs(waiting, free, TERMS, NOW)
    served, busy = {call for call, _ in found}, {agent for _, agent in found}
    left = [one for one in waiting if one.call not in served]
    idle = [one for one in free if one.agent not in busy]
    assert not any(need(caller, TERMS, NOW).met_by(agent) for caller in left for agent in idle)


@given(callers, agents)
def test_nobody_overtakes_who_needs_the_same(waiting: list[Waiting], free: list[Free]) -> None:
    served = {call for call, _ in pairs(waiting, free, TERMS, NOW)}
    for one in waiting:
        for other in waiting:
            same = need(one, TERMS, NOW) == need(other, TERMS, NOW)
            if same and other.call in served and one.call not in served:
                assert (rank(other, TERMS), other.call) < (rank(one, TERMS), one.call)


@given(callers)
def test_nobody_starves(waiting: list[Waiting]) -> None:
    """Who has waited longer than every advantage together goes before everybody who comes later."""
    most = RETURNED_AHEAD + TERMS.urgent_ahead + TERMS.repeat_ahead
    old = Waiting(call=0, queued_at=ago(400) - most - timedelta(seconds=1), line="1076")
    anybody = Free(agent=1, idle_since=NOW, languages=frozenset(TONGUES), is_woman=True)
    assert pairs([*waiting, old], [anybody], TERMS, NOW) == [(0, 1)]


def test_the_longest_idle_agent_is_next() -> None:
    free = [Free(1, ago(10), frozenset({"hi"})), Free(2, ago(90), frozenset({"hi"}))]
    assert pairs([Waiting(7, ago(5), "1076")], free, TERMS, NOW) == [(7, 2)]


def test_who_lost_the_agent_is_at_the_head() -> None:
    waiting = [Waiting(1, ago(300), "1076"), Waiting(2, ago(5), "1076", returned=True)]
    assert pairs(waiting, [Free(9, NOW, frozenset({"hi"}))], TERMS, NOW) == [(2, 9)]
    assert [place(call, waiting, TERMS) for call in (2, 1, 8)] == [1, 2, 0]


def test_a_dialect_is_kept_for_a_while_and_a_wish_for_a_woman_always() -> None:
    hindi = [Free(1, NOW, frozenset({"hi"}))]
    assert pairs([Waiting(1, ago(59), "1076", dialect="bho")], hindi, TERMS, NOW) == []
    assert pairs([Waiting(1, ago(60), "1076", dialect="bho")], hindi, TERMS, NOW) == [(1, 1)]
    assert pairs([Waiting(1, ago(9_999), "1076", wants_woman=True)], hindi, TERMS, NOW) == []


def test_a_board_overflows_to_the_others() -> None:
    other = [Free(1, NOW, frozenset({"hi"}), boards=frozenset({"welfare"}))]
    assert pairs([Waiting(1, ago(119), "1076", board="bocw")], other, TERMS, NOW) == []
    assert pairs([Waiting(1, ago(120), "1076", board="bocw")], other, TERMS, NOW) == [(1, 1)]


def test_the_wait_is_reckoned_from_the_place() -> None:
    assert expected_wait(6, agents=3, handle_seconds=240) == timedelta(seconds=480)
    assert expected_wait(1, agents=0, handle_seconds=240) is None
