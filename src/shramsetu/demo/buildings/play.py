"""The playing of one school after another, each in one transaction, through the office's own verbs."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils.text import slugify

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.demo import people, scenes, simulate
from shramsetu.demo.buildings import papers
from shramsetu.demo.buildings.plots import PLOTS, TURNS, Plot, Trouble
from shramsetu.demo.models import Played
from shramsetu.demo.rescues.sparing import REFUSALS, spared
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works.actions import (
    defects,
    entering,
    handing,
    hindrances,
    measuring,
    money,
    planning,
    visiting,
)
from shramsetu.monitoring.works.actions.hindrances import Obstacle
from shramsetu.monitoring.works.actions.visiting import Seen, Taken
from shramsetu.monitoring.works.models import Component, Plan, Work
from shramsetu.monitoring.works.records import PhotoPoint
from shramsetu.monitoring.works.rules.money import Stage
from shramsetu.monitoring.works.rules.progress import WHOLE, Point
from shramsetu.offices import queries as offices

FIRST = 4_000_000  # indexes of what is played here lie behind those of complaints, rescues and the registry
SOON = 3  # schools that are there before the site is served
MEASURED_EVERY, SEEN_EVERY = 45, 60
NOON = timedelta(hours=12)
USUAL_PAISE = 6_500_000_000  # of a school whose sum is not known: 65 crore, invented


def grow(*, at: datetime, soon: bool = False, missed: Callable[[str, Exception], None] | None = None) -> Iterator[int]:
    """Play the schools that were not played yet, or of them those that are played soon; yield how many there are."""
    for index, plot in enumerate(PLOTS[:SOON] if soon else PLOTS):
        try:
            is_new = _once(FIRST + index, plot, at)
        except Exception as error:
            if missed is None or isinstance(error, OperationalError | InterfaceError):
                raise
            missed(plot.site, error)
            if isinstance(error, REFUSALS):
                Played.objects.get_or_create(index=FIRST + index)
            continue
        if is_new:
            yield Work.objects.count()


@transaction.atomic
def _once(index: int, plot: Plot, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # lost in a crash, it is played again
        cursor.execute("SELECT pg_try_advisory_xact_lock(1997, %s)", [index])
        if not cursor.fetchone()[0] or Played.objects.filter(index=index).exists():
            return False
    if Work.objects.filter(slug=plot.site).exists():  # a visitor was first
        Played(index=index).save(force_insert=True)
        return False
    work = School(plot, at).play()
    for case in (work.case, *Case.objects.filter(parent=work.case)):
        simulate.deliver(case, until=at)
    Played(index=index, case=work.case).save(force_insert=True)
    return True


@dataclass
class School:
    """One school of the demo while it is played up to `until`."""

    plot: Plot
    until: datetime

    @cached_property
    def began(self) -> date:
        """The first day of building."""
        return clock.day(self.until) - timedelta(days=self.plot.begun)

    @cached_property
    def district(self) -> str:
        """The last word of the codes of the district's posts."""
        return slugify(self.new.district.name_en)

    @cached_property
    def new(self) -> entering.New:
        """What the rulebook says of the site."""
        return entering.of_site(self.plot.site)

    def by(self, template: str) -> Actor:
        """Return who sits in a post of the district."""
        post = offices.desk(f"{template}.{self.district}")
        return scenes.actor_in(post, random.Random(people.SEED))  # noqa: S311 - invented history

    def at(self, days: int) -> datetime:
        """Return noon so many days after the beginning, never later than now."""
        return min(clock.moment(self.began + timedelta(days=days)) + NOON, self.until)

    def play(self) -> Work:
        """Play it from the first word to now."""
        self.work = entering.enter(self.new, by=self.by("labour.alc"), at=self.at(-30))
        self.plan(-25, self.plot.planned, "पहली योजना")
        self.parts = list(Component.objects.filter(work=self.work).order_by("seq"))
        self.points = [self.point("मुख्य द्वार से", 0.0004, 80), self.point("छात्रावास की ओर", -0.0004, 250)]
        self.paid = dict.fromkeys(Stage, 0)
        self.stood: dict[Trouble, Case] = {}
        self.pay(-20, Stage.SANCTIONED, self.sanctioned)
        acts: list[tuple[int, Callable[[], None]]] = [
            (one.after, partial(self.trouble, one)) for one in self.plot.troubles
        ]
        acts += [(one.after + one.days, partial(self.clear, one)) for one in self.plot.troubles if one.days]
        acts += [(day, partial(self.measure, day)) for day in self.days(MEASURED_EVERY)]
        acts += [(day, partial(self.visit, day)) for day in self.days(SEEN_EVERY)]
        acts += [(day, partial(self.purse, day)) for day in self.days(90)]
        if self.plot.longer:
            later, ends = self.plot.planned - 60, self.plot.planned + self.plot.longer
            acts.append((later, partial(self.plan, later, ends, "बाधाओं से देरी")))
        for _, act in sorted(acts, key=lambda pair: pair[0]):
            act()
        self.finish()
        self.work.case.refresh_from_db()
        return self.work

    def days(self, every: int) -> list[int]:
        """Return the days from the beginning on which something is done each so often, and one of this week."""
        last = self.plot.begun - 2
        return sorted({*range(every, last, every), last})

    def progress(self, day: int) -> float:
        """Return how far it is on a day, 0 to 1: days on which a hindrance stood do not count."""
        last = self.plot.begun - 2
        part = max(day - self._stood(day), 0) / max(last - self._stood(last), 1)
        return self.plot.now / 100 * min(part, 1.0)

    def _stood(self, day: int) -> int:
        spans = [(one.after, one.after + (one.days or self.plot.begun)) for one in self.plot.troubles]
        return sum(any(start <= on < end for start, end in spans) for on in range(day)) // 2

    @property
    def sanctioned(self) -> int:
        """What the school may cost."""
        return rulebook.book().works.sites[self.plot.site].sanctioned_paise or USUAL_PAISE

    def plan(self, day: int, planned: int, reason: str) -> None:
        """Propose a plan, and let another person approve it two days later."""
        shares = ((0, 0), (25, 14), (50, 46), (75, 82), (100, 100))
        points = [Point(self.began + timedelta(days=planned * part // 100), share * 100) for part, share in shares]
        work = Work.objects.get(pk=self.work.pk)
        planning.propose(work, points, reason=reason, by=self.by("works-agency"), at=self.at(day))
        plan = Plan.objects.get(work=work, state=Plan.State.PROPOSED)
        planning.decide(plan, approve=True, by=self.by("labour.alc"), at=self.at(day + 2))

    def point(self, title: str, away: float, bearing: int) -> PhotoPoint:
        """Fix a photo point near the middle of the district."""
        place = self.new.district
        stands = ((place.lon or 80.9) + away, (place.lat or 26.8) + away)
        return visiting.set_point(
            self.work, title, place=stands, bearing=bearing, by=self.by("works-agency"), at=self.at(1)
        )

    def pay(self, day: int, stage: Stage, paise: int) -> None:
        """Write a step of the money."""
        by = self.by("works-agency" if stage in {Stage.SPENT, Stage.CERTIFIED} else "labour.alc")
        when = self.at(day)
        step = money.Step(stage, paise, clock.day(when), f"{self.plot.site[5:]}/{when:%Y}/{stage.value}/{day + 30}")
        paper = papers.order(f"{stage.value.title()} Rs {paise // 100} for {self.new.title_en}")
        money.add(self.work, step, paper=paper, by=by, at=when)
        self.paid[stage] += paise

    def purse(self, day: int) -> None:
        """Release and spend what the work of these months costs; accounts follow a quarter later."""
        spent, before = self._cost(day), self._cost(day - 90)
        steps = [
            (Stage.RELEASED, spent + spent // 50),
            (Stage.SPENT, spent),
            (Stage.CERTIFIED, 0 if self.plot.spends_ahead else before),
        ]
        for stage, reached in steps:
            if reached > self.paid[stage]:
                self.pay(day, stage, reached - self.paid[stage])

    def _cost(self, day: int) -> int:
        """Return what is spent by a day, in paise."""
        ahead = 0.22 if self.plot.spends_ahead and day > 0 else 0.0
        return int(self.sanctioned * min(self._built(day) * 0.94 + ahead, 0.95)) if day > 0 else 0

    def _built(self, day: int) -> float:
        return sum(one.weight * self._share(one, day) for one in self.parts) / sum(one.weight for one in self.parts)

    def _share(self, part: Component, day: int) -> float:
        start, end = TURNS.get(part.slug, (0, 100))
        return min(max((self.progress(day) * 100 - start) / (end - start), 0.0), 1.0)

    def measure(self, day: int) -> None:
        """Measure every part that is under way."""
        when = self.at(day)
        for part in self.parts:
            done = round(self._share(part, day) * 100) * 100
            before = self._share(part, day - MEASURED_EVERY)
            if done > 0 and before < 1:
                with spared("measurement"):
                    measuring.measure(part, min(done, WHOLE), on=clock.day(when), by=self.by("works-agency"), at=when)

    def visit(self, day: int) -> None:
        """Visit with a photograph from each point; the copied one is that of the visit before."""
        is_last = day == self.plot.begun - 2
        look = day - SEEN_EVERY if is_last and self.plot.copied else day
        shots = [
            Taken(point, self.photograph(f"{point.number}:{self._seen(look)}", look, taken=self.at(day)))
            for point in self.points
        ]
        first = self.points[0]
        words = (
            "काम की गति ठीक है।" if self._stood(day) == self._stood(day - SEEN_EVERY) else "बाधा के कारण काम धीमा रहा।"
        )
        seen = Seen("ee" if day % 120 else "ae", words, (first.lon, first.lat), shots, nobody_seen=True)
        visiting.visit(self.work, seen, by=self.by("works-agency"), at=self.at(day))
        if day % 180 == 0:
            note = Seen("department", "स्थल देखा, गुणवत्ता संतोषजनक।", (first.lon, first.lat))
            visiting.visit(self.work, note, by=self.by("labour.alc"), at=self.at(day))

    def photograph(self, seed: str, day: int, *, taken: datetime) -> SimpleUploadedFile:
        """Return what the camera sees of the building as it stood on a day."""
        return papers.photograph(f"{self.plot.site}:{seed}", self._built(day), taken=taken)

    def _seen(self, day: int) -> int:
        """Return the day of the visit whose photographs are shown: the newest one up to `day`."""
        return max((one for one in self.days(SEEN_EVERY) if one <= day), default=day)

    def trouble(self, one: Trouble) -> None:
        """Enter a hindrance."""
        when = self.at(one.after)
        found = Obstacle(one.kind, clock.day(when), one.words)
        self.stood[one] = hindrances.enter(self.work, found, by=self.by("works-agency"), at=when).case

    def clear(self, one: Trouble) -> None:
        """Let the clock climb until the hindrance is over; then its owner clears it and the other side confirms it."""
        case, over = self.stood[one], self.at(one.after + (one.days or 0))
        self._clock(over, Q(pk=case.pk))
        self._take(case, "report", over, {"on": clock.day(over), "note": "मौके पर हटवा दिया गया।"})
        self._take(case, "confirm", over + timedelta(minutes=30), {})

    def finish(self) -> None:
        """Defects, handing over, readiness; then the clock up to now."""
        labour = self.by("labour.alc")
        by_slug = {one.slug: one for one in self.parts}
        when = self.at(self.plot.begun - 1)
        if self.plot.defect:
            part = by_slug["hostel-boys"] if "छात्रावास" in self.plot.defect else by_slug["mess"]
            defects.find(part, self.plot.defect, on=clock.day(when), is_grave=False, by=labour, at=when)
        for slug in self.plot.opened:
            with spared("handing over"):
                paper = papers.order(f"Handing over of {slug} at {self.new.title_en}")
                handing.hand_over(by_slug[slug], on=clock.day(when), paper=paper, by=labour, at=when)
        for item in self._items():
            paper = self.photograph(item, self.plot.begun, taken=when)
            handing.say_ready(self.work, item, is_ready=True, paper=paper, by=labour, at=when)
        self._clock(self.until, Q(pk=self.work.pk) | Q(parent=self.work.pk))

    def _items(self) -> list[str]:
        """Return what is ready where blocks are open: all that these need, and nothing elsewhere."""
        opened = set(self.plot.opened)
        items = rulebook.book().works.readiness.values()
        return [one.slug for one in items if opened and (not one.blocks or opened & set(one.blocks))]

    def _take(self, case: Case, verb: str, at: datetime, detail: dict[str, object]) -> None:
        case.refresh_from_db()
        if case.holder is None:
            return
        by = scenes.actor_in(case.holder, random.Random(people.SEED))  # noqa: S311 - invented history
        with suppress(casework.NotAllowed):
            casework.take(case, verb, seen=case.revision, by=by, at=min(at, self.until), detail=detail)

    def _clock(self, until: datetime, mine: Q) -> None:
        """Let the clock do by `until` what it owes to these cases, each at its own instant."""
        moving = Q(phase=PAUSED) | Q(phase=OPEN, warned__lt=100)
        while found := list(Case.objects.filter(mine, moving, due_at__lte=until).order_by("due_at", "id")):
            for case in found:
                assert case.due_at is not None
                casework.take(case, queries.overdue_verb(case), seen=case.revision, by=SYSTEM, at=case.due_at)
