"""What the page of the morning says: each sector with done, target and gap, the worst districts, who moved most.

Then what holds up, the reviews of the day and the decisions put off."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext, pgettext

from shramsetu import rulebook
from shramsetu.casework.models import OPEN
from shramsetu.monitoring.reviews import queries, reds, terms, words
from shramsetu.monitoring.reviews.models import Decision, Review
from shramsetu.monitoring.reviews.reds import Reach
from shramsetu.monitoring.targets import terms as targets
from shramsetu.monitoring.targets import words as target_words
from shramsetu.monitoring.targets.models import DayTarget, Shortfall
from shramsetu.monitoring.works import queries as works
from shramsetu.places.models import Place
from shramsetu.rulebook.watched import NEVER_RANKED

WEEK = timedelta(days=7)
PER_MILLE = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """One sector: what was done by the morning, how far behind, who is worst, who moved most, what holds it up."""

    sector: str
    title: str
    number: int
    done: int
    gap: int
    red: int
    worst: Sequence[tuple[str, int]]  # place, thousandths behind
    best: str
    blocked: str

    @property
    def percent(self) -> int | None:
        """How much of the whole is done."""
        return self.done * 100 // self.number if self.number else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    lines: Sequence[Line]
    blocked_works: Sequence[tuple[str, str, str]]  # building, what, with whom
    reviews: Sequence[Review]
    put_off: int
    late: int

    def written(self) -> dict[str, object]:
        """Return the figures as they are kept."""
        rows = [
            {"sector": one.sector, "number": one.number, "done": one.done, "gap": one.gap, "red": one.red}
            for one in self.lines
        ]
        return {"sectors": rows, "put_off": self.put_off, "late": self.late}


def morning(on: date, *, at: datetime) -> Sheet:
    """Return the page of the morning of `on`, for the whole state."""
    del at
    days = reds.mornings(Reach(), on)
    before = {_key(one): one for one in _week_before(on)}
    causes = _causes()
    by_sector: dict[str, list[DayTarget]] = {}
    for day in days:
        by_sector.setdefault(targets.indicator(day.share.target.indicator).sector, []).append(day)
    known = rulebook.book().watched.sectors
    most = terms.figure("reviews.worst_most", on)
    lines = [_line(slug, by_sector[slug], before, causes, most) for slug in known if slug in by_sector]
    given = Decision.objects.filter(case__state="given", case__phase=OPEN)
    reviews = (
        Review.objects.filter(queries.held(on, on))
        .exclude(state=Review.State.CANCELLED)
        .select_related("place", "chair__place")
    )
    return Sheet(
        lines=lines,
        blocked_works=_blocked(on)[:most],
        reviews=list(reviews.order_by("begins_at")),
        put_off=given.filter(carried__gte=terms.figure("reviews.carried_most", on)).count(),
        late=given.filter(due_on__lt=on).count(),
    )


def _line(
    sector: str,
    days: Sequence[DayTarget],
    before: Mapping[tuple[str, int], DayTarget],
    causes: Mapping[str, Counter[str]],
    most: int,
) -> Line:
    ranked = sector not in NEVER_RANKED
    behind = _by_place(days)
    worst = [(words.place(place), share) for place, share in behind[:most] if share > 0] if ranked else []
    said = causes.get(sector)
    return Line(
        sector=sector,
        title=target_words.sector(sector),
        number=sum(one.share.number for one in days),
        done=sum(one.done for one in days),
        gap=sum(one.official_to - one.official - one.done for one in days),
        red=sum(one.light == "red" for one in days),
        worst=worst,
        best=_best(days, before) if ranked else pgettext("sector", "not ranked"),
        blocked=target_words.cause(said.most_common(1)[0][0]) if said else "",
    )


def _by_place(days: Sequence[DayTarget]) -> list[tuple[Place, int]]:
    """Return how far behind each district is over the sector's targets, in thousandths, the furthest first."""
    whole: Counter[int] = Counter()
    gap: Counter[int] = Counter()
    there: dict[int, Place] = {}
    for one in days:
        place = one.share.place
        there[place.pk] = place
        whole[place.pk] += one.share.number
        gap[place.pk] += one.official_to - one.official - one.done
    rows = [(there[pk], gap[pk] * PER_MILLE // whole[pk]) for pk in there if whole[pk]]
    return sorted(rows, key=lambda row: (-row[1], row[0].path))


def _best(days: Sequence[DayTarget], before: Mapping[tuple[str, int], DayTarget]) -> str:
    """Return the district that did the largest share of its targets in the last week; two alike are both named."""
    moved: Counter[int] = Counter()
    whole: Counter[int] = Counter()
    there: dict[int, Place] = {}
    for one in days:
        former = before.get(_key(one))
        if former is not None:
            there[one.share.place_id] = one.share.place
            moved[one.share.place_id] += one.done - former.done
            whole[one.share.place_id] += one.share.number
    shares = {pk: moved[pk] * PER_MILLE // whole[pk] for pk in there if whole[pk]}
    top = max(shares.values(), default=0)
    named = sorted(words.place(there[pk]) for pk, share in shares.items() if share == top and top > 0)
    return ", ".join(named[:2])


def _week_before(on: date) -> list[DayTarget]:
    return reds.mornings(Reach(), on - WEEK)


def _key(day: DayTarget) -> tuple[str, int]:
    return day.share.target.indicator, day.share.place_id


def _causes() -> dict[str, Counter[str]]:
    """Return what the officers say holds them up, by sector: the causes of the shortfalls that are open."""
    found: dict[str, Counter[str]] = {}
    for indicator, cause in Shortfall.objects.filter(ended_on=None).exclude(cause="").values_list("indicator", "cause"):
        found.setdefault(targets.indicator(indicator).sector, Counter())[cause] += 1
    return found


def _blocked(on: date) -> list[tuple[str, str, str]]:
    rows = works.red_items(on)
    return [
        (
            one.work.title(words.language()),
            str(one.reason),
            words.owner(one.holder) if one.holder else gettext("nobody"),
        )
        for one in rows
    ]
