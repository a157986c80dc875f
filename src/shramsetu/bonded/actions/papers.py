"""Papers: the number is fixed and the QR's token drawn when a form is printed; the scan finds its row again."""

import secrets
from datetime import datetime

from django.db import transaction

from shramsetu.bonded import counters
from shramsetu.bonded.models import Paper
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place

TOKEN_BYTES = 15


@transaction.atomic
def printed(
    kind: str,
    case: Case | None,
    *,
    by: Actor,
    at: datetime,
    language: str = "hi",
    district: Place | None = None,
    form_version: str = "1",
) -> Paper:
    """Return the row of a form that is about to be printed: its number is its own from here on, printed or not."""
    where = district or (case.district if case else None)
    year, place = clock.day(at).year, where.lgd_code if where else 9
    name = f"paper:{kind}:{place}:{year}"
    paper = Paper(
        kind=kind,
        number=f"{kind.upper()}/{place}/{year}/{counters.following(name):05d}",
        token=secrets.token_urlsafe(TOKEN_BYTES),
        case=case,
        district=where,
        language=language,
        form_version=form_version,
        printed_by=by.key,
        printed_at=at,
    )
    paper.save(force_insert=True)
    return paper
