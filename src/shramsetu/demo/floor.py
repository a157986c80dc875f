"""The demo's agents of the helpline: the members of three desks, a supervisor who may listen among them."""

import random
from datetime import datetime

from shramsetu.helpline.actions import seats
from shramsetu.helpline.actions.seats import Skills
from shramsetu.helpline.models import Agent
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Charge, Role

SEED = 1077
DIALECTS = ("ur", "bho", "awa", "bns", "bra")
FIRST_NUMBER = {Role.OPERATOR: 2001, Role.FEEDBACK: 3001, Role.SUPERVISOR: 4001}


def seat_agents(*, at: datetime) -> int:
    """Make the members of the desks agents, with invented skills; repeating it adds nobody."""
    chance = random.Random(SEED)  # noqa: S311 - invented skills, not secrets
    known = set(Agent.objects.values_list("user_id", flat=True))
    made = 0
    for role, first in FIRST_NUMBER.items():
        charges = Charge.objects.filter(post__role=role, to_at=None).order_by("id")
        for number, charge in enumerate(charges, first):
            skills = Skills(("hi", "en", chance.choice(DIALECTS)), is_woman=chance.random() < 0.5)
            if charge.user_id not in known:
                seats.seat(charge, str(number), skills=skills, by=SYSTEM, at=at)
                made += 1
    return made
