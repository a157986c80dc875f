"""After an order: whose due time would move is shown before anything is written, then it is done with its entries."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests import cast, room

from shramsetu import rulebook
from shramsetu.casework import redue, tasks
from shramsetu.casework.models import Case
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Case:
    """Return a complaint whose last day has been made a holiday since."""
    found = cast.complaint(at=timezone.now())
    close_office_on(found.due_at, monkeypatch)
    return found


def close_office_on(due: datetime | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert due is not None
    calendar = rulebook.book().calendar(clock.day(due))
    closed = clock.Calendar(calendar.hours, holidays={**calendar.holidays, clock.day(due): "शोक"})
    monkeypatch.setattr(rulebook.Book, "calendar", lambda book, on: closed)


def verbs() -> list[str]:
    return list(Entry.objects.filter(stream=redue.STREAM).order_by("seq").values_list("verb", flat=True))


def test_what_would_change_is_told_and_nothing_is_written(case: Case) -> None:
    at, entries = timezone.now(), Entry.objects.count()
    [change] = redue.changes(redue.running(at), at=at)
    assert (change.case.pk, change.days > 0, Entry.objects.count()) == (case.pk, True, entries)
    case.refresh_from_db()
    assert case.due_at == change.case.due_at


def test_a_run_moves_them_tells_how_far_it_is_and_stands_in_the_journal(case: Case) -> None:
    told = list[redue.Progress]()
    done = redue.recompute_all(by=SYSTEM, at=timezone.now(), tell=told.append)
    assert (done, told) == (redue.Progress(1, 1, 1), [done])
    assert verbs() == ["recompute_begin", "recompute_chunk", "recompute_end"]
    assert Entry.objects.filter(stream=case.stream).latest("seq").verb == "recompute_due"
    again = redue.recompute_all(by=SYSTEM, at=timezone.now())
    assert again.changed == 0
    assert list(journal.faults()) == []


def test_the_administrator_sees_it_first_and_then_begins_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[dict[str, Any]]()
    monkeypatch.setattr(tasks.recompute, "defer", lambda **values: asked.append(values))
    by = cast.desk(Role.ADMINISTRATOR)
    desk = room.at_desk(by)
    page = room.text_of(desk.get("/desk/due/"))
    assert (f"{case.number[:4]} {case.number[4:8]}" in page, f"{cast.WAGES}.L1" in page) == (True, True)
    assert desk.post("/desk/due/").status_code == 302
    assert asked == [{"role": by.role, "user_id": by.user_id, "post_id": by.post_id}]
    tasks.recompute(**asked[0])
    assert Entry.objects.filter(stream=case.stream).latest("seq").by == by.key
    assert f"{case.number[:4]} {case.number[4:8]}" not in room.text_of(desk.get("/desk/due/"))


def test_a_sealed_case_is_counted_and_not_listed(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(sealed=True)
    page = room.text_of(room.of_role(Role.ADMINISTRATOR).get("/desk/due/"))
    assert f"{case.number[:4]} {case.number[4:8]}" not in page
    assert "1 चल रहे प्रकरणों में से 1" in page


def test_the_command_lists_and_moves(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("casework", "due")
    assert f"{case.number} " in capsys.readouterr().out
    call_command("casework", "recompute")
    assert "✓ 1 of 1 due times moved" in capsys.readouterr().out
    case.refresh_from_db()
    assert case.due_at is not None
    assert case.due_at - timezone.now() > timedelta(0)


@pytest.mark.parametrize("kind", ["information", "demand", "suggestion"])
def test_questions_demands_and_suggestions_follow_too(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case, at = cast.complaint(at=timezone.now(), kind=kind), timezone.now()
    assert list(redue.changes([case], at=at)) == []
    close_office_on(case.due_at, monkeypatch)
    [change] = redue.changes([case], at=at)
    assert (change.due.key, change.days > 0) == (f"grievances.{kind}_days", True)


def test_a_report_in_the_quality_check_keeps_its_date(case: Case) -> None:
    now = timezone.now()
    cast.report(case, at=now)
    case.refresh_from_db()
    assert (case.state, list(redue.changes([case], at=now))) == ("in_check", [])
