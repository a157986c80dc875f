"""What is done to open cases beside their flow: new limits, empty posts, reminders, the daily announcement."""

from datetime import timedelta

import pytest
from tests import cast

from shramsetu import rulebook
from shramsetu.casework import actions, alarm, reconcile, redue, upkeep
from shramsetu.casework.models import Case
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices import burden
from shramsetu.offices.models import Post

pytestmark = pytest.mark.django_db


def told(template: str) -> int:
    return Message.objects.filter(template=template).count()


def verbs(case: Case) -> list[str]:
    return [entry.verb for entry in journal.history(case.stream)]


def test_a_new_holiday_moves_an_open_case_by_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.complaint()
    due = case.due_at
    assert due is not None
    calendar = rulebook.book().calendar(clock.day(due))
    closed = clock.Calendar(calendar.hours, holidays={**calendar.holidays, clock.day(due): "शोक"})
    monkeypatch.setattr(rulebook.Book, "calendar", lambda book, on: closed)

    assert redue.recompute_due([case], by=SYSTEM, at=cast.MONDAY + timedelta(hours=1)) == 1

    case.refresh_from_db()
    assert case.due_at == closed.closes_at(closed.next_working(clock.day(due)))
    entry = journal.history(case.stream).last()
    assert entry is not None
    assert (entry.verb, entry.detail["rule"]["key"]) == ("recompute_due", f"{cast.WAGES}.L1")
    assert list(journal.faults()) == []


def test_reckoning_anew_changes_nothing_where_no_rule_changed() -> None:
    case = cast.complaint()
    cast.take(case, "open")

    assert redue.recompute_due([case], by=SYSTEM, at=cast.MONDAY + timedelta(hours=1)) == 0
    assert verbs(case) == ["register", "open"]


def test_cases_of_an_empty_post_go_to_the_next_one_up_and_keep_their_time() -> None:
    case = cast.complaint()
    holder, due = case.holder, case.due_at
    assert holder is not None
    Post.objects.filter(pk=holder.pk).update(is_vacant=True)

    assert upkeep.pass_on_vacant(at=cast.MONDAY) == 1

    case.refresh_from_db()
    assert case.holder is not None
    assert case.holder.pk == holder.reports_to_id
    assert (case.due_at, case.state) == (due, "unmarked")
    assert {one.name: one.count for one in reconcile.findings(cast.MONDAY) if one.count} == {}


def test_officer_is_reminded_once_of_an_unopened_case() -> None:
    cast.complaint()
    for hours in (23, 25, 30):
        upkeep.remind_unopened(at=cast.MONDAY + timedelta(hours=hours))

    assert told("officer-unopened") == 1


def test_overdue_at_the_top_is_announced_once_a_day() -> None:
    case = cast.complaint()
    for _ in range(4):
        case.refresh_from_db()
        assert case.due_at is not None
        actions.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert case.due_at is not None
    late = case.due_at + timedelta(hours=2)

    for hours in (0, 1, 24):
        upkeep.announce_overdue(at=late + timedelta(hours=hours))

    assert told("officer-top-overdue") == 2


def test_administrators_hear_once_a_day_that_messages_wait() -> None:
    cast.complaint()
    assert alarm.sound_for_messages(at=cast.MONDAY) == 0
    Message.objects.update(state="parked", error="header_idle", settled_at=cast.MONDAY)
    for hours in (0, 1, 24):
        alarm.sound_for_messages(at=cast.MONDAY + timedelta(hours=hours))
    heard = Entry.objects.filter(stream="alarm:casework").values_list("detail__what", flat=True)
    assert list(heard) == ["एसएमएस अलग रखे गए हैं: /desk/messages/"] * 2


def test_a_long_alarm_reaches_every_listener_every_day_and_names_nothing_in_its_key() -> None:
    sentence = "स" * 130
    for days in (0, 1):
        for end in ("क", "ख"):
            assert alarm.sound(sentence + end, [], at=cast.MONDAY + timedelta(days=days))
    keys = list(Message.objects.filter(template="alarm").values_list("key", flat=True))
    listeners = len(alarm._listeners())
    assert (len(keys), listeners > 1) == (4 * listeners, True)
    assert not any("स" in key for key in keys)


def test_digest_counts_what_lies_with_each_officer() -> None:
    case = cast.complaint()
    [digest] = [one for one in upkeep.digests(cast.MONDAY) if one.post == case.holder_id]

    assert digest.values == {"open": 1, "today": 0, "overdue": 0, "new": 1}


def test_hand_over_list_counts_sealed_cases_only() -> None:
    case = cast.complaint()
    sealed = cast.complaint(sealed=True)
    assert case.holder is not None
    assert sealed.holder is not None

    assert burden.of(case.holder, cast.MONDAY).open == (case.number,)
    assert burden.of(sealed.holder, cast.MONDAY).open == ()
    assert burden.of(sealed.holder, cast.MONDAY).sealed == 1
