"""Named reads of the work list of scanned letters."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.intake.counter.models import Scanned
from shramsetu.offices.models import Post

PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter stands in the work list: the ids before and after it that are free, and how many wait in all."""

    before: int | None
    after: int | None
    waiting: int


def waiting(office: Post) -> QuerySet[Scanned]:
    """Return the letters of an office that wait for typing, the oldest first."""
    rows = Scanned.objects.filter(office=office, state=Scanned.State.WAITING).select_related("letter")
    return rows.order_by("letter_id")


def place_of(pk: int, office: Post, *, key: str, at: datetime) -> Place:
    """Return what stands before and after a letter in the work list, leaving out what others have open."""
    free = waiting(office).filter(Q(typing_until=None) | Q(typing_until__lte=at) | Q(typing_by=key))
    ids = free.select_related(None).values_list("letter_id", flat=True)
    before = ids.filter(letter_id__lt=pk).order_by("-letter_id").first()
    after = ids.filter(letter_id__gt=pk).first()
    return Place(before, after, waiting(office).count())


def pages_of(scanned: Scanned) -> list[Attachment]:
    """Return the pages of a letter that waits, in order."""
    return list(files.attached(scanned.stream))
