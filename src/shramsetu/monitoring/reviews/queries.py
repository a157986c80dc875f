"""Named reads of reviews: the calendar, an agenda, decisions of a post, those put off, the state's tracker."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Prefetch, Q, QuerySet

from shramsetu.casework import queries as cases
from shramsetu.casework.models import OPEN, PAUSED
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import powers, terms
from shramsetu.monitoring.reviews.models import AgendaItem, Answer, Decision, Minutes, Remark, Review
from shramsetu.monitoring.reviews.rules.agenda import ORDER, Why
from shramsetu.offices.models import Post

ROWS = ("place", "chair__place", "deputy__place")
SHOWN = 200
HANDLED = ("close", "give_back", "carry", "strike")  # what a chair does with a decision


def calendar(post: Post, first: date, last: date) -> list[Review]:
    """Return the reviews that `post` sees from one day to another, in the order of their times, with counts."""
    rows = powers.seen_by(post).filter(held(first, last)).select_related(*ROWS)
    counted = rows.annotate(subjects=Count("items", distinct=True), ordered=Count("decisions", distinct=True))
    return list(counted.order_by("begins_at", "pk")[:SHOWN])


def held(first: date, last: date) -> Q:
    """Tell which reviews are held from one day to another, both counted."""
    return Q(begins_at__gte=clock.bounds(first)[0], begins_at__lt=clock.bounds(last)[1])


def items(review: Review) -> QuerySet[AgendaItem]:
    """Return the subjects of a review with their owners and cases."""
    return AgendaItem.objects.filter(review=review).select_related("owner__place", "case")


def in_order(rows: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Return subjects in the order in which they are taken up."""
    return sorted(rows, key=lambda one: (ORDER[Why(one.why)], one.position))


def agenda(review: Review) -> list[AgendaItem]:
    """Return the agenda in its order, each subject with its replies, the newest first, and its decisions."""
    answers = Answer.objects.select_related("post__place", "by").order_by("-pk")
    ordered = Decision.objects.select_related("owner__place", "case").order_by("number")
    return in_order(items(review).prefetch_related(Prefetch("answers", answers), Prefetch("decisions", ordered)))


def decisions(review: Review) -> list[Decision]:
    """Return the decisions of a review by number."""
    rows = Decision.objects.filter(review=review).select_related("owner__place", "case__holder", "item")
    return list(rows.order_by("number"))


def opens(pks: Iterable[int | None], by: Actor) -> set[int]:
    """Return which of these cases `by` may open: who is asked of one subject reads of the others, and no more."""
    pks = {one for one in pks if one is not None}
    return set(cases.cases_visible_to(by).filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()


def minutes(review: Review) -> Minutes | None:
    """Return the minutes of a review, once they are issued."""
    return Minutes.objects.filter(review=review).select_related("by", "post__place", "file").first()


def handled(review: Review) -> list[tuple[Decision, Entry]]:
    """Return what chair or deputy did with decisions of earlier reviews while `review` was held, in that order."""
    if review.opened_at is None or review.closed_at is None:
        return []
    chairs = [one for one in (review.chair_id, review.deputy_id) if one is not None]
    mine = Q(review__chair__in=chairs) | Q(review__deputy__in=chairs) | Q(case__in=review.items.values("case"))
    alive = Q(case__closed_at=None) | Q(case__closed_at__gte=review.opened_at)
    rows = Decision.objects.filter(mine, alive).exclude(review=review).select_related("owner__place", "case")
    by_stream = {one.case.stream: one for one in rows}
    said = Entry.objects.filter(stream__in=by_stream, at__range=(review.opened_at, review.closed_at), verb__in=HANDLED)
    theirs = [Q(by__endswith=f"@{one}") for one in chairs]
    found = said.filter(reduce(or_, theirs)).order_by("at", "pk")
    return [(by_stream[one.stream], one) for one in found]


def owed_by(post: Post) -> list[Decision]:
    """Return the decisions that `post` has to carry out and did not report, the oldest date first."""
    return _listed(Decision.objects.filter(owner=post, case__state="given", case__phase=OPEN))


def to_be_seen_by(post: Post) -> list[Decision]:
    """Return the decisions that are reported, and whose proof `post` looks at as chair or deputy."""
    mine = Q(review__chair=post) | Q(review__deputy=post)
    return _listed(Decision.objects.filter(mine, case__state="reported"))


def given_by(post: Post) -> list[Decision]:
    """Return the decisions of the reviews of `post` that are still to be carried out."""
    mine = Q(review__chair=post) | Q(review__deputy=post)
    return _listed(Decision.objects.filter(mine, case__state="given"))


def put_off(post: Post, on: date) -> list[Decision]:
    """Return the decisions that `post` sees and that were carried over as often as the rulebook says."""
    rows = Decision.objects.filter(
        carried__gte=terms.figure("reviews.carried_most", on), case__phase__in=[OPEN, PAUSED]
    )
    found = rows.filter(review__in=powers.seen_by(post)).select_related("review__place", "owner__place", "case")
    return list(found.order_by("-carried", "first_due_on", "pk")[:SHOWN])


def tracked(post: Post, first: date, last: date) -> list[Decision]:
    """Return every decision that `post` sees of the reviews from one day to another, for the state's tracker."""
    rows = Decision.objects.filter(review__in=powers.seen_by(post).filter(held(first, last)))
    wanted = rows.select_related("review__place", "review__chair__place", "owner__place", "case", "item")
    return list(wanted.order_by("review__begins_at", "number"))


def next_for(post: Post, at: datetime) -> list[Review]:
    """Return the reviews of today and tomorrow in which `post` has a part, those in progress first."""
    until = clock.day(at) + timedelta(days=1)
    there = Q(state__in=[Review.State.PLANNED, Review.State.OPEN])
    rows = powers.seen_by(post).filter(there, held(clock.day(at), until))
    return list(rows.select_related(*ROWS).order_by("begins_at")[:10])


def remarks(subjects: Iterable[str]) -> dict[str, list[Remark]]:
    """Return the words that were said of these red items, the newest first, by subject."""
    found: dict[str, list[Remark]] = {}
    rows = Remark.objects.filter(subject__in=list(subjects)).select_related("post__place", "by").order_by("-pk")
    for one in rows[:SHOWN]:
        found.setdefault(one.subject, []).append(one)
    return found


def _listed(rows: QuerySet[Decision]) -> list[Decision]:
    wanted = rows.select_related("review__place", "review__chair__place", "owner__place", "case")
    return list(wanted.order_by("due_on", "pk")[:SHOWN])


def said_to(post: Post, since: date) -> list[Remark]:
    """Return what watchers said of the red items of `post` since a day, the newest first."""
    rows = Remark.objects.filter(to=post, on__gte=since).select_related("post__place", "by")
    return list(rows.order_by("-pk")[:20])
