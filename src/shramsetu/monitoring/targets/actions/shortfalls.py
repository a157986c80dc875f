"""A place that falls behind: its officer says why and plans, the next one up agrees, catching up ends it."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from shramsetu.casework import rules
from shramsetu.casework.actions import Opening, Refused, open_case
from shramsetu.casework.actions import take as take_step
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, To
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.monitoring.targets import terms
from shramsetu.monitoring.targets.apart import apart
from shramsetu.monitoring.targets.models import DayTarget, Shortfall
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places.models import Kind, Place

KIND = "mn_shortfall"
TOP = 4


def watch(*, at: datetime) -> tuple[int, int]:
    """Open a shortfall where a district is red for days on end, end those that caught up or whose period is over.

    Goes by the days that are frozen; return how many were opened and ended.
    """
    today = clock.day(at)
    return _open_new(today, at=at), _end_old(today, at=at)


def _open_new(today: date, *, at: datetime) -> int:
    days = terms.passed(today + timedelta(days=1), terms.figure("targets.shortfall_days", today))
    open_ones = set(Shortfall.objects.filter(ended_on=None).values_list("indicator", "place_id"))
    opened = 0
    for row in _red(days):
        if (row.share.target.indicator, row.share.place_id) not in open_ones:
            opened += apart(partial(_open, row, at=at), "a shortfall cannot be opened")
    return opened


def _red(days: list[date]) -> list[DayTarget]:
    """Return the newest day of every district that was red on each of these days, in whatever version of its target.

    Where nothing is due by now that is not done, there is nothing to explain, however slow the last days were.
    """
    rows = DayTarget.objects.filter(on__in=days, light="red", share__source="", share__place__kind=Kind.DISTRICT)
    keys = rows.values_list("share__target__indicator", "share__place").annotate(days=Count("on", distinct=True))
    wanted = {(indicator, place) for indicator, place, count in keys.order_by() if count == len(days)}
    behind = rows.filter(on=days[-1], done__lt=F("official_to") - F("official"))
    newest = behind.select_related("share", "share__target", "share__place", "share__place__parent")
    found = newest.order_by("share__target__indicator", "share__place__path")
    return [row for row in found if (row.share.target.indicator, row.share.place_id) in wanted]


@transaction.atomic
def _open(row: DayTarget, *, at: datetime) -> int:
    target, place = row.share.target, row.share.place
    indicator = terms.indicator(target.indicator)
    holder = officer(indicator.department, place, on=clock.day(at))
    start = To("behind", holder=holder, level=1, due=_due("targets.explain_days", at))
    columns = {"department": offices.department(indicator.department), "district": place, "place": place}
    case = open_case(Opening(KIND, Case.Channel.SYSTEM, start, columns), by=SYSTEM, at=at)
    Shortfall(
        case=case,
        indicator=target.indicator,
        first_on=target.first_on,
        last_on=target.last_on,
        place=place,
        opened_on=clock.day(at),
        gap=row.official_to - row.official - row.done,
    ).save(force_insert=True)
    return 1


def _end_old(today: date, *, at: datetime) -> int:
    ended = 0
    for one in Shortfall.objects.filter(ended_on=None).select_related("case").order_by("pk"):
        verb = "lapse" if one.last_on < today else "catch_up" if _has_caught_up(one) else ""
        if verb:
            ended += apart(partial(_end, one, verb, at=at), f"shortfall {one.pk} cannot be ended")
    return ended


def _end(one: Shortfall, verb: str, *, at: datetime) -> int:
    take_step(one.case, verb, seen=one.case.revision, by=SYSTEM, at=at)
    return 1


def _has_caught_up(one: Shortfall) -> bool:
    """Tell whether the last morning of the target since the shortfall was opened was green."""
    rows = DayTarget.objects.filter(
        share__target__indicator=one.indicator,
        share__target__first_on=one.first_on,
        share__place=one.place,
        share__source="",
        on__gte=one.opened_on,
    )
    newest = rows.order_by("-on", "-share__target__version")
    return newest.values_list("light", flat=True).first() == "green"


def officer(department: str, place: Place, *, on: date, level: int = 1) -> Post:
    """Return who answers for the targets of a department in a district, at a level."""
    return offices.routing(category="", department=department, service="", place=place, level=level, on=on).post


def _due(key: str, at: datetime) -> Due:
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)


def _above(case: Case) -> Post:
    """Return the next post up from the holder of a shortfall; at the top it is the holder."""
    assert case.holder is not None
    return offices.above(case.holder) or case.holder


def _held(case: Case) -> Shortfall:
    """Return what hangs on the case, by its own model: the checker of types sees a higher package's accessor or not."""
    return Shortfall.objects.get(pk=case.pk)


def _level(case: Case) -> int:
    return min(TOP, case.level + 1)


@effect("explain", KIND)
def _explain(move: Move) -> To:
    promised = move.day("promised_on")
    held = _held(move.case)
    if promised is None or promised <= clock.day(move.at):
        raise Refused(_("The day by which it is caught up lies ahead."), "promised_on")
    if promised > held.last_on:
        ends = f"{held.last_on:%d-%m-%Y}"
        raise Refused(_("The target ends on %(on)s; it must be caught up by then.") % {"on": ends}, "promised_on")
    cause, plan = move.text("cause"), move.text("plan")[:1000]
    values = {"cause": cause, "plan": plan, "promised_on": promised}
    return To(
        "explained",
        holder=_above(move.case),
        level=_level(move.case),
        due=_due("targets.accept_days", move.at),
        facts={"cause": cause, "promised_on": promised},
        private={"plan": plan},
        after=[lambda: Shortfall.objects.filter(pk=move.case.pk).update(**values)],
    )


@effect("accept", KIND)
def _accept(move: Move) -> To:
    promised = _held(move.case).promised_on
    assert promised is not None
    until = terms.calendar(promised).closes_at(terms.calendar(promised).working_on_or_after(promised))
    due = Due(max(until, move.at), "targets.promised")
    return To("agreed", holder=_officer_of(move.case, move.at), level=1, due=due)


@effect("give_back", KIND)
def _give_back(move: Move) -> To:
    return To(
        "behind",
        holder=_officer_of(move.case, move.at),
        level=1,
        due=_due("targets.explain_days", move.at),
        private={"reason": move.text("reason")},
    )


@effect("escalate", KIND)
def _escalate(move: Move) -> To:
    key = "targets.explain_days" if move.case.state == "behind" else "targets.accept_days"
    return To(move.case.state, holder=_above(move.case), level=_level(move.case), due=_due(key, move.at))


@effect("broken", KIND)
def _broken(move: Move) -> To:
    return To("behind", holder=_officer_of(move.case, move.at), level=1, due=_due("targets.explain_days", move.at))


@effect("catch_up", KIND)
def _catch_up(move: Move) -> To:
    return _ended(move, "caught_up")


@effect("lapse", KIND)
def _lapse(move: Move) -> To:
    return _ended(move, "over")


def _ended(move: Move, state: str) -> To:
    pk, today = move.case.pk, clock.day(move.at)
    return To(state, outcome=state, after=[lambda: Shortfall.objects.filter(pk=pk).update(ended_on=today)])


def _officer_of(case: Case, at: datetime) -> Post:
    held = _held(case)
    return officer(terms.indicator(held.indicator).department, held.place, on=clock.day(at))
