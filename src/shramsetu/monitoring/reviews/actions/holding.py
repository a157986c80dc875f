"""Holding a review: begin, write decisions while it is in progress, end. Only its chair or the deputy named for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from shramsetu.casework.actions import Opening, Refused, announce, open_case
from shramsetu.casework.models import Case, Grant
from shramsetu.casework.moves import Tell, To
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import powers, terms
from shramsetu.monitoring.reviews.actions.planning import note
from shramsetu.monitoring.reviews.models import AgendaItem, Decision, Review
from shramsetu.offices.models import Post

EARLY_MINUTES = 30  # a review may begin so long before its time


@dataclass(frozen=True, slots=True)
class Ordered:
    """A decision as it is typed: what, by which post, by when, what will prove it, to which subject it belongs."""

    text: str
    owner: Post
    due_on: date
    proof: str
    item: AgendaItem | None = None


@transaction.atomic
def begin(review: Review, *, by: Actor, at: datetime) -> Review:
    """Open a review; from now on decisions can be written. Raises NotAllowed, Refused."""
    row = _locked(review, by)
    if row.state != Review.State.PLANNED:
        raise Refused(gettext("This review has begun or is over."))
    if (row.begins_at - at).total_seconds() > EARLY_MINUTES * 60:
        raise Refused(gettext("It is too early: a review begins at most half an hour before its time."))
    if clock.day(at) > row.day:
        raise Refused(gettext("The day of this review is over: give it another time, or cancel it."))
    row.state, row.opened_at = Review.State.OPEN, at
    row.save(update_fields=["state", "opened_at"])
    note(row, "begin_review", by=by, at=at, detail={})
    return row


@transaction.atomic
def decide(review: Review, order: Ordered, *, by: Actor, at: datetime) -> Decision:
    """Write a decision of a review in progress; it lies with its owner from now on. Raises NotAllowed, Refused."""
    row = _locked(review, by)
    if row.state != Review.State.OPEN:
        raise Refused(gettext("Decisions are written while the review is in progress."))
    _check(row, order, clock.day(at))
    number = int(row.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    start = To("given", holder=order.owner, level=1, due=terms.due_by(order.due_on))
    start.facts = {"review": row.pk, "decision": number, "item": order.item.position if order.item else None}
    start.private = {"text": order.text.strip()}
    case = open_case(Opening(powers.KIND, Case.Channel.DESK, start, _columns(row, order)), by=by, at=at)
    made = Decision(
        case=case,
        review=row,
        item=order.item,
        number=number,
        text=order.text.strip(),
        owner=order.owner,
        proof=order.proof.strip(),
        first_due_on=order.due_on,
        due_on=order.due_on,
    )
    made.save(force_insert=True)
    _open_to(made, row, at)
    note(row, "decide", by=by, at=at, detail={"decision": number, "case": case.number, "due": order.due_on})
    announce(case, [Tell("officer-arrival", "holder")], by=by, at=at)
    return made


@transaction.atomic
def end(review: Review, *, by: Actor, at: datetime) -> Review:
    """End a review in progress; its minutes are due within the rulebook's minutes. Raises NotAllowed, Refused."""
    row = _locked(review, by)
    if row.state != Review.State.OPEN:
        raise Refused(gettext("This review is not in progress."))
    return _end(row, by=by, at=at)


def end_forgotten(*, at: datetime) -> int:
    """End the reviews that are still in progress long after their time; return how many.

    Nobody decides in one review for days, and minutes become due. Safe to repeat.
    """
    minutes = terms.figure("reviews.open_minutes", clock.day(at))
    late = Review.objects.filter(state=Review.State.OPEN, ends_at__lte=at - timedelta(minutes=minutes))
    return sum(_end_one(one.pk, at) for one in late.order_by("ends_at"))


@transaction.atomic
def _end_one(pk: int, at: datetime) -> bool:
    row = Review.objects.select_for_update().get(pk=pk)
    if row.state != Review.State.OPEN:
        return False
    _end(row, by=SYSTEM, at=at)
    return True


def _end(row: Review, *, by: Actor, at: datetime) -> Review:
    row.state, row.closed_at = Review.State.CLOSED, at
    row.save(update_fields=["state", "closed_at"])
    note(row, "end_review", by=by, at=at, detail={"decisions": row.decisions.count()})
    return row


def _locked(review: Review, by: Actor) -> Review:
    row = Review.objects.select_for_update(of=("self",)).select_related("place", "chair__department").get(pk=review.pk)
    powers.need_chair(row, by)
    return row


def _check(review: Review, order: Ordered, today: date) -> None:
    if not order.text.strip():
        raise Refused(gettext("Write what is decided."), "text")
    if not order.proof.strip():
        raise Refused(gettext("Write what will prove it."), "proof")
    if order.due_on <= today:
        raise Refused(gettext("The date lies ahead."), "due_on")
    if not powers.may_order(order.owner, review):
        raise Refused(gettext("Choose a post that takes part in reviews."), "owner")
    if order.item is not None and order.item.review_id != review.pk:
        raise Refused(gettext("This subject belongs to another review."), "item")


def _columns(review: Review, order: Ordered) -> dict[str, object]:
    """Return where the case lies: the owner's district, and the department of the chair, so that it sees it."""
    place = order.owner.place
    return {
        "district": place.district,
        "place": place,
        "department": review.chair.department or order.owner.department,
        "parent": order.item.case if order.item is not None and _may_hang(order.item) else None,
    }


def _open_to(decision: Decision, review: Review, at: datetime) -> None:
    """Let chair, deputy and owner see the decision, whoever of them holds it and whatever department they are of."""
    until = at + timedelta(days=terms.figure("reviews.seen_days", clock.day(at)))
    posts = {one for one in (review.chair_id, review.deputy_id, decision.owner_id) if one is not None}
    Grant.objects.bulk_create(
        Grant(case=decision.case, post_id=post, reason="", from_at=at, to_at=until) for post in sorted(posts)
    )


def _may_hang(item: AgendaItem) -> bool:
    """Tell whether a decision hangs on the case of its subject: not on another decision, nor on what is over."""
    return item.case is not None and item.case.kind != powers.KIND and item.case.closed_at is None
