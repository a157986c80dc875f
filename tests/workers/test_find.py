"""Workers are found by what people know of them, in any script and spelling, within what the asker may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.workers import room

from shramsetu.lib.identity import Kind, parse
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers.finding_form import Finding
from shramsetu.workers.models import Worker
from shramsetu.workers.queries import find
from shramsetu.workers.queries.find import Asked, Numbers

pytestmark = pytest.mark.django_db


def found(**asked: object) -> list[str]:
    return [one.worker.name for one in find.search(Asked(**asked), within=Worker.objects.all()).found]  # type: ignore[arg-type]


def lucknow() -> Place:
    return Place.objects.get(kind="district", name_en="Lucknow")


def test_a_name_is_found_in_any_script_order_and_spelling() -> None:
    room.worker()
    room.worker(name="सुनीता देवी", sex="woman", parent="मोहन", phone="+919999900302")
    for written in ("Ramdev Nishad", "NISHAD RAM DEV", "रामदेव निशाद", "श्री रामदेव निषाद"):
        assert found(name=written) == ["रामदेव निषाद"]


def test_a_row_with_more_words_and_one_with_fewer_are_found_behind_the_equal_one() -> None:
    room.worker(name="राजेश यादव", phone="")
    room.worker(name="राजेश कुमार यादव", phone="")
    assert found(name="Rajesh Yadav") == ["राजेश यादव", "राजेश कुमार यादव"]
    assert found(name="Rajesh Kumar Yadav") == ["राजेश कुमार यादव", "राजेश यादव"]


def test_the_same_father_comes_first() -> None:
    room.worker(parent="मोतीलाल", phone="")
    room.worker(parent="शिवचरन निषाद", phone="", name="Ramdev Nishad")
    assert found(name="रामदेव निषाद", parent="Shivcharan Nishad") == ["Ramdev Nishad", "रामदेव निषाद"]


def test_age_decides_between_two_of_one_name() -> None:
    room.worker(born_on=date(1960, 1, 1), phone="")
    room.worker(born_on=date(1989, 1, 1), phone="", name="Ramdev Nishad")
    assert found(name="रामदेव निषाद", born=date(1988, 1, 1)) == ["Ramdev Nishad", "रामदेव निषाद"]


def test_a_village_is_searched_whole() -> None:
    village = Place.objects.filter(kind="locality", district=places.district(cast.KANPUR)).order_by("pk")[0]
    room.worker(place=village)
    room.worker(name="Ramdev Nishad", phone="")
    assert found(name="रामदेव", place=village) == ["रामदेव निषाद"]
    assert found(name="निषाद गोपाल", place=village) == ["रामदेव निषाद"]


def test_another_district_is_left_out_where_one_is_named() -> None:
    room.worker()
    assert found(name="रामदेव निषाद", district=lucknow()) == []
    assert found(name="रामदेव", district=places.district(cast.KANPUR)) == ["रामदेव निषाद"]


def test_words_within_a_district_are_asked_of_its_own_index() -> None:
    room.worker()
    with CaptureQueriesContext(connection) as asked:
        found(name="रामदेव निषाद", district=places.district(cast.KANPUR))
    words = next(one["sql"] for one in asked if "@>" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + words)
        assert "Bitmap Index Scan on worker_near" in "\n".join(row[0] for row in cursor.fetchall())


def test_every_number_finds_its_worker() -> None:
    pan, uan = parse(Kind.PAN, "ABCPE1234F"), parse(Kind.UAN, "123456789014")
    one = room.worker(aadhaar=room.AADHAAR, uan=uan, ration_card=room.RATION, identities=(pan,))
    for written in (one.number, "99999 00301", "123456789014", room.RATION.number, "abcpe1234f"):
        assert found(numbers=Numbers(written)) == ["रामदेव निषाद"], written
    assert found(numbers=Numbers(aadhaar=room.AADHAAR)) == ["रामदेव निषाद"]
    assert found(numbers=Numbers("99999 00309")) == []


def test_a_family_id_that_looks_like_aadhaar_finds_its_family_and_an_aadhaar_is_refused() -> None:
    one = room.worker(ration_card=parse(Kind.RATION_CARD, "999941057058", vouched=True))
    for typed, errors in (("9999 4105 7058", {}), (room.AADHAAR.number, {"q"})):
        form = Finding({"q": typed}, today=room.TODAY)
        form.full_clean()
        assert set(form.errors) == set(errors)
    found = find.search(Asked(numbers=Numbers("9999 4105 7058")), within=Worker.objects.all()).found
    assert [row.worker for row in found] == [one]


def test_who_was_merged_away_is_found_as_the_one_that_stands() -> None:
    kept, gone = room.worker(), room.worker(name="Ramdev Nishad", phone="+919999900302")
    Worker.objects.filter(pk=gone.pk).update(merged_into=kept)
    assert found(name="Ramdev Nishad") == ["रामदेव निषाद"]
    assert found(numbers=Numbers(gone.number)) == ["रामदेव निषाद"]


def test_nothing_asked_finds_nobody() -> None:
    room.worker()
    assert find.search(Asked(), within=Worker.objects.all()) == find.Answer()
    assert found(name="…") == []


def test_a_word_that_everybody_has_asks_for_more_over_the_state_and_not_in_a_district(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room.worker(name="कुमार संजय", phone="")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workers_worker")
    monkeypatch.setattr(find, "_WIDE", 0)
    wide = find.search(Asked(name="संजय"), within=Worker.objects.all())
    assert (wide.found, wide.is_wide) == ((), True)
    assert found(name="संजय", district=places.district(cast.KANPUR)) == ["कुमार संजय"]
