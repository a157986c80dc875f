"""A family in the database: as it was on a day, with what its workers were given."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shramsetu.places import queries as places
from shramsetu.workers import household
from shramsetu.workers.household import Given
from shramsetu.workers.models import Family, Member, Worker

ON = date(2026, 11, 22)


@pytest.fixture
def family(db: None) -> Family:
    agra = places.district(118)
    family = Family.objects.create(number="912345678901", source="service", as_of=timezone.now())
    ram = Worker.objects.create(
        number="10473816502",
        name="राम लाल",
        sex="man",
        born_on=date(1985, 6, 1),
        district=agra,
        name_key="rm l",
        family=family,
        made_at=timezone.now(),
    )
    rows = [
        ("राम लाल", "head", "man", date(2020, 1, 1), None, ram),
        ("सीता", "spouse", "woman", date(2020, 1, 1), None, None),
        ("गीता", "daughter", "woman", date(2020, 1, 1), date(2026, 5, 1), None),
        ("मीरा", "daughter", "woman", date(2026, 11, 23), None, None),
    ]
    for seat, (name, kin, sex, since, until, worker) in enumerate(rows, 1):
        Member.objects.create(
            family=family, seat=seat, name=name, kin=kin, sex=sex, since=since, until=until, worker=worker
        )
    return family


@pytest.fixture
def benefits(monkeypatch: pytest.MonkeyPatch) -> list[Given]:
    listed: list[Given] = []

    def of(workers: Sequence[str]) -> list[Given]:
        return [one for one in listed if one.worker in workers]

    monkeypatch.setattr(household, "SOURCES", {"test": of})
    return listed


def test_who_has_left_or_not_yet_come_is_not_in_the_snapshot(family: Family) -> None:
    assert [one.name for one in household.snapshot(family, ON).members] == ["राम लाल", "सीता"]
    assert [one.name for one in household.snapshot(family, date(2026, 4, 30)).members] == ["राम लाल", "सीता", "गीता"]
    assert [one.name for one in household.snapshot(family, date(2026, 5, 1)).members] == ["राम लाल", "सीता"]
    assert household.snapshot(family, ON).of_worker("10473816502") is not None


def test_counts_take_three_queries_however_large_the_family(family: Family, benefits: list[Given]) -> None:
    benefits.append(Given("bocw-marriage-help", "10473816502", "104729638150", ON, is_granted=True))
    benefits.append(Given("bocw-marriage-help", "10000000000", "104729638151", ON, is_granted=True))
    with CaptureQueriesContext(connection) as found:
        counts = household.counts(family, ON)
    assert len(found) == 3
    assert (counts.members, counts.workers, counts.helped("bocw-marriage-help")) == (2, 1, 1)


def test_a_benefit_of_a_member_linked_elsewhere_counts_here_too(family: Family, benefits: list[Given]) -> None:
    Worker.objects.update(family=None)
    benefits.append(Given("bocw-cycle", "10473816502", "104729638150", ON))
    assert [one.scheme for one in household.given_in(family)] == ["bocw-cycle"]
