"""Names and accounts of payees go when the claim is forgotten and the last sum is paid, not before."""

from datetime import timedelta

import pytest
from tests.schemes import purse
from tests.schemes.purse import AT, accounts

from shramsetu.casework.models import Case
from shramsetu.schemes import forgetting_money as money
from shramsetu.schemes import proof, refusals
from shramsetu.schemes.actions import batches, payees
from shramsetu.schemes.models import Award, BatchFile, Claim, Payee, PayeeAccount, Transfer

pytestmark = pytest.mark.django_db
YEARS_ON = AT + timedelta(days=4000)


def forgotten(claim: Claim) -> None:
    money.erase([claim.case], YEARS_ON)
    Case.objects.filter(pk=claim.case_id).update(erased_at=YEARS_ON)


def paid_heir() -> Payee:
    """Return an heir whose funeral money is paid, the instalments only begun."""
    heir = purse.granted(purse.DEATH)[0].payee
    payees.name(heir, "सुमन निषाद", by=accounts(), at=AT)
    account = payees.enter_account(heir, number="20304050607", ifsc="BARB0KANPUR", by=accounts(), at=AT)
    payees.check_account(account, by=accounts(1), at=AT)
    purse.sent("once")
    purse.answer(purse.paid(Transfer.objects.latest("pk")))
    return heir


def test_an_heir_stays_known_until_the_last_instalment() -> None:
    heir = paid_heir()
    forgotten(heir.claim)
    assert payees.name_of(Payee.objects.get(pk=heir.pk)) == "सुमन निषाद"
    assert money.forget_payees(YEARS_ON, YEARS_ON) == 0

    Award.objects.get(part="main").dues.update(stage="cancelled", why="test")
    assert list(money.payees(YEARS_ON)) == [heir]
    assert money.forget_payees(YEARS_ON, YEARS_ON) == 1
    assert (payees.name_of(Payee.objects.get(pk=heir.pk)), PayeeAccount.objects.get().last_four) == ("", "")
    assert money.forget_payees(YEARS_ON, YEARS_ON) == 0


def test_a_file_is_emptied_with_its_last_claim_and_still_proves() -> None:
    (award,) = purse.granted()
    made = purse.sent()
    purse.answer(purse.paid(Transfer.objects.get()))
    assert money.forget_files(YEARS_ON, YEARS_ON) == 0
    forgotten(award.claim)
    assert money.forget_files(YEARS_ON, YEARS_ON) == 1
    file = BatchFile.objects.get()
    assert (batches.content(file), file.emptied_at) == (b"", YEARS_ON)
    assert [one for one in proof.faults() if one.count] == []
    with pytest.raises(refusals.NotNow):
        batches.take(made, by=accounts(), at=YEARS_ON, reason="फिर")
