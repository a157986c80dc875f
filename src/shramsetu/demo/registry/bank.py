"""What was sanctioned in the demo goes to the bank and comes back: most of it paid, some lines returned."""

import random
from datetime import datetime, timedelta

from shramsetu.demo import people
from shramsetu.journal.rules import Actor
from shramsetu.lib import banks
from shramsetu.offices.models import Charge, Post
from shramsetu.places.models import Place
from shramsetu.schemes import refusals
from shramsetu.schemes.actions import answers, batches
from shramsetu.schemes.models import Batch, Due, Transfer
from shramsetu.schemes.rules import bankfile

RETURNED = 0.04
RESTS = timedelta(days=6)  # what was sanctioned later waits at the accounts desk
BOARD = "bocw"


def pay(*, until: datetime) -> None:
    """Batch what has been due for some days, district by district and kind by kind; the bank's answers are read."""
    chance = random.Random(people.SEED)  # noqa: S311 - invented history
    first, second = _desk()
    rows = Due.objects.filter(stage=Due.Stage.PLANNED, board=BOARD, due_on__lte=(until - RESTS).date())
    groups = sorted(set(rows.values_list("district_id", "kind")))
    places = Place.objects.in_bulk([district for district, _ in groups])
    for district, kind in groups:
        at = until - timedelta(days=chance.uniform(2, 5))
        try:
            batch = batches.make(BOARD, kind, district=places[district], by=first, at=at)
        except refusals.NothingToPay:
            continue
        batches.approve(batch, by=second, at=at + timedelta(hours=2))
        batches.write(batch, at=at + timedelta(hours=2))
        batches.take(batch, by=second, at=at + timedelta(hours=3))
        if chance.random() < 0.85:
            _answer(batch, chance, by=first, at=at + timedelta(days=1.5))


def _desk() -> tuple[Actor, Actor]:
    post = Post.objects.get(code=f"{BOARD}.accounts")
    users = list(Charge.objects.filter(post=post, to_at=None).order_by("id").values_list("user_id", flat=True))
    return tuple(Actor(role=post.role, user_id=user, post_id=post.pk) for user in users[:2])  # type: ignore[return-value]


def _answer(batch: Batch, chance: random.Random, *, by: Actor, at: datetime) -> None:
    lines = [",".join(bankfile.BACK)]
    for one in Transfer.objects.filter(batch=batch, outcome="").order_by("line"):
        sum_ = banks.rupees(one.paise)
        if chance.random() < RETURNED:
            lines.append(f"{one.reference},RETURNED,{chance.choice(('51', '53', '54'))},,,{sum_}")
        else:
            utr = f"SBIN{chance.randrange(10**11):011d}"
            lines.append(f"{one.reference},PAID,00,{utr},{at.date()},{sum_}")
    answers.read("\r\n".join(lines).encode(), board=BOARD, by=by, at=at)
