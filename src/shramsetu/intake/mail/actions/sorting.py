"""What a person decides about a mail that is no case: out of quarantine, or put away with a reason. Both are kept."""

from datetime import datetime

from django.db import transaction

from shramsetu.intake.mail.actions.joining import Gone
from shramsetu.intake.mail.models import Mail
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

SPAM = "spam"


@transaction.atomic
def release(mail: Mail, *, by: Actor, at: datetime) -> None:
    """Let a mail wait for a person like any other: out of quarantine, out of what was put away. Raises Gone."""
    waiting = Mail.objects.filter(pk=mail.pk, forgotten_at=None)
    held = waiting.filter(state__in=[Mail.State.QUARANTINED, Mail.State.AUTOMATIC, Mail.State.DISCARDED])
    if not held.update(state=Mail.State.WAITING, reason="", decided_by=by.key, decided_at=at):
        raise Gone(mail.pk)
    left = [sign for sign in mail.signs if sign != SPAM]
    waiting.update(signs=left)
    journal.append(mail.stream, "release", by=by, at=at, detail={"from": mail.state})


@transaction.atomic
def put_away(mail: Mail, *, reason: str, is_spam: bool, by: Actor, at: datetime) -> None:
    """Put a mail away with a reason; it is kept until its time is over. Raises Gone.

    What is spam speaks against the next mail of the same sender.
    """
    signs = [*(sign for sign in mail.signs if sign != SPAM), *([SPAM] if is_spam else [])]
    decided = {"state": Mail.State.DISCARDED, "decided_by": by.key, "decided_at": at, "reason": reason[:300]}
    held = Mail.objects.filter(
        pk=mail.pk,
        forgotten_at=None,
        state__in=[Mail.State.WAITING, Mail.State.QUARANTINED, Mail.State.AUTOMATIC],
    )
    if not held.update(**decided, signs=signs):
        raise Gone(mail.pk)
    detail, private = {"from": mail.state, "spam": is_spam}, {"reason": reason[:300]}
    journal.append(mail.stream, "put_away", by=by, at=at, detail=detail, private=private)
