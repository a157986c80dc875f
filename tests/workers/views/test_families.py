"""The desk's pages of families: who sees them, what stands there, what can be decided."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.workers import room

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock, identity
from shramsetu.lib.identity import Kind
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.workers import household
from shramsetu.workers.entry import NewMember
from shramsetu.workers.familyid.actions import comparing, taking
from shramsetu.workers.models import Difference, Family, Worker
from shramsetu.workers.rules.household import Given, Person, Snapshot

pytestmark = pytest.mark.django_db
NUMBER = "216740012344"
HEAD = Person(1, "रामदेव निषाद", "head", "man", date(1988, 4, 2), is_married=True)
GIRL = Person(2, "गीता", "daughter", "woman", date(2010, 5, 6), is_married=False)
LIST = "/desk/families/"


@pytest.fixture
def ramdev() -> Worker:
    return room.worker(family_id=identity.parse(Kind.FAMILY_ID, NUMBER), key="ramdev")


@pytest.fixture
def family(ramdev: Worker) -> Family:
    now = timezone.now()
    comparing.say(ramdev, [Person(2, "गीता", "daughter", "woman", date(2008, 5, 6))], at=now)
    told = Snapshot(NUMBER, "service", now, clock.day(now), (HEAD, GIRL))
    return taking.take(told, source="service", by=SYSTEM, at=now)


def registrar() -> Client:
    return desk.at_desk(room.registrar())


def test_what_differs_is_listed_and_settled(family: Family) -> None:
    text = desk.text_of(registrar().get(LIST))
    for word in ("रामदेव निषाद", "गीता", "06.05.2008", "06.05.2010"):
        assert word in text
    pk = Difference.objects.get().pk
    answer = registrar().post(f"{LIST}difference/{pk}/", {"verdict": "told"})
    assert answer.status_code == 302
    row = Difference.objects.get()
    assert (row.verdict, row.settled_by) == ("told", room.registrar().key)
    assert "रामदेव निषाद" not in desk.text_of(registrar().get(LIST))


def test_nobody_settles_what_is_out_of_sight(family: Family) -> None:
    pk = Difference.objects.get().pk
    stranger = desk.at_desk(room.registrar(places.district(118)))
    assert stranger.post(f"{LIST}difference/{pk}/", {"verdict": "told"}).status_code == 404
    assert stranger.get(f"{LIST}{family.pk}/").status_code == 404
    assert "रामदेव" not in desk.text_of(stranger.get(LIST))
    assert Difference.objects.get().verdict == ""


def test_no_word_at_all_settles_nothing(family: Family) -> None:
    pk = Difference.objects.get().pk
    registrar().post(f"{LIST}difference/{pk}/", {"verdict": "perhaps"})
    assert Difference.objects.get().verdict == ""


@pytest.fixture
def benefits(ramdev: Worker) -> Iterator[list[Given]]:
    listed: list[Given] = []

    def of(workers: Sequence[str]) -> list[Given]:
        return [one for one in listed if one.worker in workers]

    household.SOURCES["test"] = of
    yield listed
    del household.SOURCES["test"]


def test_a_family_shows_members_benefits_and_what_may_be_taken_twice(
    family: Family, ramdev: Worker, benefits: list[Given]
) -> None:
    sita = room.worker(name="सीता देवी", sex="woman", key="sita", family_id=identity.parse(Kind.FAMILY_ID, NUMBER))
    on = date(2026, 11, 1)
    benefits += [
        Given("bocw-marriage-help", ramdev.number, "104729638150", on, is_granted=True, paise=5_500_000),
        Given("bocw-marriage-help", sita.number, "104729638168", on),
    ]
    text = desk.text_of(registrar().get(f"{LIST}{family.pk}/"))
    for word in ("रामदेव निषाद", "गीता", "55,000", "एक ही लाभ दो बार", "1047 2963 8150", "1047 2963 8168"):
        assert word in text


def test_a_look_is_written_down_once_an_hour(family: Family, ramdev: Worker) -> None:
    client = registrar()
    for _ in range(2):
        client.get(f"{LIST}{family.pk}/")
    assert Entry.objects.filter(stream=f"reads:{ramdev.stream}", verb="look").count() == 1


def test_who_does_not_work_with_numbers_sees_the_last_four_digits(family: Family) -> None:
    dm = desk.at_desk(cast.seat(Post.objects.get(role="dm", place__lgd_code=cast.KANPUR)).actor)
    assert NUMBER not in desk.text_of(dm.get(f"{LIST}{family.pk}/"))
    assert NUMBER in desk.text_of(registrar().get(f"{LIST}{family.pk}/"))


def test_a_family_without_an_id_says_so_and_cannot_be_asked_for(ramdev: Worker) -> None:
    other = room.worker(key="other", members=(NewMember("लव", "son"),))
    assert other.family is not None
    text = desk.text_of(registrar().get(f"{LIST}{other.family.pk}/"))
    assert "/ask/" not in text
    assert "लव" in text
    answer = registrar().post(f"{LIST}{other.family.pk}/ask/", follow=True)
    assert "अभी जवाब नहीं मिल रहा" in desk.text_of(answer)


def test_without_a_service_what_is_known_stays(family: Family) -> None:
    answer = registrar().post(f"{LIST}{family.pk}/ask/", follow=True)
    assert "अभी जवाब नहीं मिल रहा" in desk.text_of(answer)
    assert "गीता" in desk.text_of(answer)


def test_the_list_takes_as_many_queries_for_three_as_for_one(family: Family, ramdev: Worker) -> None:
    one = desk.queries_of(registrar(), LIST)
    rows = [{"what": "missing", "name": name} for name in ("लव", "कुश")]
    for row in rows:
        Difference.objects.create(
            worker=ramdev, family=family, district=ramdev.district, found_at=timezone.now(), said="son", **row
        )
    assert desk.queries_of(registrar(), LIST) == one


def test_the_page_takes_as_many_queries_for_a_large_family(family: Family) -> None:
    before = desk.queries_of(registrar(), f"{LIST}{family.pk}/")
    now = timezone.now()
    many = tuple(Person(seat, f"बच्चा {seat}", "son", "man") for seat in range(3, 12))
    told = Snapshot(NUMBER, "service", now, clock.day(now), (HEAD, GIRL, *many))
    taking.take(told, source="service", by=SYSTEM, at=now)
    assert desk.queries_of(registrar(), f"{LIST}{family.pk}/") == before
