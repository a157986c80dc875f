"""A mason registers: one way in, a due time, and nobody is refused unheard."""

from datetime import date, datetime, timedelta

import pytest
from tests import cast
from tests.workers import applying as apply
from tests.workers import room
from tests.workers.applying import DAY, ramdev, sent, take

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Missing, NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role
from shramsetu.workers.actions import applying, service
from shramsetu.workers.entry import NewSpell
from shramsetu.workers.models import Application, Fee, Spell, Worker

pytestmark = pytest.mark.django_db
SELF = NewSpell("रमेश ठेकेदार", date(2026, 6, 1), date(2026, 9, 30), 100)


def days_after(days: int, since: datetime = room.AT) -> datetime:
    return since + timedelta(days=days)


def noticed(case: Case, since: datetime = room.AT) -> None:
    take(
        case,
        "notice",
        at=since,
        ground="days-lacking",
        text="90 दिन के काम का प्रमाण नहीं मिला।",
        hearing_at=days_after(8, since),
        hearing_place="श्रम कार्यालय, कानपुर",
    )


def refused(case: Case, since: datetime = room.AT) -> None:
    noticed(case, since)
    take(case, "hear", came=True, text="श्रमिक ने कहा कि प्रमाण पत्र खो गया।", at=days_after(9, since))
    take(case, "refuse", ground="days-lacking", text="कार्य दिवस सिद्ध नहीं हुए।", at=days_after(10, since))


def test_an_application_has_a_holder_and_a_due_time() -> None:
    case = sent()
    assert (case.state, case.level) == ("checking", 1)
    assert case.holder is not None
    assert case.holder.code == "bocw.registrar.kanpur-nagar"
    assert case.due_at is not None
    assert clock.day(case.due_at) == date(2026, 12, 1)
    assert (case.limit_key, Fee.objects.get().paise) == ("workers.checking_days", 8000)


def test_the_same_application_sent_twice_is_one() -> None:
    first, second = sent(key="portal:7"), sent(key="portal:7", name="कोई और")
    assert (first.pk, Worker.objects.count(), Fee.objects.count()) == (second.pk, 1, 1)


def test_a_mason_is_registered_and_told() -> None:
    case = sent()
    take(case, "register", work_seen=True, at=days_after(3))
    made = apply.membership(case)
    assert (case.state, str(made.registered_on), str(made.paid_until)) == ("registered", "2026-11-19", "2029-11-18")
    assert Spell.objects.get(worker=made.worker).checked_by == cast.holder_of(case).key
    told = Message.objects.get(template="wk-registered")
    assert made.worker.number in told.text
    assert str(Fee.objects.get().until) == "2029-11-18"


def test_days_that_nobody_checked_register_nobody() -> None:
    case = sent(spells=(SELF,))
    with pytest.raises(Refused, match="0 दिन"):
        take(case, "register", work_seen=False)


def test_eighty_nine_days_do_not_register() -> None:
    case = sent(spells=(NewSpell("शर्मा", date(2026, 5, 1), date(2026, 8, 31), 89),))
    with pytest.raises(Refused, match="89"):
        take(case, "register", work_seen=True)


def test_who_is_seventeen_is_not_registered() -> None:
    case = sent(born_on=date(2008, 11, 17))
    with pytest.raises(Refused, match="17"):
        take(case, "register", work_seen=True)
    take(case, "register", work_seen=True, at=days_after(1))
    assert case.state == "registered"


def test_nobody_registers_without_the_fee() -> None:
    case = sent(reference="")
    with pytest.raises(Refused, match="शुल्क"):
        take(case, "register", work_seen=True)


def test_a_question_stops_the_clock() -> None:
    case = sent()
    due = case.due_at
    take(case, "ask", question="प्रमाण पत्र पर मुहर नहीं है।")
    take(case, "answer", by=ramdev(), text="नया प्रमाण पत्र ला रहा हूँ।", at=days_after(4))
    assert due is not None
    assert case.due_at is not None
    assert (case.state, case.due_at - due >= 4 * DAY) == ("checking", True)
    take(case, "ask", question="फिर", at=days_after(5))
    casework.escalate_overdue(at=days_after(30))
    case.refresh_from_db()
    assert case.state == "checking"
    with pytest.raises(Refused):
        take(case, "ask", question="और", at=days_after(30))


def test_a_visit_that_finds_the_work_counts_as_checked() -> None:
    case = sent(spells=(SELF,))
    clerk = room.clerk()
    take(case, "visit", post=cast.seat(_post(clerk)).post)
    assert case.holder_id == clerk.post_id
    take(case, "report_visit", visited_at=days_after(1), work_found=True, text="काम मिला", at=days_after(2))
    take(case, "register", work_seen=False, at=days_after(3))
    assert case.state == "registered"


def _post(actor: object) -> "cast.Post":
    return cast.Post.objects.get(pk=actor.post_id)  # type: ignore[attr-defined]


def test_nobody_is_refused_without_notice_and_hearing() -> None:
    case = sent()
    with pytest.raises(NotAllowed):
        take(case, "refuse", ground="days-lacking", text="नहीं")
    noticed(case)
    with pytest.raises(Refused):
        take(case, "hear", came=True, text="x", at=days_after(7))
    casework.escalate_overdue(at=days_after(9))
    case.refresh_from_db()
    assert case.state == "heard"
    with pytest.raises(Refused, match="सुनवाई"):
        take(case, "refuse", ground="days-lacking", text="नहीं", at=days_after(9))


def test_the_notice_leaves_time_to_prepare() -> None:
    case = sent()
    with pytest.raises(Refused) as error:
        take(case, "notice", ground="under-age", text="x", hearing_at=days_after(6), hearing_place="कार्यालय")
    assert error.value.field == "hearing_at"


def test_a_notice_needs_its_ground() -> None:
    with pytest.raises(Missing):
        take(sent(), "notice", text="x", hearing_at=days_after(8), hearing_place="कार्यालय")


def test_a_refused_worker_appeals_to_the_secretary_who_decides_for_good() -> None:
    case = sent()
    refused(case)
    assert (case.state, case.outcome) == ("refused", "refused")
    take(case, "appeal", by=ramdev(), text="प्रमाण पत्र मिल गया है।", at=days_after(20))
    assert case.holder is not None
    assert case.holder.code == "bocw.board-secretary"
    take(case, "allow_appeal", text="अपील स्वीकार। प्रमाण पत्र देखा।", at=days_after(25))
    assert (case.state, str(apply.membership(case).registered_on)) == ("registered", "2026-12-11")


def test_after_thirty_days_the_refusal_stands() -> None:
    case = sent()
    refused(case)
    assert case.rests_until is not None
    assert clock.day(case.rests_until) == clock.day(days_after(40))
    casework.finalise_rested(at=case.rests_until)
    case.refresh_from_db()
    assert case.state == "upheld"


def test_what_is_late_climbs_the_ladder_of_the_board() -> None:
    case = sent()
    assert case.due_at is not None
    casework.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert case.holder is not None
    assert (case.level, case.holder.code) == (2, "bocw.nodal.kanpur-nagar")


def test_who_waits_or_is_registered_does_not_register_twice() -> None:
    case = sent(aadhaar=room.AADHAAR)
    with pytest.raises(Refused) as waiting:
        sent(aadhaar=room.AADHAAR, reference="RAJ-2")
    take(case, "register", work_seen=True)
    with pytest.raises(Refused) as already:
        sent(aadhaar=room.AADHAAR, reference="RAJ-2")
    assert waiting.value.message != already.value.message
    assert Worker.objects.count() == 1


def test_the_worker_may_take_it_back() -> None:
    case = sent()
    take(case, "withdraw", by=ramdev(), text="")
    assert (case.state, case.phase) == ("withdrawn", 4)


def test_a_stranger_takes_no_step() -> None:
    case = sent()
    take(case, "ask", question="?")
    with pytest.raises(NotAllowed):
        take(case, "answer", by=cast.citizen(), text="मैं")


def test_what_is_sent_after_an_outage_counts_from_its_draft() -> None:
    began = room.AT - 2 * DAY
    service.declare(room.AT - DAY, room.AT - DAY / 2, reason="कोषागार बंद", by=cast.desk(Role.OPERATOR), at=room.AT)
    application = Application.objects.get(pk=sent(began_at=began).pk)
    assert (application.counts_from, application.outage is not None) == (began, True)
    other = Application.objects.get(pk=sent(name="सीता", reference="RAJ-9", began_at=room.AT - DAY / 4).pk)
    assert (other.counts_from, other.outage) == (room.AT, None)


def test_silence_of_the_site_is_an_outage() -> None:
    assert service.beat(at=room.AT) is None
    assert service.beat(at=room.AT + timedelta(minutes=9)) is None
    found = service.beat(at=room.AT + timedelta(minutes=40))
    assert found is not None
    assert (found.from_at, found.to_at) == (room.AT + timedelta(minutes=9), room.AT + timedelta(minutes=40))


def test_the_journal_of_an_application_names_nobody() -> None:
    case = sent(aadhaar=room.AADHAAR)
    refused(case)
    worker = Application.objects.select_related("worker").get(pk=case.pk).worker
    said = " ".join(str(one.detail) for one in Entry.objects.filter(stream__in=[case.stream, worker.stream]))
    assert [word for word in ("रामदेव", "99999", "खो गया", room.AADHAAR.number, "30451122334") if word in said] == []


def test_of_key_finds_nothing_for_no_key() -> None:
    sent()
    assert applying.of_key("") is None
