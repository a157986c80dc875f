"""The agenda of a review: made of red items a day before, told to their owners, answered beforehand."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import meeting, powers, reds, terms, words
from shramsetu.monitoring.reviews.actions import telling
from shramsetu.monitoring.reviews.actions.planning import note
from shramsetu.monitoring.reviews.models import AgendaItem, Answer, Review
from shramsetu.monitoring.reviews.rules import agenda
from shramsetu.monitoring.reviews.rules.agenda import Why
from shramsetu.offices import queries as offices

MOST_OWN = 10


def build_due(*, at: datetime) -> int:
    """Make the agenda of every planned review that begins within the rulebook's hours; return of how many."""
    hours = terms.figure("reviews.agenda_hours", clock.day(at))
    due = Review.objects.filter(
        state=Review.State.PLANNED, agenda_at=None, begins_at__lte=at + timedelta(hours=hours), ends_at__gt=at
    )
    found = list(due.order_by("begins_at"))
    return sum(build(one, at=at) for one in found)


@transaction.atomic
def build(review: Review, *, at: datetime) -> bool:
    """Make the agenda of a planned review, once: what is red now, with its figures as they stand; tell the owners."""
    row = Review.objects.select_for_update().get(pk=review.pk)
    if row.agenda_at is not None or row.state != Review.State.PLANNED:
        return False
    today = clock.day(at)
    found = reds.red(reds.reach(row), today, at=at)
    most = max(terms.figure("reviews.agenda_most", today) - row.items.count(), 0)
    taken, left_out = agenda.drawn(found, most=most, each=terms.figure("reviews.agenda_each", today))
    first = _last_position(row) + 1
    items = [_item(row, first + place, one, at) for place, one in enumerate(taken)]
    AgendaItem.objects.bulk_create(items)
    row.agenda_at, row.left_out = at, left_out
    row.save(update_fields=["agenda_at", "left_out"])
    note(row, "make_agenda", by=SYSTEM, at=at, detail={"items": len(items), "left_out": left_out})
    meeting.give_room(row, by=SYSTEM, at=at)
    telling.owners(row, "review-agenda", values=lambda n: {"count": str(n)}, key="agenda", by=SYSTEM, at=at)
    review.refresh_from_db()
    return True


def _item(review: Review, position: int, one: reds.Found, at: datetime) -> AgendaItem:
    matter = one.thing()
    return AgendaItem(
        review=review,
        position=position,
        subject=one.subject,
        why=one.why.value,
        title_hi=matter.title[0][:300],
        title_en=matter.title[1][:300],
        reason_hi=matter.reason[0][:300],
        reason_en=matter.reason[1][:300],
        figures=matter.figures,
        owner=matter.owner,
        since_on=matter.since,
        case=matter.case,
        at=at,
    )


@transaction.atomic
def answer(item: AgendaItem, text: str, *, by: Actor, at: datetime) -> Answer:
    """Write what the officer says of a subject, until the review is over; a later answer stands beside it.

    Raises NotAllowed for who is not asked, Refused once the review is over.
    """
    review = Review.objects.select_for_update().get(pk=item.review_id)
    if by.user_id is None or by.post_id is None or not powers.may_answer(by, item):
        raise NotAllowed("answer")
    if review.state not in (Review.State.PLANNED, Review.State.OPEN):
        raise Refused(gettext("This review is over."))
    if not text.strip():
        raise Refused(gettext("Write your answer."), "text")
    made = Answer(item=item, text=text.strip()[:1000], by_id=by.user_id, post_id=by.post_id, at=at)
    made.save(force_insert=True)
    note(review, "answer_item", by=by, at=at, detail={"item": item.position}, private={"text": made.text})
    return made


@transaction.atomic
def lay(review: Review, text: str, *, by: Actor, at: datetime) -> AgendaItem:
    """Lay an own issue of the office on the table of a review that is still to come; it is never crowded out.

    Whoever sees the review may; the post that lays it is its owner. Raises NotAllowed, Refused.
    """
    row = Review.objects.select_for_update().get(pk=review.pk)
    post = offices.get(by.post_id) if by.post_id is not None else None
    if post is None or by.user_id is None or by.assists or not powers.seen_by(post).filter(pk=row.pk).exists():
        raise NotAllowed("lay")
    if row.state != Review.State.PLANNED:
        raise Refused(gettext("This review has begun or is over."))
    if not text.strip():
        raise Refused(gettext("Write what it is about."), "text")
    if row.items.filter(raised_by__isnull=False).count() >= MOST_OWN:
        raise Refused(gettext("No more subjects fit into this review; choose the next one."), "text")
    position = _last_position(row) + 1
    title, reason = text.strip()[:300], words.both(lambda: words.WHY[Why.OWN])
    item = AgendaItem(
        review=row,
        position=position,
        subject=f"own:{row.pk}:{position}",
        why=Why.OWN.value,
        title_hi=title,
        title_en=title,
        reason_hi=reason[0],
        reason_en=reason[1],
        owner=post,
        raised_by_id=by.user_id,
        at=at,
    )
    item.save(force_insert=True)
    note(row, "lay_item", by=by, at=at, detail={"item": position}, private={"text": title})
    meeting.give_room(row, by=by, at=at)
    return item


def _last_position(review: Review) -> int:
    return int(review.items.aggregate(last=Max("position"))["last"] or 0)
