"""What can have a target: every indicator pinned, every counter there, rescues never ranked."""

import csv
import tomllib
from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError
from tests import cast
from tests.monitoring import room
from tests.schemes import room as schemes
from tests.workers import room as workers

from shramsetu import rulebook
from shramsetu.casework import counting
from shramsetu.monitoring.targets.actions import reading
from shramsetu.monitoring.targets.models import Achievement, Delivery, Watermark
from shramsetu.places import queries as places
from shramsetu.rulebook import check_watched
from shramsetu.rulebook.watched import Indicator

GOLDEN = Path(__file__).parents[1] / "golden" / "indicators.toml"
PINNED = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))
CASES, PEERS = PINNED["case"], PINNED["peers"]
DISTRICTS = Path(__file__).parents[2] / "rulebook" / "places" / "districts.csv"
TODAY = room.TODAY


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["key"])
def test_an_indicator_is_as_it_was_pinned(case: dict[str, Any]) -> None:
    one = rulebook.book().watched.indicator(case["key"].partition(":")[2])
    found = (one.sector, one.department, one.counter, one.ranked, len(one.sources))
    assert found == (case["sector"], case["department"], case["counter"], case["ranked"], case["sources"])


def test_every_indicator_is_pinned() -> None:
    assert {case["key"].partition(":")[2] for case in CASES} == set(rulebook.book().watched.indicators)


def test_the_groups_of_peers_are_as_they_were_pinned_and_hold_every_district_once() -> None:
    book = rulebook.book().watched
    assert {one["key"].partition(":")[2]: tuple(one["districts"]) for one in PEERS} == {
        slug: one.districts for slug, one in book.peers.items()
    }
    there = {line["lgd_code"] for line in csv.DictReader(DISTRICTS.read_text(encoding="utf-8").splitlines())}
    assert {str(code) for one in book.peers.values() for code in one.districts} <= there
    found = Counter(book.peers_of(int(code)).slug for code in there)
    assert found == {"cities": 18, "aspirational": 8, "others": 49}


def test_a_district_in_two_groups_is_a_fault_of_the_rulebook() -> None:
    book = deepcopy(rulebook.book())
    rows = dict(book.watched.peers)
    rows["others"] = rows["others"].model_copy(update={"districts": (157,)})
    book.watched.peers = rows
    assert {home for home, _ in check_watched.peers_part_the_state(book)} == {"peers:cities", "peers:others"}


def test_the_thirteen_programmes_of_the_board_are_there() -> None:
    numbered = [slug for slug, one in rulebook.book().schemes.items() if one.number]
    counted = {one.scheme for one in rulebook.book().watched.indicators.values()}
    assert (len(numbered), set(numbered) - counted) == (13, set())


def test_every_counter_of_the_rulebook_is_registered() -> None:
    wanted = {one.counter for one in rulebook.book().watched.indicators.values() if not one.is_outside}
    assert wanted - counting.keys() == set()


@pytest.mark.parametrize("sector", ["bonded", "child-labour"])
def test_no_order_can_have_rescues_ranked(sector: str) -> None:
    row = rulebook.book().watched.indicator("inspections").model_dump(by_alias=True)
    with pytest.raises(ValidationError):
        Indicator.model_validate({**row, "sector": sector, "ranked": True})


def test_a_second_counter_of_a_key_is_refused() -> None:
    with pytest.raises(AssertionError):
        counting.register(counting.of("bonded.helped"))
    with pytest.raises(counting.NoCounter):
        counting.of("nobody.counts")


# --- what the platform counts


def asked(key: str, since: date = TODAY - timedelta(days=400), until: date = TODAY) -> list[tuple[int, date, int]]:
    """Ask a counter, and see to it that one query answers."""
    with CaptureQueriesContext(connection) as found:
        rows = list(counting.of(key).ask(since, until))
    assert len(found) == 1
    return [(one.place_id, one.on, one.number) for one in rows]


@pytest.mark.django_db
def test_registrations_count_by_day_and_district() -> None:
    for number in range(2):
        schemes.member(phone=f"+9199999004{number:02}")
    kanpur = places.district(cast.KANPUR).pk
    assert asked("workers.registered.bocw", date(2024, 1, 1)) == [(kanpur, date(2024, 4, 10), 2)]
    assert asked("workers.registered.uow", date(2024, 1, 1)) == []
    assert asked("workers.registered.bocw", date(2024, 4, 11)) == []


@pytest.mark.django_db
def test_sanctioned_claims_count_by_scheme() -> None:
    case = schemes.checked(schemes.claim(schemes.member(phone="+919999900311")))
    schemes.take(case, "sanction")
    kanpur = places.district(cast.KANPUR).pk
    assert asked("schemes.sanctioned.bocw-marriage-help") == [(kanpur, TODAY, 1)]
    assert asked("schemes.sanctioned.bocw-death-help") == []
    assert asked("schemes.paid.bocw-marriage-help") == []


@pytest.mark.django_db
def test_a_visit_told_in_two_reports_is_one() -> None:
    case = cast.complaint()
    cast.report(case)
    assert asked("grievances.site_visits") == [(places.district(cast.KANPUR).pk, TODAY, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(counting.keys()))
def test_every_counter_answers_with_one_query(key: str) -> None:
    assert asked(key, date(2020, 1, 1), date(2020, 1, 31)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("schemes.sanctioned.bocw-marriage-help", "claim_sanctioned"),
        ("schemes.paid.bocw-marriage-help", "due_paid"),
        ("workers.registered.bocw", "membership_registered"),
        ("workers.renewed.bocw", "fee_renewed"),
        ("grievances.site_visits", "report_visited"),
    ],
)
def test_a_counter_reads_days_by_an_index(key: str, index: str) -> None:
    with CaptureQueriesContext(connection) as found:
        list(counting.of(key).ask(TODAY - timedelta(days=7), TODAY))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_nestloop = off")  # else the few rows of a test are looked up one by one
        cursor.execute("EXPLAIN " + found[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan


# --- reading them at night


@pytest.mark.django_db
def test_the_nights_reading_is_stored_once_and_corrected_with_its_reason() -> None:
    kanpur = places.district(cast.KANPUR)
    one = room.target(indicator="bocw-registrations", first_on=date(2026, 10, 1))
    worker = workers.worker()
    membership(worker, date(2026, 10, 20))
    assert reading.read(one, at=room.AT) == 1
    assert reading.read(one, at=room.AT + timedelta(hours=1)) == 0
    row = Achievement.objects.get()
    assert (row.place, row.on, row.number, row.reported_on) == (kanpur, date(2026, 10, 20), 1, TODAY)
    assert Watermark.objects.get().through_on == TODAY - timedelta(days=1)
    worker.memberships.update(registered_on=None, paid_until=None)
    assert reading.read(one, at=room.AT + timedelta(days=1)) == 1
    last = Achievement.objects.get(revision=2)
    assert (last.number, last.change, last.reason, last.delivery.origin) == (
        0,
        -1,
        reading.ANEW,
        Delivery.Origin.PLATFORM,
    )


@pytest.mark.django_db
def test_a_target_set_for_days_that_are_long_over_is_read_from_its_first_day() -> None:
    """The counter was read for November; a target for spring is approved later: its days are no zeros."""
    room.target(indicator="bocw-registrations", first_on=date(2026, 11, 1), from_on=date(2026, 11, 1))
    membership(workers.worker(), date(2026, 5, 20))
    reading.read_all(at=room.AT)
    spring = {"first_on": date(2026, 4, 1), "from_on": date(2026, 4, 1), "last_on": date(2026, 6, 30)}
    room.target(indicator="bocw-registrations", at=room.AT, **spring)
    row = Achievement.objects.get()
    assert (row.on, row.number) == (date(2026, 5, 20), 1)
    assert Watermark.objects.get().through_on == TODAY - timedelta(days=1)


@pytest.mark.django_db
def test_what_is_counted_outside_is_not_read() -> None:
    one = room.target()
    assert reading.read(one, at=room.AT) == 0
    assert not Watermark.objects.exists()


def membership(worker: Any, on: date) -> None:
    worker.memberships.create(board="bocw", registered_on=on, paid_until=date(2027, 10, 19), years_paid=1)
