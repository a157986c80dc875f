"""What is red within the reach of a review: late decisions, buildings, targets, and cases over their time with a post.

Reads what targets, works and casework know; a review adds no judgement of its own. Sealed cases are counted nowhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from shramsetu import rulebook
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.lib import clock
from shramsetu.lib.text import grouped
from shramsetu.monitoring.reviews import terms, words
from shramsetu.monitoring.reviews.models import Decision, Review
from shramsetu.monitoring.reviews.rules import times
from shramsetu.monitoring.reviews.rules.agenda import Red, Why
from shramsetu.monitoring.targets import terms as targets
from shramsetu.monitoring.targets import words as target_words
from shramsetu.monitoring.targets.actions.shortfalls import officer
from shramsetu.monitoring.targets.models import DayTarget
from shramsetu.monitoring.works import queries as works
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.places.models import Kind, Place

MORNING_BEFORE = timedelta(days=14)  # a day off shows the last morning before it
OWN_KINDS = ("mn_decision", "mn_work", "mn_hindrance", "mn_defect", "mn_shortfall")  # they come by their own words


@dataclass(frozen=True, slots=True)
class Matter:
    """Something red in words of both languages, with its figures, whose it is, and since when."""

    title: tuple[str, str]
    reason: tuple[str, str]
    owner: Post | None
    figures: dict[str, object] = field(default_factory=dict)
    since: date | None = None
    case: Case | None = None
    link: str = ""


Found = Red[Callable[[], Matter]]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a review looks at; None is everything. `holders` are the posts of a section: then nothing else counts.

    `departments` are those whose cases count; decisions of reviews of `place` belong to it wherever their owner sits.
    """

    districts: frozenset[int] | None = None
    departments: frozenset[int] | None = None
    place: int | None = None
    targets: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    holders: frozenset[int] | None = None
    sector: str = ""
    section: str = ""
    works: bool = True


def reach(review: Review) -> Reach:
    """Return what `review` looks at."""
    made = rulebook.book().reviews
    if review.section in made.sections:
        codes = set(made.sections[review.section].posts)
        held = frozenset(one.pk for one in offices.memory().posts.values() if one.code in codes)
        return Reach(holders=held, section=review.section, works=False, targets=frozenset())
    ours = departments(review.chair)
    if review.sector in made.sectors:
        one = made.sectors[review.sector]
        kinds, sector = frozenset(one.kinds), review.sector
        return Reach(departments=ours, targets=frozenset(one.targets), kinds=kinds, sector=sector, works=one.works)
    return Reach(districts=within(review.place), departments=ours, place=review.place_id)


def of_post(post: Post) -> Reach:
    """Return what a post watches: its part of the state, its department with the boards under it."""
    return Reach(districts=offices.scope_districts(post), departments=departments(post))


def departments(post: Post) -> frozenset[int] | None:
    """Return the departments whose cases are a post's business, None for all."""
    return offices.scope_departments(post) or None


def within(place: Place) -> frozenset[int] | None:
    """Return the districts of a place, None for the state."""
    if place.kind == Kind.STATE:
        return None
    if place.kind == Kind.MANDAL:
        return frozenset(places.districts().filter(parent=place).values_list("pk", flat=True))
    return frozenset({place.district_id or place.pk})


def red(seen: Reach, on: date, *, at: datetime) -> list[Found]:
    """Return everything red within `seen` on a day, as known at `at`; words are made only of what is taken up."""
    return [*_decisions(seen, on), *_works(seen, on), *_targets(seen, on), *_overdue(seen, at)]


def _decisions(seen: Reach, on: date) -> Iterator[Found]:
    rows = Decision.objects.filter(case__phase__in=[OPEN, PAUSED], case__state="given", due_on__lt=on)
    if seen.holders is not None:
        rows = rows.filter(Q(owner__in=seen.holders) | Q(review__section=seen.section))
    elif seen.sector:
        rows = rows.filter(review__sector=seen.sector)
    elif seen.districts is not None:
        rows = rows.filter(_owned_in(seen.districts) | Q(review__place=seen.place))
    most = terms.figure("reviews.carried_most", on)
    for row in rows.select_related("case", "owner__place").order_by("due_on", "pk"):
        is_often = times.is_put_off_often(row.carried, most)
        yield Red(
            f"case:{row.case.number}",
            Why.CARRIED if is_often else Why.DECISION,
            row.carried * 1_000 + (on - row.due_on).days,
            partial(_decision, row, on),
        )


def _owned_in(districts: frozenset[int]) -> Q:
    """Tell whether a decision's owner sits in one of these districts, or in a division that lies wholly in them."""
    parts: dict[int, set[int]] = {}
    for one in offices.memory().places.values():
        if one.kind == Kind.DISTRICT and one.parent_id is not None:
            parts.setdefault(one.parent_id, set()).add(one.pk)
    whole = [mandal for mandal, inside in parts.items() if inside <= districts]
    return Q(case__district__in=districts) | Q(owner__place__in=whole)


def _decision(row: Decision, on: date) -> Matter:
    def reason() -> str:
        days = (on - row.due_on).days
        late = ngettext("%(n)d day over its date", "%(n)d days over its date", days) % {"n": days}
        times_ = ngettext("carried over %(n)d time", "carried over %(n)d times", row.carried) % {"n": row.carried}
        return f"{late}, {times_}" if row.carried else late

    figures: dict[str, object] = {"due_on": row.due_on.isoformat(), "carried": row.carried}
    text = row.text[:300]
    return Matter((text, text), words.both(reason), row.owner, figures, row.due_on, row.case)


def _works(seen: Reach, on: date) -> Iterator[Found]:
    if not seen.works:
        return
    for one in works.red_items(on):
        if seen.districts is None or one.case.district_id in seen.districts:
            is_whole = one.case.kind == "mn_work"
            days = (on - one.since).days if one.since else 0
            make = partial(_building, one)
            yield Red(f"case:{one.case.number}", Why.WORK if is_whole else Why.BLOCKED, days, make)


def _building(one: works.RedItem) -> Matter:
    title = one.work.title_hi[:300], one.work.title_en[:300]
    since: dict[str, object] = {"since": one.since.isoformat()} if one.since else {}
    return Matter(title, words.both(lambda: one.reason), one.holder, since, one.since, one.case)


def mornings(seen: Reach, on: date) -> list[DayTarget]:
    """Return the newest morning of every district within `seen` for each target that runs on a day, worst first."""
    rows = DayTarget.objects.filter(
        on__lte=on,
        on__gt=on - MORNING_BEFORE,
        share__source="",
        share__place__kind=Kind.DISTRICT,
        share__target__last_on__gte=on,
    )
    if seen.districts is not None:
        rows = rows.filter(share__place__in=seen.districts)
    keys = ("share__target__indicator", "share__place")
    newest = rows.order_by(*keys, "-on", "-share__target__version").distinct(*keys)
    found = list(newest.select_related("share__target", "share__place"))
    book = targets.indicators()
    wanted = [
        one
        for one in found
        if (known := book.get(one.share.target.indicator)) and (seen.targets is None or known.sector in seen.targets)
    ]
    return sorted(wanted, key=lambda one: (-_behind(one), one.share.place.path, one.share.target.indicator))


def _behind(day: DayTarget) -> int:
    """Return how far behind its fixed spread a district is, in thousandths of its whole target.

    0 for what is never ranked: those stand in the order of places, for no list may put rescues in an order.
    """
    if not targets.indicator(day.share.target.indicator).ranked:
        return 0
    gap = day.official_to - day.official - day.done
    return gap * 1_000 // day.share.number if day.share.number else 0


def _targets(seen: Reach, on: date) -> Iterator[Found]:
    if seen.targets is not None and not seen.targets:
        return
    for day in mornings(seen, on):
        if day.light == "red":
            key = f"target:{day.share.target.indicator}:{day.share.place_id}"
            yield Red(key, Why.TARGET, max(_behind(day), 0), partial(_behind_target, day))


def _behind_target(day: DayTarget) -> Matter:
    indicator, place = targets.indicator(day.share.target.indicator), day.share.place

    def title() -> str:
        return f"{target_words.title(indicator)}: {words.place(place)}"

    def reason() -> str:
        values = {"done": grouped(day.done), "number": grouped(day.share.number), "a_day": grouped(day.required)}
        if day.why == "no_data" and not day.done:
            return str(target_words.light(day.light, day.why))  # what is missing is not 0
        said = gettext("%(done)s of %(number)s done, %(a_day)s a day are needed") % values
        return f"{target_words.light(day.light, day.why)}; {said}"

    figures: dict[str, object] = {
        "number": day.share.number,
        "done": day.done,
        "due": day.official_to - day.official,
        "required": day.required,
        "forecast_on": day.forecast_on.isoformat() if day.forecast_on else None,
        "morning": day.on.isoformat(),
    }
    owner = officer(indicator.department, place, on=day.on)
    link = reverse("monitoring:target_place", args=[indicator.slug, place.pk])
    return Matter(words.both(title), words.both(reason), owner, figures, link=link)


def _overdue(seen: Reach, at: datetime) -> Iterator[Found]:
    late = Case.objects.filter(phase__in=[OPEN, PAUSED], due_at__lt=at, sealed=False, holder__isnull=False)
    late = late.exclude(kind__in=OWN_KINDS)
    if seen.holders is not None:
        late = late.filter(holder__in=seen.holders)
    if seen.districts is not None:
        late = late.filter(district__in=seen.districts)
    if seen.departments is not None:
        late = late.filter(department__in=seen.departments)
    if seen.kinds is not None:
        late = late.filter(kind__in=seen.kinds)
    rows = late.order_by().values_list("holder").annotate(number=Count("pk"), oldest=Min("due_at"))
    for holder, number, oldest in rows:
        make = partial(_cases, holder, number, clock.day(oldest), clock.day(at))
        yield Red(f"post:{holder}", Why.OVERDUE, number, make)


def _cases(holder: int, number: int, oldest: date, on: date) -> Matter:
    post = offices.known(holder)

    def reason() -> str:
        said = ngettext("%(n)d case over its time", "%(n)d cases over their time", number) % {"n": number}
        days = (on - oldest).days
        old = ngettext("the oldest for %(n)d day", "the oldest for %(n)d days", days) % {"n": days}
        return f"{said}, {old}"

    figures: dict[str, object] = {"number": number, "oldest_on": oldest.isoformat()}
    return Matter(words.both(lambda: words.owner(post)), words.both(reason), post, figures, oldest)
