"""Planning reviews: the round of each working day by the rulebook, and those that a chair calls itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import meeting, powers, terms
from shramsetu.monitoring.reviews.actions import telling
from shramsetu.monitoring.reviews.models import Review
from shramsetu.monitoring.reviews.rules import rounds
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.rulebook.reviews import Round


@dataclass(frozen=True, slots=True)
class Call:
    """A review that its chair calls: of its own place, about what, when."""

    title: str
    begins_at: datetime
    minutes: int
    outside_link: str = ""
    deputy: Post | None = None


def plan(*, at: datetime) -> int:
    """Plan the reviews of the coming working days by the rounds of the rulebook; return how many are new.

    A day that is planned stays as it was, whatever somebody changed of it; safe to repeat.
    """
    today = clock.day(at)
    days = [today + timedelta(days=ahead) for ahead in range(terms.figure("reviews.planned_days", today) + 1)]
    return sum(_plan_day(on, at) for on in days if terms.is_working(on))


@transaction.atomic
def _plan_day(on: date, at: datetime) -> int:
    there = set(Review.objects.filter(on=on).exclude(round="").values_list("round", flat=True))
    known = {one.slug: one for one in terms.rounds(on)}
    mandals = list(places.mandals())
    turns = rounds.turns(
        [rounds.Turning(one.slug, rounds.Kind(one.kind), one.week) for one in known.values()],
        weekday=on.weekday(),
        day=terms.working_day(on),
        regions=len(mandals),
        sections=terms.sections(on),
    )
    made = 0
    for turn in turns:
        round_ = known[turn.round]
        begins_at = clock.moment(on, round_.at)
        if turn.round not in there and begins_at > at:
            place = places.state() if turn.region is None else mandals[turn.region]
            _make(round_, turn, place, on, at)
            made += 1
    return made


def _make(round_: Round, turn: rounds.Turn, place: Place, on: date, at: datetime) -> Review:
    begins_at = clock.moment(on, round_.at)
    review = Review(
        round=round_.slug,
        on=on,
        place=place,
        sector=turn.sector,
        section=turn.section,
        chair=offices.desk(round_.chair),
        deputy=offices.desk(round_.deputy),
        begins_at=begins_at,
        ends_at=begins_at + timedelta(minutes=round_.minutes),
        made_by=SYSTEM.key,
    )
    review.save(force_insert=True)
    note(review, "plan_review", by=SYSTEM, at=at, detail={"round": round_.slug, "begins": begins_at})
    return review


@transaction.atomic
def call(asked: Call, *, by: Actor, at: datetime) -> Review:
    """Call a review of one's own place; who calls it takes the chair. Raises NotAllowed, Refused."""
    post = offices.get(by.post_id) if by.post_id is not None else None
    if post is None or by.user_id is None or by.assists or not powers.may_call(post):
        raise NotAllowed("call")
    _fits(asked.begins_at, asked.outside_link, asked.deputy, post.pk, at)
    review = Review(
        on=clock.day(asked.begins_at),
        place=post.place,
        title=asked.title.strip(),
        chair=post,
        deputy=asked.deputy,
        begins_at=asked.begins_at,
        ends_at=asked.begins_at + timedelta(minutes=asked.minutes),
        outside_link=asked.outside_link,
        made_by=by.key,
    )
    review.save(force_insert=True)
    note(review, "call_review", by=by, at=at, detail={"begins": review.begins_at, "place": post.place_id})
    meeting.give_room(review, by=by, at=at)
    return review


@transaction.atomic
def arrange(
    review: Review, *, begins_at: datetime, outside_link: str, deputy: Post | None, by: Actor, at: datetime
) -> Review:
    """Move a planned review, give it an outside link, name its deputy. Raises NotAllowed, Refused."""
    row = Review.objects.select_for_update().get(pk=review.pk)
    powers.need_chair(row, by)
    if row.state != Review.State.PLANNED:
        raise Refused(gettext("This review has begun or is over."))
    if begins_at != row.begins_at or outside_link != row.outside_link or deputy != row.deputy:
        _fits(begins_at, outside_link, deputy, row.chair_id, at)
    is_moved = begins_at != row.begins_at
    row.ends_at += begins_at - row.begins_at
    row.begins_at, row.outside_link, row.deputy = begins_at, outside_link, deputy
    if not row.round:
        row.on = clock.day(begins_at)
    row.save(update_fields=["begins_at", "ends_at", "outside_link", "deputy", "on"])
    detail: dict[str, object] = {
        "begins": begins_at,
        "deputy": deputy.pk if deputy else None,
        "link": bool(outside_link),
    }
    note(row, "arrange_review", by=by, at=at, detail=detail)
    if is_moved:
        when = {"time": f"{clock.local(begins_at):%H:%M}"}
        telling.owners(row, "review-moved", values=lambda _n: when, key=f"moved:{at.timestamp():.0f}", by=by, at=at)
    meeting.give_room(row, by=by, at=at)
    return row


def cancel(review: Review, *, reason: str, by: Actor, at: datetime) -> Review:
    """Cancel a planned review with a reason; what is red comes on the next agenda. Raises NotAllowed, Refused."""
    row = _cancel(review, reason, by=by, at=at)
    meeting.close(row, by=by, at=at)
    return row


@transaction.atomic
def _cancel(review: Review, reason: str, *, by: Actor, at: datetime) -> Review:
    row = Review.objects.select_for_update().get(pk=review.pk)
    powers.need_chair(row, by)
    if row.state != Review.State.PLANNED:
        raise Refused(gettext("This review has begun or is over."))
    if not reason.strip():
        raise Refused(gettext("Write why it is cancelled."), "reason")
    row.state, row.reason = Review.State.CANCELLED, reason.strip()[:300]
    row.save(update_fields=["state", "reason"])
    note(row, "cancel_review", by=by, at=at, detail={}, private={"reason": row.reason})
    telling.owners(row, "review-off", values=lambda _n: {}, key="off", by=by, at=at)
    return row


def note(
    review: Review,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    detail: dict[str, object],
    private: dict[str, object] | None = None,
) -> None:
    """Write what happens to a review into its stream of the journal."""
    journal.append(review.stream, verb, by=by, at=at, detail=detail, private=private)


def _fits(begins_at: datetime, link: str, deputy: Post | None, chair: int, at: datetime) -> None:
    if begins_at <= at:
        raise Refused(gettext("The review begins in the future."), "begins_at")
    if link and not meeting.is_link(link):
        raise Refused(gettext("The link begins with https://"), "outside_link")
    if deputy is not None and deputy.pk == chair:
        raise Refused(gettext("The deputy is another post than the chair."), "deputy")


def length(review: Review) -> int:
    """Return for how many minutes `review` is planned."""
    return int((review.ends_at - review.begins_at).total_seconds() // 60)
