"""A worker is entered: found by any spelling, met again by Aadhaar without its number, once for a key."""

from dataclasses import replace

import pytest
from tests import cast
from tests.workers import room

from shramsetu.journal.models import Entry
from shramsetu.lib import identity
from shramsetu.lib.identity import Kind
from shramsetu.offices.models import Role
from shramsetu.people.vault import vault
from shramsetu.places.models import Place
from shramsetu.workers import scope
from shramsetu.workers.actions import accounts, boards, entering
from shramsetu.workers.entry import NewMember, NewNominee
from shramsetu.workers.models import Account, Family, Fee, Member, Spell, Worker

pytestmark = pytest.mark.django_db


def test_a_worker_is_found_by_another_spelling() -> None:
    found = room.worker(name="मोहम्मद रईस अंसारी", parent="अब्दुल ग़फ़्फ़ार")
    other = entering.prepare(room.told(name="Mohd. Raees Ansari", parent="Abdul Gaffar"))
    assert (found.name_key, found.parent_key, found.keys) == (other["name_key"], other["parent_key"], other["keys"])


def test_of_aadhaar_stay_a_token_and_four_digits() -> None:
    found = room.worker(aadhaar=room.AADHAAR)
    assert (found.aadhaar_digest, found.aadhaar_last_four) == (vault().token(room.AADHAAR).digest, "0124")
    assert room.AADHAAR.number not in str(Worker.objects.filter(pk=found.pk).values().get())


def test_the_same_line_sent_twice_enters_one_worker() -> None:
    first, second = room.worker(key="csc:1"), room.worker(key="csc:1", name="कोई और")
    assert (first.pk, Worker.objects.count(), Entry.objects.filter(stream=first.stream).count()) == (second.pk, 1, 1)


def test_work_told_twice_counts_once() -> None:
    found = room.worker(spells=(room.WORK, room.WORK, replace(room.WORK, days=90)))
    assert Spell.objects.filter(worker=found).count() == 2


def test_an_account_opens_for_the_bank_and_is_met_again() -> None:
    one, other = room.worker(), room.worker(name="सीता देवी")
    kept = Account.objects.get(worker=one)
    assert accounts.opened(kept) == room.BANK
    assert kept.match == Account.objects.get(worker=other).match
    assert b"30451122334" not in bytes(kept.closed)


def test_the_family_is_the_one_of_the_ration_card() -> None:
    child = NewMember("पूजा", Member.Kin.DAUGHTER, "woman")
    one = room.worker(ration_card=room.RATION, members=(child,))
    family_id = identity.parse(Kind.FAMILY_ID, room.RATION.number)
    wife = room.worker(name="सीता देवी", sex="woman", family_id=family_id)
    assert one.family_id == wife.family_id
    assert list(Member.objects.filter(family=one.family_id).order_by("seat").values_list("name", "kin", "worker")) == [
        ("रामदेव निषाद", "head", one.pk),
        ("पूजा", "daughter", None),
    ]


def test_a_family_without_a_number_goes_under_its_workers() -> None:
    found = room.worker(members=(NewMember("पूजा", Member.Kin.DAUGHTER, "woman"),))
    assert Family.objects.get(pk=found.family_id).number == f"W{found.number}"


def test_nominees_stand_beside_the_worker() -> None:
    found = room.worker(nominees=(NewNominee("सीता देवी", "पत्नी"),))
    assert list(found.nominees.values_list("name", "kin", "share_percent")) == [("सीता देवी", "पत्नी", 100)]


def test_who_is_admitted_has_paid_the_official_fee() -> None:
    found = room.worker()
    membership = boards.admit(found, "bocw", years=3, on=room.TODAY, by=room.registrar(), at=room.AT)
    boards.admit(found, "bocw", years=1, on=room.TODAY, by=room.registrar(), at=room.AT)
    fee = Fee.objects.get(membership=membership)
    assert (fee.paise, fee.official_paise, str(fee.until)) == (8000, 8000, "2029-11-15")
    membership.refresh_from_db()
    assert (str(membership.registered_on), str(membership.paid_until)) == ("2026-11-16", "2029-11-15")


def test_a_post_sees_the_workers_of_its_places() -> None:
    here = room.worker()
    agra = Place.objects.get(kind="district", name_en="Agra")
    room.worker(name="सीता देवी", district=agra)
    assert [one.pk for one in scope.workers_visible_to(room.clerk())] == [here.pk]
    assert scope.workers_visible_to(cast.desk(Role.OPERATOR)).count() == 2
    assert scope.workers_visible_to(room.clerk(where=agra)).get().name == "सीता देवी"


def test_no_business_of_who_keeps_no_registry() -> None:
    room.worker()
    police = cast.desk(Role.QUALITY)
    assert list(scope.workers_visible_to(police)) == []
