"""Named reads of attachments."""

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from shramsetu.files import pictures
from shramsetu.files.models import Attachment

ALIKE_BITS = 3


def attached(stream: str) -> QuerySet[Attachment]:
    """The attachments of `stream` that have not been removed, the oldest first."""
    return Attachment.objects.filter(stream=stream, removed_at=None).order_by("at", "id")


def speaking(stream: str) -> QuerySet[Attachment]:
    """The recordings and photographs of `stream`: what may stand for written words."""
    return attached(stream).filter(Q(media_type__startswith="audio/") | Q(media_type__startswith="image/"))


def photos_like(phash: int, stream: str, *, within: int = ALIKE_BITS) -> QuerySet[Attachment]:
    """Pictures of other streams whose hash differs from `phash` in at most `within` of 64 bits, the likest first.

    Complete up to 3 bits (one of four quarters is then equal, and found by index); beyond, only those with an equal
    quarter. None for a picture without any drawing. Each has `distance`.
    """
    distance = RawSQL(
        "bit_count((phash # %s::bigint)::bit(64))",  # noqa: S611 - a fixed text
        [phash],
        output_field=IntegerField(),
    )
    found = Attachment.objects.filter(bands__overlap=pictures.bands(phash), removed_at=None).exclude(stream=stream)
    return found.annotate(distance=distance).filter(distance__lte=within).order_by("distance", "at")
