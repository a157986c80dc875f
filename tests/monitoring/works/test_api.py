"""Other systems read how buildings stand: what the caller's post sees and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.grievances.test_api import Call, caller
from tests.monitoring.works import building
from tests.monitoring.works.building import AT, TODAY, days

from shramsetu.monitoring.works.actions import entering, hindrances, money
from shramsetu.monitoring.works.actions.hindrances import Obstacle
from shramsetu.monitoring.works.rules.money import Stage
from shramsetu.offices import queries as offices

pytestmark = pytest.mark.django_db


def call_as(code: str) -> Call:
    return caller(offices.desk(code))


def test_a_building_is_told_with_its_parts_plans_and_hindrances() -> None:
    work, who = building.planned(), building.people()
    building.measure(work, "academic", 40, on=TODAY - days(20))
    hindrances.enter(work, Obstacle("land", TODAY - days(9), "तीन परिवार बसे हैं"), by=who.agency, at=AT)
    step = money.Step(Stage.SANCTIONED, 66_540_000_000, TODAY, "4/2026")
    money.add(work, step, paper=building.paper(), by=who.labour, at=AT)
    found = call_as("labour.alc.varanasi")("GET", "/works/atal-varanasi").json()
    assert (found["built"], found["district"], found["hindrances_open"]) == (11.2, 187, 1)
    assert found["money_paise"] == {"sanctioned": 66_540_000_000, "released": 0, "spent": 0, "certified": 0}
    assert sum(part["weight"] for part in found["parts"]) == 100
    assert [part["built"] for part in found["parts"] if part["part"] == "academic"] == [40.0]
    assert [point["share"] for point in found["plans"][0]["points"]] == [0, 50, 100]
    assert [(one["kind"], one["owner"], one["until"]) for one in found["hindrances"]] == [("land", "revenue", None)]
    assert "fire" in found["missing"]
    assert "तीन परिवार" not in str(found)


def test_each_caller_is_told_what_its_post_sees() -> None:
    building.planned()
    entering.enter(entering.of_site("atal-agra"), by=building.people().head, at=AT)
    seen = {
        "labour.lc": ["atal-agra", "atal-varanasi"],
        "labour.alc.varanasi": ["atal-varanasi"],
        "works-agency.agra": ["atal-agra"],
        "works-power.varanasi": [],
    }
    for code, slugs in seen.items():
        assert [one["slug"] for one in call_as(code)("GET", "/works").json()] == slugs, code
    assert call_as("works-agency.agra")("GET", "/works/atal-varanasi").status_code == 404
    assert call_as("operators-1076")("GET", "/works").status_code == 403


def test_a_list_costs_as_many_questions_for_many_as_for_one() -> None:
    building.planned()
    call = call_as("labour.lc")
    call("GET", "/works")
    one = _asked(call)
    for slug in ("atal-agra", "atal-lucknow", "atal-gonda"):
        entering.enter(entering.of_site(slug), by=building.people().head, at=AT)
    assert _asked(call) == one


def _asked(call: Call) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert call("GET", "/works").status_code == 200
    return len(caught)
