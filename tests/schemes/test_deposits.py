"""A deposit stands in the daughter's name by two hands and is hers at eighteen, unmarried."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.schemes import purse
from tests.schemes.purse import AT, accounts

from shramsetu.lib import clock
from shramsetu.schemes import ledger, payable, proof, refusals
from shramsetu.schemes.actions import deposits
from shramsetu.schemes.actions.deposits import Receipt
from shramsetu.schemes.models import Deposit

pytestmark = pytest.mark.django_db
RECEIPT = Receipt("भारतीय स्टेट बैंक", "FD-778812", purse.TODAY)


def deposit() -> Deposit:
    made = purse.granted(purse.BIRTH, newborn="daughter", daughters_before=0, delivery_number=1)
    return next(one.deposit for one in made if one.kind == "deposit")


def test_the_receipt_is_written_by_one_and_checked_by_another() -> None:
    row = deposit()
    deposits.enter(row, RECEIPT, by=accounts(), at=AT)
    with pytest.raises(refusals.SameHand):
        deposits.check(row, by=accounts(), at=AT)
    deposits.check(row, by=accounts(1), at=AT)
    assert [(one.stage, one.paid_on) for one in row.award.dues.all()] == [("paid", purse.TODAY)]
    with pytest.raises(refusals.NotNow):
        deposits.enter(row, RECEIPT, by=accounts(), at=AT)


def test_a_deposit_goes_into_no_batch() -> None:
    deposit()
    assert "deposit" not in {one.kind for one in payable.waiting("bocw", at=AT)}


def test_it_is_released_at_eighteen_when_she_is_unmarried() -> None:
    row = deposit()
    deposits.enter(row, RECEIPT, by=accounts(), at=AT)
    deposits.check(row, by=accounts(1), at=AT)
    with pytest.raises(refusals.NotMature):
        deposits.prove(row, is_unmarried=True, proof=None, by=accounts(), at=AT)

    on = row.matures_on
    at = clock.moment(on + timedelta(days=5))
    with pytest.raises(refusals.NotMature):
        deposits.release(row, paise=80_000_00, on=on, by=accounts(1), at=at)
    deposits.prove(row, is_unmarried=True, proof=None, by=accounts(), at=at)
    with pytest.raises(refusals.SameHand):
        deposits.release(row, paise=80_000_00, on=on, by=accounts(), at=at)
    deposits.release(row, paise=80_000_00, on=on, by=accounts(1), at=at)
    row.refresh_from_db()
    assert (row.released_on, row.released_paise) == (on, 80_000_00)


def test_the_database_releases_nothing_early_nor_to_a_married_daughter() -> None:
    row = deposit()
    for early in ({"released_on": date(2027, 1, 1)}, {"released_on": row.matures_on, "is_unmarried": False}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Deposit.objects.filter(pk=row.pk).update(released_paise=1, released_by="b", proved_by="a", **early)


def test_of_a_daughter_married_before_it_matures_the_deposit_ends_by_two_hands() -> None:
    row = deposit()
    deposits.enter(row, RECEIPT, by=accounts(), at=AT)
    deposits.check(row, by=accounts(1), at=AT)
    with pytest.raises(refusals.NotNow):
        deposits.forgo(row, by=accounts(1), at=AT)
    married = clock.moment(row.matures_on - timedelta(days=300))
    deposits.prove(row, is_unmarried=False, proof=None, by=accounts(), at=married)
    with pytest.raises(refusals.SameHand):
        deposits.forgo(row, by=accounts(), at=married)
    deposits.forgo(row, by=accounts(1), at=married)
    award = Deposit.objects.get().award
    assert (award.state, award.why) == ("ended", "married")
    assert list(ledger.deposits(accounts())) == []
    late = clock.moment(row.matures_on)
    with pytest.raises(refusals.NotNow):
        deposits.prove(row, is_unmarried=True, proof=None, by=accounts(), at=late)
    with pytest.raises(refusals.NotNow):
        deposits.release(row, paise=1, on=row.matures_on, by=accounts(1), at=late)
    assert [one.name for one in proof.faults() if one.count] == []
