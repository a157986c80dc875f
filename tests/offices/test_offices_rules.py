"""The fallback chain of routing, without a database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.offices import rules
from shramsetu.offices.rules import Ask, Away, Barred, Chair, Reason, Way

DAY = date(2026, 11, 20)
STATE, MANDAL, DISTRICT, TEHSIL, OTHER = "/9/", "/9/agra/", "/9/agra/118/", "/9/agra/118/771/", "/9/agra/143/"
LEO, ALC, DLC, ADDL, LC, SECRETARY, DM, COMMISSIONER, DESK, TEHSILDAR, FACTORY = range(1, 12)


def chair(id: int, role: str, path: str, level: int = 0, up: int | None = None, **more: object) -> Chair:
    fields = {"department": "labour", "service": "", "is_vacant": False, "user": 100 + id, **more}
    return Chair(id=id, role=role, path=path, level=level, reports_to=up, **fields)  # type: ignore[arg-type]


CHAIRS = {
    one.id: one
    for one in (
        chair(LEO, "officer", DISTRICT, 1, ALC),
        chair(ALC, "officer", DISTRICT, 2, DLC),
        chair(DLC, "officer", MANDAL, 3, ADDL),
        chair(ADDL, "officer", STATE, 4, LC),
        chair(LC, "head", STATE, 0, SECRETARY),
        chair(SECRETARY, "principal_secretary", STATE, 0, None),
        chair(DM, "dm", DISTRICT, 0, COMMISSIONER, department=""),
        chair(COMMISSIONER, "mandal", MANDAL, 0, None, department=""),
        chair(DESK, "state_desk", STATE, 0, None, department="", user=None),
        chair(TEHSILDAR, "officer", TEHSIL, 1, ALC, department="revenue"),
        chair(FACTORY, "officer", MANDAL, 1, ALC, service="factories"),
    )
}


def book(*ways: Way, leaves: tuple[Away, ...] = (), vacant: frozenset[int] = frozenset()) -> rules.Roster:
    return rules.roster([replace(one, is_vacant=one.id in vacant) for one in CHAIRS.values()], ways, leaves)


def ask(path: str = DISTRICT, level: int = 1, barred: Barred = rules.NOBODY, **more: str) -> Ask:
    return Ask(more.get("category", "unpaid-wages"), "labour", more.get("service", ""), path, level, DAY, barred)


def answer(found: rules.Roster, asked: Ask) -> tuple[int, list[str]]:
    post, because = rules.route(found, asked)
    return post.id, [reason.kind for reason in because]


@pytest.mark.parametrize(("level", "post"), [(1, LEO), (2, ALC), (3, DLC), (4, ADDL)])
def test_the_ladder_answers_with_the_post_whose_place_is_nearest_above(level: int, post: int) -> None:
    assert answer(book(), ask(TEHSIL, level)) == (post, ["ladder"])


def test_a_local_route_for_category_and_place_goes_before_every_other() -> None:
    ways = (
        Way("unpaid-wages", DISTRICT, 1, ALC),
        Way("unpaid-wages", MANDAL, 1, DLC),
        Way("unpaid-wages", "", 1, ADDL),
        Way("", DISTRICT, 1, DM),
    )
    assert answer(book(*ways), ask()) == (ALC, ["route_category_place"])
    assert answer(book(*ways[1:]), ask()) == (DLC, ["route_category_above"])
    assert answer(book(*ways[2:]), ask()) == (ADDL, ["route_category"])
    assert answer(book(*ways[3:]), ask()) == (DM, ["route_place"])


def test_a_route_of_another_level_category_or_place_does_not_count() -> None:
    ways = (Way("unpaid-wages", DISTRICT, 2, DM), Way("other", DISTRICT, 1, DM), Way("", OTHER, 1, DM))
    assert answer(book(*ways), ask()) == (LEO, ["ladder"])


def test_a_route_to_an_abolished_post_is_passed_over() -> None:
    assert answer(book(Way("unpaid-wages", DISTRICT, 1, 999)), ask()) == (LEO, ["ladder"])


def test_a_vacant_post_passes_to_the_next_one_up() -> None:
    assert answer(book(vacant=frozenset({LEO})), ask()) == (ALC, ["ladder", "vacant"])
    assert answer(book(vacant=frozenset({LEO, ALC})), ask()) == (DLC, ["ladder", "vacant", "vacant"])


def test_leave_passes_to_the_cover_and_without_one_to_the_next_up() -> None:
    covered = (Away(LEO, DAY, DAY, DM),)
    assert answer(book(leaves=covered), ask()) == (DM, ["ladder", "covered"])
    assert answer(book(leaves=(Away(LEO, DAY, DAY, None),)), ask()) == (ALC, ["ladder", "on_leave"])
    assert answer(book(leaves=covered, vacant=frozenset({DM})), ask()) == (ALC, ["ladder", "on_leave"])


def test_leave_counts_only_on_its_days() -> None:
    before = Away(LEO, date(2026, 11, 1), date(2026, 11, 19), DM)
    after = Away(LEO, date(2026, 11, 21), date(2026, 11, 30), DM)
    assert answer(book(leaves=(before, after)), ask()) == (LEO, ["ladder"])


def test_when_the_whole_department_is_empty_the_magistrate_answers_then_the_state_desk() -> None:
    nobody = frozenset({LEO, ALC, DLC, ADDL, LC})
    assert answer(book(vacant=nobody), ask())[0] == DM
    assert answer(book(vacant=nobody), ask())[1][-1] == "district_magistrate"
    assert answer(book(vacant=nobody | {DM}), ask())[0] == DESK
    assert answer(book(vacant=nobody | {DM}), ask())[1][-1] == "state_desk"


def test_an_unknown_place_goes_to_the_state_desk_unless_the_level_serves_the_whole_state() -> None:
    assert answer(book(), ask("")) == (DESK, ["place_unknown"])
    assert answer(book(), ask("", 4)) == (ADDL, ["ladder"])


def test_a_level_missing_here_is_answered_by_the_next_level() -> None:
    assert answer(book(), ask(OTHER)) == (DLC, ["ladder_above"])


def test_a_service_with_a_ladder_of_its_own_uses_it_and_the_departments_where_it_ends() -> None:
    assert answer(book(), ask(service="factories")) == (FACTORY, ["ladder"])
    assert answer(book(), ask(service="factories", level=2)) == (ALC, ["ladder"])


def test_nobody_named_in_the_case_holds_it_neither_as_post_nor_as_person() -> None:
    assert answer(book(), ask(barred=Barred(posts=frozenset({LEO}))))[0] == ALC
    assert answer(book(), ask(barred=Barred(users=frozenset({100 + LEO, 100 + ALC}))))[0] == DLC
    covered = (Away(LEO, DAY, DAY, DM),)
    assert answer(book(leaves=covered), ask(barred=Barred(posts=frozenset({DM}))))[0] == ALC


def test_the_next_post_up_skips_vacant_and_barred_ones_and_ends_at_the_top() -> None:
    empty = book(vacant=frozenset({ALC}))
    found = rules.above(empty, CHAIRS[LEO])
    assert found is not None
    assert found.id == DLC
    skipped = rules.above(empty, CHAIRS[LEO], barred=Barred(users=frozenset({100 + DLC})))
    assert skipped is not None
    assert skipped.id == ADDL
    assert rules.above(book(), CHAIRS[SECRETARY]) is None


def test_a_circle_of_reporting_ends() -> None:
    circle = [replace(CHAIRS[LEO], is_vacant=True), replace(CHAIRS[ALC], is_vacant=True, reports_to=LEO), CHAIRS[DESK]]
    assert rules.route(rules.roster(circle), ask())[0].id == DESK


def test_without_a_state_desk_routing_says_so() -> None:
    with pytest.raises(rules.NoPost):
        rules.route(rules.roster([CHAIRS[LEO]]), ask(""))


def test_the_reason_names_post_and_place() -> None:
    assert rules.route(book(), ask(TEHSIL))[1] == [Reason("ladder", LEO, DISTRICT)]


@given(
    vacant=st.frozensets(st.sampled_from([LEO, ALC, DLC, ADDL, LC, DM, FACTORY])),
    away=st.frozensets(st.sampled_from([LEO, ALC, DLC, ADDL, LC, DM])),
    barred=st.frozensets(st.sampled_from([LEO, ALC, DLC, ADDL, LC, DM])),
    level=st.integers(1, 4),
    path=st.sampled_from(["", STATE, MANDAL, DISTRICT, TEHSIL, OTHER]),
)
def test_whoever_is_missing_somebody_who_may_answer_is_found(
    vacant: frozenset[int], away: frozenset[int], barred: frozenset[int], level: int, path: str
) -> None:
    leaves = tuple(Away(post, DAY, DAY, None) for post in sorted(away))
    post, because = rules.route(book(leaves=leaves, vacant=vacant), ask(path, level, Barred(posts=barred)))
    assert post.id not in vacant | away | barred
    assert because
