"""The life of a complaint, step by step on a real database."""

import pytest
from tests import cast

from shramsetu import rulebook
from shramsetu.casework import actions, queries, sealing
from shramsetu.journal import queries as journal
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
GROUND = next(iter(rulebook.book().grounds))


def test_complaint_goes_to_the_first_level_officer_of_its_district() -> None:
    case = cast.complaint()

    assert (case.state, case.level, case.revision) == ("unmarked", 1, 1)
    assert case.holder is not None
    assert (case.holder.role, case.holder.level, case.holder.place) == (Role.OFFICER, 1, case.district)
    assert case.due_at is not None
    assert [entry.verb for entry in journal.history(case.stream)] == ["register"]


def test_satisfied_complainant_closes() -> None:
    case = cast.complaint()
    cast.take(case, "open")
    cast.report(case)
    assert case.state == "in_check"
    cast.take(case, "pass_check", grade="A")
    assert case.state == "awaiting_feedback"
    cast.take(case, "record_feedback", result="satisfied", answered_by="complainant")

    assert (case.state, case.outcome) == ("closed", "satisfied")
    assert case.rests_until is not None
    assert queries.steps_for(case, cast.citizen())[0].verb == "reopen"


def test_first_dissatisfaction_goes_back_to_the_level_that_reported_the_second_one_up() -> None:
    case = cast.complaint()
    cast.report(case)
    cast.take(case, "pass_check", grade="B")
    cast.take(case, "record_feedback", result="dissatisfied", answered_by="complainant", text="पैसा नहीं मिला")
    assert (case.state, case.level) == ("with_officer", 1)

    cast.report(case)
    cast.take(case, "pass_check", grade="B")
    cast.take(case, "record_feedback", result="dissatisfied", answered_by="complainant")

    assert (case.state, case.level) == ("unmarked", 2)


def test_neighbours_word_never_closes() -> None:
    case = cast.complaint()
    cast.report(case)
    cast.take(case, "pass_check", grade="A")

    cast.take(case, "record_feedback", result="satisfied", answered_by="neighbour")

    assert (case.state, case.outcome) == ("awaiting_feedback", "")


def test_silent_officer_passes_to_the_next_level_and_keeps_a_duty() -> None:
    case = cast.complaint()
    lower, due = case.holder, case.due_at
    assert due is not None

    moved = actions.escalate_overdue(at=due)

    case.refresh_from_db()
    assert moved == 1
    assert (case.state, case.level) == ("unmarked", 2)
    assert case.holder != lower
    assert case.children.get(kind="duty").holder == lower
    assert [lapse.post for lapse in case.lapses.all()] == [lower]


def test_special_closure_takes_two_persons() -> None:
    case = cast.complaint()
    cast.attach(case)
    proposer = cast.holder_of(case)
    cast.take(case, "propose_special_close", ground=GROUND, reason="मामला न्यायालय में है", files="1")
    assert case.holder is not None
    assert (case.state, case.holder.level) == ("special_proposed", 2)

    cast.take(case, "approve_special_close", text="आधार सही है")

    assert (case.state, case.outcome) == ("closed_special", "special")
    closure = case.special_closures.get()
    assert (closure.proposed_by_id, closure.approved) == (proposer.user_id, True)
    assert closure.decided_by_id != proposer.user_id


def test_misconduct_answer_opens_a_sealed_case_that_the_named_officer_cannot_see() -> None:
    case = cast.complaint()
    officer = cast.holder_of(case)
    cast.report(case)
    cast.take(case, "pass_check", grade="A")

    cast.take(
        case, "record_feedback", result="satisfied", answered_by="complainant", misconduct=True, text="पाँच सौ माँगे"
    )

    sealed = case.children.get(kind="grievance")
    assert (sealed.sealed, sealed.category, sealed.holder.role) == (True, "officer-misconduct", Role.VIGILANCE)
    assert not queries.cases_visible_to(officer).filter(pk=sealed.pk).exists()
    assert "माँगे" not in sealed.grievance.text
    assert sealing.unveiled(sealed, sealed.grievance.text) == "पाँच सौ माँगे"
