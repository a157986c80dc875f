"""At entry the registry says who may be there already."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.workers import room

from shramsetu.lib.identity import Kind, parse
from shramsetu.places.models import Place
from shramsetu.workers.queries import likely
from shramsetu.workers.rules import agreement

pytestmark = pytest.mark.django_db


def said(**changes: object) -> list[tuple[str, bool]]:
    return [(one.worker.name, one.score >= agreement.STRONG) for one in likely.same_person(room.told(**changes))]


def test_who_comes_again_in_the_other_script_is_met() -> None:
    room.worker()
    assert said(name="Ramdev Nishad", parent="Shivcharan Nishad") == [("रामदेव निषाद", True)]


def test_aadhaar_meets_whatever_the_name() -> None:
    room.worker(aadhaar=room.AADHAAR)
    changed = said(name="राजू", parent="", phone="", aadhaar=room.AADHAAR, born_on=date(1990, 1, 1))
    assert changed == [("रामदेव निषाद", True)]


def test_a_voter_card_and_a_family_number_meet() -> None:
    pan = parse(Kind.PAN, "ABCPE1234F")
    room.worker(identities=(pan,), ration_card=room.RATION)
    found = likely.same_person(room.told(phone="", identities=(pan,), ration_card=room.RATION))
    assert found[0].agreed["identity"] == found[0].agreed["family"] == "same"


def test_a_brother_and_a_stranger_are_not_shown() -> None:
    room.worker()
    assert said(name="रामसेवक निषाद", born_on=date(1991, 7, 9)) == []
    assert said(name="सुनीता देवी", sex="woman", parent="मोहन", phone="") == []


def test_who_moved_to_another_district_is_met_by_name_and_father() -> None:
    room.worker()
    there = Place.objects.get(kind="district", name_en="Lucknow")
    assert said(district=there, phone="") == [("रामदेव निषाद", True)]


def test_the_check_is_a_few_questions_however_many_rows() -> None:
    for at in range(3):
        room.worker(phone="", key=f"row-{at}")
    new = room.told()
    with CaptureQueriesContext(connection) as queries:
        assert len(likely.same_person(new)) == 3
    assert len(queries) == 2
