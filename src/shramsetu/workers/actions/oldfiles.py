"""Files of old registers handed in on the desk: kept encrypted, laid down in the background, then thrown away."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shramsetu.casework import runs, sealing
from shramsetu.casework.runs import Task, Told
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place
from shramsetu.workers import oldbook_files
from shramsetu.workers.actions import oldbooks
from shramsetu.workers.models import OldBook, OldFile

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
    """Lay down what is kept of a book and begin to enter it; the file goes, whether it could be read or not."""
    kept = OldFile.objects.select_for_update(of=("self",)).select_related("book").filter(pk=task.what["book"]).first()
    if kept is None:
        return []
    book = kept.book
    plain = sealing.opened(kept.key_id, bytes(kept.closed), bound_to=bound(book))
    OldFile.objects.filter(pk=kept.pk).delete()
    try:
        with _on_disk([plain]) as path, transaction.atomic():
            oldbooks.lay_down(book, path, writing=kept.writing, by=task.by, at=task.at)
    except (oldbook_files.Unreadable, oldbook_files.NoHeadings):
        return [Told(book.name, words=BROKEN)]
    oldbooks.begin(book, by=task.by, at=task.at)
    return []


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
