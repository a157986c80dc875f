"""The history of a post, user or department, as its page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.journal.models import Entry
from shramsetu.lib import text
from shramsetu.offices.models import User

SAID: Mapping[str, Promise] = {
    "abolish": _("Abolished"),
    "activate": _("Activated"),
    "add": _("Added"),
    "appoint": _("Charge given"),
    "approve_bulk": _("Approved and let go"),
    "begin_run": _("Begun"),
    "bind": _("Bound to the single sign-on"),
    "cancel_leave": _("Leave cancelled"),
    "bring_states": _("A file of states handed in"),
    "change": _("Changed"),
    "change_password": _("Password changed"),
    "close_breach": _("Record closed"),
    "deactivate": _("Deactivated"),
    "decline_bulk": _("Not to be sent"),
    "end": _("Ended"),
    "end_key": _("Key ended"),
    "end_run": _("Finished"),
    "end_route": _("Routing order ended"),
    "end_sessions": _("Sessions ended"),
    "export_states": _("A file of states taken out"),
    "grant_leave": _("Leave granted"),
    "hand_over": _("Charge handed over"),
    "load": _("Loaded from the rulebook"),
    "lock": _("Locked after wrong passwords"),
    "make_key": _("Key made"),
    "make_token": _("Token made"),
    "pause": _("Stopped for now"),
    "pause_bulk": _("Stopped for now"),
    "pause_run": _("Stopped for now"),
    "prepare_bulk": _("Prepared"),
    "propose_bulk": _("Approval asked for"),
    "put_away": _("Message put away"),
    "reconcile": _("Comparison asked for"),
    "record_breach": _("Breach recorded"),
    "relieve": _("Relieved"),
    "reset_second_factor": _("Second factor reset"),
    "repeat_run": _("Broken parts tried again"),
    "resume": _("Sending again"),
    "resume_bulk": _("Sending again"),
    "resume_run": _("Gone on with"),
    "stop_run": _("Stopped for good"),
    "revoke_token": _("Token revoked"),
    "send_again": _("Sent again"),
    "set_route": _("Routing order given"),
    "sign_in": _("Signed in"),
    "stop_bulk": _("Stopped for good"),
    "take_again": _("Message taken in again"),
    "tell": _("Somebody was told"),
    "unbind": _("Loosened from the single sign-on"),
}
# What a change touched, as the forms call it; the rest is shown by its name in the code.
LABELS: Mapping[str, Promise] = {
    "category": _("Category"),
    "code": _("Code"),
    "covered_by": _("Covered by (code of a post)"),
    "department": _("Department"),
    "due_at": _("Detailed notice due"),
    "email": _("E-mail"),
    "from_on": _("First day"),
    "is_desk": _("A desk of many people"),
    "kind": _("Kind of charge"),
    "language": _("Language"),
    "level": _("Level"),
    "name_en": _("Name in English"),
    "name_hi": _("Name in Hindi"),
    "noticed_at": _("When was it noticed?"),
    "order_number": _("Order number"),
    "parent": _("Belongs to"),
    "phone": _("Mobile"),
    "place": _("Place"),
    "post": _("Post"),
    "reports_to": _("Reports to"),
    "role": _("Role"),
    "service": _("Service"),
    "short_en": _("Short title in English"),
    "short_hi": _("Short title in Hindi (25 letters, for SMS)"),
    "slug": _("Code"),
    "title_en": _("Title in English"),
    "title_hi": _("Title in Hindi"),
    "to_on": _("Last day"),
    "user": _("User name"),
    "username": _("User name"),
}
PERSONS = ("user", "from", "to")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One entry for a reader."""

    seq: int
    verb: str
    said: str | Promise
    at: datetime
    by: str
    detail: list[tuple[str | Promise, str]]


def of(stream: str) -> list[Line]:
    """Return the latest entries of `stream`, newest first, persons by their names."""
    entries = list(Entry.objects.filter(stream=stream).order_by("-seq")[:SHOWN])
    names = dict(User.objects.filter(pk__in=_persons(entries)).values_list("pk", "name_hi"))
    return [
        Line(
            seq=entry.seq,
            verb=entry.verb,
            said=SAID.get(entry.verb, entry.verb),
            at=entry.at,
            by=_actor(entry.by, names),
            detail=[
                (_label(key, value), _value(key, value, names))
                for key, value in entry.detail.items()
                if value not in ("", [], None)
            ],
        )
        for entry in entries
    ]


def _persons(entries: Iterable[Entry]) -> set[int]:
    found = {_user_of(entry.by) for entry in entries}
    for entry in entries:
        found |= {value for key, value in entry.detail.items() if key in PERSONS and isinstance(value, int)}
    return found - {0}


def _user_of(by: str) -> int:
    head = by.removeprefix("user:").partition("@")[0]
    return int(head) if by.startswith("user:") and head.isdigit() else 0


def _actor(by: str, names: Mapping[int, str]) -> str:
    return names.get(_user_of(by), by)


def _label(key: str, value: object) -> str | Promise:
    """Return what a page calls `key`; a leave's days have the names of a hand-over's persons."""
    named = f"{key}_on" if key in {"from", "to"} and isinstance(value, str) else key
    return LABELS.get(named, key)


def _value(key: str, value: object, names: Mapping[int, str]) -> str:
    if key in PERSONS and isinstance(value, int):
        return names.get(value, str(value))
    if isinstance(value, str):
        return _dated(value)
    if isinstance(value, list):
        return " → ".join(str(part) for part in value) if len(value) == 2 else ", ".join(str(part) for part in value)
    return str(value)


def _dated(value: str) -> str:
    """Write a day or an instant that stands in an Entry as the page writes it; what is neither stays as it is."""
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    return text.dated(when.date(), language) if when.tzinfo is None else text.instant(when, language)
