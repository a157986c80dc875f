"""What `shramsetu workers old` does: bring a register in, say how far it is, write the rows that are wrong."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper
from django.utils import timezone

from shramsetu.casework import runs, sheets
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers import oldbook_files
from shramsetu.workers.actions import oldbooks
from shramsetu.workers.models import Membership, OldBook


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    bring = verbs.add_parser("bring", help="XLSX or CSV; the same file again goes on where it stood")
    bring.add_argument("file")
    bring.add_argument("--board", choices=Membership.Board.values, required=True)
    bring.add_argument("--district", help="LGD code, where the file has no column for it")
    bring.add_argument("--krutidev", action="store_true", help="names are typed in Kruti Dev or DevLys")
    bring.add_argument("--wait", action="store_true", help="enter the rows here and now, beside the site's workers")
    state = verbs.add_parser("state", help="how far each register is")
    state.add_argument("book", nargs="?", type=int)
    errors = verbs.add_parser("errors", help="write the rows that are wrong, to be corrected and brought in again")
    errors.add_argument("book", type=int)
    errors.add_argument("file", help="ends in .xlsx or .csv")
    template = verbs.add_parser("template", help="write the empty table")
    template.add_argument("file", help="ends in .xlsx or .csv")


def handle(options: Mapping[str, object], out: OutputWrapper) -> None:
    """Do one verb."""
    verb = str(options["verb"])
    if verb == "bring":
        _bring(options, out)
    elif verb == "state":
        rows = OldBook.objects.select_related("run").order_by("pk")
        for book in rows.filter(pk=str(options["book"])) if options["book"] else rows:
            out.write(_said(book))
    elif verb == "errors":
        book = OldBook.objects.get(pk=str(options["book"]))
        sheet = oldbook_files.to_correct(oldbooks.wrong(book))
        _write(sheet, Path(str(options["file"])))
        out.write(f"{len(sheet.lines)} पंक्तियाँ सुधारनी हैं · rows to correct: {options['file']}")
    else:
        _write(oldbook_files.template(), Path(str(options["file"])))


def _bring(options: Mapping[str, object], out: OutputWrapper) -> None:
    path, writing = Path(str(options["file"])), oldbook_files.KRUTIDEV if options["krutidev"] else oldbook_files.UNICODE
    board, district = str(options["board"]), _district(options["district"])
    try:
        book = oldbooks.bring(path, board=board, district=district, writing=writing, by=SYSTEM, at=timezone.now())
    except OSError as error:
        raise CommandError(f"{path}: यह फ़ाइल नहीं पढ़ी जा सकी · cannot be read: {error.strerror}") from error
    except oldbook_files.Unreadable as error:
        raise CommandError("✗ यह XLSX या CSV नहीं है · neither XLSX nor CSV") from error
    except oldbook_files.NoHeadings as error:
        raise CommandError(f"✗ ये स्तंभ नहीं मिले · columns lacking: {error}") from error
    while options["wait"] and book.run_id and runs.step(book.run_id, at=timezone.now()):
        book.run.refresh_from_db()  # type: ignore[union-attr]
        out.write(f"\r{_said(book)}", ending="")
    book.refresh_from_db()
    out.write(f"\r{_said(book)}")


def _said(book: OldBook) -> str:
    run = book.run
    done, failed, state = (run.done, run.failed, run.state) if run else (0, 0, "—")
    return f"{book.pk} {book.name}: {done} / {book.rows} दर्ज · entered, {failed} ग़लत · wrong ({state})"


def _district(code: object) -> Place | None:
    if not code:
        return None
    try:
        return places.district(int(str(code)))
    except (ValueError, Place.DoesNotExist) as error:
        raise CommandError(f"--district {code}: LGD कोड नहीं मिला · no such LGD code") from error


def _write(sheet: sheets.Sheet, path: Path) -> None:
    content = sheets.csv(sheet) if path.suffix == ".csv" else sheets.xlsx([sheet], on=clock.day(timezone.now()))
    path.write_bytes(content)
