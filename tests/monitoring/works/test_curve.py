"""The S-curve in rows and in words, and how a form reads the parts of a building."""

import pytest
from django.utils import translation
from tests.monitoring.works import building
from tests.monitoring.works.building import AT, TODAY, days

from shramsetu.monitoring.works import curve, standing
from shramsetu.monitoring.works.actions import planning
from shramsetu.monitoring.works.new_form import NewWork

pytestmark = pytest.mark.django_db


def test_every_version_of_the_plan_and_what_was_measured_are_lines() -> None:
    work, who = building.planned(begins=TODAY - days(100), ends=TODAY + days(100)), building.people()
    plan = building.propose(work, begins=TODAY - days(100), ends=TODAY + days(200), reason="देरी")
    planning.decide(plan, approve=True, by=who.labour, at=AT)
    building.whole(work, "academic", on=TODAY - days(10))
    drawn = curve.of(standing.one(work, TODAY))
    assert drawn is not None
    assert list(drawn.names) == ["बन चुका", "पिछली योजना (संस्करण 1)", "योजना (संस्करण 2)"]
    assert next(row[1] for row in drawn.rows) == 0
    assert [row[1] for row in drawn.rows][-1] is None  # days to come
    assert 28.0 in [row[1] for row in drawn.rows]
    assert [row[2] for row in drawn.rows][-1] == 100


def test_the_sentence_says_how_far_it_is_and_when_it_will_be_ready() -> None:
    work = building.planned(begins=TODAY - days(100), ends=TODAY + days(100))
    with translation.override("en"):
        still = curve.sentence(standing.one(work, TODAY))
        assert still == "0 percent is built, 50 percent was planned by now. " + (
            "At the pace of the last months it will not be ready."
        )


@pytest.mark.parametrize("parts", ["भवन", "भवन; Building", "भवन; Building; शून्य", "भवन; Building; 0", "; Building; 5"])
def test_a_line_that_is_no_part_is_refused_with_its_number(parts: str) -> None:
    form = NewWork({"parts": f"सड़क; Road; 5\n{parts}"})
    assert any("पंक्ति 2" in str(one) for one in form.errors["parts"])
