"""Sums that are told late, written wrongly, or more than there is; what the worker had on which day."""

from datetime import timedelta

import pytest
from tests import cast
from tests.hearings import bench, court
from tests.hearings.test_orders import certified

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.hearings import court as shown
from shramsetu.hearings.models import Award, Sum
from shramsetu.hearings.queries import money as balances
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db


def test_a_sum_told_late_makes_no_more_than_the_award() -> None:
    case, at = bench.decided()
    later = at + timedelta(days=5)
    cast.take(case, "pay", by=court.authority(), at=later, amount="20000", on=clock.day(later), reference="UTR1")
    with pytest.raises(Refused) as refused:
        cast.take(case, "pay", by=court.authority(), at=later, amount="20000", on=clock.day(at), reference="UTR2")
    assert refused.value.field == "amount"
    assert "7,000" in str(refused.value.message)
    cast.take(case, "pay", by=court.authority(), at=later, amount="7000", on=clock.day(at), reference="UTR2")
    assert case.state == "satisfied"


def test_nothing_is_handed_on_before_it_came() -> None:
    _, child, _ = certified()
    at = child.opened_at + timedelta(days=9)
    cast.take(child, "recover", by=bench.collector(), at=at, amount="27000", on=clock.day(at), reference="1")
    early = clock.day(at) - timedelta(days=2)
    with pytest.raises(Refused):
        cast.take(child, "hand_over", by=court.authority(), at=at, amount="27000", on=early, reference="2")


def test_the_worker_had_it_on_the_day_of_the_sum_not_of_its_telling() -> None:
    case, at = bench.decided()
    told = at + timedelta(days=20)
    cast.take(case, "pay", by=court.authority(), at=told, amount="27000", on=clock.day(at), reference="UTR1")
    assert Award.objects.get(matter=case.pk).satisfied_on == clock.day(at)


def test_interest_runs_on_as_if_a_line_taken_back_had_never_been() -> None:
    case, at = bench.decided(interest_percent=12, interest_from=clock.day(court.AT))
    award, later = Award.objects.get(matter=case.pk), at + timedelta(days=25)
    owed = balances.standing(award, clock.day(later)).owed
    cast.take(case, "pay", by=court.authority(), at=at, amount="20000", on=clock.day(at), reference="UTR1")
    cast.take(case, "take_back", by=court.authority(), at=later, line="1", reason="दूसरे वाद की राशि")
    assert balances.standing(award, clock.day(later)).owed == owed
    # Under the same number it may be written anew, once.
    cast.take(case, "pay", by=court.authority(), at=later, amount="2000", on=clock.day(at), reference="UTR1")
    with pytest.raises(Refused) as refused:
        cast.take(case, "pay", by=court.authority(), at=later, amount="2000", on=clock.day(at), reference="UTR1")
    assert refused.value.field == "reference"
    assert [one.paise for one in Sum.objects.filter(award=award).order_by("seq")] == [20_000_00, -20_000_00, 2_000_00]


def test_a_line_is_taken_back_once_and_only_where_it_belongs() -> None:
    case, at = bench.decided()
    cast.take(case, "pay", by=court.authority(), at=at, amount="20000", on=clock.day(at), reference="UTR1")
    cast.take(case, "take_back", by=court.authority(), at=at, line="1", reason="ग़लत")
    for line in ("1", "2", "x"):
        with pytest.raises(Refused):
            cast.take(case, "take_back", by=court.authority(), at=at, line=line, reason="फिर")


def test_a_line_taken_back_does_not_prolong_the_interest() -> None:
    _, child, award = certified(interest_percent=12, interest_from=clock.day(court.AT))
    at = child.opened_at
    whole = balances.standing(award, clock.day(at)).owed.total
    said = {"amount": f"{whole / 100:.2f}", "on": clock.day(at), "reference": "1"}
    cast.take(child, "recover", by=bench.collector(), at=at, **said)
    assert child.state == "recovered"
    later = at + timedelta(days=30)
    cast.take(child, "hand_over", by=court.authority(), at=later, **{**said, "on": clock.day(later)})
    assert child.state == "paid"
    assert Award.objects.get(pk=award.pk).satisfied_on == clock.day(later)


def test_who_owes_in_a_sealed_matter_is_read_by_its_collector_alone() -> None:
    case = court.noticed(sealed=True, cause_on=clock.day(court.AT) - timedelta(days=30))
    at = bench.reserve(case)
    bench.award(case, at=at)
    over = case.due_at
    assert over is not None
    cast.take(case, "default", by=SYSTEM, at=over)
    cast.take(case, "certify", by=court.authority(), at=over, collector="dm.kanpur-nagar", reference="RC-9")
    child = Case.objects.get(parent=case)
    assert shown.recovery(child)["debtors"] == []
    assert [one.name for one in shown.recovery(child, is_holder=True)["debtors"]] == [court.OWNER.name]  # type: ignore[attr-defined]
    assert court.RAMESH.name not in str(shown.recovery(child, is_holder=True)["title"])
