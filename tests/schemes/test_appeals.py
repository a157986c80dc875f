"""An appeal is heard before it is dismissed: notice, day, what was said, and a reasoned order by another officer."""

from datetime import date, datetime, timedelta

import pytest
from tests import cast
from tests.schemes import room

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.schemes import order_paper
from shramsetu.schemes.models import Order

pytestmark = pytest.mark.django_db
AT = room.AT + timedelta(days=20)
HEARD = AT + room.LATER


def appealed() -> Case:
    case = room.refused(room.claim(bride_born_on=date(2009, 1, 10)))
    room.take(case, "appeal", by=room.own(room.row(case).worker), at=AT, reason="फिर देखिए।")
    return case


def fixed(at: datetime = AT) -> Case:
    case = appealed()
    room.take(case, "fix_appeal", at=at, heard_at=at + room.LATER, place="उप श्रमायुक्त कार्यालय")
    return case


def test_no_appeal_is_dismissed_unheard() -> None:
    case = appealed()
    with pytest.raises(NotAllowed):
        room.take(case, "dismiss_appeal", at=AT, reason=room.REASONS)
    with pytest.raises(Refused, match="सुनवाई"):
        room.take(case, "hear_appeal", at=AT, came="came", text="-")
    with pytest.raises(Refused):
        room.take(case, "fix_appeal", at=AT, heard_at=AT + timedelta(hours=3), place="कक्ष 4")


def test_notice_of_the_hearing_goes_to_the_applicant_and_stops_the_clock() -> None:
    case = fixed()
    worker = room.row(case).worker
    assert (case.state, case.due_at) == ("appeal_noticed", clock.bounds(clock.day(HEARD))[1])
    assert Message.objects.filter(template="claim-notice", to_phone=worker.phone).count() == 2
    notice = Order.objects.filter(claim=case.pk).latest("seq")
    assert (notice.kind, notice.hearing_at, notice.frozen["in_appeal"]) == ("notice", HEARD, True)
    paper = order_paper.page(notice)
    assert paper["failed"].slug == "bride-of-age"  # type: ignore[attr-defined]
    room.take(case, "add", by=room.own(worker), at=AT, text="प्रमाण पत्र साथ लाऊँगा।")
    with pytest.raises(Refused, match="सुनवाई"):
        room.take(case, "hear_appeal", at=AT, came="came", text="-")
    room.take(case, "appeal_due", by=SYSTEM, at=HEARD + timedelta(days=1))
    assert case.state == "appealed"
    room.take(case, "hear_appeal", at=HEARD + timedelta(days=1), came="nobody", text="कोई नहीं आया।")
    assert case.state == "appeal_heard"


def test_a_hearing_is_put_off_and_the_order_says_what_was_heard() -> None:
    case = fixed()
    later = HEARD + timedelta(days=5)
    room.take(case, "hear_appeal", at=HEARD, came="came", text="समय चाहिए", next_at=later)
    assert (case.state, room.row(case).hearing_at) == ("appeal_noticed", later)
    room.take(case, "hear_appeal", at=later, came="phone", text="नया काग़ज़ नहीं मिला।")
    with pytest.raises(Refused, match="कारण"):
        room.take(case, "dismiss_appeal", at=later, reason="नहीं।")
    room.take(case, "dismiss_appeal", at=later, reason=room.REASONS)
    order = Order.objects.get(claim=case.pk, kind="appeal")
    assert (order.said, order.hearing_at, order.result) == ("नया काग़ज़ नहीं मिला।", later, "dismissed")
    assert order_paper.response(order).content[:4] == b"%PDF"


def test_who_signed_the_refusal_does_not_hear_the_appeal() -> None:
    case = fixed()
    by = cast.holder_of(case)
    Order.objects.filter(claim=case.pk, kind="refusal").update(by=by.key)
    with pytest.raises(Refused):
        room.take(case, "hear_appeal", at=HEARD, came="came", text="-")
