"""Erasing workers whose registration ended long ago, and what changes say once their cases are over for good.

What is counted stays: sex, year of birth, district, boards, dates of registration and work, fees, sums. Packages above
hold workers back of whom they still owe or decide something.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from shramsetu.casework import forgetting
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.files import actions as files
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.workers import portraits
from shramsetu.workers.models import (
    Account,
    Application,
    Card,
    Change,
    Difference,
    Family,
    Fee,
    Identity,
    Member,
    Membership,
    Nominee,
    OldFile,
    OldRow,
    Saying,
    Spell,
    Worker,
)

BATCH = 200
GONE = "—"  # where a row must name something
# Which workers a package still needs: each takes the rows that are due and leaves some out.
HOLDS: list[Callable[[QuerySet[Worker]], QuerySet[Worker]]] = []


def workers(before: datetime) -> QuerySet[Worker]:
    """Return the workers of whom nothing has been in force since `before`, and of whom nobody decides anything."""
    on = clock.day(before)
    mine = {"worker": OuterRef("pk")}
    in_force = Membership.objects.filter(paid_until__gte=on, cancelled_on=None, **mine)
    in_force |= Membership.objects.filter(cancelled_on__gte=on, **mine)
    waiting = {"case__phase__in": [OPEN, PAUSED], **mine}
    rows = Worker.objects.filter(erased_at=None, made_at__lt=before).filter(
        Q(died_on__lt=on) | ~Exists(in_force),
        ~Exists(Application.objects.filter(**waiting)),
        ~Exists(Change.objects.filter(**waiting)),
        Q(merged_into=None) | Q(merged_into__erased_at__isnull=False),
    )
    for hold in HOLDS:
        rows = hold(rows)
    return rows.order_by("made_at", "pk")


@transaction.atomic
def forget_workers(before: datetime, at: datetime) -> int:
    """Erase a batch of them; return how many."""
    pks = [one.pk for one in workers(before).select_for_update(skip_locked=True, of=("self",))[:BATCH]]
    for worker in Worker.objects.filter(pk__in=pks).only("number", "born_on"):
        # the year of birth is counted; day and month say who it was
        Worker.objects.filter(pk=worker.pk).update(born_on=date(worker.born_on.year, 1, 1), is_born_known=False)
    _rows(pks)
    blank = dict.fromkeys(("name", "other_name", "parent", "phone", "address", "pin", "uan"), "")
    hashes = dict.fromkeys(("aadhaar_digest", "aadhaar_key", "aadhaar_last_four", "name_key", "parent_key", "key"), "")
    found = Worker.objects.filter(pk__in=pks)
    streams = [prefix + one.stream for one in found.only("number") for prefix in ("", "reads:")]
    journal.forget_all(streams)
    files.forget([portraits.stream_of(one.number) for one in found.only("number")], at=at)
    return found.update(**blank, **hashes, keys=[], place=None, family=None, erased_at=at)


def old_rows(before: datetime) -> QuerySet[OldRow]:
    """Return the rows of old registers that nobody corrected since `before`."""
    return OldRow.objects.filter(book__made_at__lt=before, worker=None).exclude(cells={}, closed=b"")


def forget_old_rows(before: datetime, at: datetime) -> int:
    """Empty a batch of them; what was wrong with each stays, by its number in the file."""
    del at
    batch = old_rows(before).order_by("pk").values_list("pk", flat=True)[:BATCH]
    return OldRow.objects.filter(pk__in=list(batch)).update(cells={}, key_id="", closed=b"")


def old_files(before: datetime) -> QuerySet[OldFile]:
    """Return the files of old registers that were handed in before `before` and never read."""
    return OldFile.objects.filter(book__made_at__lt=before)


def forget_old_files(before: datetime, at: datetime) -> int:
    """Throw them away."""
    del at
    return old_files(before).delete()[0]


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase what changes and applications of `cases` say beside the register."""
    del at
    pks = [case.pk for case in cases]
    Change.objects.filter(pk__in=pks).update(closed=b"")
    Application.objects.filter(pk__in=pks).update(filer="")


def _rows(pks: list[int]) -> None:
    Identity.objects.filter(worker__in=pks).delete()
    Nominee.objects.filter(worker__in=pks).delete()
    Account.objects.filter(worker__in=pks).update(closed=b"", match="", last_four="", file=None)
    Spell.objects.filter(worker__in=pks).update(employer=GONE, employer_phone="", file=None)
    Card.objects.filter(membership__worker__in=pks).update(content=b"", signature=b"")
    Change.objects.filter(worker__in=pks).update(closed=b"")
    Fee.objects.filter(membership__worker__in=pks).update(filed_by=GONE)
    Membership.objects.filter(worker__in=pks).update(number="")
    Saying.objects.filter(worker__in=pks).delete()
    Difference.objects.filter(worker__in=pks).delete()
    families = list(Member.objects.filter(worker__in=pks).values_list("family", flat=True))
    _members(Member.objects.filter(worker__in=pks))
    # A family of whom nobody is registered any more is no business of the registry.
    living = Exists(Worker.objects.filter(family=OuterRef("pk"), erased_at=None).exclude(pk__in=pks))
    over = list(Family.objects.filter(pk__in=families).exclude(living).values_list("pk", flat=True))
    _members(Member.objects.filter(family__in=over))
    for pk in over:
        Family.objects.filter(pk=pk).update(number=f"X{pk}")  # a number of twelve digits says whose it was


def _members(rows: QuerySet[Member]) -> None:
    rows.update(name="", aadhaar_digest="", aadhaar_key="", keys=[], born_on=None, worker=None)


forgetting.ERASERS.append(erase)
