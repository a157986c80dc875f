"""A voice note or photograph that comes in pieces: the next try goes on where the last one broke off."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Length

from shramsetu import rulebook
from shramsetu.files.models import Attachment
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.portal import actions
from shramsetu.portal.draft import Draft
from shramsetu.portal.models import Piece

PIECE_BYTES = 65_536
ENDINGS = {
    "audio/webm": "webm",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/amr": "amr",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}


class OutOfStep(Exception):
    """The piece does not begin where the last one ended; the argument is where that is."""


def have(draft: Draft, key: UUID) -> int:
    """Return how many bytes of the whole `key` are there."""
    until = Piece.objects.filter(stream=draft.stream, key=key).aggregate(until=Max(F("start") + Length("content")))
    return until["until"] or 0


@transaction.atomic
def put(draft: Draft, key: UUID, *, start: int, content: bytes, at: datetime) -> int:
    """Keep one piece and return how many bytes are there now; one that was kept already changes nothing.

    Raises OutOfStep, and TooLarge where the whole would be larger than the rulebook takes.
    """
    there = have(draft, key)
    if start + len(content) <= there:
        return there
    if start != there or not content:
        raise OutOfStep(there)
    most = rulebook.book().number("voice.note_kilobytes", clock.day(at)) * 1024
    if len(content) > PIECE_BYTES or start + len(content) > most:
        raise TooLarge(most)
    Piece.objects.bulk_create(
        [Piece(stream=draft.stream, key=key, start=start, content=content, at=at)], ignore_conflicts=True
    )
    return have(draft, key)


@transaction.atomic
def finish(draft: Draft, key: UUID, *, media_type: str, name: str, by: Actor, at: datetime) -> Attachment:
    """Put the pieces together and lay the whole with the draft as every paper of it; then the pieces go.

    Raises FalseType, TooLarge and TooManyFiles as a paper handed in at once does.
    """
    rows = Piece.objects.select_for_update().filter(stream=draft.stream, key=key).order_by("start")
    whole = b"".join(bytes(row.content) for row in rows)
    declared = media_type.partition(";")[0].strip().lower()
    if declared not in ENDINGS:
        raise FalseType(declared)
    upload = SimpleUploadedFile(f"{name}.{ENDINGS[declared]}", whole, declared)
    kept = actions.attach(draft, [upload], by=by, at=at)[0]
    forget(draft, key)
    return kept


def forget(draft: Draft, key: UUID) -> None:
    """Drop the pieces of one whole."""
    Piece.objects.filter(stream=draft.stream, key=key).delete()


def forget_old(*, at: datetime) -> int:
    """Drop the pieces that nobody went on with since yesterday; return how many."""
    return Piece.objects.filter(at__lt=at - timedelta(days=1)).delete()[0]
