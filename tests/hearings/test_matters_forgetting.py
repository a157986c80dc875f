"""What is erased of a matter that is over for good, and what stays; drafts that nobody went on with."""

from datetime import timedelta

import pytest
from tests import cast
from tests.hearings import bench, court

from shramsetu.casework import forgetting
from shramsetu.hearings.actions import drafts, lists
from shramsetu.hearings.filing import Member
from shramsetu.hearings.models import (
    Draft,
    Filing,
    GroupMember,
    Hearing,
    LawChoice,
    ListItem,
    Matter,
    Order,
    Sum,
)
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

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


def test_what_was_heard_and_ordered_goes_sums_and_sides_stay() -> None:
    case = court.noticed(at=court.AT)
    lists.publish(
        lists.draft(court.row(case).forum, clock.day(bench.fixed(case).on_at), by=court.registry(), at=court.AT),
        by=court.registry(),
        at=court.AT,
    )
    bench.adjourn(case, cause_words="वकील बीमार")
    at = bench.reserve(case)
    bench.award(case, at=at)
    cast.take(case, "pay", by=court.authority(), at=at, amount="27000", on=clock.day(at), reference="UTR1")
    forgetting.erase([case], at=at)
    assert {(one.business, one.cause_words) for one in Hearing.objects.all()} == {("", "")}
    assert Hearing.objects.filter(adjourned_by="respondent").count() == 1
    order = Order.objects.get(matter=case.pk)
    assert (order.text, order.operative, order.public_text, order.signed_name) == ("", "", "", "")
    assert len(order.digest) == 64
    assert ListItem.objects.get().title == ""
    assert Sum.objects.get().paise == 27_000_00
