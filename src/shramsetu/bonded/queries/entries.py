"""What is known here of an attempt that a line of a bank's statement names."""

from shramsetu.bonded.models import BankEntry
from shramsetu.bonded.rules import bank
from shramsetu.lib import clock


def known(entry: BankEntry | None) -> bank.Known | None:
    """Return what a line of a statement is held against."""
    if entry is None:
        return None
    return bank.Known(
        paise=entry.amount_paise,
        made_on=clock.day(entry.file.at),
        outcome=entry.outcome,
        utr=entry.utr,
        value_on=entry.value_on,
        is_latest=_is_latest(entry),
    )


def _is_latest(entry: BankEntry) -> bool:
    """Tell whether no later attempt went out than those that the bank did not take."""
    if entry.attempt == entry.payment.attempts:
        return True
    later = BankEntry.objects.filter(payment=entry.payment_id, attempt__gt=entry.attempt)
    return not later.exclude(outcome=bank.UNTAKEN).exists()


def is_used(line: bank.Line, entry: BankEntry | None) -> bool:
    """Tell whether another entry was credited under the bank reference of a line."""
    if not line.is_paid or not line.utr or entry is None:
        return False
    return BankEntry.objects.filter(outcome__in=["paid", bank.EXCESS], utr=line.utr).exclude(pk=entry.pk).exists()
