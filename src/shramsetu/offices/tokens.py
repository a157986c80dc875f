"""Bearer tokens: from the text in a header to the actor it stands for."""

from datetime import datetime, timedelta

from django.db.models import F

from shramsetu.journal.rules import Actor
from shramsetu.offices.actions.users import token_digest
from shramsetu.offices.models import Charge, Token
from shramsetu.prepared import Rows

USED_EVERY = timedelta(minutes=5)
_TOKENS = Rows(
    lambda digest, at: Token.objects.filter(
        digest=digest, revoked_at=None, expires_at__gt=at, user__is_active=True, post__abolished_at=None
    ).annotate(role=F("post__role")),
    digest=str,
    at=datetime,
)
_CHARGES = Rows(lambda user, post: Charge.objects.filter(user=user, post=post, to_at=None), user=int, post=int)


def actor_of(text: str, at: datetime) -> Actor | None:
    """Return whom a token stands for; None if it is unknown, ended, run out, or its user has left the post."""
    token = _TOKENS.first(digest=token_digest(text), at=at)
    if token is None:
        return None
    charge = _CHARGES.first(user=token.user_id, post=token.post_id)
    if charge is None:
        return None
    if token.used_at is None or at - token.used_at > USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return Actor(
        role=token.role,
        user_id=token.user_id,
        post_id=token.post_id,
        assists=charge.kind == Charge.Kind.ASSISTANT,
        scopes=frozenset(token.scopes),
    )
