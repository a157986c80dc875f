"""What goes to the bank: a batch made by one person, approved by another, its file written once.

Approving and writing the file are two steps, each whole: a process that dies between them leaves an approved batch
without a file, and whoever comes next writes it. A due has at most one transfer that did not come back.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor, Detail
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.places.models import Place
from shramsetu.schemes import desks, payable, refusals
from shramsetu.schemes.actions import payees
from shramsetu.schemes.models import Batch, BatchFile, Correction, Due, Transfer
from shramsetu.schemes.payable import Ready
from shramsetu.schemes.rules import bankfile
from shramsetu.schemes.rules.dues import Stage
from shramsetu.workers.actions import accounts
from shramsetu.workers.queries import holding

LINES = "schemes.batch_lines_most"
CHUNK = 1_000
_NEXT = """
INSERT INTO schemes_counter (name, last) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET last = schemes_counter.last + 1 RETURNING last
"""


def make(board: str, kind: str, *, district: Place, by: Actor, at: datetime) -> Batch:
    """Make a batch of what is due of one kind in one district, longest due first, at most as many as the rule lets.

    Raises NotYours, NothingToPay.
    """
    allow(by, board)
    # on its own: what is found of shared accounts stays found where nothing can go out
    payable.flag_shared(board, at=at, kind=kind, district=district.pk)
    return _make(board, kind, district=district, by=by, at=at)


@transaction.atomic
def _make(board: str, kind: str, *, district: Place, by: Actor, at: datetime) -> Batch:
    most = rulebook.book().number(LINES, clock.day(at))
    found = payable.locked(board, kind=kind, district=district.pk, most=most, at=at)
    if not found:
        raise refusals.NothingToPay
    batch = Batch(
        number=_number(board, at),
        board=board,
        kind=kind,
        district=district,
        count=len(found),
        total_paise=sum(one.paise for one in found),
        made_by_id=allow(by, board),
        made_at=at,
    )
    batch.save(force_insert=True)
    Transfer.objects.bulk_create([_transfer(batch, line, one) for line, one in enumerate(found, 1)], batch_size=CHUNK)
    Due.objects.filter(pk__in=[one.due for one in found]).update(
        stage=Stage.BATCHED, stage_at=at, attempts=F("attempts") + 1
    )
    _note(batch, "make_batch", by=by, at=at)
    return batch


@transaction.atomic
def approve(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """Approve a batch as a second person; lines whose account is another or held by now are left out and wait anew.

    Its file is written next (`write`). Raises NotYours, SamePerson, NotNow; NothingToPay where no line is left.
    """
    row = _held(batch, by)
    if row.stage != Batch.Stage.MADE:
        raise refusals.NotNow
    if row.made_by_id == by.user_id:
        raise refusals.SamePerson
    _drop_stale(row, at=at)
    sums = row.transfers.filter(outcome="").aggregate(paise=Sum("paise"))
    row.count, row.total_paise = row.transfers.filter(outcome="").count(), sums["paise"] or 0
    if not row.count:
        raise refusals.NothingToPay
    _decide(row, Batch.Stage.APPROVED, by=by, at=at)
    _note(row, "approve_batch", by=by, at=at)
    return row


@transaction.atomic
def refuse(batch: Batch, reason: str, *, by: Actor, at: datetime) -> None:
    """Send a batch back with the reason; what it held is due as before. Raises NotYours, SamePerson, NotNow."""
    row = _held(batch, by)
    if row.stage != Batch.Stage.MADE:
        raise refusals.NotNow
    if row.made_by_id == by.user_id:
        raise refusals.SamePerson
    row.reason = reason
    _decide(row, Batch.Stage.REFUSED, by=by, at=at)
    free(row.transfers.filter(outcome=""), Transfer.Outcome.DROPPED, at=at)
    _note(row, "refuse_batch", by=by, at=at, private={"reason": reason})


@transaction.atomic
def write(batch: Batch, *, at: datetime) -> BatchFile:
    """Write the file of an approved batch, once: whoever asks again gets the file there is. Raises NotNow."""
    row = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if (there := BatchFile.objects.filter(batch=row).first()) is not None:
        return there
    if row.stage != Batch.Stage.APPROVED or row.decided_at is None:
        raise refusals.NotNow
    head = bankfile.Head(row.number, row.board, row.kind, clock.day(row.decided_at))
    made = bankfile.written(head, [_order(one) for one in _living(row)])
    if bankfile.proved(made) != (row.count, row.total_paise):
        raise bankfile.BadBatch(row.number)
    key_id, closed = sealing.shut(made, bound_to=bound(row))
    file = BatchFile(batch=row, sha256=sha256(made).hexdigest(), key_id=key_id, closed=closed, at=at)
    file.save(force_insert=True)
    Due.objects.filter(transfers__batch=row, transfers__outcome="", stage=Stage.BATCHED).update(
        stage=Stage.SENT, stage_at=at
    )
    return file


@transaction.atomic
def take(batch: Batch, *, by: Actor, at: datetime, reason: str = "") -> bytes:
    """Return the file for the bank and write down who took it; a second time needs a reason.

    Raises NotYours, TakenBefore, NotNow.
    """
    row = _held(batch, by)
    file = BatchFile.objects.select_for_update(of=("self",)).filter(batch=row).first()
    if file is None or row.stage != Batch.Stage.APPROVED:
        raise refusals.NotNow
    if file.emptied_at is not None:
        raise refusals.NotNow
    if file.taken and not reason.strip():
        raise refusals.TakenBefore
    BatchFile.objects.filter(pk=row.pk).update(taken=F("taken") + 1, taken_at=file.taken_at or at)
    private = {"reason": reason.strip()} if reason.strip() else None
    journal.append(row.stream, "take_batch", by=by, at=at, detail={"time": file.taken + 1}, private=private)
    return content(file)


@transaction.atomic
def untaken(batch: Batch, reason: str, *, by: Actor, at: datetime) -> bool:
    """Write that the bank did not take a file: all of it is due again. One says so, another confirms it.

    Return whether it is done, or waits for the second person. Raises NotYours, SameWord; NotNow once the bank answered.
    """
    row = _held(batch, by)
    living = row.transfers.filter(~Q(outcome=Transfer.Outcome.DROPPED))
    if row.stage != Batch.Stage.APPROVED or living.exclude(outcome="").exists():
        raise refusals.NotNow
    if row.untaken_asked_by_id is None:
        Batch.objects.filter(pk=row.pk).update(untaken_asked_by=by.user_id)
        _note(row, "ask_untaken_batch", by=by, at=at, private={"reason": reason})
        return False
    if row.untaken_asked_by_id == by.user_id:
        raise refusals.SameWord
    Batch.objects.filter(pk=row.pk).update(stage=Batch.Stage.UNTAKEN, reason=reason)
    free(living, Transfer.Outcome.UNTAKEN, at=at)
    _note(row, "untaken_batch", by=by, at=at, private={"reason": reason})
    return True


def content(file: BatchFile) -> bytes:
    """Return what a file holds; raises sealing.Unreadable."""
    return sealing.opened(file.key_id, bytes(file.closed), bound_to=bound(file.batch))


def allow(by: Actor, board: str) -> int:
    """Return who acts in person for the accounts desk of `board`; raises NotYours for anybody else."""
    if by.role != Role.BOARD_ACCOUNTS or by.assists or by.user_id is None or desks.board_of(by) != board:
        raise refusals.NotYours
    return by.user_id


def unwritten() -> Iterable[Batch]:
    """Return approved batches whose file was not written: a process died in between."""
    return Batch.objects.filter(stage=Batch.Stage.APPROVED, file=None).order_by("pk")


def free(transfers: "Iterable[Transfer]", outcome: Transfer.Outcome, *, at: datetime) -> None:
    """Close transfers that the bank never answered; their dues stand again where they stood before the batch."""
    pks = [one.pk for one in transfers]
    rows = Transfer.objects.filter(pk__in=pks)
    dues = list(rows.values_list("due", flat=True))
    rows.update(outcome=outcome, answered_at=at)
    came_back = Exists(Transfer.objects.filter(due=OuterRef("pk"), outcome=Transfer.Outcome.RETURNED))
    of = Due.objects.filter(pk__in=dues, stage__in=[Stage.BATCHED, Stage.SENT])
    of.filter(came_back).update(stage=Stage.RETURNED, stage_at=at)
    of.filter(~came_back).update(stage=Stage.PLANNED, stage_at=at)


def _held(batch: Batch, by: Actor) -> Batch:
    allow(by, batch.board)
    return Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _decide(row: Batch, stage: Batch.Stage, *, by: Actor, at: datetime) -> None:
    row.stage, row.decided_by_id, row.decided_at = stage, by.user_id, at
    row.save(update_fields=["stage", "decided_by", "decided_at", "reason", "count", "total_paise"])


def _drop_stale(row: Batch, *, at: datetime) -> None:
    changed = Q(account__ended_at__isnull=False) | Q(payee_account__ended_at__isnull=False)
    worker = "due__award__payee__worker"
    dead = Q(**{f"{worker}__died_on__isnull": False}) | Q(**{f"{worker}__merged_into__died_on__isnull": False})
    gone = dead | ~Q(due__award__state="live")
    # merged since: its own account is none any more, and that of the row that stays is to be looked at
    merged = Q(account__worker__merged_into__isnull=False)
    held = Exists(holding.merges(at).filter(kept=OuterRef("account__worker"), at__gte=OuterRef("account__from_at")))
    corrected = Exists(Correction.objects.filter(payable.CORRECTING, award=OuterRef("due__award")))
    # of a merge that was undone: the account is another person's again
    not_theirs = Q(account__isnull=False) & ~Q(account__worker=F("owner"))
    lines = row.transfers.annotate(owner=Coalesce(f"{worker}__merged_into", worker))
    stale = lines.filter(changed | gone | merged | held | corrected | not_theirs, outcome="")
    free(Transfer.objects.filter(pk__in=list(stale.values_list("pk", flat=True))), Transfer.Outcome.DROPPED, at=at)


def _transfer(batch: Batch, line: int, one: Ready) -> Transfer:
    attempt = one.attempts + 1
    return Transfer(
        batch=batch,
        line=line,
        due_id=one.due,
        attempt=attempt,
        reference=bankfile.reference(one.due, attempt),
        paise=one.paise,
        account_id=one.account,
        payee_account_id=one.payee_account,
        match=one.match,
    )


def _living(row: Batch) -> Iterable[Transfer]:
    related = ("account__worker", "payee_account__payee", "due__award__payee__worker", "due__award__claim__case")
    return row.transfers.filter(outcome="").select_related(*related).order_by("line").iterator(CHUNK)


def _order(one: Transfer) -> bankfile.Order:
    payee = one.due.award.payee
    if one.account is not None:
        told = accounts.opened(one.account)
        number, ifsc = told.number, told.ifsc
    else:
        assert one.payee_account is not None
        number, ifsc = payees.number_of(one.payee_account), one.payee_account.ifsc
    return bankfile.Order(
        reference=one.reference,
        name=payees.name_of(payee),
        account=number,
        ifsc=ifsc,
        paise=one.paise,
        remark=f"{one.due.award.claim.scheme} {one.due.award.claim.case.number}",
    )


def _number(board: str, at: datetime) -> str:
    year = clock.day(at).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [f"batch:{board}:{year}"])
        return f"BP-{board.upper()}-{year}-{cursor.fetchone()[0]:06d}"


def bound(row: Batch) -> str:
    """Return to what the content of a batch's file is bound: moved to another row it does not open."""
    return f"batchfile:{row.number}"


def _note(row: Batch, verb: str, *, by: Actor, at: datetime, private: Detail | None = None) -> None:
    detail = {"kind": row.kind, "district": row.district_id, "count": row.count, "paise": row.total_paise}
    journal.append(row.stream, verb, by=by, at=at, detail=detail, private=private)
