import pytest
from django.db import connection
from tests.workers import room

from shramsetu.workers.queries import commonness
from shramsetu.workers.queries.commonness import Commonness

KNOWN = Commonness(1_000_000, {"kmr": 0.3, "p:kmr": 0.2, "db": 0.1, "mtr": 0.004, "p:mtr": 0.003}, 0.0001)


def test_the_rarest_words_are_asked_for_until_few_rows_are_left() -> None:
    assert KNOWN.telling(["kmr", "db", "rjs"], 200) == ["rjs"]
    assert KNOWN.telling(["kmr", "db", "rjs"], 50) == ["rjs", "db"]
    assert KNOWN.telling(["kmr", "db"], 50) == ["db", "kmr"]
    assert KNOWN.telling([], 50) == []


def test_a_family_name_that_father_and_child_have_counts_once() -> None:
    assert KNOWN.telling(["mtr", "p:mtr", "db", "kmr"], 200) == ["p:mtr", "db", "kmr"]


@pytest.mark.django_db
def test_what_is_common_is_known_from_the_statistics() -> None:
    for phone in range(3):
        room.worker(phone="", name="रामदेव निषाद" if phone else "सीता देवी")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workers_worker")
    known = commonness.known()
    assert known.rows == 3
    assert round(known.of("nsd")) == 2
    assert known.rarest(["nsd", "st"]) == known.of("st") == pytest.approx(1)


@pytest.mark.django_db
def test_a_small_registry_is_asked_each_time_and_a_large_one_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([Commonness(5, {}, 0), Commonness(6, {}, 0), Commonness(10**6, {}, 0), Commonness(10**7, {}, 0)])
    monkeypatch.setattr(commonness, "_kept", {})
    monkeypatch.setattr(commonness, "_asked", lambda: next(answers))
    assert [commonness.known().rows for _ in range(4)] == [5, 6, 10**6, 10**6]
