"""Accounts into which the money of several persons would go: somebody looks, and says for how many it is right."""

from datetime import datetime

from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.schemes import refusals
from shramsetu.schemes.actions import batches
from shramsetu.schemes.models import SharedAccount


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
