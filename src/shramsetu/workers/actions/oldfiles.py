"""Files of old registers handed in on the desk: kept encrypted, laid down in the background, then thrown away.

What was laid down waits: one person alone makes nobody a member. A second one sees how many rows there are and begins.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shramsetu.casework import runs, sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.runs import Task, Told
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place
from shramsetu.workers import oldbook_files
from shramsetu.workers.actions import oldbooks
from shramsetu.workers.models import OldBook, OldFile
from shramsetu.workers.words import SAY

KIND = "old_file"
BROKEN = "यह फ़ाइल पूरी नहीं पढ़ी जा सकी; उसे फिर से सहेजकर (XLSX या CSV) लाइए"


def hand_in(
    upload: UploadedFile, *, board: str, district: Place | None, writing: str, by: Actor, at: datetime
) -> OldBook:
    """Keep a file and have it read in the background; the same file for the same board again gives the book there is.

    Raises oldbook_files.Unreadable, NoHeadings where its first rows tell; then nothing is kept.
    """
    with _on_disk(upload.chunks()) as path, transaction.atomic():
        next(oldbook_files.rows(path, writing=writing), None)
        book, made = oldbooks.noted(path, upload.name or "", board=board, district=district, by=by, at=at)
        if made:
            key_id, closed = sealing.shut(path.read_bytes(), bound_to=bound(book))
            OldFile.objects.create(book=book, writing=writing, key_id=key_id, closed=closed)
            part = runs.Part({"book": book.pk}, 1)
            book.run = runs.begin(KIND, [part], title=book.name, by=by, at=at, key=f"oldfile:{book.pk}")
            book.save(update_fields=["run"])
    return book


def work(task: Task) -> Iterable[Told]:
    """Lay down what is kept of a book and count it; the file goes, whether it could be read or not."""
    kept = OldFile.objects.select_for_update(of=("self",)).select_related("book").filter(pk=task.what["book"]).first()
    if kept is None:
        return []
    book = kept.book
    plain = sealing.opened(kept.key_id, bytes(kept.closed), bound_to=bound(book))
    OldFile.objects.filter(pk=kept.pk).delete()
    try:
        with _on_disk([plain]) as path, transaction.atomic():
            oldbooks.lay_down(book, path, writing=kept.writing, by=task.by, at=task.at)
            book.counts = oldbooks.counted(book, at=task.at)
            book.save(update_fields=["counts"])
    except (oldbook_files.Unreadable, oldbook_files.NoHeadings):
        return [Told(book.name, words=BROKEN)]
    return []


@transaction.atomic
def let_in(book: OldBook, *, by: Actor, at: datetime) -> None:
    """Have the rows of a book entered, as the second person who saw how many they are; again changes nothing.

    Raises Refused for who handed it in, for an assistant, and where nothing waits.
    """
    kept = OldBook.objects.select_for_update(of=("self",)).select_related("run").get(pk=book.pk)
    if kept.begun_by:
        return
    if is_own(kept, by) or by.assists:
        raise Refused(SAY["another_lets_in"])
    if not waits(kept):
        raise Refused(SAY["nothing_to_let_in"])
    kept.begun_by = by.key
    kept.save(update_fields=["begun_by"])
    journal.append(str(kept), "let_old_register_in", by=by, at=at, detail={"rows": kept.rows})
    oldbooks.begin(kept, by=by, at=at)


def waits(book: OldBook) -> bool:
    """Tell whether a book was read and waits for a second person."""
    return not book.begun_by and book.rows > 0 and book.run is not None and book.run.kind == KIND


def is_own(book: OldBook, by: Actor) -> bool:
    """Tell whether `by` handed the book in, from whatever post."""
    return book.by.partition("@")[0] == by.key.partition("@")[0]


def bound(book: OldBook) -> str:
    """Give what the encrypted file of a book is bound to."""
    return f"oldbook:{book.board}:{book.sha256}"


@contextmanager
def _on_disk(chunks: Iterable[bytes]) -> Iterator[Path]:
    """Write a file for as long as it is read."""
    with NamedTemporaryFile(suffix=".old") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        yield Path(file.name)
