import random
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.insight.history import new, settle, walk

from shramsetu.insight import actions, proof
from shramsetu.insight.models import DayCount, OpenState

NOW = datetime(2026, 11, 1, tzinfo=UTC)


pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(committed: None) -> None:
    settle([walk(number, random.Random(number)) for number in range(40)])


def test_the_roll_ups_prove_equal_to_the_cases(cases: None) -> None:
    assert proof.differences(at=NOW) == []


def test_what_is_not_yet_counted_is_counted_into_the_proof_and_undone(cases: None) -> None:
    actions.catch_up(at=NOW)
    before = sorted(OpenState.objects.values_list("district", "department", "level", "state", "amount"))
    settle([new(99)])
    assert proof.differences(at=NOW) == []
    actions.rebuild()
    actions.catch_up(at=NOW)
    after = sorted(OpenState.objects.values_list("district", "department", "level", "state", "amount"))
    assert len(before) <= len(after)


def test_a_wrong_number_is_found_and_a_rebuild_mends_it(cases: None) -> None:
    actions.catch_up(at=NOW)
    wrong = DayCount.objects.filter(district=0, department=0, measure="received_grievance").order_by("day")[0]
    DayCount.objects.filter(pk=wrong.pk).update(amount=wrong.amount + 5)
    found = proof.differences(at=NOW)
    assert [(one.check, one.rolled_up - one.counted) for one in found] == [("received by day and kind", 5)]
    with pytest.raises(CommandError, match="rebuild"):
        call_command("insight", "verify", stderr=StringIO())
    call_command("insight", "rebuild", stdout=StringIO())
    out = StringIO()
    call_command("insight", "verify", stdout=out)
    assert "मिलते हैं" in out.getvalue()
