"""Who sits in a post: appointment, relief, hand-over, leave."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import burden, errors
from shramsetu.offices.models import Charge, Leave, Post, User
from shramsetu.offices.roster import INCUMBENT

HOLDING = (*INCUMBENT, Charge.Kind.MEMBER)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A charge handed over: what is printed and signed by both."""

    post: Post
    giver: User
    taker: User
    at: datetime
    order_number: str
    burden: burden.Burden
    seq: int


@transaction.atomic
def appoint(post: Post, user: User, *, kind: str, by: Actor, at: datetime, order_number: str = "") -> Charge:
    """Give `user` the charge of `post`, additional charge of it, a seat at its desk, or make them its assistant.

    Raises Occupied, AlreadyThere, WrongKind, Inactive or Abolished.
    """
    post = _lock(post)
    _check_fit(post, user, kind)
    charge = Charge.objects.create(post=post, user=user, kind=kind, order_number=order_number, from_at=at)
    _settle(post)
    detail = {"user": user.pk, "kind": kind, "order": order_number}
    journal.append(f"post:{post.code}", "appoint", by=by, at=at, detail=detail)
    return charge


@transaction.atomic
def relieve(charge: Charge, *, by: Actor, at: datetime, order_number: str = "") -> Charge:
    """End a charge; its leaves end with it. Raises NotInCharge if it has ended already."""
    post = _lock(charge.post, even_abolished=True)
    if not Charge.objects.filter(pk=charge.pk, to_at=None).update(to_at=at):
        raise errors.NotInCharge
    if charge.kind in INCUMBENT:
        _end_leaves(post, at)
    _settle(post)
    detail = {"user": charge.user_id, "kind": charge.kind, "order": order_number}
    journal.append(f"post:{post.code}", "relieve", by=by, at=at, detail=detail)
    charge.to_at = at
    return charge


@transaction.atomic
def hand_over(post: Post, taker: User, *, by: Actor, at: datetime, order_number: str = "") -> HandOver:
    """Pass the charge of `post` from its incumbent to `taker`; return the list to be printed and signed by both.

    All sessions of the giver end. Raises NotInCharge where nobody holds the charge.
    """
    post = _lock(post)
    old = Charge.objects.filter(post=post, to_at=None, kind__in=INCUMBENT).select_related("user").first()
    if old is None:
        raise errors.NotInCharge
    if old.user_id == taker.pk:
        raise errors.AlreadyThere
    held = burden.of(post, at)
    Charge.objects.filter(post=post, user=taker, to_at=None).update(to_at=at)
    Charge.objects.filter(pk=old.pk).update(to_at=at)
    _end_leaves(post, at)
    _check_fit(post, taker, Charge.Kind.SUBSTANTIVE)
    Charge.objects.create(post=post, user=taker, kind=Charge.Kind.SUBSTANTIVE, order_number=order_number, from_at=at)
    User.objects.filter(pk=old.user_id).update(sessions_from=at)
    _settle(post)
    detail = {
        "from": old.user_id,
        "to": taker.pk,
        "order": order_number,
        "open": held.open,
        "overdue": held.overdue,
        "sealed": held.sealed,
    }
    entry = journal.append(f"post:{post.code}", "hand_over", by=by, at=at, detail=detail)
    return HandOver(post, old.user, taker, at, order_number, held, entry.seq)


@transaction.atomic
def grant_leave(
    post: Post, *, from_on: date, to_on: date, by: Actor, at: datetime, covered_by: Post | None = None
) -> Leave:
    """Note that the incumbent of `post` is away, and who answers meanwhile (None: the next post up)."""
    post = _lock(post)
    if to_on < from_on:
        raise errors.BadDays
    if covered_by is not None and covered_by.pk == post.pk:
        raise errors.OwnCover
    leave = Leave.objects.create(post=post, covered_by=covered_by, from_on=from_on, to_on=to_on)
    detail = {"from": from_on, "to": to_on, "covered_by": covered_by.code if covered_by else ""}
    journal.append(f"post:{post.code}", "grant_leave", by=by, at=at, detail=detail)
    return leave


@transaction.atomic
def cancel_leave(leave: Leave, *, by: Actor, at: datetime) -> Leave:
    """End a leave before its time, or before it began."""
    if not Leave.objects.filter(pk=leave.pk, cancelled_at=None).update(cancelled_at=at):
        raise errors.NotInCharge
    detail = {"from": leave.from_on, "to": leave.to_on}
    journal.append(f"post:{leave.post.code}", "cancel_leave", by=by, at=at, detail=detail)
    leave.cancelled_at = at
    return leave


def _lock(post: Post, *, even_abolished: bool = False) -> Post:
    found = Post.objects.select_for_update().get(pk=post.pk)
    if found.abolished_at and not even_abolished:
        raise errors.Abolished
    return found


def _check_fit(post: Post, user: User, kind: str) -> None:
    if not user.is_active:
        raise errors.Inactive
    if kind != Charge.Kind.ASSISTANT and post.is_desk != (kind == Charge.Kind.MEMBER):
        raise errors.WrongKind
    current = Charge.objects.filter(post=post, to_at=None)
    if current.filter(user=user).exists():
        raise errors.AlreadyThere
    if kind in INCUMBENT and current.filter(kind__in=INCUMBENT).exists():
        raise errors.Occupied


def _settle(post: Post) -> None:
    """Keep `is_vacant` true to the charges."""
    held = Charge.objects.filter(post=post, to_at=None, kind__in=HOLDING).exists()
    Post.objects.filter(pk=post.pk).update(is_vacant=not held)


def _end_leaves(post: Post, at: datetime) -> None:
    Leave.objects.filter(Q(to_on__gte=clock.day(at)), post=post, cancelled_at=None).update(cancelled_at=at)
