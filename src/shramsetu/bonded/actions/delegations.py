"""Orders by which a District Magistrate gives powers to a subordinate magistrate, and takes them back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import powers
from shramsetu.bonded.models import Delegation
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place


@transaction.atomic
def delegate(
    post: Post,
    given: Sequence[str],
    *,
    order_number: str,
    from_on: date,
    by: Actor,
    at: datetime,
    to_on: date | None = None,
) -> Delegation:
    """Give `post` the powers `given` in the district of the magistrate who orders it; the same order twice is one.

    Raises Refused where the same order is written down with other powers or another end: nothing changes in silence.
    """
    district = _own_district(by)
    if post.role != Role.MAGISTRATE or not set(given) <= set(powers.POWERS):
        raise Refused(_("Choose a magistrate of your district and what the order gives."), "post")
    if to_on is not None and to_on < from_on:
        raise Refused(_("The order cannot end before it begins."), "to_on")
    Post.objects.select_for_update().get(pk=post.pk)  # one order to a post at a time
    order = {"post": post, "district": district, "order_number": order_number, "from_on": from_on}
    before = Delegation.objects.filter(**order, withdrawn_at=None).first()
    if before is not None:
        if set(before.powers) != set(given) or before.to_on != to_on:
            raise Refused(
                _("This order is written down with other powers or another end. End it, or write a new order.")
            )
        return before
    row = Delegation(**order, powers=list(given), to_on=to_on, made_by=by.key, made_at=at)
    row.save(force_insert=True)
    _write("delegate", row, by=by, at=at)
    return row


@transaction.atomic
def end(row: Delegation, *, by: Actor, at: datetime) -> None:
    """Take the powers back from tomorrow on; what was signed until then stands. Before its first day all falls."""
    if row.district_id != _own_district(by).pk:
        raise NotAllowed("end")
    today = clock.day(at)
    if row.from_on > today:
        changed = Delegation.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=at)
    else:
        running = Q(to_on=None) | Q(to_on__gt=today)
        changed = Delegation.objects.filter(running, pk=row.pk).update(to_on=today)
    if changed:
        _write("end_delegation", row, by=by, at=at)


def _own_district(by: Actor) -> Place:
    if by.role != Role.DM or by.post_id is None or by.assists:
        raise NotAllowed("delegate")
    return offices.get(by.post_id).place


def _write(verb: str, row: Delegation, *, by: Actor, at: datetime) -> None:
    facts = {"delegation": row.pk, "post": row.post_id, "powers": list(row.powers), "order": row.order_number}
    journal.append(f"delegations:{row.district_id}", verb, by=by, at=at, detail=facts)
