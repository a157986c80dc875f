"""What was entered wrongly of a person is put right, and everything that rests on it follows."""

import pytest
from tests.bonded import purse, room, tale
from tests.room import at_desk, text_of

from shramsetu.bonded import entitled, persons, phones
from shramsetu.bonded.actions import accounts, amending
from shramsetu.bonded.actions.amending import Amended
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.casework import actions as casework
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor

pytestmark = pytest.mark.django_db
AT = room.AT


def amend(one: Survivor, *, by: Actor, sex: str = "m", safe: bool = False, **identity: object) -> None:
    case = tale.fresh(one).case
    said = Amended({**persons.identity(tale.fresh(one)), **identity}, sex, safe, "आधार कार्ड देखा गया")
    amending.amend(one, said, seen=case.revision, by=by, at=AT)


def test_a_name_typed_wrongly_is_corrected_on_its_page() -> None:
    one = room.freed(identity={"name": "कोलल", "age": 43, "phone": room.PHONE, "parent": "कल्लू"})
    desk, number = at_desk(room.officer("labour_officer")), one.case.number
    address = f"/desk/bonded/person/{number}/identity/"
    assert address in text_of(desk.get(f"/desk/case/{number}/"))
    assert "कोलल" in text_of(desk.get(address))
    given = {
        "seen": tale.fresh(one).case.revision,
        "name": room.NAME,
        "parent": "कल्लू",
        "sex": "m",
        "age": "34",
        "phone": room.PHONE,
        "safe_phone": "yes",
        "reason": "आधार कार्ड देखा गया",
    }
    assert desk.post(address, given).status_code == 302
    known = persons.identity(tale.fresh(one))
    assert (known["name"], known["age"], phones.of(tale.fresh(one))) == (room.NAME, 34, room.PHONE)
    entry = Entry.objects.get(verb="amend_identity")
    assert entry.detail["fields"] == ["age", "name", "safe_phone"]
    assert "कोलल" not in str(entry.private) + str(entry.detail), "what stood before lies sealed"
    assert desk.post(address, given).status_code == 409, "another look first"
    assert desk.post(f"/desk/bonded/person/{number}/unsafe/").status_code == 302
    assert phones.of(tale.fresh(one)) == ""


def test_after_the_finding_the_magistrate_corrects_what_papers_rest_on() -> None:
    purse.opened_fund()
    payment = purse.freed(identity={"name": room.NAME, "age": 28, "phone": room.PHONE})
    one, labour, dm = payment.survivor, room.officer("labour_officer"), room.officer("dm")
    amend(one, by=labour, address="ग्राम मऊ")
    with pytest.raises(casework.Refused):
        amend(one, by=labour, age=15)
    amend(one, by=dm, age=15)
    fresh = tale.fresh(one)
    assert (fresh.is_minor, fresh.minor_at_release, fresh.case.sealed_body.ring) == (True, True, "child")
    assert persons.identity(fresh)["address"] == "ग्राम मऊ"
    assert accounts.opened(fresh.accounts.get(ended_at=None))["ifsc"] == "SBIN0000123"
    found = entitled.of(fresh)
    assert found is not None
    assert (found.category, found.total_paise) == ("special", 2 * purse.LAKH)
    assert BondedDuty.objects.filter(parent=one.pk, clock="child-committee", is_open=True).exists()
    amend(one, by=dm, age=19)
    assert tale.fresh(one).case.sealed_body.ring == ""
    assert not BondedDuty.objects.filter(parent=one.pk, clock="child-committee", is_open=True).exists()


def test_who_does_not_see_a_person_corrects_nothing() -> None:
    one = room.freed()
    for by in (room.officer("labour_officer", "Agra"), room.officer("police")):
        with pytest.raises(casework.NotAllowed):
            amend(one, by=by, name="कोई और")
        with pytest.raises(casework.NotAllowed):
            amending.unsafe(one, by=by, at=AT)
