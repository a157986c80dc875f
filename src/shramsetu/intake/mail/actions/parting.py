"""A mail that was laid with the wrong case, taken out of it again: words, papers and the way back."""

from datetime import datetime

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.files import actions as files
from shramsetu.intake.mail import queries
from shramsetu.intake.mail.actions.joining import Gone
from shramsetu.intake.mail.actions.reading import write
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor


@transaction.atomic
def part(mail: Mail, case: Case, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a mail out of the case that it was laid with; it waits again, as it came.

    Its words are erased in the case, its papers leave it, and nothing from its address joins this case by itself any
    more. What followed from it in the case (an answer that was counted, a letter that went out) stays: the case's
    holder reads why. Raises Gone where it is not there any more, or the case is sealed, or was made of this very mail.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    held = Mail.objects.select_for_update(of=("self",)).select_related("original").filter(pk=mail.pk)
    mine = held.filter(case=locked, state=Mail.State.JOINED, forgotten_at=None).first()
    if mine is None or locked.sealed:
        raise Gone(mail.pk)
    facts, private = {"mail": mine.pk, "seq": mine.said_seq}, {"reason": reason[:300]}
    casework.amend(locked, "mail_part", to=To(locked.state, facts=facts, private=private), by=by, at=at)
    if mine.said_seq is not None:
        journal.forget_entry(locked.stream, mine.said_seq)
    files.take_back(mine.brought, stream=locked.stream, onto=mine.stream)
    Thread.objects.filter(case=locked, address_key=mine.sender_key, ended_at=None).update(ended_at=at)
    mine.state, mine.case, mine.brought, mine.said_seq = Mail.State.WAITING, None, [], None
    mine.decided_by, mine.decided_at, mine.reason = by.key, at, ""
    write(mine, queries.letter_of(mine))
    mine.save()
    journal.append(mine.stream, "part", by=by, at=at, detail={"case": locked.number}, private=private)
