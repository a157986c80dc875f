"""Who may open an attachment: each package that owns a kind of stream answers for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave to read: who reads, and whether reading is written down (a sealed case)."""

    by: Actor
    is_noted: bool = False


Guard = Callable[[HttpRequest, Attachment], Leave | None]
_guards: dict[str, Guard] = {}


def register(prefix: str, guard: Guard) -> None:
    """Let `guard` decide about the attachments of streams `prefix:…`; it returns None to refuse."""
    assert prefix not in _guards or _guards[prefix] is guard, f"{prefix} has a guard"
    _guards[prefix] = guard


def leave(request: HttpRequest, attachment: Attachment) -> Leave | None:
    """Return leave to read `attachment`, or None; a stream for which nobody answers is read by nobody."""
    guard = _guards.get(attachment.stream.partition(":")[0])
    return guard(request, attachment) if guard else None
