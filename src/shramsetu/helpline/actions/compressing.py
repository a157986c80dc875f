"""Recordings become small after the call: Opus, where an encoder is installed; else the WAV stays."""

import shutil
import subprocess
from datetime import datetime

import structlog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shramsetu.files import actions as files
from shramsetu.files.models import Attachment, Purpose
from shramsetu.files.rules import RECORDING, WAV
from shramsetu.files.store import store as the_store
from shramsetu.helpline.models import Recording
from shramsetu.journal.rules import SYSTEM

ENCODERS = {
    "opusenc": ("--quiet", "--bitrate", "16", "--speech", "-", "-"),
    "ffmpeg": ("-v", "error", "-i", "-", "-c:a", "libopus", "-b:a", "16k", "-application", "voip", "-f", "ogg", "-"),
}
SECONDS = 300
BATCH = 20

log = structlog.get_logger(__name__)


def compress_all(*, at: datetime) -> int:
    """Compress the oldest recordings that lie as WAV; return how many. None without an encoder."""
    encoder = next((name for name in ENCODERS if shutil.which(name)), "")
    if not encoder:
        return 0
    rows = Recording.objects.filter(attachment__media_type=WAV.media_type, forgotten_at=None).order_by("began_at")
    return sum(compress(one, encoder, at=at) for one in rows.select_related("attachment")[:BATCH])


def compress(recording: Recording, encoder: str, *, at: datetime) -> bool:
    """Put the Opus of a recording in the WAV's place; what cannot be encoded stays as it is."""
    wav = recording.attachment
    assert wav is not None
    with the_store().open(str(wav.blob_id)) as file:
        done = subprocess.run(  # noqa: S603 - a fixed program, sound on its input
            [encoder, *ENCODERS[encoder]], input=file.read(), capture_output=True, timeout=SECONDS, check=False
        )
    if done.returncode or not done.stdout:
        log.warning("not_compressed", recording=recording.pk, encoder=encoder)
        return False
    _put(recording.pk, wav, done.stdout, at)
    return True


@transaction.atomic
def _put(recording_id: int, wav: Attachment, sound: bytes, at: datetime) -> None:
    row = Recording.objects.select_for_update(of=("self",)).get(pk=recording_id)
    if row.attachment_id != wav.pk:
        return
    upload = SimpleUploadedFile(f"{row.name}.opus", sound, "audio/ogg")
    row.attachment = files.store(
        upload, stream=wav.stream, purpose=Purpose.RECORDING, by=SYSTEM, at=at, size_rule=RECORDING
    )
    row.save(update_fields=["attachment"])
    files.remove(wav, at=at)
