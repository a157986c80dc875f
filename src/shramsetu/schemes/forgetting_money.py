"""Erasing who was paid: names and accounts of payees, and the bank's files, once all is paid and the claim is erased.

A pension, or instalments of years, go on after the claim's case is over: their payees stay until the last sum is paid.
Sums, days, references and outcomes stay for good; they name nobody.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from shramsetu.casework import forgetting, sealing
from shramsetu.casework.models import Case
from shramsetu.journal import actions as journal
from shramsetu.schemes.actions import batches
from shramsetu.schemes.models import Award, BatchFile, Due, Payee, PayeeAccount, Transfer
from shramsetu.schemes.rules.dues import Stage

BATCH = 200
OVER = (Stage.PAID, Stage.CANCELLED)


def payees(before: datetime) -> QuerySet[Payee]:
    """Return payees of erased claims to whom nothing is owed any more and whose name or account is kept still."""
    del before  # the claim's own time is over: what is left is only to see that the money is
    rows = Payee.objects.exclude(claim__case__erased_at=None)
    return _kept(rows)


def forget_payees(before: datetime, at: datetime) -> int:
    """Erase a batch of them; return how many."""
    pks = list(payees(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return _forget(Payee.objects.filter(pk__in=pks), at=at)


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase the payees of `cases` to whom nothing is owed any more; the others' turn comes with their last sum."""
    _forget(_kept(Payee.objects.filter(claim__in=[case.pk for case in cases])), at=at)


def _kept(rows: QuerySet[Payee]) -> QuerySet[Payee]:
    lasting = Award.objects.filter(payee=OuterRef("pk"), kind=Award.Kind.PENSION).exclude(state=Award.State.ENDED)
    owed = Due.objects.filter(award__payee=OuterRef("pk")).exclude(stage__in=OVER)
    accounts = PayeeAccount.objects.filter(payee=OuterRef("pk")).exclude(last_four="")
    named = ~Q(key_id="") | Exists(accounts)
    return rows.filter(named).exclude(Exists(owed)).exclude(Exists(lasting))


def _forget(rows: QuerySet[Payee], *, at: datetime) -> int:
    pks = list(rows.values_list("pk", flat=True))
    Payee.objects.filter(pk__in=pks).update(key_id="", closed=b"", born_on=None)
    mine = PayeeAccount.objects.filter(payee__in=pks)
    mine.filter(ended_at=None).update(ended_at=at)
    mine.update(ifsc="", last_four="", match="", key_id="", closed=b"")
    journal.forget_all(f"payee:{pk}" for pk in pks)
    return len(pks)


def files(before: datetime) -> QuerySet[BatchFile]:
    """Return files of the bank of whose claims none is kept any more."""
    kept = Transfer.objects.filter(batch=OuterRef("batch"), due__award__claim__case__erased_at=None)
    return BatchFile.objects.filter(at__lt=before, emptied_at=None).exclude(Exists(kept))


def forget_files(before: datetime, at: datetime) -> int:
    """Empty a batch of them: names and accounts go, digest, count and sum stay; return how many."""
    rows = list(files(before).select_related("batch").order_by("pk")[:BATCH])
    for row in rows:
        key_id, closed = sealing.shut(b"", bound_to=batches.bound(row.batch))
        BatchFile.objects.filter(pk=row.pk).update(key_id=key_id, closed=closed, emptied_at=at)
        journal.forget_all([row.batch.stream])
    return len(rows)


forgetting.ERASERS.append(erase)
