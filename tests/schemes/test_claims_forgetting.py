"""What is personal in a claim goes when its time of keeping is over; a draft nobody went on with goes sooner."""

from datetime import date, timedelta

import pytest
from tests.schemes import room

from shramsetu.casework import forgetting as cases
from shramsetu.journal.rules import SYSTEM
from shramsetu.schemes import forgetting
from shramsetu.schemes.actions import drafts
from shramsetu.schemes.models import Draft, Order

pytestmark = pytest.mark.django_db


def test_facts_family_and_reasons_go_and_what_is_counted_stays() -> None:
    case = room.refused(room.claim(bride_born_on=date(2010, 1, 10)))
    room.take(case, "finalise", by=SYSTEM, at=room.AT + timedelta(days=60))
    cases.erase([case], at=room.AT + timedelta(days=4_000))
    row = room.row(case)
    assert (list(row.facts), row.family, row.failed) == (["bride"], {}, "bride-of-age")
    kept = {one["slug"]: one for one in row.outcome["refused"]["answers"]}["bride-of-age"]
    assert kept == {"slug": "bride-of-age", "result": False, "proved": False}
    order = Order.objects.get(claim=row, kind="refusal")
    assert (order.reasons, order.said, order.frozen) == ("", "", {})


def test_a_draft_left_lying_is_removed_and_one_gone_on_with_is_not() -> None:
    worker = room.member()
    old = drafts.begin(worker, room.MARRIAGE, by=room.APPLICANT, at=room.AT)
    new = drafts.begin(worker, "bocw-pension-help", by=room.APPLICANT, at=room.AT)
    later = room.AT + timedelta(days=60)
    drafts.tell(new, {"lives_in_up": True}, at=later)
    assert forgetting.forget_drafts(at=later) == 1
    assert list(Draft.objects.values_list("pk", flat=True)) == [new.pk]
    assert old.pk != new.pk
