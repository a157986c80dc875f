"""What was sanctioned in the demo goes to the bank and comes back, month by month; who was paid is asked later."""

import random
from datetime import datetime, timedelta

from django.db.models import QuerySet

from shramsetu.demo import people, scenes
from shramsetu.journal.rules import Actor
from shramsetu.lib import banks
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Post, Role
from shramsetu.places.models import Place
from shramsetu.schemes import refusals
from shramsetu.schemes.actions import aftercalls, answers, batches
from shramsetu.schemes.models import Aftercall, Batch, Due, Transfer
from shramsetu.schemes.rules import bankfile
from shramsetu.workers.actions import accounts
from shramsetu.workers.models import Account

RETURNED = 0.04
RESTS = timedelta(days=2)  # what was sanctioned later waits at the accounts desk
ROUNDS = (156, 126, 96, 66, 35, 4)  # how many days ago each month's files went out
ASKED_AFTER = 94  # the bank took a day or two, then the rule's 90 days
CALLED = 0.7
BOARD = "bocw"
USES = ("meant", "meant", "meant", "home", "debt", "saved")


def pay(*, until: datetime) -> None:
    """Pay month by month what was due, the last time some days ago; draw by lot whom to call later, and call most."""
    chance = random.Random(people.SEED)  # noqa: S311 - invented history
    for days in ROUNDS:
        _pay(until - timedelta(days=days), chance)
    for days in ROUNDS:
        if days > ASKED_AFTER:
            aftercalls.draw(at=until - timedelta(days=days - ASKED_AFTER))
    _call(chance, until=until)


def _pay(until: datetime, chance: random.Random) -> None:
    """Batch what has been due for some days, district by district and kind by kind; the bank's answers are read."""
    first, second = _desk()
    rows = Due.objects.filter(stage=Due.Stage.PLANNED, board=BOARD, due_on__lte=(until - RESTS).date())
    groups = sorted(set(rows.values_list("district_id", "kind")))
    _check_accounts(rows, by=second, at=until)
    places = Place.objects.in_bulk([district for district, _ in groups])
    for district, kind in groups:
        at = until + timedelta(hours=chance.uniform(0, 48))
        try:
            batch = batches.make(BOARD, kind, district=places[district], by=first, at=at)
        except refusals.NothingToPay:
            continue
        batches.approve(batch, by=second, at=at + timedelta(hours=2))
        batches.write(batch, at=at + timedelta(hours=2))
        batches.take(batch, by=second, at=at + timedelta(hours=3))
        if chance.random() < 0.85:
            _answer(batch, chance, by=first, at=at + timedelta(days=1.5))


def _check_accounts(rows: QuerySet[Due], *, by: Actor, at: datetime) -> None:
    """Compare with the passbook what only its owner wrote down: nothing is paid to it before."""
    workers = rows.values("award__payee__worker")
    for one in Account.objects.filter(worker__in=workers, ended_at=None, checked_by="").order_by("pk"):
        accounts.check(one, by=by, at=at)


def _desk() -> tuple[Actor, Actor]:
    post = Post.objects.get(code=f"{BOARD}.accounts")
    users = list(Charge.objects.filter(post=post, to_at=None).order_by("id").values_list("user_id", flat=True))
    return tuple(Actor(role=post.role, user_id=user, post_id=post.pk) for user in users[:2])  # type: ignore[return-value]


def _call(chance: random.Random, *, until: datetime) -> None:
    """Ask most of those drawn: nearly all got their money whole; a few were asked for a cut."""
    by = scenes.actor_in(offices.of_role(Role.FEEDBACK)[0], chance)
    for call in Aftercall.objects.filter(state=Aftercall.State.WAITING).select_related("claim").order_by("pk"):
        at = until - timedelta(hours=chance.uniform(2, 72))
        if chance.random() > CALLED:
            continue
        if chance.random() < 0.15:
            aftercalls.miss(call, by=by, at=at)
            continue
        cut = chance.random() < 0.06
        said = aftercalls.Said("less" if cut else "yes", cut, chance.choice(USES), 50_000 if cut else None)
        aftercalls.answer(call, said, by=by, at=at)


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
