"""A mason registers on the portal after an outage; a worker whose card lapsed for two years is revived."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests import cast
from tests.workers import applying as apply
from tests.workers import room

from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role
from shramsetu.workers import terms
from shramsetu.workers.actions import boards, renewing, service
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.entry import NewSpell
from shramsetu.workers.models import Application, Fee, Membership, Spell

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_mason_registers() -> None:
    # He began on Saturday; on Sunday the treasury's page was down, on Monday he sends it from a service centre.
    began = room.AT - 2 * DAY
    service.declare(room.AT - DAY, room.AT - DAY / 2, reason="कोषागार", by=cast.desk(Role.HEAD), at=room.AT)
    own_word = NewSpell("रमेश ठेकेदार", date(2026, 6, 1), date(2026, 10, 31), 110)
    case = apply.sent(began_at=began, spells=(own_word,), filer="रवि जन सेवा केंद्र", channel="csc")
    application = Application.objects.get(pk=case.pk)
    assert application.counts_from == began
    assert case.due_at is not None
    assert clock.day(case.due_at) == date(2026, 11, 30)  # the Sunday after fifteen days moves on

    # The registering officer asks once, has the site visited, and registers.
    apply.take(case, "ask", question="किस स्थल पर काम किया?", at=room.AT + DAY)
    apply.take(case, "answer", by=apply.ramdev(), text="पनकी के गोदाम पर", at=room.AT + 2 * DAY)
    clerk = room.clerk()
    apply.take(case, "visit", post=cast.Post.objects.get(pk=clerk.post_id), at=room.AT + 2 * DAY)
    seen = room.AT + 3 * DAY
    apply.take(case, "report_visit", visited_at=seen, work_found=True, text="हाज़िरी रजिस्टर देखा", at=seen)
    assert Spell.objects.get().checked_by == clerk.key
    apply.take(case, "register", work_seen=False, at=room.AT + 4 * DAY)

    made = apply.membership(case)
    assert (case.state, str(made.registered_on), str(made.paid_until)) == ("registered", "2026-11-20", "2029-11-19")
    assert terms.standing_of(made, date(2026, 11, 21)) == "active"
    told = Message.objects.filter(stream=case.stream, template__in=TOLD).values_list("template", flat=True)
    assert sorted(told) == sorted(TOLD)
    fee = Fee.objects.get()
    assert (fee.paise, fee.official_paise, fee.filed_by) == (8000, 8000, "रवि जन सेवा केंद्र")


TOLD = ("registered", "asked", "wk-registered")


def test_a_lapsed_worker_is_revived() -> None:
    # Registered in 2023 for a year, never renewed; in November 2026 she comes back.
    begun = datetime(2023, 9, 1, 6, tzinfo=UTC)
    worker = room.worker(name="सीता देवी", sex="woman", spells=())
    member = boards.admit(worker, "bocw", years=1, on=clock.day(begun), by=room.registrar(), at=begun)
    member = Membership.objects.select_related("worker").get(pk=member.pk)
    assert terms.standing_of(member, room.TODAY) == "revivable"

    # Paying alone does not do: she states a hundred days under MGNREGA, and an officer looks at the muster rolls.
    muster = NewSpell("ग्राम पंचायत बिठूर", date(2026, 4, 1), date(2026, 8, 31), 100, proof="muster", reference="3121")
    paid = Paid("RAJ-77", "csc", "रवि जन सेवा केंद्र")
    found = renewing.renew(member, paid, years=3, by=room.clerk(), at=room.AT, spells=(muster,))
    assert found.case is not None
    assert (found.case.kind, found.fee.paise, found.fee.until) == ("wk_renewal", 6000, None)
    apply.take(found.case, "register", work_seen=True, at=room.AT + 2 * DAY)

    member.refresh_from_db()
    assert (str(member.registered_on), str(member.paid_until)) == ("2023-09-01", "2029-11-17")
    assert terms.standing_of(member, date(2026, 11, 19)) == "active"
    assert str(Fee.objects.get(reference="RAJ-77").until) == "2029-11-17"
    assert Case.objects.get(pk=found.case.pk).state == "registered"
