"""The clock: what is overdue moves or is announced, whatever its state; nothing else restarts it."""

from datetime import timedelta

import pytest
from tests import cast

from shramsetu import rulebook
from shramsetu.casework import actions, flow, queries, tasks
from shramsetu.casework.models import PAUSED, Case
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


def until_due(case: Case) -> None:
    case.refresh_from_db()
    assert case.due_at is not None
    actions.escalate_overdue(at=case.due_at)
    case.refresh_from_db()


def test_every_open_state_has_one_way_on_when_its_time_is_over() -> None:
    for table in flow.flows():
        for state in table.states:
            if state.phase in (flow.Phase.OPEN, flow.Phase.PAUSED):
                assert table.when_over(state.name).is_systems


def test_report_left_lying_at_the_quality_desk_goes_to_the_post_above() -> None:
    case = cast.complaint()
    cast.report(case)
    desk = case.holder

    until_due(case)

    assert case.state == "in_check"
    assert case.holder is not None
    assert case.holder != desk
    assert case.holder.role == Role.SUPERVISOR
    assert [entry.verb for entry in journal.history(case.stream)][-1] == "lapse"


def test_attached_case_follows_its_master_when_its_time_is_over() -> None:
    master, case = cast.complaint(), cast.complaint()
    cast.take(case, "attach_to_master", master=master)
    assert case.phase == PAUSED

    until_due(case)
    master.refresh_from_db()

    assert (case.state, case.holder, case.level) == ("attached", master.holder, master.level)


def test_wait_for_an_answer_ends_at_the_top_of_the_ladder_too() -> None:
    case = cast.complaint()
    for _ in range(4):
        until_due(case)
    assert (case.level, case.warned) == (4, 100)
    overdue = case.due_at
    assert overdue is not None
    late = overdue + timedelta(days=1)
    cast.take(case, "open", at=late)
    cast.take(case, "ask", at=late, question="किस माह की मज़दूरी बाक़ी है?", contacted_at=late)

    until_due(case)

    assert case.state == "with_officer"


def test_case_that_cannot_move_holds_up_no_other_and_raises_the_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [cast.complaint() for _ in range(3)]
    due = cases[0].due_at
    assert due is not None
    take = actions.take

    def broken(case: Case, *args: object, **given: object) -> Entry:
        if case.pk == cases[0].pk:
            raise LookupError("nowhere to go")
        return take(case, *args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "take", broken)

    assert actions.escalate_overdue(at=due) == 2

    alarm = Entry.objects.get(stream="alarm:casework")
    assert (alarm.detail["what"], alarm.detail["numbers"]) == ("stuck overdue", [cases[0].number])
    assert queries.due_to_move(due).get() == cases[0]


def test_alarm_sounds_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.complaint()
    assert case.due_at is not None
    monkeypatch.setattr(actions, "take", lambda *args, **given: 1 / 0)

    for minutes in range(3):
        actions.escalate_overdue(at=case.due_at + timedelta(minutes=minutes))

    assert Entry.objects.filter(stream="alarm:casework").count() == 1


def test_the_daily_times_stand_in_the_rulebook() -> None:
    assert tasks._daily("escalation.reconcile_at") == "30 20 * * *"  # 02:00 in Lucknow
    assert tasks._daily("escalation.announce_at") == "0 4 * * *"


def test_the_clock_takes_batches_of_the_size_that_the_rulebook_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(actions, "escalate_overdue", lambda *, at, batch: asked.append(batch) or 0)
    tasks.tick(timestamp=int(cast.MONDAY.timestamp()))
    assert asked == [rulebook.book().number("escalation.batch", cast.MONDAY.date())]
