"""Accounts that somebody looks at first: of several persons, and of two registrations that were merged."""

from datetime import datetime

from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.schemes import refusals
from shramsetu.schemes.actions import batches, payees
from shramsetu.schemes.models import SharedAccount
from shramsetu.workers.actions import merging
from shramsetu.workers.models import Merge


@transaction.atomic
def clear(account: SharedAccount, reason: str, *, persons: int, by: Actor, at: datetime) -> None:
    """Write that the account is right for as many `persons` as were seen there; more of them wait again.

    Raises NotYours; NotNow where more have appeared since.
    """
    batches.allow(by, account.board)
    moved = SharedAccount.objects.filter(pk=account.pk, persons=persons).update(
        cleared_for=persons, cleared_by=by.key, cleared_at=at, reason=reason
    )
    if not moved:
        raise refusals.NotNow
    detail = {"account": account.pk, "persons": persons}
    journal.append(f"shared:{account.pk}", "clear_shared", by=by, at=at, detail=detail, private={"reason": reason})


@transaction.atomic
def confirm(merge: Merge, board: str, *, by: Actor, at: datetime) -> None:
    """Say as a second person that the account of two merged rows is right; the days of a change of account begin.

    Raises NotYours; SameHand for who merged them, NotNow where nothing waits for it any more.
    """
    batches.allow(by, board)
    if not merging.confirm(merge, by=by, at=at):
        raise refusals.SameHand if payees.person(merge.by) == payees.person(by.key) else refusals.NotNow
