"""One rescue in play: where it is, who was found there, how far each family has come, and the clock beside it."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max, Q

from shramsetu.bonded import owners
from shramsetu.bonded.actions import climb
from shramsetu.bonded.models import Accused, BondedDuty, Journey, Operation, Survivor, Transfer
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.models import CLOSED, OPEN, PAUSED, Case
from shramsetu.demo import scenes
from shramsetu.files import actions as files
from shramsetu.files.models import Attachment
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.places.models import Place

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Family:
    """Who was held together, a letter each: m man, f woman, b boy, g girl, t transgender person.

    `goal` is the last step of theirs that has happened; `turn` says what went another way.
    """

    people: str
    goal: str
    turn: str = ""


@dataclass(frozen=True)
class Plot:
    """One information and what came of it. `home` is a district, or the slug of another state."""

    district: str
    home: str
    sector: str
    days: float  # ago
    families: tuple[Family, ...] = ()
    end: str = "secured"  # how far information and operation came
    law: str = "fir"  # how far the proceedings came
    informant: str = "relative"
    site: int = 0  # of an earlier rescue, where it is the same one


@dataclass
class Group:
    """A family as it stands in the system."""

    family: Family
    who: list[Survivor] = field(default_factory=list)
    transfer: Transfer | None = None
    journey: Journey | None = None

    def fresh(self) -> list[Survivor]:
        """Return its persons as the database has them now."""
        rows = Survivor.objects.select_related("case__district", "case__holder", "native_district", "operation__case")
        return list(rows.filter(pk__in=[one.pk for one in self.who]).order_by("pk"))


@dataclass
class Tale:
    """A plot in play."""

    index: int
    plot: Plot
    chance: random.Random
    began: datetime
    until: datetime
    district: Place
    home: Place | None
    case: Case | None = None
    operation: Operation | None = None
    accused: list[Accused] = field(default_factory=list)

    def by(self, owner: str, where: Place | None = None) -> Actor:
        """Return who sits in the post that is `owner`, here or in another district."""
        return sits(owner, where or self.district)

    @property
    def home_state(self) -> str:
        """The other state that is home, if it is one."""
        return "" if self.home else self.plot.home


@cache
def sits(owner: str, where: Place | None) -> Actor:
    """Return the first who sits in the post that is `owner`."""
    return scenes.actor_in(owners.post(owner, where), random.Random(0))  # noqa: S311 - always the same person


def holder(case: Case) -> Actor:
    """Return who holds a case."""
    assert case.holder is not None
    return scenes.actor_in(case.holder, random.Random(0))  # noqa: S311 - always the same person


def take(case: Case, verb: str, *, at: datetime, by: Actor | None = None, **detail: object) -> Entry:
    """Let `by`, or the holder, take a step as somebody who has just looked at the case."""
    case.refresh_from_db()
    return casework.take(case, verb, seen=case.revision, by=by or holder(case), at=at, detail=detail)


def finish(case: Case, clock: str, *, at: datetime, text: str = "", with_paper: bool = False) -> None:
    """Let the owner of a duty end it, with a paper where the clock asks for one."""
    running = BondedDuty.objects.filter(parent=case, clock=clock, is_open=True).select_related("case__holder")
    for duty in running.order_by("pk"):
        papers = [str(attach(duty.case, by=holder(duty.case), at=at).pk)] if with_paper else []
        take(duty.case, "complete", at=at, text=text, files=papers)


def attach(case: Case, *, by: Actor, at: datetime) -> Attachment:
    """Lay a small invented paper with a case."""
    paper = SimpleUploadedFile("paper.pdf", PAPER, content_type="application/pdf")
    return files.store(paper, stream=case.stream, purpose="order_or_receipt", by=by, at=at)


def clock_runs(until: datetime, *, since: int) -> None:
    """Let the clock do by `until` what it owes to the cases made after `since`: what is over, and whom to tell.

    It catches up once, each limit at its own instant: what would have come again and again is told a single time.
    """
    mine = Case.objects.filter(kind__startswith="bl_", pk__gt=since)
    moving = Q(phase=PAUSED) | Q(phase=OPEN, warned__lt=100)
    while found := list(mine.filter(moving, due_at__lte=until).order_by("due_at", "id")):
        for case in found:
            verb = queries.overdue_verb(case)
            when = until if verb == "quiet" else case.due_at
            assert when is not None
            casework.take(case, verb, seen=case.revision, by=SYSTEM, at=when)
    while rested := mine.filter(phase=CLOSED, rests_until__lte=until).order_by("rests_until").first():
        when = rested.rests_until
        assert when is not None
        casework.take(rested, "finalise", seen=rested.revision, by=SYSTEM, at=when)
    while climb.climb(at=until):
        pass


def newest() -> int:
    """Return the newest case there is, behind which those of an act lie."""
    return Case.objects.aggregate(last=Max("pk"))["last"] or 0
