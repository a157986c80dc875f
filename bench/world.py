"""What made-up histories are made of: posts, places, texts and names, looked up once for millions of cases."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from shramsetu import rulebook
from shramsetu.casework import rules
from shramsetu.demo import people, scenes
from shramsetu.demo.simulate import BUSY
from shramsetu.lib import clock, names, similar
from shramsetu.offices import queries as offices
from shramsetu.offices import roster
from shramsetu.offices import rules as ways
from shramsetu.offices.models import Charge, Department, Post, Role
from shramsetu.places.models import Place

TEXTS = 60  # different texts of a category
MIDDLE = ("", "", "", " कुमार", " लाल", " देवी", " प्रसाद", " बाबू", " राम", " कुमारी")


@dataclass(frozen=True)
class Words:
    """A text with what search and the copy check know of it."""

    text: str
    vector: str
    fingerprint: int


@dataclass(frozen=True)
class Matter:
    """A category with its department and texts."""

    slug: str
    department: int
    urgent: bool
    texts: list[Words]


@dataclass(frozen=True)
class Seat:
    """A post with who acts for it, as the journal writes them."""

    post: int
    role: str
    users: tuple[int, ...]
    short: str

    def by(self, chance: random.Random) -> str:
        """Return the key of somebody who sits here."""
        return f"user:{self.users[int(chance.random() * len(self.users))]}@{self.post}"


@dataclass
class World:
    """Everything that a life draws from; `now` is the end of the history."""

    now: datetime
    matters: list[Matter] = field(default_factory=list)
    matter_weights: list[float] = field(default_factory=list)
    districts: list[Place] = field(default_factory=list)
    district_weights: list[int] = field(default_factory=list)
    seats: dict[int, Seat] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    reports: list[Words] = field(default_factory=list)
    answers: list[Words] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = random.Random(people.SEED)
        self.districts = scenes.districts()
        self.district_weights = [BUSY.get(one.lgd_code or 0, 1) for one in self.districts]
        self.names = [
            _name(first + middle, last) for first in people.FIRST for middle in MIDDLE for last in people.LAST
        ]
        self._read_seats()
        self._read_matters(chance)
        self.reports = _lines("report", chance, 400)
        self.answers = _lines("satisfied", chance, 40)
        self.desks = {role: self.seats[offices.of_role(role)[0].pk] for role in (Role.QUALITY, Role.FEEDBACK)}
        self.operators = [self.seats[post.pk] for post in offices.of_role(Role.OPERATOR)]

    def _read_seats(self) -> None:
        users: dict[int, list[int]] = {}
        for post, user in Charge.objects.filter(to_at=None).order_by("id").values_list("post_id", "user_id"):
            users.setdefault(post, []).append(user)
        for post in Post.objects.filter(abolished_at=None, pk__in=users):
            self.seats[post.pk] = Seat(post.pk, post.role, tuple(users[post.pk]), post.short_hi)

    def _read_matters(self, chance: random.Random) -> None:
        book, told = rulebook.book(), scenes.stories()
        departments = dict(Department.objects.values_list("slug", "pk"))
        for slug, category in book.categories.items():
            lines = told.get(slug)
            if category.sealed or not isinstance(lines, list):
                continue
            texts = [_words(scenes.fill(chance.choice(lines), chance)) for _ in range(TEXTS)]
            self.matters.append(Matter(slug, departments[category.department], category.urgent, texts))
            self.matter_weights.append(
                12 if slug == "wages-not-paid" else 5 if slug.startswith(("wages", "bocw")) else 2
            )


@cache
def officer(category: str, district: Place, level: int, on: date) -> int:
    """Return the post that answers for `category` in `district` at `level`."""
    row, held = rulebook.book().category(category), _roster()
    asked = ways.Ask(category, row.department, row.service or "", district.path, level, on, ways.NOBODY)
    return ways.route(held.rules, asked)[0].id


@cache
def _roster() -> roster.Snapshot:
    return roster.current()


@cache
def _day_due(category: str, level: int, on: date) -> rules.Reckoned:
    return rules.level_due(category, level, clock.bounds(on)[0])


@cache
def _day_figure(key: str, on: date) -> rules.Reckoned:
    return rules.figure_due(key, clock.bounds(on)[0])


def level_due(category: str, level: int, at: datetime) -> rules.Reckoned:
    """Return the limit of `level` counted from `at`; limits in days are the same for a whole day."""
    unit = rulebook.book().limit(category, level, clock.day(at)).unit
    return rules.level_due(category, level, at) if unit == "hours" else _day_due(category, level, clock.day(at))


def figure_due(key: str, at: datetime) -> rules.Reckoned:
    """Return the end of a span of days of the rulebook counted from `at`."""
    return _day_figure(key, clock.day(at))


def _name(first: str, last: str) -> tuple[str, str]:
    name = f"{first} {last}"
    return name, "{" + ",".join(f'"{key}"' for key in names.keys(name)) + "}"


def _lines(kind: str, chance: random.Random, count: int) -> list[Words]:
    answers = scenes.stories()["answers"]
    assert isinstance(answers, dict)
    return [_words(scenes.fill(chance.choice(answers[kind]), chance)) for _ in range(count)]


def _words(text: str) -> Words:
    tokens = sorted(set(names.tokens(text)))
    vector = " ".join("'" + token.replace("'", "''") + "'" for token in tokens)
    return Words(text, vector, similar.fingerprint(text))
