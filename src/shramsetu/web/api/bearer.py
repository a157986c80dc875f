"""Who calls the API: a bearer token stands for one person in one post, with the scopes it was given."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from shramsetu.journal.rules import Actor
from shramsetu.offices import actions as offices
from shramsetu.offices.models import Charge, Token

# The time of last use is written at most this often, so that reading costs no write.
NOTED = timedelta(minutes=10)


class Bearer(HttpBearer):
    """Accepts a live token of an active person who still holds the post; sets `request.actor`."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        now = timezone.now()
        found = (
            Token.objects.filter(digest=offices.token_digest(token), revoked_at=None, expires_at__gt=now)
            .select_related("user", "post")
            .first()
        )
        if found is None or not found.user.is_active or self.scope not in found.scopes:
            return None
        charge = Charge.objects.filter(user=found.user, post=found.post, to_at=None).first()
        if charge is None:
            return None
        if found.used_at is None or now - found.used_at > NOTED:
            Token.objects.filter(pk=found.pk).update(used_at=now)
        actor = Actor(
            role=found.post.role,
            user_id=found.user_id,
            post_id=found.post_id,
            assists=charge.kind == Charge.Kind.ASSISTANT,
            scopes=frozenset(found.scopes),
        )
        request.actor = actor  # type: ignore[attr-defined]
        request.post = found.post  # type: ignore[attr-defined]
        return actor


READ = Bearer("read")
WRITE = Bearer("write")
