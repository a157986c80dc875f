"""Bearer tokens: from the text in a header to the actor it stands for."""

from datetime import datetime, timedelta

from shramsetu.journal.rules import Actor
from shramsetu.offices.actions.users import token_digest
from shramsetu.offices.models import Charge, Token

USED_EVERY = timedelta(minutes=5)


def actor_of(text: str, at: datetime) -> Actor | None:
    """Return whom a token stands for; None if it is unknown, ended, run out, or its user has left the post."""
    token = (
        Token.objects.filter(digest=token_digest(text), revoked_at=None, expires_at__gt=at)
        .select_related("user", "post")
        .first()
    )
    if token is None or not token.user.is_active or token.post.abolished_at:
        return None
    charge = Charge.objects.filter(user=token.user_id, post=token.post_id, to_at=None).first()
    if charge is None:
        return None
    if token.used_at is None or at - token.used_at > USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return Actor(
        role=token.post.role,
        user_id=token.user_id,
        post_id=token.post_id,
        assists=charge.kind == Charge.Kind.ASSISTANT,
        scopes=frozenset(token.scopes),
    )
