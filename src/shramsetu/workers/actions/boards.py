"""A membership of one of the boards begins, and is paid for."""

from datetime import date, datetime

from django.db import transaction

from shramsetu.casework.models import Case
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.workers import terms
from shramsetu.workers.models import Fee, Membership, Worker


@transaction.atomic
def admit(worker: Worker, board: str, *, years: int, on: date, by: Actor, at: datetime) -> Membership:
    """Register `worker` with `board` from the day `on`, with `years` of contribution paid; a repeat changes nothing."""
    membership, _made = Membership.objects.get_or_create(worker=worker, board=board)
    if membership.registered_on is not None:
        return membership
    begin(membership, years, first=on, on=on, by=by, at=at)
    tariff = terms.tariff(board, on)
    Fee(
        membership=membership,
        what=Fee.What.REGISTRATION,
        years=years,
        paise=tariff.first(years),
        official_paise=tariff.first(years),
        reference=f"{board}:{worker.number}:{on}",
        paid_at=at,
        until=membership.paid_until,
        filed_by=by.key,
        channel=Case.Channel.DESK,
    ).save(force_insert=True)
    return membership


def begin(membership: Membership, years: int, *, first: date, on: date, by: Actor, at: datetime) -> None:
    """Let a membership run from the day `on` for `years`; `first` is the day from which it counts as registered."""
    membership.registered_on, membership.paid_until = first, terms.paid_until(on, years)
    membership.years_paid += years
    membership.cancelled_on, membership.cancelled_why = None, ""
    membership.save(update_fields=["registered_on", "paid_until", "years_paid", "cancelled_on", "cancelled_why"])
    detail = {"board": membership.board, "on": on, "until": membership.paid_until}
    journal.append(membership.worker.stream, "admit", by=by, at=at, detail=detail)
