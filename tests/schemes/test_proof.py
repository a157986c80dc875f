"""The proof finds what does not fit: each question is made wrong once, past the guards."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.schemes import purse

from shramsetu.schemes import proof
from shramsetu.schemes.actions import batches
from shramsetu.schemes.models import Transfer

pytestmark = pytest.mark.django_db
UNGUARDED = "SET LOCAL session_replication_role = replica"


def faults() -> set[str]:
    return {one.name for one in proof.faults() if one.count}


def wrong(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(UNGUARDED)
        cursor.execute(sql)
    return faults()


def paid() -> None:
    purse.granted()
    purse.sent()
    one = Transfer.objects.get()
    purse.answer(purse.paid(one))


def test_what_fits_is_told_kind_by_kind(capsys: pytest.CaptureFixture[str]) -> None:
    paid()
    purse.granted(purse.BIRTH, 2, newborn="daughter", daughters_before=0, delivery_number=1)
    call_command("schemes", "reconcile")
    said = capsys.readouterr().out
    assert "✓ सब मिलता है" in said
    assert "(paid): 1 · ₹ 65,000" in said
    assert "(planned): 1 · ₹ 25,000" in said


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE schemes_transfer SET paise = paise - 1", "paid-once-by-bank"),
        ("UPDATE schemes_due SET stage = 'sent'", "sent-once"),
        ("UPDATE schemes_due SET stage = 'batched'", "batched-once"),
        ("UPDATE schemes_due SET stage = 'planned'", "rest-is-with-us"),
        ("UPDATE schemes_batch SET total_paise = total_paise + 1", "batch-adds-up"),
        ("UPDATE schemes_award SET total_paise = total_paise + 1", "award-adds-up"),
        ("DELETE FROM schemes_answerrow", "answer-behind-outcome"),
        ("UPDATE schemes_transfer SET outcome = 'excess'", "paid-a-second-time"),
        ("UPDATE schemes_batchfile SET sha256 = repeat('0', 64)", "file-is-unchanged"),
    ],
)
def test_a_paisa_or_a_line_that_does_not_fit_is_named(sql: str, name: str) -> None:
    paid()
    assert faults() == set()
    assert name in wrong(sql)


def test_a_file_of_a_batch_sent_back_is_named() -> None:
    paid()
    assert "file-of-approved-only" in wrong("UPDATE schemes_batch SET stage = 'refused', reason = 'x'")


def test_a_month_missing_is_named() -> None:
    (award,) = purse.granted(purse.PENSION)
    call_command("schemes", "pensions", month="2027-03")
    assert faults() == set()
    assert "pension-without-gap" in wrong(f"DELETE FROM schemes_due WHERE award_id = {award.pk} AND seq = 2")


def test_an_approved_batch_without_a_file_gets_one() -> None:
    purse.granted()
    batches.approve(purse.batch(), by=purse.accounts(1), at=purse.AT)
    call_command("schemes", "files")
    assert faults() == set()
    assert list(batches.unwritten()) == []


def test_the_command_ends_with_an_error_where_something_does_not_fit() -> None:
    paid()
    wrong("DELETE FROM schemes_answerrow")
    with pytest.raises(CommandError):
        call_command("schemes", "reconcile")
