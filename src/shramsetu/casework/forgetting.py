"""Erasing what is personal in cases that are over for good: parties, search words, duties, and the sealed key."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from shramsetu.casework import sealing
from shramsetu.casework.models import FINAL, OPEN, PAUSED, Case, Duty, Grant, Party, Proposal, SealedBody, SearchText
from shramsetu.files import actions as files
from shramsetu.journal import actions as journal
from shramsetu.messages import actions as messages
from shramsetu.people import actions as people
from shramsetu.people.models import Person

# Each package says here how it erases what it keeps of a batch of cases, in the transaction of the whole.
Eraser = Callable[[Sequence[Case], datetime], None]
ERASERS: list[Eraser] = []
# The streams that belong to a case: its own, its second verification, its consent, and who looked.
STREAMS = ("case:{}", "second:{}", "consent:{}", "reads:{}", "reads:case:{}")


def due(*, before: datetime, sealed: bool) -> QuerySet[Case]:
    """Return the final cases closed before `before` whose personal side is still kept; none with an open child."""
    waiting = Case.objects.filter(parent=OuterRef("pk"), phase__in=[OPEN, PAUSED])
    over = Case.objects.filter(phase=FINAL, closed_at__lt=before, sealed=sealed, erased_at=None)
    return over.filter(~Exists(waiting))


@transaction.atomic
def erase(cases: Sequence[Case], *, at: datetime) -> None:
    """Erase what is personal in `cases`; number, category, place, dates, outcome and the chain of entries stay.

    First each package erases what it keeps of them. A sealed case loses its data key, so that what was encrypted under
    it cannot be read by anybody any more. The caller writes the entry.
    """
    for eraser in ERASERS:
        eraser(cases, at)
    pks = [case.pk for case in cases]
    parties = Party.objects.filter(case__in=pks)
    persons = set(parties.exclude(person=None).values_list("person_id", flat=True))
    parties.update(person=None, relation="", phone_owner="", best_time="", phone_key="")
    left = Person.objects.filter(pk__in=persons, erased_at=None).exclude(
        Exists(Party.objects.filter(person=OuterRef("pk")))
    )
    people.erase(list(left.values_list("pk", flat=True)), at=at)
    SearchText.objects.filter(case__in=pks).delete()
    Duty.objects.filter(case__in=pks).update(text="")
    Proposal.objects.filter(case__in=pks).update(detail={})
    Grant.objects.filter(case__in=pks).update(reason="")
    for body in SealedBody.objects.filter(case__in=pks).select_related("case"):
        sealing.shred(body)
    streams = [name.format(case.number) for case in cases for name in STREAMS]
    files.forget(streams, at=at)
    messages.forget_streams(streams, at=at)
    journal.forget_all(streams)
    Case.objects.filter(pk__in=pks).update(erased_at=at)
