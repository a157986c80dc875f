"""What payees, bank files and answers keep closed is turned with the keys, and the old key is needed for nothing."""

import base64

import pytest
from tests.schemes import purse
from tests.schemes.purse import AT, DEATH, accounts

from shramsetu.casework import rewrapping
from shramsetu.schemes.actions import answers, batches, payees
from shramsetu.schemes.models import AnswerRow, BatchFile, Payee, PayeeAccount, Transfer

pytestmark = pytest.mark.django_db
SHELVES = ("payees of benefits", "accounts of payees", "bank files of benefits", "bank answers of benefits")


def put(settings, *names: str) -> None:  # type: ignore[no-untyped-def]
    settings.SEAL_KEYS = [f"{name}:{base64.b64encode(name.encode().ljust(32, b'.')).decode()}" for name in names]


def opened() -> list[object]:
    """Open all that lies closed, as the desk and the bank's file do."""
    found: list[object] = [payees.name_of(one) for one in Payee.objects.exclude(closed=b"").order_by("pk")]
    found += [payees.number_of(one) for one in PayeeAccount.objects.order_by("pk")]
    found += [batches.content(one) for one in BatchFile.objects.order_by("pk")]
    return found + [answers.report(row.answer, "hi") for row in AnswerRow.objects.order_by("pk")]


def everything() -> None:
    """Let a row of each table come to be."""
    [award, *_] = purse.granted(DEATH, number=2)
    [heir] = payees.others(award.claim, [payees.NewPayee("सोनमती", kin="wife")])
    payees.enter_account(heir, number="20304050607", ifsc="BARB0KANPUR", by=accounts(), at=AT)
    purse.granted()
    purse.sent()
    purse.answer(purse.paid(Transfer.objects.get()).replace("SBIN", "ABC"))


def test_all_that_payments_keep_closed_turns_with_the_keys(settings) -> None:  # type: ignore[no-untyped-def]
    put(settings, "old")
    everything()
    before = opened()
    put(settings, "new", "old")
    turned = {name: [done.locked for done in rewrapping.KEEPERS[name].pages(AT) if done.done] for name in SHELVES}
    assert turned == {name: [0] for name in SHELVES}
    put(settings, "new")
    assert opened() == before
    assert {name for shelf in SHELVES for _ring, name in rewrapping.KEEPERS[shelf].in_use()} == {"new"}
