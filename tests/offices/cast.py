"""People and posts for the tests of this folder."""

from datetime import UTC, datetime

from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions
from shramsetu.offices.models import Charge, Post, User
from shramsetu.places.models import Kind, Place

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def vacate() -> None:
    """Let nobody sit anywhere."""
    Charge.objects.all().delete()
    Post.objects.update(is_vacant=True)


def person(username: str, name: str) -> User:
    """Add a user."""
    return actions.add_user(User(username=username, name_hi=name), password="a long enough word", by=SYSTEM, at=AT)


def post(code: str) -> Post:
    """Return the post `code` as it is now."""
    return Post.objects.get(code=code)


def sit(code: str, user: User, kind: str = Charge.Kind.SUBSTANTIVE) -> Charge:
    """Appoint `user` to the post `code`."""
    return actions.appoint(post(code), user, kind=kind, by=SYSTEM, at=AT)


def fill() -> None:
    """Seat one person in every post."""
    user = person("everyone", "सब")
    rows = Post.objects.all()
    Charge.objects.bulk_create(Charge(post=row, user=user, kind=kind_of(row), from_at=AT) for row in rows)
    rows.update(is_vacant=False)


def kind_of(row: Post) -> str:
    """Return the kind of charge that fits a post."""
    return Charge.Kind.MEMBER if row.is_desk else Charge.Kind.SUBSTANTIVE


def district(name: str) -> Place:
    """Return a district by its English name."""
    return Place.objects.get(kind=Kind.DISTRICT, name_en=name)
