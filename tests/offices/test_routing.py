"""Routing over the real posts: who answers, why, and how many queries that takes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from tests.offices.cast import AT, district, fill, post, sit

from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions, queries
from shramsetu.offices.models import Department, Post, User
from shramsetu.offices.queries import Barred

DAY = date(2026, 11, 20)
WAGES = "wages-not-paid"
Counter = Callable[[int], AbstractContextManager[object]]


def holder(level: int = 1, name: str = "Agra", on: date = DAY) -> str:
    return queries.routing(category=WAGES, place=district(name), level=level, on=on).post.code


def test_each_level_has_its_officer(state: None) -> None:
    fill()
    found = [holder(level) for level in (1, 2, 3, 4)]
    assert found == ["labour.leo.agra", "labour.alc.agra", "labour.dlc.agra", "labour.addl-lc"]


def test_an_empty_department_leaves_the_complaint_with_the_magistrate(state: None, ram: User) -> None:
    sit("dm.agra", ram)
    assert holder() == "dm.agra"


def test_additional_charge_answers_for_the_post(state: None, ram: User) -> None:
    sit("labour.leo.agra", ram, "additional")
    found = queries.routing(category=WAGES, place=district("Agra"), on=DAY)
    assert (found.post.code, [reason.kind for reason in found.because]) == ("labour.leo.agra", ["ladder"])


def test_changes_in_this_process_count_at_once(state: None, ram: User, sita: User) -> None:
    charge = sit("labour.leo.agra", ram)
    sit("labour.alc.agra", sita)
    assert holder() == "labour.leo.agra"
    leave = actions.grant_leave(post("labour.leo.agra"), from_on=DAY, to_on=DAY, by=SYSTEM, at=AT)
    assert (holder(), holder(on=DAY + timedelta(days=1))) == ("labour.alc.agra", "labour.leo.agra")
    actions.cancel_leave(leave, by=SYSTEM, at=AT)
    assert holder() == "labour.leo.agra"
    actions.relieve(charge, by=SYSTEM, at=AT)
    assert holder() == "labour.alc.agra"


def test_a_route_overrules_the_ladder_until_it_ends(state: None, ram: User) -> None:
    fill()
    agra = district("Agra")
    route = actions.set_route(category=WAGES, place=agra, level=1, post=post("dm.agra"), by=SYSTEM, at=AT)
    assert (holder(), holder(2), holder(name="Aligarh")) == ("dm.agra", "labour.alc.agra", "labour.leo.aligarh")
    actions.end_route(route, by=SYSTEM, at=AT)
    assert holder() == "labour.leo.agra"


def test_warm_routing_takes_one_query(state: None, django_assert_num_queries: Counter) -> None:
    fill()
    agra = district("Agra")
    queries.routing(category=WAGES, place=agra, on=DAY)
    with django_assert_num_queries(1):
        assert queries.routing(category=WAGES, place=agra, on=DAY).post.place.name_en == "Agra"


def test_no_category_in_no_district_is_without_an_officer(state: None) -> None:
    fill()
    assert list(queries.gaps(DAY)) == []


def test_a_vacant_department_shows_as_gaps(state: None) -> None:
    fill()
    courts = Department.objects.get(slug="labour-courts")
    Post.objects.filter(department=courts).update(is_vacant=True)
    found = list(queries.gaps(DAY))
    assert {gap.level for gap in found} == {1, 2, 3, 4}
    assert len(found) % (75 * 4) == 0
    assert found


def test_above_skips_vacant_and_barred(state: None, ram: User, sita: User) -> None:
    sit("labour.dlc.agra", ram)
    sit("labour.lc", sita)
    leo = post("labour.leo.agra")
    assert queries.above(leo) == post("labour.dlc.agra")
    assert queries.above(leo, barred=Barred(users=frozenset({ram.pk}))) == post("labour.lc")
    assert queries.above(leo, barred=Barred(users=frozenset({ram.pk, sita.pk}))) is None


def test_the_posts_around_a_department_and_a_district(state: None) -> None:
    labour, bocw = Department.objects.get(slug="labour"), Department.objects.get(slug="bocw")
    assert queries.department_head(labour).code == "labour.lc"
    assert queries.department_head(bocw).code == "bocw.board-secretary"
    assert queries.vigilance_of(labour).code == "labour.vigilance"
    assert queries.principal_secretary(bocw).code == "labour.secretary"
    assert queries.dm_of(district("Agra")).code == "dm.agra"
    assert queries.mandal_of(district("Mainpuri")).code == "mandalayukt.agra"
    assert (queries.state_desk().code, queries.outside().code) == ("state-desk", "outside")
    with pytest.raises(queries.NoPost):
        queries.desk("no-such-desk")


def test_an_officer_marks_to_those_below_a_magistrate_to_all_of_the_district(state: None) -> None:
    fill()
    assert [one.code for one in queries.subordinates(post("labour.alc.agra"))] == [
        "labour.leo.agra",
        "labour.inspector.agra",
    ]
    below = queries.subordinates(post("dm.agra"))
    assert {one.role for one in below} == {"cdo", "csc", "edistrict", "enquiry", "officer"}
    assert {one.place.name_en for one in below} == {"Agra"}


def test_jurisdiction_in_districts(state: None) -> None:
    agra = district("Agra")
    assert queries.scope_districts(post("labour.leo.agra")) == {agra.pk}
    assert queries.scope_districts(post("labour.dlc.agra")) == {
        district(name).pk for name in ("Agra", "Firozabad", "Mainpuri", "Mathura")
    }
    assert queries.scope_districts(post("labour.lc")) is None


def test_the_coverage_command_counts_the_gaps(state: None, capsys: pytest.CaptureFixture[str]) -> None:
    fill()
    call_command("routing", "coverage", "--on", "2026-11-20")
    assert capsys.readouterr().out.strip().endswith("0")


def test_the_explain_command_says_why(state: None, capsys: pytest.CaptureFixture[str]) -> None:
    fill()
    call_command("routing", "explain", WAGES, "Agra")
    said = capsys.readouterr().out
    assert "श्रम प्रवर्तन अधिकारी, आगरा" in said
    assert "labour.addl-lc" in said
