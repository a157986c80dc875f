"""The named reads of cases: nothing out of scope is in the answer, and a list is one query however long it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from tests import cast

from shramsetu.casework import queries
from shramsetu.casework.models import CLOSED, FINAL, OPEN, PAUSED, Case, Party
from shramsetu.grievances.filing import Someone
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
AGRA = 118
LATER = cast.MONDAY + timedelta(days=400)
SITA = Someone(name="सीता देवी", phone="+919999900002")


def elsewhere() -> Case:
    """Return a complaint of another person in another district."""
    return cast.complaint(complainants=(SITA,), district=places.district(AGRA), text="राशन नहीं मिला")


def due(case: Case, **columns: object) -> Case:
    Case.objects.filter(pk=case.pk).update(**columns)
    case.refresh_from_db()
    return case


def numbers(cases: QuerySet[Case]) -> set[str]:
    return {case.number for case in cases}


READS: dict[str, Callable[[Case], QuerySet[Case]]] = {
    "visible to its holder": lambda case: queries.cases_visible_to(cast.holder_of(case)),
    "visible to its complainant": lambda case: queries.cases_visible_to(cast.citizen()),
    "visible to the state": lambda case: queries.cases_visible_to(cast.desk(Role.SUPERVISOR)),
    "held": lambda case: queries.held_by(Post.objects.get(pk=case.holder_id or 0)),
    "due to move": lambda case: queries.due_to_move(LATER),
    "due for warning": lambda case: queries.due_for_warning(case.warn_at or LATER),
    "tied": lambda case: Case.objects.filter(queries.hangs_on(case)),
}


@pytest.mark.parametrize("read", READS)
def test_a_list_is_as_many_queries_for_three_rows_as_for_one(read: str) -> None:
    case = cast.complaint()
    case.refresh_from_db()
    READS[read](case).count()  # what is kept in memory is there from now on
    one = asked(READS[read], case)
    for number in range(2):
        cast.complaint(text=f"और एक शिकायत {number}")
    assert asked(READS[read], case) == one


def asked(read: Callable[[Case], QuerySet[Case]], case: Case) -> int:
    with CaptureQueriesContext(connection) as found:
        list(read(case))
    return len(found)


def test_a_post_sees_what_it_holds_and_its_own_part_of_the_state() -> None:
    near, far = cast.complaint(), elsewhere()
    holder = cast.holder_of(near)
    assert numbers(queries.cases_visible_to(holder)) == {near.number}
    assert numbers(queries.cases_visible_to(cast.desk(Role.SUPERVISOR))) == {near.number, far.number}
    dm = next(post for post in offices.of_role(Role.DM) if post.place.district_id == near.district_id)
    assert numbers(queries.cases_visible_to(cast.seat(dm).actor)) == {near.number}


def test_a_complainant_sees_their_own_and_who_is_complained_of_sees_nothing() -> None:
    near, far = cast.complaint(opposite=(SITA,)), elsewhere()
    assert numbers(queries.cases_visible_to(cast.citizen())) == {near.number}
    assert numbers(queries.cases_visible_to(cast.citizen(SITA))) == {far.number}


@pytest.mark.parametrize("by", [Actor(role="public"), Actor(role="user", user_id=1)], ids=["public", "no post"])
def test_whoever_acts_for_nobody_sees_nothing(by: Actor) -> None:
    cast.complaint()
    assert numbers(queries.cases_visible_to(by)) == set()


def test_a_sealed_case_is_there_for_its_holder_and_for_no_desk() -> None:
    case = cast.complaint(sealed=True)
    assert numbers(queries.cases_visible_to(cast.holder_of(case))) == {case.number}
    for role in (Role.OPERATOR, Role.QUALITY, Role.SUPERVISOR, Role.CHIEF_SECRETARY, Role.CM):
        assert numbers(queries.cases_visible_to(cast.desk(role))) == set(), role


def test_the_system_sees_everything() -> None:
    near, sealed = cast.complaint(), cast.complaint(sealed=True, text="दूसरी बात")
    assert numbers(queries.cases_visible_to(SYSTEM)) == {near.number, sealed.number}


def test_held_is_what_waits_with_the_post_the_soonest_first() -> None:
    first, second, closed = (cast.complaint(text=f"बात {number}") for number in range(3))
    due(second, due_at=cast.MONDAY)
    due(closed, phase=CLOSED, closed_at=cast.MONDAY, rests_until=LATER, state="closed")
    elsewhere()
    assert first.holder is not None
    assert [case.number for case in queries.held_by(first.holder)] == [second.number, first.number]


def test_due_to_move_leaves_out_what_has_time_what_is_at_the_top_and_what_is_closed() -> None:
    late, paused, early, top, closed = (cast.complaint(text=f"बात {number}") for number in range(5))
    due(late, due_at=cast.MONDAY)
    due(paused, due_at=cast.MONDAY - timedelta(days=1), phase=PAUSED, state="asked", warned=100)
    due(early, due_at=LATER)
    due(top, due_at=cast.MONDAY, warned=100)
    due(closed, due_at=None, phase=CLOSED, closed_at=cast.MONDAY, rests_until=LATER, state="closed")
    assert [case.number for case in queries.due_to_move(cast.MONDAY)] == [paused.number, late.number]


def test_rested_is_what_no_way_leads_out_of_any_more() -> None:
    over, resting, final = (cast.complaint(text=f"बात {number}") for number in range(3))
    at_rest = {"phase": CLOSED, "state": "closed", "closed_at": cast.MONDAY, "due_at": None}
    due(over, rests_until=cast.MONDAY, **at_rest)
    due(resting, rests_until=LATER, **at_rest)
    due(final, rests_until=cast.MONDAY, **{**at_rest, "phase": FINAL, "state": "final"})
    assert numbers(queries.rested(cast.MONDAY)) == {over.number}


def test_a_warning_is_due_while_there_is_still_time() -> None:
    soon, over, later = (cast.complaint(text=f"बात {number}") for number in range(3))
    due(soon, warn_at=cast.MONDAY, due_at=LATER)
    due(over, warn_at=cast.MONDAY, due_at=cast.MONDAY)
    due(later, warn_at=LATER, due_at=LATER)
    assert numbers(queries.due_for_warning(cast.MONDAY)) == {soon.number}


def test_relations_say_holder_to_the_holder_and_only_the_role_to_others() -> None:
    case = cast.complaint()
    other = cast.holder_of(elsewhere())
    assert queries.relations(case, cast.holder_of(case)) == {"holder", "role:officer"}
    assert queries.relations(case, other) == {"role:officer"}
    assert queries.relations(case, cast.citizen()) == {"complainant"}
    assert queries.relations(case, cast.citizen(SITA)) == frozenset()
    assert queries.relations(case, Actor(role="public")) == frozenset()


def test_a_slip_opens_its_own_case_and_no_other() -> None:
    case, other = cast.complaint(), elsewhere()
    party = Party.objects.get(case=case, part="complainant")
    code = queries.slip_code(party, case)
    assert queries.party_with_code(case, code) == party
    assert queries.party_with_code(other, code) is None
    slip = Actor(role="citizen", person=f"party:{party.pk}")
    assert numbers(queries.cases_visible_to(slip)) == {case.number}


def test_what_hangs_on_a_case_is_what_came_from_it() -> None:
    case, child, alone = (cast.complaint(text=f"बात {number}") for number in range(3))
    due(child, parent=case)
    case.refresh_from_db()
    assert numbers(Case.objects.filter(queries.hangs_on(case))) == {child.number}
    assert numbers(Case.objects.filter(queries.hangs_on(child))) == {case.number}
    assert numbers(Case.objects.filter(queries.hangs_on(alone))) == set()


def test_jurisdiction_ends_at_the_district() -> None:
    near, far = cast.complaint(), elsewhere()
    assert near.holder is not None
    by = cast.holder_of(near)
    assert (queries.in_jurisdiction(near, by), queries.in_jurisdiction(far, by)) == (
        True,
        False,
    )
    assert near.phase == OPEN
