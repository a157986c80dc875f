"""What the bank answers: each line of a statement is matched to the paisa, once; what does not match is listed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q

from shramsetu.bonded import bound, entitled, halves, refusals, vault
from shramsetu.bonded.actions import duties, entitling, excess, fund, payments
from shramsetu.bonded.models import BankEntry, Payment, Statement, StatementRow
from shramsetu.bonded.queries import entries
from shramsetu.bonded.rules import bank
from shramsetu.bonded.rules.bank import Result
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.rules.money import Kind
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import banks, clock

PAID, RETURNED = "paid", "returned"
NOT_RECEIVED = "not-received"  # the clock that the person starts by saying that a sum did not come
MOST_BYTES = 5_000_000
# What a line about an attempt beside the one that pays comes to.
BESIDE = {
    Result.PAID_UNTAKEN: excess.taken_after_all,
    Result.PAID_TWICE: excess.paid_twice,
    Result.RECOVERED: excess.recovered,
}
SETTLING = frozenset({Result.MATCHED, *BESIDE})
# Lines that another day, or another reader, may settle: a day to come, a reference not known here, one's own proposal.
OPEN = (
    Q(result__in=[Result.UNKNOWN, Result.OWN_HAND])
    | Q(result=Result.UNREADABLE, wrong="VALUE_DATE")
    | Q(result=Result.PAID_UNTAKEN, outcome="")
)


def read_in(content: bytes, *, districts: Sequence[int] | None, by: Actor, at: datetime) -> tuple[Statement, bool]:
    """Read a statement and settle what it answers; return it, and whether it is new: the same file again is harmless.

    Each post reads for itself; the lines that could not be settled at the last reading are judged again, and written
    as another reading only where one of them comes to something else.

    Only payments of `districts` (ids; None for all) that are of `by` are settled; others are as unknown as any. Raises
    NotYours, BadStatement.
    """
    payments.allow(by, payments.PAYERS)
    mine = halves.districts(by)
    if mine is not None:
        districts = sorted(mine if districts is None else mine & set(districts))
    digest = sha256(content).hexdigest()
    known = _last(digest, by)
    was = dict(known.rows.filter(OPEN).values_list("row", "result")) if known is not None else {}
    if known is not None and not was:
        return known, False
    try:
        lines = bank.read(content)
    except banks.BadFile:
        raise refusals.BadStatement(", ".join(bank.BACK)) from None
    if known is not None:
        lines = [line for line in lines if line.row in was]
        if _are_as_before(lines, was, districts, by=by, at=at):
            return known, False
    statement = Statement(
        sha256=digest,
        reading=known.reading + 1 if known else 1,
        by=by.key,
        post_id=by.post_id,
        at=at,
    )
    try:
        return _kept(statement, lines, districts, by=by, at=at), True
    except IntegrityError:
        # somebody at the same post uploaded the very same file in this moment
        found = _last(digest, by)
        if found is None:
            raise
        return found, False


def _last(digest: str, by: Actor) -> Statement | None:
    """Return the latest reading of a file by the post of `by`."""
    return Statement.objects.filter(sha256=digest, post=by.post_id).order_by("-reading").first()


@transaction.atomic
def _are_as_before(
    lines: Sequence[bank.Line], was: Mapping[int, str], districts: Sequence[int] | None, *, by: Actor, at: datetime
) -> bool:
    named = _entries(lines, districts)
    now = {line.row: _judged(line, named.get(line.reference), by=by, at=at) for line in lines}
    return now == was and SETTLING.isdisjoint(now.values())


def cells(row: StatementRow) -> dict[str, str]:
    """Return the texts of a line as they stood in the file."""
    found = vault.opened(row.key_id, bytes(row.closed), bound_to=bound.statement_row(row))
    return {name: str(text) for name, text in found.items()}


@transaction.atomic
def _kept(
    statement: Statement, lines: Sequence[bank.Line], districts: Sequence[int] | None, *, by: Actor, at: datetime
) -> Statement:
    statement.save(force_insert=True)
    named = _entries(lines, districts)
    foreign = _foreign(lines, named)
    results = [
        _read(statement, line, named.get(line.reference), keeps=line.reference not in foreign, by=by, at=at)
        for line in lines
    ]
    detail = {str(result): results.count(result) for result in Result}
    journal.append(f"statement:{statement.pk}", "read_statement", by=by, at=at, detail=detail)
    return statement


def _entries(lines: Sequence[bank.Line], districts: Sequence[int] | None) -> dict[str, BankEntry]:
    """Return and lock the entries that the lines name, in one order for everybody."""
    rows = BankEntry.objects.filter(reference__in={line.reference for line in lines})
    if districts is not None:
        rows = rows.filter(file__district__in=districts)
    locked = rows.order_by("pk").select_for_update(of=("self",))
    return {one.reference: one for one in locked.select_related("file", "payment__survivor__case", "payment__district")}


def _foreign(lines: Sequence[bank.Line], named: Mapping[str, BankEntry]) -> set[str]:
    """Return the references that are of another district: nothing of their lines is kept here but to what they came."""
    others = {line.reference for line in lines} - set(named)
    return set(BankEntry.objects.filter(reference__in=others).values_list("reference", flat=True))


def _judged(line: bank.Line, entry: BankEntry | None, *, by: Actor, at: datetime) -> Result:
    result = bank.judged(line, entries.known(entry), utr_is_used=entries.is_used(line, entry), on=clock.day(at))
    if result in SETTLING and entry is not None and entry.payment.proposed_by_id == by.user_id:
        return Result.OWN_HAND
    return result


def _read(
    statement: Statement, line: bank.Line, entry: BankEntry | None, *, keeps: bool, by: Actor, at: datetime
) -> Result:
    result = _judged(line, entry, by=by, at=at)
    outcome = _settle(entry, line, result, by=by, at=at) if entry is not None and result in SETTLING else ""
    closed = vault.shut(dict(line.cells) if keeps else {}, bound_to=_bound(statement.sha256, line.row))
    StatementRow(
        statement=statement,
        row=line.row,
        key_id=closed.key_id,
        closed=closed.closed,
        result=result,
        wrong=line.wrong if line.wrong else "VALUE_DATE" if result is Result.UNREADABLE else "",
        entry=entry,
        outcome=outcome,
        emptied=not keeps,
    ).save(force_insert=True)
    return result


def _settle(entry: BankEntry, line: bank.Line, result: Result, *, by: Actor, at: datetime) -> str:
    """Do what a line answers of an entry; return what the entry is then, nothing where that must wait."""
    assert line.value_on is not None
    credit, payment = excess.Credit(entry, line.utr, line.value_on), entry.payment
    if result in BESIDE:
        outcome = BESIDE[result](credit, by=by, at=at)
    else:
        outcome = PAID if line.is_paid else RETURNED
        credit.write(outcome)
    if outcome == PAID:
        settled(payment, line.utr, value_on=line.value_on, attempt=entry.attempt, by=by, at=at)
    elif result is Result.MATCHED:
        more = {"reference": line.utr, "value_on": line.value_on, "attempt": entry.attempt}
        came_back(payment, line.reason, **more, by=by, at=at)  # type: ignore[arg-type]
    return outcome


def settled(
    payment: Payment, reference: str, *, value_on: date, by: Actor, at: datetime, attempt: int | None = None
) -> None:
    """Write that the money is with the person, and stop what waited for it. In a transaction."""
    note = payments.Note(reference=reference, value_on=value_on, attempt=attempt)
    payments.move(payment, Stage.PAID, note=note, seen=payment.seq, by=by, at=at)
    if payment.kind == Kind.IMMEDIATE and not entitled.immediate_left(payment.survivor):
        duties.done(payment.survivor.case, entitling.IMMEDIATE_CLOCK, at=at)


def came_back(
    payment: Payment,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    reference: str = "",
    value_on: date | None = None,
    attempt: int | None = None,
) -> None:
    """Write that the money came back: the clock of paying again starts the same day, that of the assistance goes on.

    It goes next to the account that is in use by then. In a transaction.
    """
    changes = {"account": payments.account_of(payment.survivor_id)} if payment.mode == Payment.Mode.BANK else {}
    note = payments.Note(reference=reference, value_on=value_on, reason=reason, changes=changes, attempt=attempt)
    payments.move(payment, Stage.RETURNED, note=note, seen=payment.seq, by=by, at=at)
    fund.give_back(payment, by=by, at=at)
    duties.done(payment.survivor.case, NOT_RECEIVED, key=str(payment.pk), at=at, by=by)
    case, district = payment.survivor.case, payment.district
    duties.start(case, "payment-returned", key=str(payment.pk), from_at=at, by=by, at=at, district=district)
    if payment.kind == Kind.IMMEDIATE:
        duties.start(case, entitling.IMMEDIATE_CLOCK, from_at=payment.due_at, by=by, at=at, district=district)


def _bound(digest: str, row: int) -> str:
    return f"statement:{digest}:{row}"
