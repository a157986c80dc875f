"""The day's round: field jobs of all kinds, the nearest first."""

import pytest
from django.utils import timezone
from tests import cast, room

from shramsetu.casework import rounds
from shramsetu.casework.models import Case
from shramsetu.casework.rounds import Job
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.places import queries as places

AT = (80.0, 26.0)


def job(title: str, lon: float | None = None) -> Job:
    return Job("x", title, "", "/", spot=None if lon is None else (lon, 26.0))


def titles(stops: list[rounds.Stop]) -> str:
    return "".join(one.job.title for one in stops)


def test_each_time_the_nearest_that_is_left_comes_next() -> None:
    found = [job("d", 80.9), job("b", 80.2), job("c", 80.3), job("a", 79.9)]
    stops = rounds.nearest_first(found, AT)
    assert titles(stops) == "abcd"
    assert [round(one.kilometres or 0) for one in stops] == [10, 30, 10, 60]


def test_without_a_start_the_first_due_begins_and_unknown_spots_come_last() -> None:
    stops = rounds.nearest_first([job("x"), job("b", 80.2), job("a", 79.9), job("y")], None)
    assert titles(stops) == "baxy"
    assert [one.kilometres is None for one in stops] == [True, False, True, True]
    assert rounds.nearest_first([], AT) == []


def marked(district: int = cast.KANPUR) -> tuple[Case, Post]:
    case = cast.complaint(at=timezone.now(), district=places.district(district))
    cast.take(case, "open", at=timezone.now())
    assert case.holder is not None
    below = offices.subordinates(case.holder)[0]
    cast.take(case, "mark", at=timezone.now(), post=below, text="स्थल देखें")
    return case, below


@pytest.mark.django_db
def test_an_enquiry_is_on_the_round_with_map_and_the_guarded_phone() -> None:
    case, below = marked()
    client = room.at_desk(cast.seat(below).actor)
    page = room.text_of(client.get("/desk/route/"))
    district = places.district(cast.KANPUR)
    assert f'href="geo:{district.lat},{district.lon}?q={district.lat},{district.lon}"' in page
    assert f'href="/desk/case/{case.number}/"' in page
    assert f"/desk/case/{case.number}/phone/" in page
    assert cast.RAMESH.phone[-10:] not in page
    assert cast.RAMESH.name not in page


@pytest.mark.django_db
def test_where_the_phone_is_orders_the_round_and_is_written_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    _case, below = marked()
    client = room.at_desk(cast.seat(below).actor)
    page = room.text_of(client.post("/desk/route/", {"lat": "26.4499", "lon": "80.3319"}))
    assert "आप जहाँ हैं वहाँ से" in page
    assert "80.3319" not in caplog.text
    for wrong in ({"lat": "x", "lon": "80"}, {"lat": "nan", "lon": "80"}, {"lat": "91", "lon": "80"}, {}):
        assert "आपके कार्यालय से" in room.text_of(client.post("/desk/route/", wrong))


@pytest.mark.django_db
def test_the_round_takes_as_many_queries_for_three_as_for_one() -> None:
    _case, below = marked()
    client = room.at_desk(cast.seat(below).actor)
    one = room.queries_of(client, "/desk/route/")
    marked()
    marked()
    assert room.queries_of(client, "/desk/route/") == one
    assert one <= 14


@pytest.mark.django_db
def test_who_has_nothing_to_go_out_for_reads_what_comes_here() -> None:
    page = room.text_of(room.of_role(Role.OPERATOR).get("/desk/route/"))
    assert "आज बाहर जाने का कोई काम नहीं" in page
    assert "geo:" not in page
