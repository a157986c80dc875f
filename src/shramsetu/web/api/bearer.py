"""Who calls the API: a bearer token stands for one person in one post, with the scopes it was given."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from shramsetu.journal.rules import Actor
from shramsetu.offices import tokens

READING = {"GET", "HEAD", "OPTIONS"}


class Bearer(HttpBearer):
    """Accepts a live token with the scope that the method needs (read, write); sets `request.actor`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = tokens.actor_of(token, timezone.now())
        needed = "read" if request.method in READING else "write"
        if actor is None or needed not in (actor.scopes or ()):
            return None
        request.actor = actor  # type: ignore[attr-defined]
        return actor
