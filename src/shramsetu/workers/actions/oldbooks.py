"""Old registers brought in as a run: each row is entered once, whatever is killed or begun again; the wrong ones wait.

Of an Aadhaar number its token alone is laid down: what comes in with the file is nowhere kept. An account number lies
sealed until its row is entered.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.casework.runs import Task, Told
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import aadhaar, clock, identity
from shramsetu.lib.aadhaar_tokens import Token
from shramsetu.lib.identity import BadIdentity, Identity, Kind
from shramsetu.offices import queries as offices
from shramsetu.people.vault import vault
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers import lists, oldbook_cells, oldbook_files
from shramsetu.workers.actions import entering
from shramsetu.workers.entry import NewAccount, NewWorker
from shramsetu.workers.models import Membership, OldBook, OldRow, Worker
from shramsetu.workers.rules import keys, turns
from shramsetu.workers.rules import oldbook as rules
from shramsetu.workers.rules.oldbook import Known, Parsed

KIND = "old_workers"
CHUNK, WRITTEN = 200, 2_000
FAULT_MOST = 600
TOKEN = "aadhaar_token"  # noqa: S105 - the name of a cell
OWN_SHAPE = frozenset({"aadhaar", "account"})  # judged by themselves; an account is Aadhaar's like by chance
NUMBERS = {"uan": Kind.UAN, "ration_card": Kind.RATION_CARD}
ALREADY = "यह व्यक्ति पहले से पंजी में है"
TAKEN = "इस पंजीयन संख्या पर दूसरा नाम दर्ज है"


def bring(
    path: Path, *, board: str, district: Place | None, writing: str = oldbook_files.UNICODE, by: Actor, at: datetime
) -> OldBook:
    """Lay a file down and begin its run; the same file for the same board again gives the book there is.

    Raises oldbook_files.Unreadable, NoHeadings; then nothing is kept.
    """
    with transaction.atomic():
        book, made = noted(path, path.name, board=board, district=district, by=by, at=at)
        if made:
            lay_down(book, path, writing=writing, by=by, at=at)
    if book.run_id is None:
        begin(book, by=by, at=at)
    return book


def noted(
    path: Path, name: str, *, board: str, district: Place | None, by: Actor, at: datetime
) -> tuple[OldBook, bool]:
    """Return the book of a file, and whether it is a new one."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    told = {"name": aadhaar.hide_aadhaars(name)[:120], "district": district, "by": by.key, "made_at": at}
    return OldBook.objects.get_or_create(board=board, sha256=digest, post_id=by.post_id, defaults=told)


def lay_down(book: OldBook, path: Path, *, writing: str, by: Actor, at: datetime) -> None:
    """Lay the rows of a file down. Raises oldbook_files.Unreadable, NoHeadings: the caller lets none of them stay."""
    book.rows = _lay_down(book, oldbook_files.rows(path, writing=writing))
    book.save(update_fields=["rows"])
    detail = {"board": book.board, "rows": book.rows, "sha256": book.sha256}
    journal.append(str(book), "bring_old_register", by=by, at=at, detail=detail, private={"name": book.name})


def work(task: Task) -> Iterable[Told]:
    """Enter the rows of one chunk; what a row lacks is written beside it."""
    book = OldBook.objects.select_related("district").get(pk=task.what["book"])
    return _entered(book, (task.what["first"], task.what["last"]), by=task.by, at=task.at)


@transaction.atomic
def correct(row: OldRow, cells: Mapping[str, str], *, by: Actor, at: datetime) -> str:
    """Write a wrong row anew and try to enter it; return what is wrong still, nothing once it is entered.

    Where no Aadhaar number is told, the token that was laid down stays; a wrong number goes.
    """
    kept = OldRow.objects.select_for_update(of=("self",)).select_related("book__district").get(pk=row.pk)
    if kept.worker_id is not None:
        return ""
    told = _without({name: cell for name, cell in cells.items() if cell})
    if "aadhaar" not in told and TOKEN in kept.cells:
        told |= {name: kept.cells[name] for name in ("aadhaar", TOKEN)}
    anew = oldbook_cells.laid(kept.book, kept.number, told)
    OldRow.objects.filter(pk=kept.pk).update(cells=anew.cells, key_id=anew.key_id, closed=anew.closed)
    wrong = _entered(kept.book, (kept.number, kept.number), by=by, at=at)
    detail = {"row": kept.number, "is_entered": not wrong}
    journal.append(str(kept.book), "correct_old_row", by=by, at=at, detail=detail)
    return wrong[0].words if wrong else ""


def wrong(book: OldBook) -> Iterator[OldRow]:
    """Give the rows that could not be entered, in the order of the file."""
    return OldRow.objects.filter(book=book).exclude(fault="").order_by("number").iterator(chunk_size=WRITTEN)


def known_to(book: OldBook, today: date, *, within: frozenset[int] | None = None) -> Known:
    """Give what rows of a book may speak of, and in which districts alone, where who brings it has some."""
    names = {
        rules.folded(word): place.pk for place in places.districts() for word in (place.name_hi, place.name_en) if word
    }
    entries = rulebook.book().choices[lists.TRADES].items()
    trades = {rules.folded(word): slug for slug, row in entries for word in (slug, row.title.hi, row.title.en)}
    return Known(names, trades, book.district_id, today, within)


def counted(book: OldBook, *, at: datetime) -> dict[str, int]:
    """Count the rows of a book as they read: how many are wrong, and of the others in force and with an account."""
    found, known, today = {"wrong": 0, "in_force": 0, "accounts": 0}, _known(book, at), clock.day(at)
    for row in OldRow.objects.filter(book=book).order_by("number").iterator(chunk_size=WRITTEN):
        values = rules.read(oldbook_cells.opened(row), known)
        until = values.values.get("paid_until")
        found["wrong"] += bool(values.faults)
        found["in_force"] += not values.faults and isinstance(until, date) and until >= today
        found["accounts"] += not values.faults and "account" in values.values
    return found


@dataclass(slots=True)
class _Line:
    """A row on its way in: what it says, what is wrong with it, who it became."""

    row: OldRow
    parsed: Parsed
    numbers: dict[str, Identity]
    token: Token | None
    key: str
    fault: str = ""
    worker: Worker | None = None

    @property
    def digests(self) -> set[str]:
        """Under which tokens a worker of this Aadhaar number may stand."""
        return {self.token.digest, vault().turned(self.token).digest} if self.token else set()

    @property
    def marks(self) -> set[object]:
        """What two rows must not have in common to be entered at once."""
        return {self.key, *self.digests}


def _entered(book: OldBook, span: tuple[int, int], *, by: Actor, at: datetime) -> list[Told]:
    known = _known(book, at)
    rows = OldRow.objects.filter(book=book, number__range=span, worker=None).order_by("number")
    lines = [_read(book, row, known) for row in rows]
    whole = [one for one in lines if not one.fault]
    for turn in turns.of([one.marks for one in whole]):
        _enter(book, [whole[place] for place in turn], by=by, at=at)
    _write_down(lines)
    return [Told(f"{book.pk}:{one.row.number}", words=one.fault) for one in lines if one.fault]


def _known(book: OldBook, at: datetime) -> Known:
    """Give what rows of a book may speak of: of districts those of the post that brought it in, whoever enters it."""
    within = None if book.post_id is None else offices.scope_districts(offices.get(book.post_id))
    return known_to(book, clock.day(at), within=within)


def _read(book: OldBook, row: OldRow, known: Known) -> _Line:
    parsed = rules.read(oldbook_cells.opened(row), known)
    numbers = _numbers(row, parsed)
    key = f"old:{book.board}:{parsed.values.get('number', '')}"[:64]
    return _Line(row, parsed, numbers, _token(row), key, fault=parsed.sentence[:FAULT_MOST])


def _enter(book: OldBook, lines: Sequence[_Line], *, by: Actor, at: datetime) -> None:
    """Enter rows that have nothing in common, and write beside each one that cannot be why."""
    _refuse(lines)
    fit = [one for one in lines if not one.fault]
    homes = {place.pk: place for place in places.districts()}
    told = [_told(one, homes) for one in fit]
    for one, worker in zip(fit, entering.enter_many(told, by=by, at=at), strict=True):
        one.worker = worker
    _register(book, fit, by=by, at=at)


def _refuse(lines: Sequence[_Line]) -> None:
    """Tell who is in the registry already by Aadhaar, and which registration number is another one's."""
    digests = {digest for one in lines for digest in one.digests}
    same = Worker.objects.filter(aadhaar_digest__in=digests, merged_into=None) if digests else Worker.objects.none()
    twins = list(same.only("number", "key", "aadhaar_digest").order_by("pk"))
    holders = {one.key: one for one in Worker.objects.filter(key__in={line.key for line in lines})}
    for one in lines:
        twin = next((row for row in twins if row.aadhaar_digest in one.digests and row.key != one.key), None)
        holder = holders.get(one.key)
        if twin is not None:
            one.fault = f"{ALREADY}: {twin.number}"
        elif holder is not None and holder.name_key != keys.whole(str(one.parsed.values["name"])):
            one.fault = f"{TAKEN}: {holder.number}"


def _register(book: OldBook, lines: Sequence[_Line], *, by: Actor, at: datetime) -> None:
    """Write the memberships as the register has them; one there is stays as it is."""
    workers = [one.worker for one in lines if one.worker]
    members = set(Membership.objects.filter(worker__in=workers, board=book.board).values_list("worker", flat=True))
    made, notes = [], []
    for one in lines:
        if one.worker is None or one.worker.pk in members:
            continue
        row = _membership(book, one.worker, one.parsed)
        detail = {"board": book.board, "on": row.registered_on, "until": row.paid_until, "book": book.pk}
        made.append(row)
        notes.append(journal.Note(one.worker.stream, "admit", detail))
    Membership.objects.bulk_create(made)
    journal.append_many(notes, by=by, at=at)


def _membership(book: OldBook, worker: Worker, parsed: Parsed) -> Membership:
    values = parsed.values
    first, until = values["registered_on"], values["paid_until"]
    assert isinstance(first, date)
    assert isinstance(until, date)
    return Membership(
        worker=worker,
        board=book.board,
        number=str(values["number"]),
        trade=str(values.get("trade", "")),
        registered_on=first,
        paid_until=until,
        years_paid=max(1, round((until - first).days / 365.25)),
    )


def _write_down(lines: Sequence[_Line]) -> None:
    """Write beside each row who it became, and empty it, or what is wrong with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workers_oldrow r SET worker_id = n.worker, fault = n.fault,"
            " cells = CASE WHEN n.worker IS NULL THEN r.cells ELSE '{}'::jsonb END,"
            " key_id = CASE WHEN n.worker IS NULL THEN r.key_id ELSE '' END,"
            " closed = CASE WHEN n.worker IS NULL THEN r.closed ELSE ''::bytea END"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) n(id, worker, fault) WHERE r.id = n.id",
            [
                [one.row.pk for one in lines],
                [one.worker.pk if one.worker else None for one in lines],
                [one.fault for one in lines],
            ],
        )


def _told(line: _Line, homes: Mapping[int, Place]) -> NewWorker:
    parsed, numbers = line.parsed, line.numbers
    values = parsed.values
    plain = ("name", "other_name", "parent", "sex", "born_on", "is_born_known", "phone", "address", "pin")
    given = {name: values[name] for name in plain if name in values}
    account = NewAccount(str(values["account"]), str(values["ifsc"])) if "account" in values else None
    return NewWorker(
        **given,  # type: ignore[arg-type]
        district=homes[int(str(values["district"]))],
        aadhaar=line.token,
        uan=numbers.get("uan"),
        ration_card=numbers.get("ration_card"),
        account=account,
        key=line.key,
    )


def _numbers(row: OldRow, parsed: Parsed) -> dict[str, Identity]:
    """Read the other numbers; a wrong one is a fault of its cell."""
    found = {}
    for name, kind in NUMBERS.items():
        if text := row.cells.get(name, ""):
            try:
                found[name] = identity.parse(kind, text)
            except BadIdentity:
                parsed.faults[name] = "identity"
    for name in ("aadhaar", "number"):
        if row.cells.get(name) == rules.FAULTS["aadhaar"]:
            parsed.faults[name] = "aadhaar"
    return found


def _token(row: OldRow) -> Token | None:
    kept = row.cells.get(TOKEN)
    return Token(*kept) if kept else None


def _lay_down(book: OldBook, found: Iterable[oldbook_files.Row]) -> int:
    count, each = 0, iter(found)
    while part := list(islice(each, WRITTEN)):
        OldRow.objects.bulk_create(oldbook_cells.laid(book, number, _without(cells)) for number, cells in part)
        count += len(part)
    return count


def _without(cells: dict[str, str]) -> dict[str, object]:
    """Put the token in the place of the Aadhaar number, and hide any that stands where it does not belong."""
    kept: dict[str, object] = {
        name: cell if name in OWN_SHAPE else aadhaar.hide_aadhaars(cell) for name, cell in cells.items()
    }
    if kept.get("number", "") != cells.get("number", ""):
        kept["number"] = rules.FAULTS["aadhaar"]  # hidden, it would do for a number, and for many the same
    if said := cells.get("aadhaar"):
        try:
            token = vault().token(identity.parse(Kind.AADHAAR, said))
            kept["aadhaar"], kept[TOKEN] = token.masked, [token.key_id, token.digest, token.last_four]
        except BadIdentity:
            kept["aadhaar"] = rules.FAULTS["aadhaar"]  # a wrong number is no number, and is not kept either
    return kept


def begin(book: OldBook, *, by: Actor, at: datetime) -> Run:
    """Have the rows entered in the background, in chunks of their numbers in the file."""
    found = OldRow.objects.filter(book=book).order_by("number").values_list("number", flat=True)
    parts = (
        runs.Part({"book": book.pk, "first": one[0], "last": one[-1]}, len(one))
        for one in _cut(found.iterator(chunk_size=WRITTEN))
    )
    run = runs.begin(KIND, parts, title=book.name, by=by, at=at, key=f"old:{book.pk}")
    OldBook.objects.filter(pk=book.pk).update(run=run)
    book.run = run
    return run


def _cut(numbers: Iterator[int]) -> Iterator[list[int]]:
    while part := list(islice(numbers, CHUNK)):
        yield part
