"""Users, their passwords and second factors, and the tokens of the API."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices import errors
from shramsetu.offices.actions import charges
from shramsetu.offices.models import Charge, Post, Token, User

PREFIX = "ss_"


@transaction.atomic
def add_user(user: User, *, by: Actor, at: datetime, password: str = "") -> User:
    """Add a person who signs in. Without `password`, `user.password` is a hash already made. Raises Taken."""
    if User.objects.filter(username=user.username).exists():
        raise errors.Taken
    if password or not user.password:
        user.password = make_password(password or None)
    user.joined_at = at
    user.save(force_insert=True)
    journal.append(f"user:{user.pk}", "add", by=by, at=at, detail={}, private=_who(user))
    return user


@transaction.atomic
def change_user(user: User, *, by: Actor, at: datetime) -> User:
    """Change name, phone, e-mail or language of a user."""
    old = User.objects.select_for_update().get(pk=user.pk)
    changed = [name for name in _who(user) if getattr(old, name) != getattr(user, name)]
    if "username" in changed and User.objects.filter(username=user.username).exclude(pk=user.pk).exists():
        raise errors.Taken
    if changed:
        user.save(update_fields=changed)
        journal.append(f"user:{user.pk}", "change", by=by, at=at, detail={"fields": changed}, private=_who(user))
    return user


@transaction.atomic
def deactivate_user(user: User, *, by: Actor, at: datetime) -> User:
    """End every charge, token and session of a user; they can no longer sign in. Raises YourOwn."""
    if by.user_id == user.pk:
        raise errors.YourOwn
    for charge in Charge.objects.filter(user=user, to_at=None).select_related("post"):
        charges.relieve(charge, by=by, at=at)
    Token.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    User.objects.filter(pk=user.pk).update(is_active=False, sessions_from=at)
    journal.append(f"user:{user.pk}", "deactivate", by=by, at=at, detail={})
    user.refresh_from_db()
    return user


@transaction.atomic
def activate_user(user: User, *, by: Actor, at: datetime) -> User:
    """Let a user sign in again; charges must be given anew."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    journal.append(f"user:{user.pk}", "activate", by=by, at=at, detail={})
    user.is_active = True
    return user


@transaction.atomic
def change_password(user: User, *, password: str, by: Actor, at: datetime) -> User:
    """Give a user a new password; every session that began before ends, a lock is lifted.

    A password given by somebody else must be changed at the next sign-in.
    """
    user.password = make_password(password)
    user.sessions_from = at
    user.password_given = by.user_id != user.pk
    user.failures, user.locked_until = 0, None
    user.save(update_fields=["password", "sessions_from", "password_given", "failures", "locked_until"])
    journal.append(f"user:{user.pk}", "change_password", by=by, at=at, detail={})
    return user


@transaction.atomic
def reset_second_factor(user: User, *, by: Actor, at: datetime) -> int:
    """Remove a lost second factor, recovery codes and passkeys; return how many. Every session ends. Raises YourOwn."""
    if by.user_id == user.pk:
        raise errors.YourOwn
    count = int(Authenticator.objects.filter(user=user).delete()[0])
    User.objects.filter(pk=user.pk).update(sessions_from=at)
    journal.append(f"user:{user.pk}", "reset_second_factor", by=by, at=at, detail={"removed": count})
    return count


@transaction.atomic
def end_sessions(user: User, *, by: Actor, at: datetime) -> User:
    """End every session of a user, as after a stolen phone."""
    User.objects.filter(pk=user.pk).update(sessions_from=at)
    journal.append(f"user:{user.pk}", "end_sessions", by=by, at=at, detail={})
    user.sessions_from = at
    return user


@transaction.atomic
def note_failure(user: User, *, limit: int, lock: timedelta, at: datetime) -> bool:
    """Count a wrong password; lock the user for `lock` after `limit` of them. Tell whether it is locked now."""
    User.objects.filter(pk=user.pk).update(failures=F("failures") + 1)
    if not User.objects.filter(pk=user.pk, failures__gte=limit).update(failures=0, locked_until=at + lock):
        return False
    journal.append(f"user:{user.pk}", "lock", by=SYSTEM, at=at, detail={"failures": limit})
    return True


@transaction.atomic
def note_sign_in(user: User, *, by: Actor, at: datetime) -> None:
    """Note a sign-in and forget the failures before it."""
    User.objects.filter(pk=user.pk).update(failures=0)
    journal.append(f"user:{user.pk}", "sign_in", by=by, at=at, detail={})


@transaction.atomic
def make_token(
    user: User, post: Post, *, name: str, scopes: Sequence[str], days: int, by: Actor, at: datetime
) -> tuple[Token, str]:
    """Make a token by which a program acts as `user` in `post`; return it with its text, which is shown only now."""
    if not Charge.objects.filter(user=user, post=post, to_at=None).exists():
        raise errors.NotInCharge
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        digest=token_digest(text),
        name=name,
        user=user,
        post=post,
        scopes=sorted(scopes),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    detail = {"token": token.pk, "post": post.code, "scopes": token.scopes, "days": days}
    journal.append(f"user:{user.pk}", "make_token", by=by, at=at, detail=detail)
    return token, text


@transaction.atomic
def revoke_token(token: Token, *, by: Actor, at: datetime) -> Token:
    """End a token before its time."""
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise errors.NotInCharge
    journal.append(f"user:{token.user_id}", "revoke_token", by=by, at=at, detail={"token": token.pk})
    token.revoked_at = at
    return token


def token_digest(text: str) -> str:
    """Return the hash under which a token is kept; its text is random enough to need no salt."""
    return hashlib.sha256(text.encode()).hexdigest()


def _who(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "name_hi": user.name_hi,
        "name_en": user.name_en,
        "phone": user.phone,
        "email": user.email,
        "language": user.language,
    }
