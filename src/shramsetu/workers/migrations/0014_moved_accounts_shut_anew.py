"""Accounts that early merges moved still open under the number of the row that went: they are shut anew."""

from itertools import chain

from django.db import migrations
from django.db.models import Q

from shramsetu.casework import sealing

PAGE = 1_000


def shut_anew(apps, schema_editor):  # noqa: ANN001, ANN201
    merges = apps.get_model("workers", "Merge").objects.order_by("pk")
    rows = set(chain.from_iterable(merges.values_list("kept_id", "gone_id").iterator()))
    accounts = apps.get_model("workers", "Account").objects.exclude(closed=b"").select_related("worker").order_by("pk")
    ids = sorted(rows)
    for begin in range(0, len(ids), PAGE):
        for account in accounts.filter(worker__in=ids[begin : begin + PAGE]).iterator():
            _mend(account, apps)


def _mend(account, apps):  # noqa: ANN001, ANN202
    own = _bound(account.worker.number, account.match)
    if _opened(account, own) is not None:
        return
    for number in _others(account.worker, apps):
        if (plain := _opened(account, _bound(number, account.match))) is not None:
            account.key_id, account.closed = sealing.shut(plain, bound_to=own)
            account.save(update_fields=["key_id", "closed"])
            return


def _others(worker, apps):  # noqa: ANN001, ANN202
    """Give the numbers of the rows with which this one was ever merged, at whatever remove."""
    merges, seen, new = apps.get_model("workers", "Merge").objects, {worker.pk}, {worker.pk}
    while new:
        told = merges.filter(Q(kept__in=new) | Q(gone__in=new)).values_list("kept_id", "gone_id")
        new = set(chain.from_iterable(told)) - seen
        seen |= new
    workers = apps.get_model("workers", "Worker").objects.filter(pk__in=seen).exclude(pk=worker.pk)
    return list(workers.order_by("pk").values_list("number", flat=True))


def _opened(account, bound_to):  # noqa: ANN001, ANN202
    try:
        return sealing.opened(account.key_id, bytes(account.closed), bound_to=bound_to)
    except sealing.Unreadable:
        return None  # its key is not here: it stays as it is


def _bound(number, match):  # noqa: ANN001, ANN202
    return f"worker:{number}:{match}"


class Migration(migrations.Migration):
    dependencies = [("workers", "0013_old_books_by_two")]
    operations = [migrations.RunPython(shut_anew, migrations.RunPython.noop)]
