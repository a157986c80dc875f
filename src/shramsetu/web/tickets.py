"""Who may listen to live events: a signed ticket in the address of the event stream, good for one working day."""

from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

SALT = "live"
HOURS = 12


class Ticket(NamedTuple):
    """A page's right to listen: its person and post, and when the page was made."""

    user_id: int
    post_id: int
    made_at: datetime


def ticket(user_id: int, post_id: int, *, at: datetime) -> str:
    """Return a ticket by which this person, in this post, may listen from a page made at `at`."""
    return signing.dumps([user_id, post_id, int(at.timestamp())], salt=SALT)


def read(text: str) -> Ticket | None:
    """Return what a ticket says, None for a false or old one."""
    try:
        user_id, post_id, seconds = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(int(user_id), int(post_id), datetime.fromtimestamp(seconds, UTC))


def address(request: HttpRequest, case: str = "") -> str:
    """Return the address of this page's event stream, empty for who acts as no post or where no process serves it."""
    actor = getattr(request, "actor", None)
    if not settings.LIVE_URL or actor is None or actor.user_id is None or actor.post_id is None:
        return ""
    query = {"ticket": ticket(actor.user_id, actor.post_id, at=timezone.now())} | ({"case": case} if case else {})
    return f"{origin(request)}/live?{urlencode(query)}"


def is_elsewhere() -> bool:
    """Return whether live events come from another origin than the pages."""
    return bool(settings.LIVE_URL) and not settings.LIVE_URL.startswith("/")


def origin(request: HttpRequest) -> str:
    """Return where live events are served: another port of this host (`:8001`), a path, or a full address."""
    if not settings.LIVE_URL.startswith(":"):
        return str(settings.LIVE_URL).rstrip("/")
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return f"{request.scheme}://{host}{settings.LIVE_URL}"
