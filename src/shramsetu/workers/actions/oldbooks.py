"""Old registers brought in as a run: each row is entered once, whatever is killed or begun again; the wrong ones wait.

Of an Aadhaar number its token alone is laid down: what comes in with the file is nowhere kept.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from shramsetu import rulebook
from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.casework.runs import Task, Told
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import aadhaar, clock, identity
from shramsetu.lib.aadhaar_tokens import Token
from shramsetu.lib.identity import BadIdentity, Identity, Kind
from shramsetu.people.vault import vault
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers import lists, oldbook_files
from shramsetu.workers.actions import entering
from shramsetu.workers.entry import NewAccount, NewWorker
from shramsetu.workers.models import Membership, OldBook, OldRow, Worker
from shramsetu.workers.rules import keys
from shramsetu.workers.rules import oldbook as rules
from shramsetu.workers.rules.oldbook import Known, Parsed

KIND = "old_workers"
CHUNK, WRITTEN = 200, 2_000
TOKEN = "aadhaar_token"  # noqa: S105 - the name of a cell
OWN_SHAPE = frozenset({"aadhaar", "phone", "uan", "ration_card", "account", "number"})
NUMBERS = {"uan": Kind.UAN, "ration_card": Kind.RATION_CARD}
ALREADY = "यह व्यक्ति पहले से पंजी में है"
TAKEN = "इस पंजीयन संख्या पर दूसरा नाम दर्ज है"


def bring(
    path: Path, *, board: str, district: Place | None, writing: str = oldbook_files.UNICODE, by: Actor, at: datetime
) -> OldBook:
    """Lay a file down and begin its run; the same file for the same board again gives the book there is.

    Raises oldbook_files.Unreadable, NoHeadings; then nothing is kept.
    """
    digest = _digest(path)
    with transaction.atomic():
        told = {"name": path.name[:120], "district": district, "by": by.key, "made_at": at}
        book, made = OldBook.objects.get_or_create(board=board, sha256=digest, defaults=told)
        if made:
            book.rows = _lay_down(book, oldbook_files.rows(path, writing=writing))
            book.save(update_fields=["rows"])
            detail = {"board": board, "rows": book.rows, "sha256": digest}
            journal.append(str(book), "bring_old_register", by=by, at=at, detail=detail, private={"name": book.name})
    if book.run_id is None:
        _begin(book, by=by, at=at)
    return book


def work(task: Task) -> Iterable[Told]:
    """Enter the rows of one chunk; what a row lacks is written beside it."""
    book = OldBook.objects.select_related("district").get(pk=task.what["book"])
    span = (task.what["first"], task.what["last"])
    known = known_to(book, clock.day(task.at))
    for row in OldRow.objects.filter(book=book, number__range=span, worker=None).order_by("number"):
        fault = _one(book, row, known, by=task.by, at=task.at)
        if fault:
            yield Told(f"{book.pk}:{row.number}", words=fault)


def wrong(book: OldBook) -> Iterator[OldRow]:
    """Give the rows that could not be entered, in the order of the file."""
    return OldRow.objects.filter(book=book).exclude(fault="").order_by("number").iterator(chunk_size=WRITTEN)


def known_to(book: OldBook, today: date) -> Known:
    """Give what rows of a book may speak of."""
    names = {
        rules.folded(word): place.pk for place in places.districts() for word in (place.name_hi, place.name_en) if word
    }
    entries = rulebook.book().choices[lists.TRADES].items()
    trades = {rules.folded(word): slug for slug, row in entries for word in (slug, row.title.hi, row.title.en)}
    return Known(names, trades, book.district_id, today)


def _one(book: OldBook, row: OldRow, known: Known, *, by: Actor, at: datetime) -> str:
    """Enter a row and return nothing, or what is wrong with it."""
    parsed = rules.read(row.cells, known)
    numbers = _numbers(row, parsed)
    if parsed.faults:
        return _refused(row, parsed.sentence)
    token = _token(row)
    key = f"old:{book.board}:{parsed.values['number']}"[:64]
    if token and (twin := _twin(token, key)):
        return _refused(row, f"{ALREADY}: {twin}")
    if other := _of_another(parsed, key):
        return _refused(row, f"{TAKEN}: {other}")
    with transaction.atomic():
        worker = entering.enter(_told(parsed, numbers, token, key), by=by, at=at)
        _registered(worker, book, parsed, by=by, at=at)
    OldRow.objects.filter(pk=row.pk).update(worker=worker, fault="", cells={})
    return ""


def _registered(worker: Worker, book: OldBook, parsed: Parsed, *, by: Actor, at: datetime) -> None:
    """Write the membership as the register has it; one there is stays as it is."""
    values = parsed.values
    first, until = values["registered_on"], values["paid_until"]
    assert isinstance(first, date)
    assert isinstance(until, date)
    told = {
        "number": values["number"],
        "trade": values.get("trade", ""),
        "registered_on": first,
        "paid_until": until,
        "years_paid": max(1, round((until - first).days / 365.25)),
    }
    _row, made = Membership.objects.get_or_create(worker=worker, board=book.board, defaults=told)
    if made:
        detail = {"board": book.board, "on": first, "until": until, "book": book.pk}
        journal.append(worker.stream, "admit", by=by, at=at, detail=detail)


def _told(parsed: Parsed, numbers: dict[str, Identity], token: Token | None, key: str) -> NewWorker:
    values = parsed.values
    plain = ("name", "other_name", "parent", "sex", "born_on", "is_born_known", "phone", "address", "pin")
    given = {name: values[name] for name in plain if name in values}
    account = NewAccount(str(values["account"]), str(values["ifsc"])) if "account" in values else None
    return NewWorker(
        **given,  # type: ignore[arg-type]
        district=Place.objects.get(pk=str(values["district"])),
        aadhaar=token,
        uan=numbers.get("uan"),
        ration_card=numbers.get("ration_card"),
        account=account,
        key=key,
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
    if row.cells.get("aadhaar") == rules.FAULTS["aadhaar"]:
        parsed.faults["aadhaar"] = "aadhaar"
    return found


def _token(row: OldRow) -> Token | None:
    kept = row.cells.get(TOKEN)
    return Token(*kept) if kept else None


def _twin(token: Token, key: str) -> str:
    """Return the number of another worker with this Aadhaar."""
    turned = vault().turned(token)
    same = Worker.objects.filter(aadhaar_digest__in={token.digest, turned.digest}, merged_into=None).exclude(key=key)
    found = same.only("number").first()
    return found.number if found else ""


def _of_another(parsed: Parsed, key: str) -> str:
    """Return the number of a worker whom this registration number belongs to under another name."""
    known = Worker.objects.filter(key=key).only("number", "name_key").first()
    if known is None or known.name_key == keys.whole(str(parsed.values["name"])):
        return ""
    return known.number


def _refused(row: OldRow, fault: str) -> str:
    OldRow.objects.filter(pk=row.pk).update(fault=fault[:600])
    return fault


def _lay_down(book: OldBook, found: Iterable[oldbook_files.Row]) -> int:
    count, each = 0, iter(found)
    while part := list(islice(each, WRITTEN)):
        OldRow.objects.bulk_create(OldRow(book=book, number=number, cells=_without(cells)) for number, cells in part)
        count += len(part)
    return count


def _without(cells: dict[str, str]) -> dict[str, object]:
    """Put the token in the place of the Aadhaar number, and hide any that stands where it does not belong."""
    kept: dict[str, object] = {
        name: cell if name in OWN_SHAPE else aadhaar.hide_aadhaars(cell) for name, cell in cells.items()
    }
    if said := cells.get("aadhaar"):
        try:
            token = vault().token(identity.parse(Kind.AADHAAR, said))
            kept["aadhaar"], kept[TOKEN] = token.masked, [token.key_id, token.digest, token.last_four]
        except BadIdentity:
            kept["aadhaar"] = rules.FAULTS["aadhaar"]  # a wrong number is no number, and is not kept either
    return kept


def _begin(book: OldBook, *, by: Actor, at: datetime) -> Run:
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
