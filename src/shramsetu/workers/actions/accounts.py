"""Bank accounts of workers: closed to every eye but the bank's, met again by a keyed hash."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.people.rules import keyed
from shramsetu.workers.entry import NewAccount
from shramsetu.workers.models import Account, Worker

SHOWN = 4


def closed(worker: Worker, told: NewAccount, *, by: Actor, at: datetime) -> Account:
    """Return the row of an account, not yet written: `entered_by` wrote it down, another checks it."""
    match = match_key(told.ifsc, told.number)
    written = json.dumps({"number": told.number, "ifsc": told.ifsc}, sort_keys=True).encode()
    key_id, stored = sealing.shut(written, bound_to=_bound(worker, match))
    return Account(
        worker=worker,
        ifsc=told.ifsc,
        last_four=told.number[-SHOWN:],
        key_id=key_id,
        closed=stored,
        match=match,
        is_aadhaar_linked=told.is_aadhaar_linked,
        file_id=told.file,
        from_at=at,
        entered_by=by.key,
    )


def opened(account: Account) -> NewAccount:
    """Return number and IFSC in clear, for the bank's file alone; raises sealing.Unreadable."""
    stored = sealing.opened(account.key_id, bytes(account.closed), bound_to=_bound(account.worker, account.match))
    known = json.loads(stored)
    return NewAccount(known["number"], known["ifsc"], account.is_aadhaar_linked)


def check(account: Account, *, by: Actor, at: datetime) -> bool:
    """Confirm an account with the passbook as a second person; return False for who wrote it down."""
    if account.entered_by.partition("@")[0] == by.key.partition("@")[0]:
        return False
    if Account.objects.filter(pk=account.pk, checked_by="").update(checked_by=by.key):
        journal.append(f"account:{account.pk}", "check_account", by=by, at=at, detail={"account": account.pk})
    return True


def carry(pks: Iterable[int], *, of: Worker, to: Worker) -> None:
    """Shut accounts anew that a merge moved from one row to another: each opens only under the number of its row.

    One that an earlier merge moved and left shut under the number of its old row is put right. Raises
    sealing.Unreadable where none of these rows opens it.
    """
    rows = [of, to, *Worker.objects.filter(merged_into__in=(of, to)).order_by("pk")]
    for row in Account.objects.filter(pk__in=list(pks), worker=to).exclude(closed=b""):
        plain = _opened_by_any(row, rows)
        key_id, stored = sealing.shut(plain, bound_to=_bound(to, row.match))
        Account.objects.filter(pk=row.pk).update(key_id=key_id, closed=stored)


def _opened_by_any(account: Account, workers: Iterable[Worker]) -> bytes:
    for worker in workers:
        try:
            return sealing.opened(account.key_id, bytes(account.closed), bound_to=_bound(worker, account.match))
        except sealing.Unreadable:
            continue
    raise sealing.Unreadable(bound(account))


def in_use(worker: Worker) -> Account | None:
    """Return the account to which a worker is paid, whichever of two merged rows is meant."""
    return Account.objects.filter(worker=worker.merged_into_id or worker.pk, ended_at=None).first()


def match_key(ifsc: str, number: str) -> str:
    """Return the keyed hash by which one account of many workers is seen."""
    return keyed(f"{ifsc} {number}", settings.LOOKUP_KEY, "workers:account")


def bound(account: Account) -> str:
    """Give what the encrypted part of an account is bound to."""
    return _bound(account.worker, account.match)


def _bound(worker: Worker, match: str) -> str:
    return f"worker:{worker.number}:{match}"
