"""Reviews of the demo: the last working days' round held through the actions, with answers, decisions and minutes.

One decision is carried over at each review of its round until it stands on the list of those put off; another one is
reported with proof and closed.
"""

import random
from datetime import datetime, timedelta

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes, simulate
from shramsetu.demo.buildings import papers
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import powers, queries, terms
from shramsetu.monitoring.reviews.actions import agendas, holding, minuting, mornings, planning
from shramsetu.monitoring.reviews.actions.holding import Ordered
from shramsetu.monitoring.reviews.models import Decision, Review
from shramsetu.offices.models import Post

DAYS = 6  # calendar days back from which the round is played
ANSWERS = (
    "शिविर की तिथियाँ तय हैं; इस सप्ताह शेष का आधा पूरा होगा।",
    "कर्मचारी चुनाव कार्य में थे; आज से काम शुरू है।",
    "सूची दूसरे विभाग से माँगी गई है, पत्र संलग्न भेजा है।",
)
TEXTS = (
    "सभी लंबित आवेदनों का सत्यापन पूरा करें",
    "प्रत्येक विकास खंड में शिविर लगाएँ और उपस्थिति भेजें",
    "सबसे पुराने प्रकरण आज ही निस्तारित करें",
)
PROOFS = ("सत्यापन सूची, दिनांक सहित", "शिविर की फ़ोटो और उपस्थिति पंजी", "निस्तारण आदेश")
OWN = "कार्यालय में कंप्यूटर ऑपरेटर का पद दो माह से रिक्त है"


def grow(*, at: datetime) -> int:
    """Hold the reviews of the last days up to `at`, once; return how many were held now."""
    if Review.objects.exclude(opened_at=None).exists():
        return 0
    with transaction.atomic():
        return _play(at)


def _play(at: datetime) -> int:
    chance = random.Random(people.SEED)  # noqa: S311 - invented history
    first = clock.moment(clock.day(at) - timedelta(days=DAYS))
    planning.plan(at=first)
    planning.plan(at=at)
    due = Review.objects.filter(state=Review.State.PLANNED, ends_at__lt=at - timedelta(hours=1))
    held = [_hold(one, chance) for one in due.select_related("chair", "place").order_by("begins_at")]
    agendas.build_due(at=at)
    cases = Decision.objects.select_related("case").order_by("pk")
    simulate.deliver_all([*(one.case.stream for one in cases), *(one.stream for one in held)], until=at)
    morning = clock.moment(clock.day(at)) + timedelta(hours=8, minutes=30)
    if morning <= at and terms.is_working(clock.day(at)):
        mornings.make(at=morning)
    return len(held)


def _hold(review: Review, chance: random.Random) -> Review:
    """Hold one review from its agenda to its minutes."""
    chair, day = scenes.actor_in(review.chair, chance), timedelta(hours=24)
    if review.round == "section":
        agendas.lay(review, OWN, by=chair, at=review.begins_at - day - timedelta(hours=1))
    agendas.build(review, at=review.begins_at - day)
    _answer(review, chance)
    holding.begin(review, by=chair, at=review.begins_at)
    now = review.begins_at + timedelta(minutes=10)
    _look_back(review, chair, chance, now)
    for number, item in enumerate(queries.agenda(review)[:2]):
        if item.owner is not None and powers.may_order(item.owner, review) and item.why != "decision":
            pick = (number + review.pk) % len(TEXTS)
            days = 1 if number == 0 else 4
            order = Ordered(TEXTS[pick], item.owner, review.on + timedelta(days=days), PROOFS[pick], item)
            holding.decide(review, order, by=chair, at=now + timedelta(minutes=5 + number))
    ends = min(review.ends_at, now + timedelta(minutes=30))
    holding.end(review, by=chair, at=ends)
    minuting.issue(review, by=chair, at=ends + timedelta(minutes=35))
    return review


def _answer(review: Review, chance: random.Random) -> None:
    """Let the first owners answer in the evening before."""
    for item in queries.agenda(review)[:3]:
        if item.owner is not None:
            by = scenes.actor_in(item.owner, chance)
            agendas.answer(item, chance.choice(ANSWERS), by=by, at=review.begins_at - timedelta(hours=16))


def _look_back(review: Review, chair: Actor, chance: random.Random, now: datetime) -> None:
    """Take up the decisions of the same round: the oldest is carried over, the next one is proved and closed."""
    rows = Decision.objects.filter(review__round=review.round, case__state="given", due_on__lte=review.on)
    for number, row in enumerate(rows.select_related("case", "owner").order_by("review__begins_at", "number")[:2]):
        if number == 0:
            later = {"to": review.on + timedelta(days=1), "reason": "उत्तर संतोषजनक नहीं; अगली समीक्षा में फिर"}
            _take(row, "carry", chair, now, later)
        else:
            _prove(row, row.owner, chance, now)
            _take(row, "close", chair, now + timedelta(minutes=1), {"proof_seen": True})


def _prove(row: Decision, owner: Post, chance: random.Random, now: datetime) -> None:
    by, before = scenes.actor_in(owner, chance), now - timedelta(hours=2)
    paper = papers.order(f"Proof of decision {row.number}")
    kept = files.store(paper, stream=row.case.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=by, at=before)
    _take(row, "report", by, before, {"note": "काम पूरा हुआ, प्रमाण संलग्न है।", "files": [str(kept.pk)]})


def _take(row: Decision, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    case = Case.objects.get(pk=row.pk)
    casework.take(case, verb, seen=case.revision, by=by, at=at, detail=detail)
