"""The office procedure, told as it happens: each story is one complaint's life."""

from datetime import timedelta

import pytest
from tests import cast

from shramsetu import rulebook
from shramsetu.casework import actions, queries
from shramsetu.casework.models import Case
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Someone
from shramsetu.journal import queries as journal
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
GROUND = next(slug for slug, row in rulebook.book().grounds.items() if 1 in row.levels)
SEEMA = Someone(name="सीमा", phone="+919999900002", relation="child")
MOHAN = Someone(name="मोहन लाल", phone="+919999900003")


def verbs(case: Case) -> list[str]:
    return [entry.verb for entry in journal.history(case.stream)]


def time_passes(case: Case) -> None:
    """Let the time of whoever holds the case run out."""
    case.refresh_from_db()
    assert case.due_at is not None
    actions.escalate_overdue(at=case.due_at)
    case.refresh_from_db()


def reported(case: Case) -> Case:
    cast.report(case)
    cast.take(case, "pass_check", grade="A")
    return case


def says(case: Case, result: str, **detail: object) -> None:
    cast.take(case, "record_feedback", result=result, answered_by="complainant", **detail)


def test_unpaid_wages_are_paid_and_the_worker_says_so() -> None:
    case = cast.complaint()
    cast.take(case, "open")
    [inspector, *_] = offices.subordinates(case.holder)
    cast.take(case, "mark", post=inspector, text="मौक़े पर जाकर मज़दूरी पंजी देखें")
    cast.attach(case, by=cast.seat(inspector).actor)
    cast.take(case, "submit_enquiry", by=cast.seat(inspector).actor, text=cast.REPORTED, **cast.EVIDENCE)
    cast.take(case, "approve_enquiry")
    cast.take(case, "pass_check", grade="A")
    says(case, "satisfied")

    assert (case.state, case.outcome, case.level) == ("closed", "satisfied", 1)
    assert verbs(case) == [
        "register", "open", "mark", "submit_enquiry", "approve_enquiry", "pass_check", "record_feedback",
    ]  # fmt: skip


def test_silence_carries_a_case_from_the_first_level_to_the_fourth_where_it_stays_in_sight() -> None:
    case = cast.complaint()
    levels = []
    for _ in range(4):
        levels.append(case.level)
        time_passes(case)

    assert levels == [1, 2, 3, 4]
    assert (case.level, case.warned, case.lapses.count()) == (4, 100, 4)
    assert case.due_at is not None
    assert actions.escalate_overdue(at=case.due_at + timedelta(days=3)) == 0 or case.warned == 100


def test_lower_officer_may_still_report_after_the_case_has_moved_up() -> None:
    case = cast.complaint()
    lower = cast.holder_of(case)
    time_passes(case)

    cast.report(case, by=lower)

    assert case.state == "in_check"
    assert case.children.get(kind="duty").outcome == "done"


def test_fake_disposal_leads_to_an_explanation_with_two_reminders() -> None:
    case = reported(cast.complaint())
    officer = case.reports.get().post
    says(case, "dissatisfied", text="कोई नहीं आया, झूठी आख्या")
    boss = offices.above(officer)
    assert boss is not None

    letter = grievances.call_for_explanation(
        case,
        to=officer,
        cause="fake_disposal",
        text="आख्या असत्य पाई गई, कारण बताएँ।",
        letter_number="",
        by=cast.seat(boss).actor,
        at=cast.MONDAY,
    )
    for _ in range(3):
        time_passes(letter)

    assert verbs(letter) == ["register", "escalate", "escalate", "escalate"]
    assert (letter.state, letter.holder) == ("silent", boss)
    cast.take(letter, "decide", result="warning", text="भविष्य के लिए सचेत")
    assert (letter.state, letter.outcome) == ("decided", "warning")


def test_daughter_files_for_her_father_and_her_word_is_marked_as_hers() -> None:
    case = reported(cast.complaint(filed_by=SEEMA))
    cast.take(case, "record_feedback", by=cast.citizen(SEEMA), result="satisfied")

    assert (case.state, case.feedback.get().answered_by) == ("closed", "representative")


def test_of_two_same_complaints_the_dissenter_goes_on_alone() -> None:
    master, case = cast.complaint(), cast.complaint(complainants=(MOHAN,))
    cast.take(case, "attach_to_master", master=master)
    reported(master)
    case.refresh_from_db()
    assert (case.state, case.reports.get().copied_from) == ("awaiting_feedback", master.reports.get())

    says(master, "satisfied")
    says(case, "dissatisfied")

    assert (master.state, case.state, case.master) == ("closed", "with_officer", None)


def test_master_taken_back_releases_those_attached_to_it() -> None:
    master, case = cast.complaint(), cast.complaint(complainants=(MOHAN,))
    cast.take(case, "attach_to_master", master=master)
    cast.take(master, "withdraw", by=cast.citizen(), reason="समझौता हो गया")

    case.refresh_from_db()
    assert (case.state, case.master, case.level) == ("unmarked", None, 1)


def test_objection_to_a_special_closure_goes_above_the_post_that_approved_it() -> None:
    case = cast.complaint()
    cast.attach(case)
    cast.take(case, "propose_special_close", ground=GROUND, reason="सेवायोजक का पता नहीं", files=["1"])
    approver = case.holder
    cast.take(case, "approve_special_close", text="आधार सही है")
    cast.take(case, "object", by=cast.citizen(), reason="सेवायोजक यहीं है")

    assert (case.state, case.outcome) == ("review", "")
    assert case.holder is not None
    assert approver is not None
    assert offices.is_above(case.holder, approver)
    cast.take(case, "decide_review", decision="act", text="फिर जाँच कर आख्या दें")
    assert case.state == "with_officer"


def test_complaint_against_the_officer_is_seen_by_neither_the_officer_nor_the_chain() -> None:
    ordinary = cast.complaint()
    officer = cast.holder_of(ordinary)
    case = cast.complaint(sealed=True, against=ordinary.holder)

    assert case.holder is not None
    assert case.holder.role == Role.VIGILANCE
    for by in (officer, cast.desk(Role.OPERATOR), cast.desk(Role.SUPERVISOR), cast.desk(Role.QUALITY)):
        assert not queries.cases_visible_to(by).filter(pk=case.pk).exists()
    cast.report(case)
    assert case.holder.role not in (Role.QUALITY, Role.FEEDBACK)


def test_complaint_against_the_head_goes_outside_the_department() -> None:
    case = cast.complaint()
    assert case.department is not None
    against = cast.complaint(sealed=True, against=offices.department_head(case.department))

    assert against.holder == offices.outside()


def test_unknown_place_is_found_by_the_state_desk() -> None:
    case = cast.complaint(district=None)
    assert (case.state, case.holder) == ("placing", offices.state_desk())

    cast.take(case, "locate", district=places.district(cast.KANPUR))

    assert (case.state, case.level) == ("unmarked", 1)


def test_eleventh_complaint_of_a_month_asks_a_supervisor_and_loses_nothing() -> None:
    opposite = (Someone(name="ठेकेदार"),)
    cases = [cast.complaint(opposite=opposite) for _ in range(11)]
    assert {one.state for one in cases[:10]} == {"unmarked"}
    assert cases[10].state == "screening"

    union = cast.complaint(filed_by=Someone(name="संघ", phone=cast.RAMESH.phone, relation="union"))
    centre = cast.complaint(channel="csc")
    assert (union.state, centre.state) == ("unmarked", "unmarked")
    cast.take(cases[10], "admit")
    assert cases[10].state == "unmarked"


def test_matter_before_the_authority_is_followed_and_the_clock_stands_still() -> None:
    case = cast.complaint()
    due = case.due_at
    cast.take(case, "open")
    on = clock.day(cast.MONDAY) + timedelta(days=14)
    cast.take(case, "refer", authority="उप श्रमायुक्त", authority_case="PW/117/2026", next_date=on)
    assert case.due_at == clock.bounds(on)[1]

    cast.take(case, "hear", at=cast.MONDAY + timedelta(days=14), text="निर्णय हो गया")

    assert case.state == "with_officer"
    assert due is not None
    assert case.due_at is not None
    assert timedelta(days=14) <= case.due_at - due <= timedelta(days=17)


def test_nobody_asked_me_takes_the_waiting_time_back_from_the_officer() -> None:
    case = cast.complaint()
    due = case.due_at
    cast.take(case, "open")
    cast.take(case, "ask", question="किस माह की मज़दूरी?", contacted_at=cast.MONDAY)
    cast.take(case, "answer", by=cast.citizen(), at=cast.MONDAY + timedelta(days=3), not_asked=True)

    assert (case.state, case.due_at) == ("with_officer", due)


def test_transfer_never_restarts_the_clock_and_silence_accepts_it() -> None:
    case = cast.complaint()
    due, sender = case.due_at, case.holder
    cast.take(case, "open")
    other = offices.of_role(Role.HEAD)
    department = next(post.department for post in other if post.department not in (None, case.department))
    cast.take(case, "transfer", department=department, reason="विषय दूसरे विभाग का है")
    assert case.due_at is not None
    assert due is not None
    assert case.due_at < due

    time_passes(case)

    assert (case.state, case.due_at, case.department) == ("unmarked", due, department)
    assert case.holder != sender


def test_assistants_closure_waits_in_the_officers_tray() -> None:
    case = cast.complaint()
    officer = cast.holder_of(case)
    helper = type(officer)(role=officer.role, user_id=1, post_id=officer.post_id, assists=True)
    cast.attach(case)

    with pytest.raises(actions.NotAllowed):
        cast.take(case, "report", by=helper, text=cast.REPORTED, **cast.EVIDENCE)
