"""Applications to the boards in the demo: made in the last two weeks, some decided, most waiting for an officer."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes
from shramsetu.demo.registry import townsfolk
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post
from shramsetu.places.models import Place
from shramsetu.workers import terms
from shramsetu.workers.actions import applying
from shramsetu.workers.entry import Registration

APART = 20_000  # so far behind the indexes of those who are registered already
AT_HOME = 8  # so many of the first ones are of the capital, where the demo's sign-ins look
TRADES = ("masonry", "carpentry", "plumbing", "road", "welding")
QUESTION = "काम के प्रमाण-पत्र पर ठेकेदार का फ़ोन नंबर पढ़ा नहीं जाता। कृपया बताइए।"


def play(index: int, *, until: datetime) -> Case:
    """Play application `index` from the counter or the portal to what the officer did with it."""
    chance = random.Random(people.SEED * 31 + index)  # noqa: S311 - invented history, not secrets
    at = until - timedelta(days=chance.uniform(0.3, 14))
    story = townsfolk.draw(APART + index, on=clock.day(at))
    worker = replace(story.told, key=f"demo-application:{index}")
    if index < AT_HOME:
        worker = replace(worker, district=Place.objects.get(kind="district", name_en="Lucknow"))
    told = Registration(
        worker=worker,
        board=story.board,
        years=chance.randint(1, terms.tariff(story.board, clock.day(at)).years_most),
        channel=Case.Channel.CSC if chance.random() < 0.6 else Case.Channel.PORTAL,
        trade=chance.choice(TRADES),
        reference=f"DEMOA{index:08d}",
    )
    centre = Post.objects.get(code__startswith="service-centre.", place=worker.district)
    by = scenes.actor_in(centre, chance) if told.channel == Case.Channel.CSC else Actor(role="citizen", person="demo")
    case = applying.submit(told, by=by, at=at)
    decide(case, chance, at + timedelta(days=chance.uniform(1, 9)), until)
    return case


def decide(case: Case, chance: random.Random, when: datetime, until: datetime) -> None:
    """Let the officer register most of those whose turn has come, and ask some."""
    if when > until or case.holder is None or chance.random() < 0.3:
        return
    by = scenes.actor_in(case.holder, chance)
    case.refresh_from_db()
    if chance.random() < 0.2:
        casework.take(case, "ask", seen=case.revision, by=by, at=when, detail={"question": QUESTION})
    else:
        casework.take(case, "register", seen=case.revision, by=by, at=when, detail={"work_seen": True})
