"""Bank accounts of persons: written down by one officer, checked by another, closed to every eye but the bank's."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu.bonded import powers, refusals, vault
from shramsetu.bonded.actions import duties, payments
from shramsetu.bonded.actions.lines import Note, again
from shramsetu.bonded.models import Account, Payment, Survivor
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

SHOWN = 4
WAITING = (Stage.SANCTIONED, Stage.RETURNED)  # what goes out next, once a second officer has seen the account


@dataclass(frozen=True, slots=True)
class Bank:
    """An account as its passbook says: number and IFSC already checked for their form, and whose name it bears.

    `reason` says whose account it is and why, where the name is not the person's or another person is paid there.
    """

    number: str
    ifsc: str
    name: str
    name_matches: bool
    reason: str = ""


@transaction.atomic
def enter(survivor: Survivor, bank: Bank, *, by: Actor, at: datetime) -> Account:
    """Write an account down; it takes the place of the one before, and whatever waits to be sent goes there.

    What waits for its sanction gets a line of its own: whoever looks at it with the account before must look again.

    Raises NotYours, SharedAccount where somebody else is paid there and no reason is given.
    """
    payments.allow(by, payments.PAYERS, *powers.of_person(survivor))
    assert by.user_id is not None
    survivor = Survivor.objects.select_for_update(of=("self",)).select_related("case").get(pk=survivor.pk)
    key = vault.match_key("account", f"{bank.ifsc} {bank.number}")
    last = Account.objects.filter(survivor=survivor, ended_at=None).first()
    if last is not None and last.key == key and last.name_matches == bank.name_matches:
        return last
    shared = Account.objects.filter(key=key, ended_at=None).exclude(survivor=survivor).exists()
    if (shared or not bank.name_matches) and not bank.reason.strip():
        raise refusals.SharedAccount
    Account.objects.filter(survivor=survivor, ended_at=None).update(ended_at=at)
    closed = vault.shut(
        {"number": bank.number, "ifsc": bank.ifsc, "name": bank.name},
        bound_to=_bound(survivor, key),
        child=survivor.is_minor,
    )
    account = Account(
        survivor=survivor,
        key_id=closed.key_id,
        closed=closed.closed,
        mask=f"•••• {bank.number[-SHOWN:]}",
        key=key,
        name_matches=bank.name_matches,
        reason=sealing.veiled(survivor.case, bank.reason.strip()),
        added_by_id=by.user_id,
        at=at,
    )
    account.save(force_insert=True)
    by_bank = Payment.objects.filter(survivor=survivor, mode=Payment.Mode.BANK)
    by_bank.filter(stage__in=WAITING).update(account=account)
    for payment in by_bank.filter(stage=Stage.PROPOSED).select_related("survivor__case").order_by("pk"):
        note = Note(reference=account.mask, changes={"account": account})
        again(payment, note=note, seen=payment.seq, by=by, at=at)
    Survivor.objects.filter(pk=survivor.pk).update(has_account=True)
    journal.append(f"account:{account.pk}", "enter_account", by=by, at=at, detail={"survivor": survivor.code})
    duties.done(survivor.case, "bank-account", at=at)
    return account


def opened(account: Account) -> dict[str, object]:
    """Return number, IFSC and name in clear, for the bank's file alone; raises Unreadable."""
    survivor = account.survivor
    bound = _bound(survivor, account.key)
    return vault.opened(account.key_id, bytes(account.closed), bound_to=bound, child=survivor.is_minor)


def move_ring(survivor: Survivor, *, child: bool) -> None:
    """Close the accounts of a person under the other ring of keys: a child was taken for grown, or the reverse."""
    for account in Account.objects.filter(survivor=survivor):
        bound = _bound(survivor, account.key)
        known = vault.opened(account.key_id, bytes(account.closed), bound_to=bound, child=not child)
        shut = vault.shut(known, bound_to=bound, child=child)
        Account.objects.filter(pk=account.pk).update(key_id=shut.key_id, closed=shut.closed)


def _bound(survivor: Survivor, key: str) -> str:
    return f"account:{survivor.pk}:{key}"
