"""Orders by which a District Magistrate gives powers to a subordinate magistrate, and takes them back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
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
    """Give `post` the powers `given` in the district of the magistrate who orders it; the same order twice is one."""
    district = _own_district(by)
    if post.role != Role.MAGISTRATE or not set(given) <= set(powers.POWERS):
        raise Refused(_("Choose a magistrate of your district and what the order gives."), "post")
    if to_on is not None and to_on < from_on:
        raise Refused(_("The order cannot end before it begins."), "to_on")
    row, made = Delegation.objects.get_or_create(
        post=post,
        district=district,
        order_number=order_number,
        from_on=from_on,
        defaults={"powers": list(given), "to_on": to_on, "made_by": by.key, "made_at": at},
    )
    if made:
        _write("delegate", row, by=by, at=at)
    return row


@transaction.atomic
def end(row: Delegation, *, by: Actor, at: datetime) -> None:
    """Take the powers back from tomorrow on; what was signed until then stands."""
    if row.district_id != _own_district(by).pk:
        raise NotAllowed("end")
    today = clock.day(at)
    if row.to_on is None or row.to_on > today:
        last = max(today, row.from_on) if row.from_on <= today else row.from_on
        Delegation.objects.filter(pk=row.pk).update(to_on=last)
        _write("end_delegation", row, by=by, at=at)


def _own_district(by: Actor) -> Place:
    if by.role != Role.DM or by.post_id is None or by.assists:
        raise NotAllowed("delegate")
    return offices.get(by.post_id).place


def _write(verb: str, row: Delegation, *, by: Actor, at: datetime) -> None:
    facts = {"delegation": row.pk, "post": row.post_id, "powers": list(row.powers), "order": row.order_number}
    journal.append(f"delegations:{row.district_id}", verb, by=by, at=at, detail=facts)
