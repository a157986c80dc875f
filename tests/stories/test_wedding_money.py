"""A daughter's wedding is claimed in time; the bank sends the money back, the account is mended, the money comes."""

from datetime import timedelta

import pytest
from tests.schemes import purse, room
from tests.workers import room as registry

from shramsetu.casework.models import Case
from shramsetu.journal import queries as journal
from shramsetu.messages.models import Message
from shramsetu.schemes import payable, proof, refusals
from shramsetu.schemes.actions import batches
from shramsetu.schemes.models import Award, Transfer
from shramsetu.workers.actions import accounts
from shramsetu.workers.entry import NewAccount
from shramsetu.workers.models import Account

pytestmark = pytest.mark.django_db
AT = room.AT
SANCTIONED, FIRST, BACK, MENDED, SECOND, CAME = (AT + timedelta(days=day) for day in (1, 2, 4, 7, 8, 10))


def last() -> Transfer:
    found = Transfer.objects.order_by("-attempt").first()
    assert found is not None
    return found


def test_a_daughters_wedding_is_paid_after_a_returned_transfer() -> None:
    worker = room.member()
    case = room.checked(room.claim(worker))
    room.take(case, "sanction", at=SANCTIONED)
    case.refresh_from_db()
    assert (case.state, case.holder.role if case.holder else "") == ("sanctioned", "board_accounts")
    award = Award.objects.get()
    assert (award.kind, award.total_paise) == ("per_event", 65_000_00)

    # One person of the accounts desk makes the batch, another approves it; the file goes to the bank.
    purse.sent(at=FIRST)
    first = last()
    purse.answer(purse.returned(first, "01"), at=BACK)
    case.refresh_from_db()
    assert (case.state, award.dues.get().stage) == ("sanctioned", "returned")
    told = Message.objects.filter(key=f"{case.number}:{first.reference}:back")
    assert [one.to_phone for one in told] == [worker.phone]
    with pytest.raises(refusals.NothingToPay):
        purse.batch(at=BACK)
    assert [one.why for one in payable.waiting("bocw", at=BACK)] == ["returned"]

    # He opens an account at another bank; the next batch pays there.
    Account.objects.filter(worker=worker, ended_at=None).update(ended_at=MENDED)
    told_now = NewAccount("55566677788", "BARB0KANPUR")
    other = accounts.closed(worker, told_now, by=registry.clerk(), at=MENDED)
    other.save(force_insert=True)
    assert accounts.check(other, by=purse.accounts(), at=MENDED)
    made = purse.sent(at=SECOND)
    assert b"55566677788,BARB0KANPUR,65000.00" in batches.take(made, by=purse.accounts(), at=SECOND)
    purse.answer(purse.paid(last(), on="2026-11-25"), at=CAME)

    case.refresh_from_db()
    assert (case.state, award.dues.get().stage) == ("paid", "paid")
    assert Message.objects.filter(template="claim-paid", stream=case.stream).count() == 1
    assert [one for one in proof.faults() if one.count] == []
    assert list(journal.faults()) == []
    assert Case.objects.get(pk=case.pk).closed_at == CAME
