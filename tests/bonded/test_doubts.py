"""Two men of one kiln may have one name: nobody is dropped and nobody entered twice, before somebody has said so."""

import re

import pytest
from tests import room as desk
from tests.bonded import rescue, room
from tests.bonded import transfer_world as world
from tests.cast import MONDAY

from shramsetu.bonded.actions import chases
from shramsetu.bonded.actions.chases import Returned
from shramsetu.bonded.doubts import PerhapsKnown, Said
from shramsetu.bonded.models import Chase, Household, Operation, Survivor
from shramsetu.casework.actions import Refused

pytestmark = pytest.mark.django_db
RAJU = ("राजू", "m", 30)


def lines(*people: tuple[str, str, int], **more: str) -> dict[str, str]:
    form = {"form-TOTAL_FORMS": "12", "form-INITIAL_FORMS": "0", **more}
    form["native_district"] = str(room.district("Chitrakoot").lgd_code)
    for at, (name, sex, age) in enumerate(people):
        form |= {f"form-{at}-name": name, f"form-{at}-sex": sex, f"form-{at}-age": str(age)}
    return form


def page_of(operation: Operation) -> str:
    return f"/desk/bonded/operation/{operation.case.number}/persons/"


def test_a_second_man_with_the_same_name_and_age_is_asked_for_and_entered() -> None:
    operation, client = rescue.under_way(), desk.at_desk(room.officer("labour_officer"))
    page = page_of(operation)
    assert client.post(page, lines(RAJU)).status_code == 302
    first = Survivor.objects.get()
    asked = client.post(page, lines(RAJU))
    assert asked.status_code == 422
    assert first.code in asked.content.decode()
    assert Survivor.objects.count() == 1
    marks = {"form-0-asked": first.code}
    assert client.post(page, lines(RAJU, **marks, **{"form-0-same": first.code})).status_code == 302
    assert Survivor.objects.count() == 1
    assert client.post(page, lines(RAJU, **marks, **{"form-0-same": "other"})).status_code == 302
    assert Survivor.objects.count() == 2
    again = client.post(page, lines(RAJU, **marks, **{"form-0-same": "other"}))
    assert again.status_code == 422, "nothing was said of the second one yet"
    assert Survivor.objects.count() == 2


def test_two_of_one_name_in_one_form_are_asked_for_too() -> None:
    operation, client = rescue.under_way(), desk.at_desk(room.officer("labour_officer"))
    page = page_of(operation)
    assert client.post(page, lines(RAJU, RAJU)).status_code == 422
    answer = {"form-1-asked": "#1", "form-1-same": "other"}
    assert client.post(page, lines(RAJU, RAJU, **answer)).status_code == 302
    assert (Survivor.objects.count(), Household.objects.get().members.count()) == (2, 2)


def test_who_is_there_already_gives_the_family_its_household() -> None:
    operation = rescue.under_way()
    father, mother, _child = rescue.family(operation)
    one = rescue.person(room.NAME, age=34)
    with pytest.raises(PerhapsKnown) as error:
        rescue.enter(operation, [one, rescue.person("मुन्नी", age=3, sex="f")])
    assert error.value.found == {0: [father.code]}
    same = rescue.person(room.NAME, age=34, said=Said(same_as=father.code))
    known, daughter = rescue.enter(operation, [same, rescue.person("मुन्नी", age=3, sex="f")])
    assert (known, daughter.household) == (father, mother.household)


def test_the_form_sent_twice_with_its_key_is_carried_out_once() -> None:
    operation, client = rescue.under_way(), desk.at_desk(room.officer("labour_officer"))
    key = re.findall(r'name="idempotency_key" value="(\w+)"', client.get(page_of(operation)).content.decode())[0]
    for _ in range(2):
        assert client.post(page_of(operation), lines(RAJU, idempotency_key=key)).status_code == 302
    assert Survivor.objects.count() == 1


def came_home(**changes: str) -> dict[str, str]:
    return {
        "name": "मुन्ना यादव",
        "guardian": "रामसेवक",
        "sex": "m",
        "is_minor": "no",
        "address": "ग्राम कोल",
        "district": str(world.aligarh().lgd_code),
        "rescue_state": "haryana",
        "sector": "brick-kiln",
        "office": "ज़िलाधिकारी, झज्जर",
        **changes,
    }


def test_who_came_home_is_entered_once_however_often_it_is_pressed() -> None:
    client, new = desk.at_desk(world.officer(world.aligarh())), "/desk/bonded/returned/new/"
    key = re.findall(r'name="idempotency_key" value="(\w+)"', client.get(new).content.decode())[0]
    for _ in range(2):
        assert client.post(new, came_home(idempotency_key=key)).status_code == 302
    assert (Survivor.objects.count(), Chase.objects.count()) == (1, 1)
    first = Survivor.objects.get()
    asked = client.post(new, came_home(name="Munna Yadav"))
    assert (asked.status_code, Survivor.objects.count()) == (422, 1)
    assert first.code in asked.content.decode()
    said = {"asked": first.code, "same": first.code}
    answer = client.post(new, came_home(**said))
    assert answer["Location"] == f"/desk/bonded/returned/{first.chase.pk}/"
    assert client.post(new, came_home(**{**said, "same": "other"})).status_code == 302
    assert client.post(new, came_home(name="रामू", guardian="हरी")).status_code == 302
    assert (Survivor.objects.count(), Chase.objects.count()) == (3, 3)


def test_somebody_freed_here_is_met_again_and_goes_on_in_that_case() -> None:
    identity = {"name": "सुखदेव कोल", "parent": "रामदीन कोल"}
    freed = world.person(identity=identity, native_district=world.aligarh())
    by = world.officer(world.aligarh())
    one = Returned(world.aligarh(), "m", "haryana", "ज़िलाधिकारी, झज्जर", identity=identity)
    with pytest.raises(PerhapsKnown) as error:
        chases.enter_returned(one, by=by, at=MONDAY)
    assert error.value.found == {0: [freed.code]}
    same = Returned(world.aligarh(), "m", "haryana", "झज्जर", identity=identity, said=Said(same_as=freed.code))
    with pytest.raises(Refused) as refused:
        chases.enter_returned(same, by=by, at=MONDAY)
    assert freed.code in str(refused.value.message)
