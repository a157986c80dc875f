"""What was told in a talk, filed by the one filing there is; a voice note alone is typed by the desk and read back."""

from datetime import datetime

from django.utils.translation import override

from shramsetu import rulebook
from shramsetu.bridges.whatsapp.models import Conversation
from shramsetu.bridges.whatsapp.talk import Talk
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import queries as files_of
from shramsetu.grievances import actions as grievances
from shramsetu.grievances import prepare
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, urdu


def send(kept: Conversation, talk: Talk, *, phone: str, by: Actor, at: datetime) -> Case:
    """Register what was told, and lay what was sent with the case. Raises prepare.BadFiling."""
    least = rulebook.book().number("grievances.text_letters_min", clock.day(at))
    is_spoken = len(talk.text) < least and files_of.speaking(kept.stream).exists()
    with override(language(talk)):  # what is wrong is said in the language of the talk
        filing = prepare.filing(_values(talk, phone), at=at, spoken=is_spoken)
    case = grievances.register(filing, by=by, at=at)
    files.rehang(kept.stream, case.stream, at=at)
    journal.append(f"consent:{case.number}", "notice", by=by, at=at, detail={"door": "whatsapp"})
    return case


def language(talk: Talk) -> str:
    """Return in which language somebody is written to who talked like this."""
    return talk.language or urdu.language(talk.text)


def _values(talk: Talk, phone: str) -> dict[str, object]:
    point = "" if talk.here is None else f"({talk.here[0]:.5f}, {talk.here[1]:.5f})"
    return {
        "kind": "grievance",
        "category": talk.category or prepare.OTHER,
        "text": talk.text,
        "channel": "whatsapp",
        "district": talk.district or "",
        "landmark": " ".join(part for part in (talk.place, point) if part),
        "complainant": {"name": talk.name, "phone": phone, "language": language(talk)},
    }
