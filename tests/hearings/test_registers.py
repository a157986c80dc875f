"""Registers: counted by the database, not read row by row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.hearings import bench, court

from shramsetu.casework.models import Case
from shramsetu.hearings.models import Matter
from shramsetu.hearings.queries import registers
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
TODAY = clock.day(court.AT)
YEAR = (TODAY - timedelta(days=365), TODAY + timedelta(days=365))


def aged(case: Case, days: int) -> Case:
    Matter.objects.filter(pk=case.pk).update(filed_on=TODAY - timedelta(days=days))
    return case


def test_pending_matters_are_counted_by_stage_and_age_in_one_read() -> None:
    for days in (0, 89, 90, 1094, 1095):
        aged(court.noticed() if days else court.filed(), days)
    with CaptureQueriesContext(connection) as read:
        found = registers.pending(Matter.objects.all(), at=court.AT)
    assert found == {"scrutiny": [1, 0, 0, 0, 0], "noticed": [1, 1, 0, 1, 1]}
    assert len(read) == 1
    assert "GROUP BY" in read[0]["sql"]


def test_what_is_decided_is_not_pending() -> None:
    bench.decided()
    assert registers.pending(Matter.objects.all(), at=court.AT) == {}


def test_the_middle_of_the_hours_and_what_was_signed_on_the_day() -> None:
    for hours in (1, 3, 30):
        case = court.noticed()
        heard_at = bench.reserve(case)
        bench.draft(case, "dismissed", at=heard_at, text="सुना।", operative="निरस्त।")
        cast.take(case, "sign", by=court.authority(), at=heard_at + timedelta(hours=hours))
    found = registers.ordered(Matter.objects.all(), *YEAR)
    assert (found.signed, found.same_day, found.hours) == (3, 2, 3)


def test_the_days_from_the_award_to_the_hand() -> None:
    for days in (2, 10, None):
        case, at = bench.decided()
        if days is not None:
            paid = at + timedelta(days=days)
            said = {"amount": "27000", "on": clock.day(paid), "reference": f"UTR{days}"}
            cast.take(case, "pay", by=court.authority(), at=paid, **said)
    found = registers.awarded(Matter.objects.all(), *YEAR)
    assert (found.made, found.satisfied, found.days, found.percent) == (3, 2, 6, 66)
    assert (found.paise, found.in_hand_paise) == (3 * 27_000_00, 2 * 27_000_00)


def test_nothing_is_counted_of_nothing() -> None:
    nothing = Matter.objects.none()
    assert registers.pending(nothing, at=court.AT) == {}
    assert registers.ordered(Matter.objects.filter(pk=0), *YEAR) == registers.Ordered(0, 0, None)
    assert registers.awarded(Matter.objects.filter(pk=0), *YEAR).days is None


def test_adjournments_are_counted_by_side_and_cause_listed_and_heard_by_forum() -> None:
    case = court.noticed()
    bench.adjourn(case)
    bench.adjourn(case)
    bench.adjourn(case, side="claimant", cause="illness")
    bench.reserve(case)
    rows = Matter.objects.all()
    assert registers.causes(rows, *YEAR) == [("respondent", "time-for-reply", 2), ("claimant", "illness", 1)]
    [one] = registers.listed(rows, *YEAR)
    assert (one.listed, one.heard, one.adjourned, one.passed_over, one.moved) == (4, 1, 3, 0, 0)
