"""Complaints that were spoken, in the demo: a machine's voice says them, the desk types them, somebody says yes."""

import random
from dataclasses import replace
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.grievances.filing import Filing
from shramsetu.helpline import voice
from shramsetu.helpline.rules import sound
from shramsetu.journal.rules import Actor
from shramsetu.people.queries import phone_key

SHARE = 0.08  # of those that come by the portal
LONGEST = 300  # letters that are said


def is_spoken(filing: Filing, index: int) -> bool:
    """Tell whether complaint `index` is spoken; by a chance of its own, and only where a machine can say it."""
    own = random.Random(f"spoken {index}")  # noqa: S311 - invented history, not secrets
    fits = filing.channel == "portal" and not filing.exclusion and len(filing.text) <= LONGEST
    return fits and voice.is_there() and own.random() < SHARE


def unwritten(filing: Filing) -> Filing:
    """Return the filing as the portal hands it in: without words."""
    return replace(filing, text="", spoken=True)


def lay(case: Case, filing: Filing, *, at: datetime) -> None:
    """Lay the recording with the case, in the complainant's name."""
    try:
        said = sound.wav(voice.speak(filing.text, "hi"))
    except voice.Speechless:
        return
    by = Actor(role="citizen", person=phone_key(filing.complainants[0].phone))
    note = SimpleUploadedFile("मेरी आवाज़.wav", said, "audio/wav")
    files.store(note, stream=case.stream, purpose="recording", by=by, at=at)
