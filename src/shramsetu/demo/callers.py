"""Invented agents and callers for the simulated exchange; nobody of them exists."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.demo import people, scenes, simulate
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.helpline.models import Agent
from shramsetu.helpline.simulation.shape import Dice
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Post, Role, User

# Out of a hundred agents: who speaks what beside Hindi, and who is a woman.
SPEAKS = {"en": 40, "bho": 25, "awa": 18, "ur": 15, "bra": 8, "bns": 8}
WOMEN = 0.45
NOBODY = "!"  # no password opens these accounts


@transaction.atomic
def agents(count: int, *, at: datetime, seed: int) -> Sequence[Agent]:
    """Return `count` agents of the operators' desk; those who are missing are invented."""
    there = list(Agent.objects.filter(number__startswith="day").order_by("id"))
    chance = random.Random(seed)  # noqa: S311 - invented people
    post = offices.of_role(Role.OPERATOR)[0]
    names = [f"day{number:04}" for number in range(len(there), count)]
    users = [User(username=name, name_hi=people.invented_name(chance), password=NOBODY, joined_at=at) for name in names]
    User.objects.bulk_create(users)
    Charge.objects.bulk_create([Charge(post=post, user=user, kind=Charge.Kind.MEMBER, from_at=at) for user in users])
    made = [
        Agent(
            user=user, post=post, number=name, state_at=at, languages=_speaks(chance), is_woman=chance.random() < WOMEN
        )
        for name, user in zip(names, users, strict=True)
    ]
    Agent.objects.bulk_create(made)
    return [*there, *made][:count]


def awaiting(count: int, *, at: datetime, seed: int) -> int:
    """Take invented complaints through the real steps to where their complainants are asked; return how many."""
    chance = random.Random(seed)  # noqa: S311 - invented people
    reached = 0
    for number in range(count):
        made = at - timedelta(days=6, minutes=number % 600)
        phone = f"+9199998{number:05}"
        case = grievances.register(filing(chance, phone), by=scenes.actor_in(_operators(), chance), at=made)
        scene = scenes.Scene(chance, case, phone)
        reached += _report(scene, made)
    return reached


def _report(scene: scenes.Scene, made: datetime) -> bool:
    """Let the officer report and the quality desk pass it; False where the flow goes another way."""
    when, case = made + timedelta(hours=30), scene.case
    try:
        casework.take(case, "open", seen=case.revision, by=scene.holder(), at=made + timedelta(hours=20))
        detail = scenes.evidence(scene, when)
        casework.take(case, "report", seen=case.revision, by=scene.holder(), at=when, detail=detail)
        later = when + timedelta(hours=4)
        casework.take(case, "pass_check", seen=case.revision, by=scene.holder(), at=later, detail={"grade": "A"})
    except (casework.NotAllowed, casework.Refused, casework.Missing):
        return False
    return case.state == "awaiting_feedback"


def _operators() -> Post:
    return offices.of_role(Role.OPERATOR)[0]


def phones(count: int = 60_000, *, series: str = "+9199999") -> list[str]:
    """Return numbers of a series that is not given out: +91 99999 and five digits."""
    return [f"{series}{number:05}" for number in range(count)]


def filing(chance: random.Random, phone: str) -> Filing:
    """Return what somebody at this phone complains of."""
    category, text = simulate.matter(chance)
    someone = Someone(name=people.invented_name(chance), phone=phone)
    return Filing(
        kind="grievance",
        category=category,
        text=text,
        channel="call",
        complainants=(someone,),
        district=simulate.district(chance),
    )


def _speaks(chance: random.Random) -> list[str]:
    dice = Dice(chance)
    return ["hi", *(one for one, share in SPEAKS.items() if dice.happens(share / 100))]
