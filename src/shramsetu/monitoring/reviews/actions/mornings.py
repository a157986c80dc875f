"""The page of a morning: made once a day from the frozen targets and the red list, kept as it was."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import override

from shramsetu.casework import pdf
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import sheet, terms
from shramsetu.monitoring.reviews.models import Morning

STREAM = "mornings:state"


@transaction.atomic
def make(*, at: datetime) -> Morning | None:
    """Make the page of this morning, in Hindi on one side of A4; none on a day off. Made again it is the same."""
    on = clock.day(at)
    there = Morning.objects.filter(pk=on).first()
    if there is not None or not terms.is_working(on):
        return there
    with override("hi"):
        found = sheet.morning(on, at=at)
        paper = pdf.render("monitoring/reviews/morning_paper.html", {"found": found, "on": on, "at": at})
    upload = SimpleUploadedFile(f"pratah-{on}.pdf", paper, content_type="application/pdf")
    kept = files.store(upload, stream=STREAM, purpose=Purpose.OTHER, by=SYSTEM, at=at)
    made = Morning(on=on, figures=found.written(), file=kept, made_at=at)
    made.save(force_insert=True)
    journal.append(STREAM, "make_morning", by=SYSTEM, at=at, detail={"on": on})
    return made


def of(on: date) -> Morning | None:
    """Return the page of a morning."""
    return Morning.objects.filter(pk=on).select_related("file").first()
