"""Invented people for every post of the state, and the demo sign-ins. All names and numbers are fictitious."""

import random
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Charge, Post, User

PASSWORD = settings.DEMO_PASSWORD  # shown on the demo's own sign-in page, exists only in demo mode
SEED = 1076
DESK_MEMBERS = 6

FIRST = (
    "अनिल सुनीता राजेश मीना प्रदीप रेखा विनोद कविता मनोज शबाना इमरान गीता अरुण सरिता दिनेश नसरीन सुरेश आशा विजय पूनम "
    "हरीश ममता संजय फ़रज़ाना रमेश उषा अजय सीमा नरेश शकील लता महेश रुख़साना कमलेश बीना राकेश अंजलि जावेद नीलम गोपाल"
).split()
LAST = (
    "यादव मिश्र सिंह वर्मा ख़ान श्रीवास्तव पाल मौर्य तिवारी अंसारी गुप्ता कुशवाहा शुक्ल चौधरी सोनकर सिद्दीक़ी निषाद दुबे राजभर "
    "सक्सेना पटेल रावत अग्रवाल क़ुरैशी भारती त्रिपाठी प्रजापति गौतम बाजपेयी चौहान"
).split()


@transaction.atomic
def seat_everyone(*, at: datetime) -> int:
    """Give every vacant post an invented incumbent, and every desk its members; return how many people came.

    Usernames are the posts' codes (desks: code and a number). Repeating it adds nobody to a post that is held.
    """
    chance = random.Random(SEED)  # noqa: S311 - invented names, not secrets
    vacant = list(Post.objects.filter(is_vacant=True, abolished_at=None).order_by("id"))
    if not vacant:
        return 0
    password = make_password(PASSWORD)
    seats = [(post, number) for post in vacant for number in range(1, (DESK_MEMBERS if post.is_desk else 1) + 1)]
    users = [_person(post, number, password, chance, at) for post, number in seats]
    User.objects.bulk_create(users, batch_size=1_000)
    charges = [_charge(post, user, at) for (post, _), user in zip(seats, users, strict=True)]
    Charge.objects.bulk_create(charges, batch_size=1_000)
    Post.objects.filter(pk__in=[post.pk for post in vacant]).update(is_vacant=False)
    journal.append("offices", "seat_everyone", by=SYSTEM, at=at, detail={"people": len(users)})
    return len(users)


def invented_name(chance: random.Random) -> str:
    """Return an invented Hindi name."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


def invented_phone(chance: random.Random) -> str:
    """Return a number of a series that is not given out (+91 99999 0…), so that no real person is ever called."""
    return f"+91999990{chance.randrange(10_000):04d}"


def _person(post: Post, number: int, password: str, chance: random.Random, at: datetime) -> User:
    username = f"{post.code}-{number}" if post.is_desk else post.code
    return User(
        username=username[:60],
        name_hi=invented_name(chance),
        phone=invented_phone(chance),
        email=f"{username[:50]}@shramsetu.example",
        password=password,
        joined_at=at,
    )


def _charge(post: Post, user: User, at: datetime) -> Charge:
    kind = Charge.Kind.MEMBER if post.is_desk else Charge.Kind.SUBSTANTIVE
    return Charge(post=post, user=user, kind=kind, from_at=at)
