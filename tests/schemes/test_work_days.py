"""Days of work: the rule, the statement for one worker and the extract for the registry count the same."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.schemes import registry_room as registry

from shramsetu.lib import clock
from shramsetu.schemes import extracts, gather
from shramsetu.workers import applicants
from shramsetu.workers.models import Spell, Worker
from shramsetu.workers.rules import spells

pytestmark = pytest.mark.django_db
# Ends of February in years with and without a 29th, and a day like any other.
DAYS = (date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2025, 3, 1), date(2026, 11, 21))
Told = tuple[int, int, int, bool]  # days before `on` it begins, length, days certified at most, whether checked
WORK = st.tuples(
    st.one_of(st.integers(-5, 500), st.sampled_from([1, 2, 364, 365, 366, 367])),
    st.one_of(st.integers(1, 60), st.integers(1, 700)),
    st.one_of(st.just(700), st.integers(1, 40)),
    st.booleans(),
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(everyone=st.lists(st.lists(WORK, max_size=9), min_size=5, max_size=5), on=st.sampled_from(DAYS))
def test_rule_and_statement_count_the_same_days(everyone: list[list[Told]], on: date) -> None:
    with transaction.atomic():
        _agree(everyone, on)
        transaction.set_rollback(True)


def _agree(everyone: list[list[Told]], on: date) -> None:
    made = workers()
    for worker, told in zip(made, everyone, strict=True):
        write(worker, told, on)
    wanted = {one.pk: (applicants.days(one, on), applicants.days(one, on, only_checked=True)) for one in made}
    first, last = spells.window(on)
    assert all(0 <= checked <= days <= (last - first).days + 1 for days, checked in wanted.values())
    alone = {one.pk: gather.worker_facts(one, on=on).get("work_days") for one in made}
    assert {pk: fact and fact.value for pk, fact in alone.items()} == {
        one.pk: wanted[one.pk][0] if told else None for one, told in zip(made, everyone, strict=True)
    }
    for pk, fact in alone.items():
        assert fact is None or (fact.is_proved is None) is (wanted[pk][0] == wanted[pk][1])
    together = gather.facts_of_many([(one, on, 0) for one in made])
    assert [one.get("work_days") for one in together] == list(alone.values())


def test_the_extract_counts_as_the_rule_does(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    on = date(2026, 11, 21)
    made = workers()
    told: list[list[Told]] = [
        [(90, 90, 700, True)],
        [(90, 45, 700, True), (90, 45, 700, True), (200, 190, 1, True)],
        [(90, 45, 700, True), (45, 45, 700, False)],
        [(300, 20, 20, True)] * 12 + [(310, 200, 7, False)],
        [],
    ]
    for worker, work in zip(made, told, strict=True):
        write(worker, work, on)
    at = datetime(2026, 11, 21, 6, tzinfo=clock.IST)
    with extracts.engine() as duck:
        done = extracts.fresh(at=at)
        rows = duck.execute(f"SELECT worker, work_days FROM read_parquet('{done.pattern}')").fetchall()
    assert [days for _, days in sorted(rows)] == [90, 46, 90, 27, None]
    assert [applicants.days(one, on) for one in made] == [90, 46, 90, 27, 0]


def workers() -> list[Worker]:
    """Return five workers who did no work; again the same."""
    if not Worker.objects.exists():
        registry.fill(5, seed=3)
    Spell.objects.all().delete()
    return list(Worker.objects.order_by("pk"))


def write(worker: Worker, work: Sequence[Told], on: date) -> None:
    """Write stretches of work of `worker`, told by the days before `on`."""
    rows = []
    for number, (before, length, days, is_checked) in enumerate(work):
        first = on - timedelta(days=before)
        span = {"first_on": first, "last_on": first + timedelta(days=length - 1), "days": min(days, length)}
        by = "user:1@1" if is_checked else ""
        rows.append(Spell(worker=worker, employer="ठेकेदार", proof="certificate", checked_by=by, key=f"{number}", **span))
    Spell.objects.bulk_create(rows)
