"""What is erased of a matter that is over for good, and what stays; drafts that nobody went on with."""

from datetime import timedelta

import pytest
from tests import cast
from tests.hearings import court

from shramsetu.casework import forgetting
from shramsetu.hearings.actions import drafts
from shramsetu.hearings.filing import Member
from shramsetu.hearings.models import Draft, Filing, GroupMember, LawChoice, Matter
from shramsetu.journal.rules import Actor

pytestmark = pytest.mark.django_db


def test_words_and_names_go_law_and_sums_stay() -> None:
    case = court.filed(members=(Member("दिनेश"),), late_reason="बीमार था।")
    cast.take(case, "choose_law", regime="codes", reason="नया मंच")
    cast.take(case, "withdraw", by=court.ramesh(), reason="पैसा मिल गया")
    forgetting.erase([case], at=court.AT)
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.text, matter.late_reason, matter.work) == ("", "", "")
    assert (matter.amount_paise, matter.act, matter.matter) == (27_000_00, "wages-code", "wages-unpaid")
    assert {one.text for one in Filing.objects.all()} == {""}
    assert {one.name for one in GroupMember.objects.all()} == {""}
    assert [one.reason for one in LawChoice.objects.order_by("pk")] == ["", "-"]


def test_old_drafts_go_and_fresh_ones_stay() -> None:
    by = Actor(role="citizen")
    drafts.begin(by=by, at=court.AT - timedelta(days=40))
    fresh = drafts.begin(by=by, at=court.AT)
    assert drafts.forget(at=court.AT) == 1
    assert list(Draft.objects.all()) == [fresh]
