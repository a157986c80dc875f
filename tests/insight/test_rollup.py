import random
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.insight import reckoning
from tests.insight.history import BEGAN, Told, clear, new, pk, walk

from shramsetu.insight import actions
from shramsetu.insight.models import Cursor, DayCount, MonthCount, OpenDay, OpenState, PostCount
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM

NOW = datetime(2026, 11, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def amounts(**where: object) -> dict[str, int]:
    return dict(DayCount.objects.filter(**where).values_list("measure", "amount"))


def held_days() -> Counter[tuple[object, ...]]:
    return Counter({row[:-1]: row[-1] for row in DayCount.objects.values_list(*_columns(DayCount))})


def _columns(table: type) -> list[str]:
    return [field.name for field in table._meta.fields if field.name != "pk"]  # type: ignore[attr-defined]


def expect_equal(cases: list[Told]) -> None:
    happened = reckoning.happened(cases)
    assert held_days() == happened
    months: Counter[tuple[object, ...]] = Counter()
    for (district, department, category, day, measure), amount in happened.items():
        months[district, department, category, day.replace(day=1), measure] += amount
    rows = MonthCount.objects.filter(category="").exclude(amount=0).values_list(*_columns(MonthCount))
    assert {row[:-1]: row[-1] for row in rows} == {key: amount for key, amount in months.items() if key[2] == ""}
    rows = OpenState.objects.exclude(amount=0).values_list(*_columns(OpenState))
    assert {row[:-1]: row[-1] for row in rows} == reckoning.standing(cases)
    rows = OpenDay.objects.exclude(amount=0).values_list(*_columns(OpenDay))
    assert {row[:-1]: row[-1] for row in rows} == reckoning.days(cases)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_the_roll_ups_equal_a_count_entry_by_entry(seed: int, batch: int) -> None:
    clear()
    dice = random.Random(seed)
    cases = [walk(number, dice) for number in range(25)]
    actions.catch_up(at=NOW, batch=batch)
    expect_equal(cases)


def test_counting_again_changes_nothing() -> None:
    cases = [walk(number, random.Random(number)) for number in range(10)]
    actions.catch_up(at=NOW)
    before = held_days()
    assert actions.catch_up(at=NOW) == 0
    assert held_days() == before
    actions.rebuild()
    assert not DayCount.objects.exists()
    actions.catch_up(at=NOW)
    expect_equal(cases)


def test_a_wrong_number_counts_against_the_desk_that_wrote_it() -> None:
    case = new(1)
    stands = {"to": "mending", "phase": 1, "result": "wrong_number"}
    case.write("record_feedback", post=pk(20), **stands, holder=pk(12), registered_by=f"user:4@{pk(12)}")
    case.write("record_feedback", post=pk(20), **stands, holder=pk(13), registered_by="")
    actions.catch_up(at=NOW)

    assert amounts(district=0, department=0)["wrong_number"] == 2
    rows = PostCount.objects.filter(measure="wrong_number").values_list("post", "amount")
    assert list(rows) == [(pk(12), 1)]


def test_a_closure_confirmed_late_was_never_unconfirmed() -> None:
    case = new(1)
    case.write("report", post=pk(11), to="in_check")
    closed, confirmed = BEGAN + timedelta(days=40), BEGAN + timedelta(days=45)
    case.write("close_unconfirmed", at=closed, to="closed_unconfirmed", phase=3, due=None, outcome="unconfirmed")
    actions.catch_up(at=NOW)
    assert amounts(district=0, department=0)["unconfirmed"] == 1

    case.write("confirm", at=confirmed, to="closed", outcome="satisfied")
    actions.catch_up(at=NOW)

    found = amounts(district=0, department=0)
    assert (found["unconfirmed"], found["satisfied"], found["disposed"], found["satisfied_first"]) == (0, 1, 1, 1)
    posts = dict(PostCount.objects.filter(post=pk(11)).exclude(amount=0).values_list("measure", "amount"))
    assert (posts.get("unconfirmed"), posts["satisfied"]) == (None, 1)


def test_a_transaction_that_commits_late_is_not_lost() -> None:
    """Its number is the smaller one, and another commits before it."""
    wrote, go_on = threading.Event(), threading.Event()
    late: list[Told] = []

    def slow() -> None:
        with transaction.atomic():
            late.append(new(1))
            wrote.set()
            go_on.wait(10)
        connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    wrote.wait(10)
    early = new(2)
    actions.catch_up(at=NOW)
    assert amounts(district=0, department=0) == {}
    go_on.set()
    writer.join()
    assert late[0].entries[0].pk < early.entries[0].pk
    actions.catch_up(at=NOW)
    assert amounts(district=0, department=0)["received"] == 2


def test_two_counters_at_once_count_once() -> None:
    for number in range(40):
        new(number)

    def count() -> None:
        actions.catch_up(at=NOW, batch=3)
        connections.close_all()

    both = [threading.Thread(target=count) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert amounts(district=0, department=0)["received"] == 40


def test_a_failed_count_leaves_the_cursor_where_it_was() -> None:
    new(1)
    with transaction.atomic():
        actions.roll_up(at=NOW)
        transaction.set_rollback(True)
    actions.catch_up(at=NOW)
    assert amounts(district=0, department=0)["received"] == 1


def test_after_a_restore_into_another_cluster_all_is_counted_anew() -> None:
    """The restored entries carry transaction numbers far ahead of the new cluster's."""
    case = new(1)
    actions.catch_up(at=NOW)
    with connection.cursor() as database:
        database.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only")
        database.execute("UPDATE journal_entry SET xid = xid + 1000000000 WHERE stream LIKE 'case:%'")
        database.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_append_only")
    Cursor.objects.update(system=7)
    epoch = Cursor.objects.get().epoch
    second = new(2)
    actions.catch_up(at=NOW, batch=500)
    assert Cursor.objects.get().epoch == epoch + 1
    third = new(3)
    actions.catch_up(at=NOW)
    actions.catch_up(at=NOW)
    expect_equal([case, second, third])


def test_a_day_ends_at_midnight_in_india() -> None:
    new(1, at=datetime(2026, 9, 1, 18, 29, tzinfo=UTC))
    new(2, at=datetime(2026, 9, 1, 18, 30, tzinfo=UTC))
    actions.catch_up(at=NOW)
    days = DayCount.objects.filter(district=0, department=0, measure="received").values_list("day", "amount")
    assert {f"{day:%d-%m}": amount for day, amount in days} == {"01-09": 1, "02-09": 1}


def test_a_sealed_case_counts_in_the_state_alone() -> None:
    case = new(1)
    case.write("seal", to="unmarked", sealed=True)
    actions.catch_up(at=NOW)
    assert list(OpenState.objects.exclude(amount=0).values_list("district", "department", "amount")) == [(0, 0, 1)]
    assert amounts(district=0, department=0)["sealed"] == 1
    assert "sealed" not in amounts(district=pk(3), department=0)


def test_a_post_is_credited_with_its_reports_and_its_lapses() -> None:
    case = new(1)
    case.write("report", post=pk(11), to="in_check", holder=pk(20))
    case.write("return_report", post=pk(20), to="with_officer", holder=pk(11))
    case.write("escalate", to="unmarked", level=2, holder=pk(12))
    actions.catch_up(at=NOW)
    month = BEGAN.date().replace(day=1)
    rows = PostCount.objects.filter(month=month).values_list("post", "measure", "amount")
    assert set(rows) == {
        (pk(11), "arrived", 2),
        (pk(20), "arrived", 1),
        (pk(12), "arrived", 1),
        (pk(11), "reported", 1),
        (pk(11), "returned", 1),
        (pk(11), "lapsed", 1),
    }


def test_old_daily_counts_of_departments_in_districts_are_forgotten() -> None:
    new(1)
    actions.catch_up(at=NOW)
    actions.prune(at=NOW + timedelta(days=200))
    scopes = set(DayCount.objects.values_list("district", "department", "category"))
    assert scopes == {(0, 0, ""), (pk(3), 0, ""), (0, pk(5), "")}


def test_a_second_verification_counts_where_the_case_belongs_and_against_the_post_that_reported() -> None:
    clear()
    facts = {"kind": "grievance", "category": "", "district": pk(3), "department": pk(5), "sealed": False, "level": 1}
    for number, passed in enumerate([True, False, False]):
        told = new(number)
        detail = {"grade": "A", "passed": passed, "holder": pk(11), **facts}
        journal.append(f"second:{told.number}", "verify_second", by=SYSTEM, at=BEGAN, detail=detail)
    actions.catch_up(at=NOW)
    for scope in ({"district": 0, "department": 0}, {"district": pk(3), "department": 0}):
        found = amounts(**scope, category="")
        assert (found["second_checked"], found["second_failed"], found["received"]) == (3, 2, 3)
        assert "satisfied" not in found
    failed = PostCount.objects.get(post=pk(11), measure="second_failed")
    assert failed.amount == 2
    assert sum(OpenState.objects.filter(district=0, department=0).values_list("amount", flat=True)) == 3


def test_a_complaint_of_misconduct_counts_in_the_state_alone() -> None:
    clear()
    new(1, category="officer-misconduct", sealed=True)
    actions.catch_up(at=NOW)
    found = DayCount.objects.filter(measure="misconduct").values_list("district", "department", "amount")
    assert list(found) == [(0, 0, 1)]
    assert PostCount.objects.filter(measure="misconduct").count() == 0
