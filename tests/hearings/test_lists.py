"""Cause lists: drafted, published once, added to; the oldest first; found by everybody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests import cast
from tests.hearings import bench, court

from shramsetu import rulebook
from shramsetu.casework.actions import Refused
from shramsetu.hearings.actions import calling, forums, lists, sittings
from shramsetu.hearings.models import CauseList, Forum, Hearing, ListItem, Matter
from shramsetu.hearings.queries import dates
from shramsetu.hearings.queries import forums as forums_read
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
CALENDAR = rulebook.book().calendar(clock.day(court.AT))


def listed(case: object) -> CauseList:
    row = court.row(case)  # type: ignore[arg-type]
    assert row.next_at is not None
    made = lists.draft(row.forum, clock.day(row.next_at), by=court.registry(), at=court.AT)
    return lists.publish(made, by=court.registry(), at=court.AT)


def test_a_list_holds_the_dates_of_its_day_in_order() -> None:
    young, old = court.noticed(), court.noticed()
    Matter.objects.filter(pk=old.pk).update(registered_at=court.AT - timedelta(days=500), days_late=0)
    made = listed(young)
    rows = ListItem.objects.filter(list=made).order_by("position")
    assert [(one.position, one.case_number) for one in rows] == [(1, old.number), (2, young.number)]
    assert made.kind == "main"
    assert rows[1].title == "रमेश कुमार बनाम शिव शक्ति ईंट उद्योग"


def test_a_published_list_stands() -> None:
    made = listed(court.noticed())
    with pytest.raises(Refused):
        lists.publish(made, by=court.registry(), at=court.AT)
    for change in (
        lambda: CauseList.objects.filter(pk=made.pk).update(on=made.on + timedelta(days=1)),
        lambda: ListItem.objects.filter(list=made).update(position=5),
        lambda: ListItem.objects.filter(list=made).delete(),
        lambda: CauseList.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert ListItem.objects.filter(list=made).update(title="") == 1


def test_what_comes_later_stands_in_a_supplementary_list() -> None:
    first = court.noticed()
    listed(first)
    second = court.noticed()
    made = listed(second)
    assert (made.kind, made.version) == ("supplementary", 2)
    assert [one.case_number for one in made.items.all()] == [second.number]
    with pytest.raises(Refused):
        listed(first)


def test_the_registry_puts_rows_in_order_within_their_hour() -> None:
    one, two = court.noticed(), court.noticed()
    row = court.row(one)
    assert row.next_at is not None
    made = lists.draft(row.forum, clock.day(row.next_at), by=court.registry(), at=court.AT)
    hearings = list(made.items.order_by("position").values_list("hearing", flat=True))
    lists.put(made, {hearings[0]: 2, hearings[1]: 1}, by=court.registry(), at=court.AT)
    assert list(made.items.order_by("position").values_list("hearing", flat=True)) == hearings[::-1]
    again = lists.draft(row.forum, clock.day(row.next_at), by=court.registry(), at=court.AT)
    assert list(again.items.order_by("position").values_list("hearing", flat=True)) == hearings[::-1]
    assert {one.pk, two.pk} == set(made.items.values_list("hearing__matter", flat=True))


def test_the_clock_publishes_the_next_days_list_from_its_hour_on() -> None:
    on_at = bench.fixed(court.noticed()).on_at
    eve = clock.bounds(clock.day(on_at) - timedelta(days=1))[0]
    assert lists.publish_due(at=eve + timedelta(hours=16, minutes=59)) == 0
    assert lists.publish_due(at=eve + timedelta(hours=17)) == 1
    assert lists.publish_due(at=eve + timedelta(hours=18)) == 0
    assert CauseList.objects.get().published_by == "system"


def test_matters_without_a_date_are_called_oldest_first() -> None:
    cases = [court.noticed() for _ in range(2)]
    for case in cases:
        sittings.dating.clear(court.row(case))
        Hearing.objects.filter(matter=case.pk).update(state="dropped")
    Matter.objects.filter(pk=cases[1].pk).update(registered_at=court.AT - timedelta(days=500))
    row = court.row(cases[0])
    day = clock.day(bench.free(cases[0], court.AT + timedelta(days=12)))
    waiting = list(sittings.dates.undated(row.forum))
    made = calling.fill(row.forum, day, matters=waiting, by=court.registry(), at=court.AT)
    assert [one.matter_id for one in made] == [cases[1].pk, cases[0].pk]


def test_another_office_makes_no_list() -> None:
    row = court.row(court.noticed())
    assert row.next_at is not None
    with pytest.raises(Refused):
        lists.draft(row.forum, clock.day(row.next_at), by=court.post("labour.leo.agra"), at=court.AT)


def test_a_title_names_nobody_whose_name_is_masked() -> None:
    made = listed(court.noticed(masked=True))
    assert made.items.get().title == "र… बनाम शिव शक्ति ईंट उद्योग"


def test_what_was_moved_since_the_draft_is_not_published() -> None:
    moved, stays = court.noticed(), court.noticed()
    held = bench.fixed(moved)
    forum, on = court.row(moved).forum, clock.day(held.on_at)
    made = lists.draft(forum, on, by=court.registry(), at=court.AT)
    sittings.move(held, bench.free(moved, held.on_at), why="अवकाश", by=court.registry(), at=court.AT)
    lists.publish(made, by=court.registry(), at=court.AT)
    rows = made.items.order_by("position").values_list("position", "case_number")
    assert list(rows) == [(1, stays.number)]


def test_a_name_masked_after_the_draft_is_masked_in_the_list() -> None:
    case = court.noticed()
    row = court.row(case)
    assert row.next_at is not None
    made = lists.draft(row.forum, clock.day(row.next_at), by=court.registry(), at=court.AT)
    Matter.objects.filter(pk=case.pk).update(masked=True)
    lists.publish(made, by=court.registry(), at=court.AT)
    assert made.items.get().title == "र… बनाम शिव शक्ति ईंट उद्योग"


def test_a_sealed_matter_names_neither_side() -> None:
    case = court.noticed(sealed=True)
    Matter.objects.filter(pk=case.pk).update(masked=False)
    assert listed(case).items.get().title == "र… बनाम श…"


def test_no_list_is_made_for_a_day_that_became_a_holiday() -> None:
    held = bench.fixed(court.noticed())
    on = clock.day(held.on_at)
    forums.set_day(held.forum, on, sits=False, reason="अवकाश घोषित", by=court.authority(), at=court.AT)
    with pytest.raises(Refused):
        lists.draft(held.forum, on, by=court.registry(), at=court.AT)
    assert lists.publish_due(at=clock.bounds(on)[0] - timedelta(hours=2)) == 0
    assert dates.stranded(held.forum, clock.day(court.AT)) == [(on, 1)]


def test_a_share_of_each_day_is_kept_for_the_oldest() -> None:
    Forum.objects.filter(slug="authority-kanpur-nagar").update(per_slot=1)  # three a day, two of them for the old
    first, second = court.noticed(), court.registered()
    slots = forums_read.week(court.row(first).forum).slots_on(clock.day(bench.fixed(first).on_at), CALENDAR)
    with pytest.raises(Refused) as refused:
        cast.take(second, "issue", at=court.AT, next_at=slots[1], purpose="appearance")
    assert refused.value.field == "next_at"
    moved = sittings.move(bench.fixed(first), slots[2], why="समय बदला", by=court.registry(), at=court.AT)
    assert moved.on_at == slots[2]
    Matter.objects.filter(pk=second.pk).update(registered_at=court.AT - timedelta(days=500), days_late=0)
    cast.take(second, "issue", at=court.AT, next_at=slots[1], purpose="appearance")
    assert second.state == "noticed"
