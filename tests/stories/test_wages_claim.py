"""A complaint turns out to be a claim: begun by one press, completed on a call, put right, registered, called."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.hearings import court

from shramsetu.casework.handing import hand_on
from shramsetu.hearings.actions import notices
from shramsetu.hearings.actions.notices import Came, Sent
from shramsetu.hearings.models import Notice
from shramsetu.journal import queries as journal
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
AT = court.AT
COMPLETED, RETURNED, MENDED, ADMITTED, CALLED, SENT, SERVED = (AT + timedelta(days=n) for n in (1, 2, 4, 7, 8, 9, 14))


def test_a_masons_complaint_comes_before_the_authority() -> None:
    complaint = cast.complaint()
    case = hand_on(complaint, "hearing", by=court.registry(), at=AT)
    assert (case.state, case.parent_id) == ("draft", complaint.pk)

    # The operator has him on the telephone, and asks what is missing.
    cast.take(
        case, "complete", by=cast.desk(Role.OPERATOR), at=COMPLETED, cause_on=date(2026, 10, 7), opposite="मोहन ठेकेदार",
        rupees=27_000,
    )  # fmt: skip
    assert (case.state, court.row(case).section) == ("scrutiny", "45")

    # Where the contractor sits is not known; he is told in plain words and puts it right with his phone.
    cast.take(case, "send_back", at=RETURNED, defects=["employer-unknown"], notes={"employer-unknown": "कहाँ बैठते हैं?"})
    cast.take(case, "mend", by=cast.citizen(), at=MENDED, address="शिव मंदिर के पास, बिठूर रोड")
    cast.take(case, "admit", at=ADMITTED)
    assert court.row(case).serial == 1
    slot = court.first_slot(case, CALLED)
    cast.take(case, "issue", at=CALLED, next_at=slot, purpose="appearance")
    case.refresh_from_db()
    assert (case.state, case.holder.code if case.holder else "") == ("noticed", "labour.alc.kanpur-nagar")

    # The contractor has no phone here: the letter with the tracking number and its acknowledgement prove the service.
    letter = Notice.objects.get(matter=case.pk, litigant__claims=False)
    by = court.registry()
    notices.dispatch(letter, Sent(clock.day(SENT), "डाक", "EU7IN"), by=by, at=SENT)
    scan = SimpleUploadedFile("ad.pdf", cast.PAPER, content_type="application/pdf")
    notices.settle(letter, Came("served", clock.day(SERVED), scan), by=by, at=SERVED)
    assert notices.served(court.row(case))

    told = Message.objects.filter(stream=case.stream, to_phone=cast.RAMESH.phone).order_by("queued_at", "key")
    assert [one.template for one in told] == ["matter-begun", "matter-returned", "matter-registered", "matter-date"]
    assert list(journal.faults()) == []
