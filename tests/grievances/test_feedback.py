"""The call before closing: spread over days and hours, and only the complainant's own word counts."""

from datetime import datetime, timedelta

import pytest
from tests import cast

from shramsetu.casework import actions, sealing
from shramsetu.casework.models import Case
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Someone
from shramsetu.grievances.models import Grievance
from shramsetu.journal import queries as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
DAUGHTER = Someone(name="सीमा कुमारी", phone="+919999900002", relation="child")
SITA = Someone(name="सीता देवी", phone="+919999900055")


def awaiting(**changes: object) -> Case:
    case = cast.complaint(**changes)
    cast.report(case)
    cast.take(case, "pass_check", grade="A")
    return case


def call(case: Case, result: str, *, at: datetime, **detail: object) -> None:
    cast.take(case, "record_feedback", at=at, result=result, **detail)


def unreached() -> tuple[Case, datetime]:
    case, at = awaiting(), cast.MONDAY
    while case.state == "awaiting_feedback":
        call(case, "no_answer", at=at)
        at = case.feedback.order_by("-at")[0].next_at or at
    return case, at


def test_second_vain_call_in_the_same_hour_is_refused() -> None:
    case = awaiting()
    call(case, "no_answer", at=cast.MONDAY)

    with pytest.raises(actions.Refused) as refused:
        call(case, "no_answer", at=cast.MONDAY + timedelta(hours=1))

    assert "16.11.2026 14:30" in str(refused.value.message)
    assert case.feedback.count() == 1


def test_vain_calls_are_made_by_day_only() -> None:
    case = awaiting()
    with pytest.raises(actions.Refused):
        call(case, "no_answer", at=cast.MONDAY + timedelta(hours=9))


def test_not_reached_takes_four_calls_on_two_days_at_least() -> None:
    case, _ = unreached()
    days = {clock.day(one.at) for one in case.feedback.all()}

    assert (case.feedback.count(), len(days) >= 2) == (4, True)
    assert (case.level, Message.objects.filter(template="feedback-yes-no").count()) == (2, 1)


def test_another_vain_call_wins_no_time() -> None:
    case, at = unreached()
    due = case.due_at

    later = clock.next_at(at + timedelta(hours=20), datetime(2026, 1, 1, 11).time())
    cast.take(case, "record_feedback", by=cast.desk(Role.FEEDBACK), at=later, result="no_answer")

    assert (case.state, case.due_at) == ("unreached", due)


def test_unconfirmed_closing_waits_for_the_answer_by_message() -> None:
    case, at = unreached()
    with pytest.raises(actions.Refused):
        cast.take(case, "close_unconfirmed", at=at, reason="सूचना नहीं मिली")

    cast.take(case, "close_unconfirmed", at=case.level_at + timedelta(hours=73), reason="सूचना नहीं मिली")

    assert (case.state, case.outcome) == ("closed_unconfirmed", "unconfirmed")


def test_no_by_message_sends_back_and_yes_closes() -> None:
    for word, state in (("2", "with_officer"), ("हाँ", "closed")):
        case, at = unreached()
        moved = grievances.answer_by_sms(cast.RAMESH.phone, word, at=at)
        assert moved is not None
        assert (moved.pk, moved.state) == (case.pk, state)


def test_any_word_reopens_what_was_closed_unconfirmed() -> None:
    case, _ = unreached()
    closed = case.level_at + timedelta(hours=73)
    cast.take(case, "close_unconfirmed", at=closed, reason="-")

    assert grievances.answer_by_sms("+919999900009", "काम नहीं हुआ", at=closed) is None
    moved = grievances.answer_by_sms(cast.RAMESH.phone, "काम नहीं हुआ", at=closed + timedelta(days=5))

    assert moved is not None
    assert moved.state == "unmarked"


def closed_unconfirmed(**changes: object) -> tuple[Case, datetime]:
    case, at = awaiting(**changes), cast.MONDAY
    while case.state == "awaiting_feedback":
        call(case, "no_answer", at=at)
        at = case.feedback.order_by("-at")[0].next_at or at
    closed = case.level_at + timedelta(hours=73)
    cast.take(case, "close_unconfirmed", at=closed, reason="-")
    return case, closed


def test_a_late_yes_by_message_makes_it_satisfied() -> None:
    case, closed = closed_unconfirmed()

    moved = grievances.answer_by_sms(cast.RAMESH.phone, "हाँ", at=closed + timedelta(days=5))

    assert moved is not None
    assert (moved.pk, moved.state, moved.outcome, moved.level) == (case.pk, "closed", "satisfied", 1)
    assert moved.rests_until is not None
    assert moved.rests_until > closed + timedelta(days=30)
    assert case.feedback.order_by("-at")[0].result == "satisfied"


def test_a_late_yes_on_the_desk_is_the_complainants_own() -> None:
    case, closed = closed_unconfirmed()
    operator = cast.desk(Role.OPERATOR)
    for answerer in ("", "neighbour", "officer"):
        with pytest.raises(actions.Refused):
            cast.take(case, "confirm", by=operator, at=closed, answered_by=answerer)

    cast.take(case, "confirm", by=operator, at=closed, answered_by="complainant")

    assert (case.state, case.outcome) == ("closed", "satisfied")


def test_of_several_complainants_only_the_leading_ones_late_yes_counts() -> None:
    _case, closed = closed_unconfirmed(complainants=(cast.RAMESH, SITA))

    assert grievances.answer_by_sms(SITA.phone, "1", at=closed) is None
    assert grievances.answer_by_sms(cast.RAMESH.phone, "1", at=closed) is not None


def test_a_lapse_does_not_begin_the_wait_for_the_answer_anew() -> None:
    case, _at = unreached()
    asked = case.level_at
    Case.objects.filter(pk=case.pk).update(due_at=asked + timedelta(hours=60))
    cast.take(case, "lapse", by=SYSTEM, at=asked + timedelta(hours=60))
    assert (case.state, case.level_at) == ("unreached", asked + timedelta(hours=60))

    with pytest.raises(actions.Refused):
        cast.take(case, "close_unconfirmed", at=asked + timedelta(hours=71), reason="-")
    cast.take(case, "close_unconfirmed", at=asked + timedelta(hours=73), reason="-")

    assert case.state == "closed_unconfirmed"


def test_sealed_case_that_nobody_reached_is_closed_in_its_narrow_chain() -> None:
    case, at = awaiting(sealed=True), cast.MONDAY
    assert case.department is not None
    while case.state == "awaiting_feedback":
        call(case, "no_answer", at=at)
        at = case.feedback.order_by("-at")[0].next_at or at

    second = offices.above(offices.vigilance_of(case.department))
    assert (case.state, case.level, case.holder) == ("unreached", 2, second)
    assert Message.objects.filter(template="feedback-yes-no", to_phone=cast.RAMESH.phone).count() == 1
    for role in (Role.FEEDBACK, Role.OPERATOR, Role.SUPERVISOR):
        with pytest.raises(actions.NotAllowed):
            cast.take(case, "close_unconfirmed", by=cast.desk(role), at=at, reason="-")
    cast.take(case, "close_unconfirmed", at=case.level_at + timedelta(hours=73), reason="फ़ोन बंद है")

    assert (case.state, case.outcome) == ("closed_unconfirmed", "unconfirmed")
    moved = grievances.answer_by_sms(cast.RAMESH.phone, "काम नहीं हुआ", at=case.level_at + timedelta(days=10))
    assert moved is not None
    assert (moved.state, moved.holder) == ("unmarked", second)


def test_word_after_the_window_reopens_nothing() -> None:
    case = awaiting()
    call(case, "satisfied", at=cast.MONDAY, answered_by="complainant")
    assert case.rests_until is not None

    with pytest.raises(actions.NotAllowed):
        cast.take(case, "reopen", by=cast.citizen(), at=case.rests_until, reason="फिर वही")


def test_filers_word_is_marked_as_a_representatives() -> None:
    case = awaiting(filed_by=DAUGHTER)
    cast.take(case, "record_feedback", by=cast.citizen(DAUGHTER), result="satisfied")

    assert case.feedback.get().answered_by == "representative"


def test_filer_without_consent_cannot_speak() -> None:
    case = awaiting(filed_by=Someone(name="क", phone=DAUGHTER.phone, consents=False))
    with pytest.raises(actions.NotAllowed):
        cast.take(case, "record_feedback", by=cast.citizen(DAUGHTER), result="satisfied")


def test_bribe_named_on_the_phone_leaves_no_trace_in_the_open_case() -> None:
    case = awaiting()
    call(case, "satisfied", at=cast.MONDAY, answered_by="complainant", misconduct=True, text="पाँच सौ माँगे")

    last = journal.history(case.stream).last()
    assert last is not None
    assert "misconduct" not in last.detail
    assert (case.feedback.get().text, case.feedback.get().misconduct) == ("", None)
    assert case.children.filter(kind="grievance", sealed=True).count() == 1


def test_wrong_number_goes_back_to_the_desk_that_registered_it() -> None:
    case = awaiting()
    call(case, "wrong_number", at=cast.MONDAY)

    assert case.holder is not None
    assert (case.state, case.holder.pk) == ("mending", cast.desk(Role.OPERATOR).post_id)
    cast.take(case, "mend_contact", phone="+919999900077")
    assert case.state == "awaiting_feedback"
    assert case.parties.get(part="complainant").person.phone == "+919999900077"


def test_mended_number_of_a_sealed_case_stays_encrypted() -> None:
    case = awaiting(sealed=True)
    call(case, "wrong_number", at=cast.MONDAY)
    cast.take(case, "mend_contact", phone="+919999900077")

    rows = sealing.identity(case)["complainants"]
    assert isinstance(rows, list)
    assert rows[0]["phone"] == "+919999900077"
    assert case.parties.get(part="complainant").person is None


def test_officer_who_decides_on_the_unreached_cannot_say_that_they_are_satisfied() -> None:
    case, at = unreached()
    for by in (cast.holder_of(case), cast.desk(Role.HEAD)):
        with pytest.raises(actions.NotAllowed):
            cast.take(case, "record_feedback", by=by, at=at, result="satisfied", answered_by="complainant")

    cast.take(
        case, "record_feedback", by=cast.desk(Role.OPERATOR), at=at, result="satisfied", answered_by="complainant"
    )
    assert (case.state, case.level) == ("closed", 1)


def test_of_several_complainants_only_the_leading_one_closes_and_each_may_send_back() -> None:
    case = awaiting(complainants=(cast.RAMESH, SITA))

    cast.take(case, "record_feedback", by=cast.citizen(SITA), result="satisfied")
    assert (case.state, case.feedback.get().answered_by) == ("awaiting_feedback", "fellow")
    call(case, "no_answer", at=cast.MONDAY)  # the leading one may be called at once all the same
    cast.take(case, "record_feedback", by=cast.citizen(SITA), result="dissatisfied")

    assert (case.state, case.level) == ("with_officer", 1)


def test_fellow_who_is_dissatisfied_reopens_what_the_leader_closed() -> None:
    case = awaiting(complainants=(cast.RAMESH, SITA))
    cast.take(case, "record_feedback", by=cast.citizen(), result="satisfied")

    cast.take(case, "reopen", by=cast.citizen(SITA), reason="मुझे मज़दूरी नहीं मिली")

    assert case.state == "unmarked"


def test_last_level_is_reviewed_once_and_then_decided_by_a_speaking_order() -> None:
    case = awaiting()
    case.reports.update(level=4)
    Case.objects.filter(pk=case.pk).update(level=4)
    Grievance.objects.filter(pk=case.pk).update(returns=1)
    call(case, "dissatisfied", at=cast.MONDAY, answered_by="complainant")
    reviewer = case.holder
    cast.take(case, "decide_review", decision="act", text="फिर से जाँच करें")
    cast.report(case)
    cast.take(case, "pass_check", grade="A")
    call(case, "dissatisfied", at=cast.MONDAY, answered_by="complainant")
    assert (case.state, case.holder) == ("review", reviewer)

    with pytest.raises(actions.Refused):
        cast.take(case, "decide_review", decision="act", text="एक बार और")
    cast.take(case, "decide_review", decision="uphold", text="सभी पक्षों को सुनकर आदेश")

    assert (case.state, case.outcome) == ("closed_order", "order")


def test_the_wrong_number_is_not_mended_by_itself() -> None:
    case = awaiting()
    call(case, "wrong_number", at=cast.MONDAY)

    with pytest.raises(actions.Refused):
        cast.take(case, "mend_contact", phone=cast.RAMESH.phone)

    assert case.state == "mending"
