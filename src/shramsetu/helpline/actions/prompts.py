"""The sounds: making what is missing, replacing one by a studio recording, going back to the synthesised voice."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

from shramsetu import rulebook
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.files.store import store
from shramsetu.helpline import voice
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import Prompt
from shramsetu.helpline.queries import prompts
from shramsetu.helpline.rules import sound
from shramsetu.helpline.voice import Made
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

LARGEST_BYTES = 20 * 1024 * 1024


def refresh() -> dict[str, Made]:
    """Bring all sounds up to date in both languages: only what changed is made. Safe to repeat."""
    return {
        language.slug: voice.make(
            language.slug, prompts.texts(language.slug), prompts.recordings(language.slug), _content
        )
        for language in rulebook.book().helpline.menu_languages()
    }


@transaction.atomic
def replace(key: str, upload: UploadedFile, *, language: str, by: Actor, at: datetime) -> Prompt:
    """Let a studio recording speak instead of the synthesised voice: WAV, else what ffmpeg or sox can read here.

    It is kept as 8 kHz mono at the usual loudness. Raises sound.BadSound; NotPossible for a key that nobody says.
    """
    if key not in prompts.texts(language):
        raise NotPossible
    content = upload.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise sound.BadSound("long")
    fitted = sound.fit(sound.read_wav(voice.as_wav(content)))
    kept = SimpleUploadedFile(f"{language}-{key}.wav", sound.wav(fitted), "audio/wav")
    attachment = files.store(kept, stream=_stream(key, language), purpose=Purpose.RECORDING, by=by, at=at)
    assert attachment.blob is not None
    _end(key, language, at)
    row = Prompt(key=key, language=language, blob=attachment.blob, made_by=by.key, made_at=at)
    row.save(force_insert=True)
    journal.append(_stream(key, language), "replace", by=by, at=at, detail={"seconds": round(fitted.seconds, 1)})
    transaction.on_commit(lambda: voice.keep(key, language, fitted))
    return row


@transaction.atomic
def restore(key: str, language: str, *, by: Actor, at: datetime) -> None:
    """Go back to the synthesised voice; nothing happens where it speaks already."""
    if _end(key, language, at):
        journal.append(_stream(key, language), "restore", by=by, at=at, detail={})
        transaction.on_commit(refresh)


def _end(key: str, language: str, at: datetime) -> int:
    return Prompt.objects.filter(key=key, language=language, ended_at=None).update(ended_at=at)


def _stream(key: str, language: str) -> str:
    return f"prompt:{language}-{key}"


def _content(blob_id: str) -> bytes:
    with store().open(blob_id) as file:
        return file.read()
