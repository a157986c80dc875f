"""What the bank answered: each line held against what went out, to the paisa; settled, or kept for a person to see."""

import json
from collections import Counter as Tally
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.schemes import refusals
from shramsetu.schemes.actions import batches, closing, pensions
from shramsetu.schemes.models import Answer, AnswerRow, Batch, Due, Transfer
from shramsetu.schemes.rules import bankfile
from shramsetu.schemes.rules.bankfile import SETTLING, Known, Line, Result
from shramsetu.schemes.rules.dues import Stage

CHUNK = 1_000
CELL = 40  # so much of a text of the bank's file stands on a page
AT_ONCE = 100  # claims that end with the reading itself
OUTCOMES = {
    Result.PAID_UNTAKEN: Transfer.Outcome.PAID,
    Result.PAID_TWICE: Transfer.Outcome.EXCESS,
    Result.RECOVERED: Transfer.Outcome.RETURNED,
}
STANDING = ("", Transfer.Outcome.PAID)
ADVICE = {
    Result.UNKNOWN: _("Nothing here has this reference. Ask the bank what it is."),
    Result.WRONG_AMOUNT: _("The amount differs from what was sent. Ask the bank; nothing was settled."),
    Result.DUPLICATE: _("This was settled before with another answer. Ask the bank which one is right."),
    Result.UTR_USED: _("Another credit has this bank reference. Ask the bank."),
    Result.UNREADABLE: _("This line cannot be read. Mend it and read the file again."),
    Result.PAID_TWICE: _("Paid a second time. Ask the bank to take it back."),
    Result.PAID_UNTAKEN: _("The bank paid it although it was said not to have taken the file. It is settled."),
    Result.RECOVERED: _("What was paid a second time came back."),
}
# What is wrong with the column that stopped a line from being read.
WRONG = {
    "REFERENCE": _("REFERENCE is empty."),
    "AMOUNT": _("AMOUNT is no sum such as 65000.00, or the line has a comma too many."),
    "STATUS": _("STATUS is neither PAID nor RETURNED."),
    "CODE": _("CODE does not fit STATUS: what came back has the bank's code, what was paid has none."),
    "UTR": _("UTR, the bank's reference of the payment, is missing or is not 8 to 30 letters and digits."),
    "VALUE_DATE": _("VALUE_DATE is missing or no day, has not come yet, or lies before the file was approved."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that needs a person: the reference that stands in it, and what is wrong with which words of it."""

    row: AnswerRow
    reference: str
    wrong: str | Promise = ""
    cell: str = ""


def shown(row: AnswerRow) -> Shown:
    """Return what a page says of a line that was not settled, as far as it could be read."""
    cells = _cells(row)
    reference = row.transfer.reference if row.transfer else cells.get("REFERENCE", "").strip()
    cell = cells.get(row.wrong, "").strip()
    return Shown(row, reference[:CELL], WRONG.get(row.wrong, ""), cell[:CELL])


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a file: the answer's row, how many lines of each result, whether it was read before."""

    answer: Answer
    results: Mapping[Result, int]
    was_read: bool = False


@transaction.atomic
def read(content: bytes, *, board: str, by: Actor, at: datetime) -> Reading:
    """Read a bank's file of answers: settle what fits to the paisa, keep the rest with what to do.

    The same file again changes nothing. Raises NotYours, banks.BadFile.
    """
    batches.allow(by, board)
    digest = sha256(content).hexdigest()
    there = Answer.objects.filter(board=board, sha256=digest).first()
    if there is not None:
        return Reading(there, tallied(there), was_read=True)
    lines = bankfile.read(content)
    answer = Answer(board=board, sha256=digest, count=len(lines), by=by.key, at=at)
    answer.save(force_insert=True)
    for chunk in _chunks(lines):
        _settle_chunk(answer, chunk, by=by, at=at)
    paid = AnswerRow.objects.filter(answer=answer, transfer__outcome=Transfer.Outcome.PAID)
    # a long answer's claims are ended by the clock, some hundreds each five minutes
    closing.close_paid(at=at, only=paid.values_list("transfer__due__award__claim", flat=True).distinct()[:AT_ONCE])
    found = tallied(answer)
    detail = {"count": answer.count, "sha256": digest, **{str(result): count for result, count in found.items()}}
    journal.append(f"answers:{board}", "read_answer", by=by, at=at, detail=detail)
    return Reading(answer, found)


def tallied(answer: Answer) -> dict[Result, int]:
    """Return how many lines of an answer came to each result."""
    return {Result(one): count for one, count in Tally(answer.rows.values_list("result", flat=True)).items()}


def report(answer: Answer, language: str) -> bytes:
    """Return the lines that did not settle as a CSV with what to do."""
    del language  # the advice is lazy and speaks the reader's language
    rows = answer.rows.exclude(result__in=[Result.MATCHED, Result.SEEN]).order_by("row")
    return bankfile.report((_cells(row), row.row, row.result, str(ADVICE[Result(row.result)])) for row in rows)


@transaction.atomic
def mend(transfer: Transfer, reason: str, *, by: Actor, at: datetime) -> None:
    """Write that a returned sum may go out again to the same account. Raises NotYours, NotNow."""
    batches.allow(by, transfer.batch.board)
    row = Transfer.objects.select_for_update(of=("self",)).select_related("due", "batch").get(pk=transfer.pk)
    if row.outcome != Transfer.Outcome.RETURNED or row.due.stage != Stage.RETURNED:
        raise refusals.NotNow
    Transfer.objects.filter(pk=row.pk).update(mended_by=by.key, mended_at=at)
    detail = {"reference": row.reference, "code": row.code}
    journal.append(row.batch.stream, "mend_transfer", by=by, at=at, detail=detail, private={"reason": reason})


def _settle_chunk(answer: Answer, lines: Sequence[Line], *, by: Actor, at: datetime) -> None:
    on = clock.day(at)
    known = _known(answer.board, lines)
    others = _with_others(known.values())
    paid_by: dict[int, int] = {}
    used = dict(
        Transfer.objects.filter(
            utr__in={one.utr for one in lines if one.utr}, outcome__in=["paid", "excess"]
        ).values_list("utr", "reference")
    )
    rows, moved = [], []
    for line in lines:
        transfer = known.get(line.reference)
        sent = _as_known(transfer, has_other=_has_other(transfer, others, paid_by)) if transfer else None
        utr_is_used = used.get(line.utr, line.reference) != line.reference
        result = bankfile.judged(line, sent, utr_is_used=utr_is_used, on=on)
        if transfer is not None and result in SETTLING:
            _settle(transfer, line, result, at=at)
            moved.append(transfer)
            if line.is_paid:
                used[line.utr] = line.reference
            if transfer.outcome == Transfer.Outcome.PAID:
                paid_by[transfer.due_id] = transfer.pk
        rows.append(_row(answer, line, result, transfer))
    _write(moved)
    back = [one for one in moved if one.outcome == Transfer.Outcome.RETURNED]
    gone_on = pensions.follow(back, by=by, at=at)
    closing.tell_back([one for one in back if one.due_id not in gone_on], by=by, at=at)
    AnswerRow.objects.bulk_create(rows, batch_size=CHUNK)


def _known(board: str, lines: Iterable[Line]) -> dict[str, Transfer]:
    wanted = {one.reference for one in lines}
    of = Transfer.objects.filter(reference__in=wanted, batch__board=board, batch__file__isnull=False)
    of = of.select_related("due", "batch").select_for_update(of=("self", "due")).order_by("pk")
    found = {one.reference: one for one in of}
    dues: dict[int, Due] = {}
    for one in found.values():
        one.due = dues.setdefault(one.due_id, one.due)  # several attempts at one due speak of one row
    return found


def _with_others(known: Iterable[Transfer]) -> set[int]:
    """Return those of `known` whose due is paid by another attempt, or is on its way by one that can go out.

    A line of a batch that nobody approved can still be taken out: it waits here until the reading is over.
    """
    rows = list(known)
    living = Transfer.objects.filter(due__in=[one.due_id for one in rows], outcome__in=STANDING)
    held = list(_unapproved(living).values_list("pk", flat=True))
    by_due: dict[int, set[int]] = {}
    for due, pk in living.exclude(outcome="", batch__in=held).values_list("due", "pk"):
        by_due.setdefault(due, set()).add(pk)
    return {one.pk for one in rows if by_due.get(one.due_id, set()) - {one.pk}}


def _unapproved(living: QuerySet[Transfer]) -> QuerySet[Batch]:
    made = Batch.objects.filter(pk__in=living.values("batch"), stage=Batch.Stage.MADE)
    return made.select_for_update(of=("self",)).order_by("pk")


def _has_other(one: Transfer, others: Collection[int], paid_by: Mapping[int, int]) -> bool:
    """Tell whether the money of this attempt is another's by now: paid by another one, or planned for heirs."""
    is_elsewhere = one.due.stage == Stage.CANCELLED or paid_by.get(one.due_id, one.pk) != one.pk
    return is_elsewhere or one.pk in others


def _as_known(one: Transfer, *, has_other: bool) -> Known:
    assert one.batch.decided_at is not None
    return Known(
        paise=one.paise,
        made_on=clock.day(one.batch.decided_at),
        outcome=one.outcome,
        code=one.code,
        utr=one.utr,
        value_on=one.value_on,
        has_other=has_other,
    )


def _settle(one: Transfer, line: Line, result: Result, *, at: datetime) -> None:
    answered = Transfer.Outcome.PAID if line.is_paid else Transfer.Outcome.RETURNED
    was_excess = one.outcome == Transfer.Outcome.EXCESS
    one.outcome, one.answered_at = OUTCOMES.get(result, answered), at
    if line.is_paid:
        one.utr, one.value_on = line.utr, line.value_on
    else:
        one.code = line.code
    if one.outcome == Transfer.Outcome.EXCESS or was_excess:
        return  # the due itself is paid by another transfer
    due = one.due
    if result is Result.PAID_UNTAKEN:
        batches.free(Transfer.objects.filter(due=due, outcome=""), Transfer.Outcome.DROPPED, at=at)
    due.stage, due.stage_at = (Stage.PAID if line.is_paid else Stage.RETURNED), at
    due.paid_on, due.why = (line.value_on, "") if line.is_paid else (None, line.code)


def _write(moved: Sequence[Transfer]) -> None:
    Transfer.objects.bulk_update(moved, ["outcome", "answered_at", "utr", "value_on", "code"], batch_size=CHUNK)
    dues = {one.due_id: one.due for one in moved}
    Due.objects.bulk_update(dues.values(), ["stage", "stage_at", "paid_on", "why"], batch_size=CHUNK)


def _row(answer: Answer, line: Line, result: Result, transfer: Transfer | None) -> AnswerRow:
    written = json.dumps(dict(line.cells), ensure_ascii=False, sort_keys=True).encode()
    made = AnswerRow(
        answer=answer,
        row=line.row,
        result=result,
        wrong=line.wrong if line.wrong else "VALUE_DATE" if result is Result.UNREADABLE else "",
        transfer=transfer,
    )
    made.key_id, made.closed = sealing.shut(written, bound_to=bound(made))
    return made


def _cells(row: AnswerRow) -> dict[str, str]:
    found: dict[str, str] = json.loads(sealing.opened(row.key_id, bytes(row.closed), bound_to=bound(row)))
    return found


def bound(row: AnswerRow) -> str:
    """Return to what the texts of a line are bound: the answer's digest, and the line's place in it."""
    return f"answer:{row.answer.board}:{row.answer.sha256}:{row.row}"


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    left = iter(lines)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
