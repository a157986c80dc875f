"""Finding papers again: by the token of their mark or their number, each within what a post may see."""

import re

from django.db.models import Q, QuerySet
from stdnum import damm

from shramsetu.bonded.models import Paper, Scan
from shramsetu.casework import queries as casework
from shramsetu.files.models import Attachment
from shramsetu.files.views import opened
from shramsetu.journal.rules import Actor
from shramsetu.lib.text import latin_digits
from shramsetu.offices import queries as offices

_NUMBER = re.compile(r"([A-Z]+(?:-[A-Z]+)*)/(\d{1,4})/(\d{4})/(\d{5})-(\d)")
ROWS = ("case", "district", "certificate")


def papers(by: Actor) -> QuerySet[Paper]:
    """Return the papers that `by` may see: those of cases in sight, and blank ones of their districts."""
    assert by.post_id is not None
    districts = offices.scope_districts(offices.get(by.post_id))
    blank = Q(case=None) if districts is None else Q(case=None, district__in=districts)
    mine = Q(case__in=casework.cases_visible_to(by))
    return Paper.objects.filter(mine | blank).select_related(*ROWS)


def by_token(token: str, by: Actor) -> Paper | None:
    """Return the paper with this token, if `by` may see it."""
    return papers(by).filter(token=token).first()


def by_number(text: str, by: Actor) -> Paper | None:
    """Return the paper with this number, if `by` may see it; raises BadNumber where no paper can have it."""
    return papers(by).filter(number=parse(text)).first()


class BadNumber(ValueError):
    """This is not the number of a paper: it is written wrong, or a digit is."""


def parse(text: str) -> str:
    """Return a paper's number as it is printed, from what somebody typed; raises BadNumber."""
    plain = re.sub(r"\s+", "", latin_digits(text)).upper().replace("\\", "/")
    found = _NUMBER.fullmatch(plain)
    if found is None or not damm.is_valid("".join(found.groups()[1:])):
        raise BadNumber(text)
    return plain


def waiting(by: Actor) -> QuerySet[Scan]:
    """Return the scans that wait for a place with the post of `by`."""
    return Scan.objects.filter(post=by.post_id, decided_at=None).select_related("paper__case").order_by("-at")


def content(scan: Scan) -> tuple[bytes, str]:
    """Return the bytes and kind of a waiting scan; the caller has checked whose it is."""
    attachment = attachment_of(scan)
    with opened(attachment) as file:
        return file.read(), attachment.media_type


def attachment_of(scan: Scan) -> Attachment:
    """Return what hangs on a waiting scan."""
    return Attachment.objects.filter(stream=scan.stream, removed_at=None).order_by("-at").get()
