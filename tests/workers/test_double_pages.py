"""The steward's pages: what waits, both rows side by side, one person or two, and undoing."""

import pytest
from django.test import Client
from tests import cast
from tests import room as desks
from tests.workers import room

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role
from shramsetu.places import queries as places
from shramsetu.workers.actions import pairing
from shramsetu.workers.models import Merge, Pair, Worker
from shramsetu.workers.queries import likely

pytestmark = pytest.mark.django_db


def steward(where: str = "Kanpur") -> Actor:
    mandal = places.mandals().get(name_en=where)
    return cast.seat(Post.objects.get(role=Role.STEWARD, place=mandal)).actor


def client(where: str = "Kanpur") -> Client:
    return desks.at_desk(steward(where))


def pair(**changes: object) -> Pair:
    """Enter Ramdev twice and have the check at entry note it."""
    room.worker(phone="")
    two = room.worker(**{"name": "Ramdev Nishad", "parent": "Shivcharan Nishad", "phone": "", **changes})
    pairing.note(two, likely.same_as(two), at=room.AT)
    return Pair.objects.get()


def test_a_steward_sees_the_pairs_of_the_own_mandal_and_why() -> None:
    pair()
    page = desks.text_of(client().get("/desk/workers/doubles/"))
    assert "रामदेव निषाद" in page
    assert "नाम सुनने में एक हैं" in page
    assert "रामदेव निषाद" not in desks.text_of(client("Agra").get("/desk/workers/doubles/"))


def test_the_list_says_no_more_than_what_was_compared() -> None:
    one = pair()
    Pair.objects.update(score=1000, agreed={**one.agreed, "phone": "other"})
    assert ">999<" in desks.text_of(client().get("/desk/workers/doubles/"))
    Pair.objects.update(agreed={}, found=Pair.Found.PERSON)
    page = desks.text_of(client().get("/desk/workers/doubles/"))
    assert (">–<" in page, ">1000<" in page) == (True, False)


def test_both_rows_stand_side_by_side_with_hindi_reasons_and_the_looks_are_written_down() -> None:
    one = pair()
    page = desks.text_of(client().get(f"/desk/workers/doubles/{one.pk}/"))
    for words in ("शिवचरण निषाद", "Shivcharan Nishad", "जन्म का दिन एक ही है", one.first.number, one.second.number):
        assert words in page
    assert Entry.objects.filter(stream__startswith="reads:worker:", verb="look").count() == 2
    assert client("Agra").get(f"/desk/workers/doubles/{one.pk}/").status_code == 404


def test_one_person_is_merged_and_the_next_pair_comes() -> None:
    one = pair()
    answer = client().post(f"/desk/workers/doubles/{one.pk}/merge/", {"kept": "second"})
    assert answer.headers["Location"] == "/desk/workers/doubles/"
    one.refresh_from_db()
    assert one.verdict == Pair.Verdict.SAME
    assert Worker.objects.get(pk=one.first_id).merged_into_id == one.second_id
    assert Merge.objects.get().pair == one


def test_which_row_stays_has_to_be_chosen() -> None:
    one = pair()
    client().post(f"/desk/workers/doubles/{one.pk}/merge/", {})
    assert not Merge.objects.exists()


def test_two_persons_leave_the_list_for_ever() -> None:
    one = pair()
    client().post(f"/desk/workers/doubles/{one.pk}/never/")
    page = desks.text_of(client().get("/desk/workers/doubles/"))
    assert "रामदेव निषाद" not in page
    said = desks.text_of(client().get(f"/desk/workers/doubles/{one.pk}/"))
    assert "तय हुआ: दो व्यक्ति" in said


def test_a_merge_is_undone_from_the_list() -> None:
    one = pair()
    client().post(f"/desk/workers/doubles/{one.pk}/merge/", {"kept": "first"})
    made = Merge.objects.get()
    assert one.second.number in desks.text_of(client().get("/desk/workers/doubles/merged/"))
    client().post(f"/desk/workers/doubles/merged/{made.pk}/undo/", {})
    assert not Worker.objects.exclude(merged_into=None).exists()
    assert Pair.objects.get().verdict == Pair.Verdict.OPEN


def test_another_mandal_can_neither_merge_nor_undo() -> None:
    one = pair()
    other = client("Agra")
    assert other.post(f"/desk/workers/doubles/{one.pk}/merge/", {"kept": "first"}).status_code == 404
    client().post(f"/desk/workers/doubles/{one.pk}/merge/", {"kept": "first"})
    assert other.post(f"/desk/workers/doubles/merged/{Merge.objects.get().pk}/undo/").status_code == 404
    assert Worker.objects.exclude(merged_into=None).count() == 1


def test_the_list_takes_as_many_questions_for_three_as_for_one() -> None:
    pair()
    one = desks.queries_of(client(), "/desk/workers/doubles/")
    for at in range(2):
        two = room.worker(phone="", key=f"more-{at}")
        pairing.note(two, likely.same_as(two), at=room.AT)
    assert Pair.objects.count() > 2
    assert desks.queries_of(client(), "/desk/workers/doubles/") == one


def test_an_officer_points_out_a_pair_that_no_search_found() -> None:
    one = room.worker(phone="")
    other = room.worker(name="कल्लू केवट", parent="मंगरू", phone="", district=places.districts().get(name_en="Agra"))
    officer = desks.at_desk(room.registrar())
    address = f"/desk/workers/doubles/point-out/{one.number}/"
    assert f'action="{address}"' in officer.get(f"/desk/workers/{one.number}/").content.decode()
    for wrong in ("", "12345678901", one.number):
        officer.post(address, {"other": wrong})
    assert not Pair.objects.exists()
    officer.post(address, {"other": other.number})
    found = Pair.objects.get()
    assert {found.first_id, found.second_id} == {one.pk, other.pk}
    assert "कल्लू केवट" in desks.text_of(client("Agra").get("/desk/workers/doubles/"))
    elsewhere = officer.post(f"/desk/workers/doubles/point-out/{other.number}/", {"other": one.number})
    assert elsewhere.status_code == 404
