"""A review as the tests hold it: who takes the chair, what is red, short ways to decide."""

from datetime import date, datetime, timedelta

from tests import cast

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews.actions import agendas, holding, planning
from shramsetu.monitoring.reviews.actions.holding import Ordered
from shramsetu.monitoring.reviews.models import AgendaItem, Decision, Review
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post

AT = cast.MONDAY  # 16 November 2026, 11:30 in Lucknow
TODAY = clock.day(AT)
TEXT, PROOF = "सभी लंबित आवेदनों का सत्यापन पूरा करें", "सत्यापन सूची, दिनांक सहित"


def post(code: str) -> Post:
    return offices.desk(code)


def by(code: str) -> Actor:
    """Return who sits in the post with this code."""
    return cast.seat(post(code)).actor


def chair() -> Actor:
    return by("labour.lc")


def deputy() -> Actor:
    return by("labour.addl-lc")


def owner() -> Actor:
    return by("labour.alc.kanpur-nagar")


def planned(round_: str = "sector", *, at: datetime = AT) -> Review:
    """Return the next review of a round."""
    planning.plan(at=at)
    return Review.objects.filter(round=round_, begins_at__gt=at).order_by("begins_at")[0]


def overdue(count: int = 2) -> list[Case]:
    """Complaints whose time is over by AT."""
    return [cast.complaint(at=AT - timedelta(days=60 + n)) for n in range(count)]


def with_agenda(round_: str = "sector", *, at: datetime = AT) -> Review:
    review = planned(round_, at=at)
    agendas.build(review, at=review.begins_at - timedelta(hours=24))
    return fresh(review)


def opened(round_: str = "sector", *, at: datetime = AT) -> Review:
    review = with_agenda(round_, at=at)
    return holding.begin(review, by=chair() if round_ != "section" else deputy(), at=review.begins_at)


def decide(review: Review, *, days: int = 7, item: AgendaItem | None = None, code: str = "") -> Decision:
    when = review.opened_at or AT
    order = Ordered(TEXT, post(code or "labour.alc.kanpur-nagar"), clock.day(when) + timedelta(days=days), PROOF, item)
    return holding.decide(review, order, by=chair(), at=when + timedelta(minutes=5))


def take(decision: Decision, verb: str, *, actor: Actor, at: datetime, **detail: object) -> None:
    cast.take(decision.case, verb, by=actor, at=at, **detail)
    decision.refresh_from_db()


def report(decision: Decision, *, at: datetime, actor: Actor | None = None) -> None:
    """Report with a paper beside it."""
    who = actor or owner()
    paper = cast.attach(decision.case, by=who, at=at)
    take(decision, "report", actor=who, at=at, note="सूची संलग्न है।", files=[str(paper.pk)])


def fresh(review: Review) -> Review:
    return Review.objects.select_related("chair", "deputy", "place").get(pk=review.pk)


def noon(on: date) -> datetime:
    return clock.moment(on) + timedelta(hours=12)
