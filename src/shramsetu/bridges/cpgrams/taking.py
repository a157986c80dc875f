"""Registrations of CPGRAMS: looked through when a file is handed in, each filed once by the one filing there is."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import structlog
from django.db import OperationalError, transaction
from django.utils.crypto import salted_hmac

from shramsetu import rulebook
from shramsetu.bridges.cpgrams import files, rules
from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsRow, CpgramsStanding
from shramsetu.bridges.cpgrams.rules import Known, Row
from shramsetu.bridges.errors import NothingWaits
from shramsetu.bridges.models import Reference, System
from shramsetu.casework import actions as casework
from shramsetu.casework import runs, sealing
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.casework.runs import Task, Told
from shramsetu.grievances import actions as grievances
from shramsetu.grievances import prepare
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.lib.aadhaar import hide_aadhaars
from shramsetu.places import queries as places
from shramsetu.rulebook.cpgrams import folded

log = structlog.get_logger("cpgrams")
KIND, STREAM, CHANGED = "cpgrams", "pg-portal", "cpgrams_changed"
CHUNK, PAGE = 50, 1_000
SILENT = frozenset({"status", "received", "state", "pin"})  # what concerns no officer when it changes there
Outcome = CpgramsRow.Outcome


def known(at: datetime) -> Known:
    """Return what rows may speak of today."""
    book, on = rulebook.book(), clock.day(at)
    districts: dict[str, int] = {}
    for one in places.districts():
        names = {str(one.lgd_code), one.name_hi, one.name_en, *(key for key in one.keys if not key.startswith("~"))}
        districts |= {folded(name): int(one.lgd_code or 0) for name in names if name}
    least, most = book.number("grievances.text_letters_min", on), book.number("grievances.text_letters_max", on)
    return Known(book.cpgrams, districts, least, most, on)


@transaction.atomic
def hand_in(content: bytes, name: str, *, is_krutidev: bool, by: Actor, at: datetime) -> tuple[CpgramsFile, bool]:
    """Look a file through and lay its rows down, sealed; the same file again gives the one there is.

    Raises files.Unusable; then nothing is kept.
    """
    digest = hashlib.sha256(content).hexdigest()
    if known_file := _kept(digest, is_krutidev=is_krutidev, at=at):
        return known_file, False
    file = CpgramsFile(name=hide_aadhaars(name)[:120], sha256=digest, is_krutidev=is_krutidev, by=by.key, made_at=at)
    file.post_id = by.post_id or 0
    file.save(force_insert=True)
    most = rulebook.book().number("cpgrams.rows_most", clock.day(at))
    found = files.lines(content, is_krutidev=is_krutidev, most=most)
    file.rows = _lay_down(_Laying(file, at), found, known(at))
    file.save(update_fields=["rows"])
    detail = {"rows": file.rows, "sha256": digest}
    journal.append(str(file), "bring_cpgrams_file", by=by, at=at, detail=detail, private={"name": file.name})
    return file, True


@transaction.atomic
def begin(file: CpgramsFile, *, by: Actor, at: datetime) -> CpgramsFile:
    """Have the rows of a file taken in the background; begun again it is the same run. Raises NothingWaits."""
    kept = CpgramsFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if kept.run_id is None:
        waiting = CpgramsRow.objects.filter(file=kept, settled_at=None).exclude(outcome=Outcome.WRONG)
        rows = waiting.exclude(closed=b"").order_by("line").values_list("line", flat=True)
        if not rows.exists():
            raise NothingWaits
        chunks = runs.lists(rows, CHUNK)
        parts = (runs.Part({"file": kept.pk, "lines": one.what["keys"]}, one.rows) for one in chunks)
        kept.run = runs.begin(KIND, parts, title=kept.name, by=by, at=at, key=f"cpgrams:{kept.pk}")
        kept.begun_at = at
        kept.save(update_fields=["run", "begun_at"])
        journal.append(str(kept), "begin_cpgrams_file", by=by, at=at, detail={"rows": kept.rows})
    return kept


def work(task: Task) -> Iterable[Told]:
    """Take the rows of one chunk, each in a savepoint of its own."""
    rows = CpgramsRow.objects.filter(file=task.what["file"], line__in=task.what["lines"], settled_at=None)
    told, may = list[Told](), known(task.at)
    for row in rows.exclude(closed=b"").order_by("line"):
        try:
            with transaction.atomic():
                case = take(row, may, by=task.by, at=task.at)
        except prepare.BadFiling as error:
            told.append(_refused(row, [key.rpartition(".")[2] for key in sorted(error.errors)]))
        except OperationalError:
            raise  # the database is away: the row is not at fault
        except Exception:  # noqa: BLE001 - one row must not keep out the others
            log.error("registration broken", row=row.pk, exc_info=True)
            told.append(_refused(row, ["number"]))
        else:
            told.append(Told(row.number, is_done=True, words="" if case.sealed else case.number))
    return told


def _refused(row: CpgramsRow, columns: Sequence[str]) -> Told:
    """Write down that a row could not be registered; its number stays on the list of what the portal has."""
    row.faults, row.outcome = [[column, "refused"] for column in columns], Outcome.WRONG
    row.key_id, row.closed = "", b""
    row.save(update_fields=["faults", "outcome", "key_id", "closed"])
    return Told(row.number, words=", ".join(files.heading(column) for column in columns))


def take(row: CpgramsRow, may: Known, *, by: Actor, at: datetime) -> Case:
    """Register what a row says, once; one that is known is compared with what came before. Raises BadFiling."""
    cells = opened(row)
    read, marks = rules.read(cells, may), marks_of(row.number, cells)
    digest = hashlib.sha256(json.dumps(marks, sort_keys=True).encode()).hexdigest()
    seen = {"stream": STREAM, "first_seen_at": at, "last_seen_at": at, "digest": digest, "is_theirs": True}
    fresh = Reference(system=System.CPGRAMS, number=row.number, **seen)
    Reference.objects.bulk_create([fresh], ignore_conflicts=True)  # whoever brings the same meanwhile waits here
    locked = Reference.objects.select_for_update(of=("self",)).select_related("case")
    mine = locked.get(system=System.CPGRAMS, number=row.number)
    case, outcome = mine.case, Outcome.NEW
    if case is None:
        filing = prepare.filing(_values(read), at=at, outside_on=read.received_on)
        case = grievances.register(filing, by=by, at=at)
    else:
        outcome = _compare(mine, read, marks, by=by, at=at)
    Reference.objects.filter(pk=mine.pk).update(case=case, digest=digest, last_seen_at=at)
    there = {"status_there": read.status, "is_closed_there": may.book.is_closed_there(read.status)}
    CpgramsStanding.objects.update_or_create(reference=mine, defaults={"marks": marks, **there})
    row.outcome, row.settled_at, row.key_id, row.closed = outcome, at, "", b""
    row.save(update_fields=["outcome", "settled_at", "key_id", "closed"])
    return case


def marks_of(number: str, cells: Mapping[str, str]) -> dict[str, str]:
    """Return the keyed hash of each cell: it tells that a cell is another, and nothing of what it says."""
    return {
        key: salted_hmac("bridges.cpgrams", f"{number}:{key}:{folded(cell)}", algorithm="sha256").hexdigest()[:16]
        for key, cell in sorted(cells.items())
        if key != "number"
    }


def opened(row: CpgramsRow) -> dict[str, str]:
    """Return the cells of a row that waits; raises sealing.Unreadable."""
    cells: dict[str, str] = json.loads(sealing.opened(row.key_id, bytes(row.closed), bound_to=bound(row)))
    return cells


def bound(row: CpgramsRow) -> str:
    """Give what the sealed cells of a row are bound to."""
    return f"cpgrams:{row.file_id}:{row.line}"


@dataclass(slots=True)
class _Laying:
    """A file whose rows are being laid down: what was known of them before, and what stood in it so far."""

    file: CpgramsFile
    at: datetime
    before: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)

    def row(self, line: files.Line, read: Row) -> CpgramsRow:
        """Return one row; one that stands in the file before is known by now, or contradicts it."""
        row = CpgramsRow(
            file=self.file, line=line.number, number=read.number, doubts=[list(one) for one in read.doubts]
        )
        marks = marks_of(read.number, line.cells)
        if read.number and self.seen.get(read.number, marks) != marks:
            read.faults.append(("number", "twice"))
        if read.faults:
            row.outcome, row.faults = Outcome.WRONG, [list(one) for one in read.faults]
        elif read.number in self.seen:
            row.outcome, row.settled_at = Outcome.SAME, self.at
        else:
            self.seen[read.number] = marks
            old = self.before.get(read.number)
            row.outcome = Outcome.NEW if old is None else Outcome.SAME if old == marks else Outcome.CHANGED
            row.key_id, row.closed = sealing.shut(json.dumps(line.cells).encode(), bound_to=bound(row))
        return row


def _lay_down(laying: _Laying, found: Iterable[files.Line], may: Known) -> int:
    count, each = 0, iter(found)
    while part := list(islice(each, PAGE)):
        read = [(line, rules.read(line.cells, may)) for line in part]
        laying.before = _marks_before([one.number for _, one in read])
        CpgramsRow.objects.bulk_create(laying.row(line, one) for line, one in read)
        count += len(part)
    return count


def _marks_before(numbers: Sequence[str]) -> dict[str, dict[str, str]]:
    rows = CpgramsStanding.objects.filter(reference__system=System.CPGRAMS, reference__number__in=numbers)
    return dict(rows.values_list("reference__number", "marks"))


def _kept(digest: str, *, is_krutidev: bool, at: datetime) -> CpgramsFile | None:
    """Return the file that was handed in before; one that left rows behind makes room, for they may fit by now."""
    file = CpgramsFile.objects.filter(sha256=digest, is_krutidev=is_krutidev, over_at=None).first()
    if file is None or file.begun_at is None or not file.lines.filter(outcome=Outcome.WRONG).exists():
        return file
    CpgramsFile.objects.filter(pk=file.pk).update(over_at=at)
    return None


def _compare(mine: Reference, read: Row, marks: dict[str, str], *, by: Actor, at: datetime) -> Outcome:
    """Tell the case of what changed at the portal; holder and time stay."""
    assert mine.case is not None
    before = CpgramsStanding.objects.filter(reference=mine).values_list("marks", flat=True).first() or {}
    unlike = sorted(key for key in {*before, *marks} if before.get(key) != marks.get(key))
    if not unlike:
        return Outcome.SAME
    if told := [key for key in unlike if key not in SILENT]:
        case = Case.objects.select_for_update(of=("self",)).get(pk=mine.case.pk)
        words = {"text": read.text} if {"text", "remarks"} & set(told) else {}
        to = To(case.state, facts={"columns": told}, private=words)
        casework.amend(case, CHANGED, to=to, by=by, at=at)
    return Outcome.CHANGED


def _values(read: Row) -> dict[str, object]:
    someone = {"name": read.name, "phone": read.mobile, "email": read.email, "address": read.address}
    return {
        "kind": "grievance",
        "category": read.category or prepare.OTHER,
        "stream": STREAM,
        "outside_number": read.number,
        "text": read.text,
        "district": read.district,
        "channel": "api",
        "complainants": [someone],
    }
