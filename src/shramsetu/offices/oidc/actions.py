"""Who of our officers a person of the sign-on service is: one who exists, bound at the first sign-in."""

from datetime import datetime

from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import OutsideIdentity, User


class Stranger(Exception):
    """Nobody of ours: no such user, one that is deactivated, or one whom another identity is bound to."""


@transaction.atomic
def officer(issuer: str, subject: str, *, name: str, at: datetime) -> User:
    """Return the officer whom `subject` of `issuer` is; `name` finds them the first time only. Raises Stranger.

    A name can be given to somebody else over there, the subject never: so the first sign-in binds it.
    """
    bound = OutsideIdentity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    user = bound.user if bound else _bind(issuer, subject, name, at)
    if not user.is_active:
        raise Stranger("inactive")
    return user


@transaction.atomic
def unbind(user: User, *, by: Actor, at: datetime) -> None:
    """Forget which person of the sign-on service an officer is; sessions end. The next sign-in binds anew."""
    if OutsideIdentity.objects.filter(user=user).delete()[0]:
        User.objects.filter(pk=user.pk).update(sessions_from=at)
        journal.append(f"user:{user.pk}", "unbind", by=by, at=at, detail={})


def _bind(issuer: str, subject: str, name: str, at: datetime) -> User:
    user = User.objects.select_for_update().filter(username=name, is_active=True).first() if name else None
    if user is None:
        raise Stranger("unknown")
    if OutsideIdentity.objects.filter(issuer=issuer, user=user).exists():
        raise Stranger("bound")
    OutsideIdentity.objects.create(issuer=issuer, subject=subject, user=user, bound_at=at)
    by = Actor(role="user", user_id=user.pk)
    journal.append(f"user:{user.pk}", "bind", by=by, at=at, detail={"issuer": issuer})
    return user
