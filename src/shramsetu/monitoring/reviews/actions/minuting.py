"""Minutes: the words of a review that is over, signed by its chair, kept as text with its digest and as PDF."""

from datetime import datetime
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext, override

from shramsetu.casework import pdf
from shramsetu.casework.actions import Refused
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import powers, proceedings, terms
from shramsetu.monitoring.reviews.actions.planning import note
from shramsetu.monitoring.reviews.models import Minutes, Review
from shramsetu.monitoring.reviews.rules import times


@transaction.atomic
def issue(review: Review, *, by: Actor, at: datetime) -> Minutes:
    """Issue the minutes of a review that is over: nothing of it changes any more. Raises NotAllowed, Refused.

    In Hindi, whatever the language of who signs. The digest is of the text, and stands on the paper.
    """
    row = Review.objects.select_for_update(of=("self",)).select_related("place", "chair__place").get(pk=review.pk)
    user, post = powers.need_chair(row, by)
    if row.state != Review.State.CLOSED:
        raise Refused(gettext("End the review first."))
    if row.locked_at is not None:
        raise Refused(gettext("The minutes are issued already."))
    with override("hi"):
        found = proceedings.of(row, at=at)
        text = proceedings.text(found, signed_by=proceedings.signature(user, post))
        digest = sha256(text.encode()).hexdigest()
        page = {"found": found, "review": row, "digest": digest, "at": at, "signed": proceedings.signature(user, post)}
        paper = pdf.render("monitoring/reviews/minutes_paper.html", page)
    upload = SimpleUploadedFile(f"karyavritt-{row.pk}.pdf", paper, content_type="application/pdf")
    kept = files.store(upload, stream=row.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=by, at=at)
    assert row.closed_at is not None
    minutes = Minutes(
        review=row,
        text=text,
        sha256=digest,
        file=kept,
        by_id=user,
        post_id=post,
        issued_at=at,
        was_late=times.is_late(
            row.closed_at, at, terms.figure("reviews.minutes_minutes", clock.day(row.closed_at)), at=at
        ),
    )
    minutes.save(force_insert=True)
    row.locked_at = at
    row.save(update_fields=["locked_at"])
    note(row, "issue_minutes", by=by, at=at, detail={"sha256": digest, "late": minutes.was_late})
    return minutes
