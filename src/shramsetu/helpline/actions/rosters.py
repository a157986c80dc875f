"""Draw, change and publish weeks of the roster; once published, each change is an Entry of its own."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from shramsetu import rulebook
from shramsetu.helpline.errors import DutyTooClose, NoConsent, WeekIsEmpty, WeekIsPublished, WeekMoved
from shramsetu.helpline.models import Absence, Agent, Duty, RosterWeek, Terms
from shramsetu.helpline.queries import expected, rosters
from shramsetu.helpline.rules import roster
from shramsetu.helpline.rules.forecast import SLOTS
from shramsetu.helpline.rules.roster import Person, Put
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

DAYS = rosters.DAYS


def stream(first_on: date) -> str:
    """Return the journal's stream of a week."""
    return f"roster:{first_on:%Y-%m-%d}"


@transaction.atomic
def draw(first_on: date, *, by: Actor, at: datetime) -> RosterWeek:
    """Draw the week that begins on the Monday `first_on` from the forecast; a draft before it is replaced.

    Raises WeekIsPublished.
    """
    week, _ = RosterWeek.objects.get_or_create(first_on=first_on, defaults={"made_by": by.key, "made_at": at})
    week = RosterWeek.objects.select_for_update().get(pk=week.pk)
    if week.published_at is not None:
        raise WeekIsPublished
    week.duties.all().delete()
    days = rosters.week_of(first_on)
    people, needed, drawn = _people(days), {}, []
    for line in sorted(expected.lines(), key=lambda one: len(rosters.shifts_of(one, first_on))):
        need = expected.people_needed(line, days, at=at)
        needed[line] = {f"{on}": need[on] for on in days}
        mine = [one for one, lines in people.values() if not lines or line in lines]
        puts = _puts(line, [want for on in days for want in need[on]], mine, first_on)
        for put in puts:
            people.pop(put.person, None)
        drawn += [_duty(week, put, line) for put in puts]
    Duty.objects.bulk_create(_with_transport(drawn), batch_size=2_000)
    week.needed, week.made_by, week.made_at, week.revision = needed, by.key, at, week.revision + 1
    week.save()
    journal.append(stream(first_on), "draw_roster", by=by, at=at, detail={"duties": len(drawn)})
    return week


@transaction.atomic
def publish(week: RosterWeek, *, seen: int, by: Actor, at: datetime) -> None:
    """Make a week known to its agents; publishing it again changes nothing. Raises WeekMoved, WeekIsEmpty."""
    week = _locked(week, seen)
    if week.published_at is not None:
        return
    duties = week.duties.count()
    if not duties:
        raise WeekIsEmpty
    RosterWeek.objects.filter(pk=week.pk).update(published_by=by.key, published_at=at, revision=week.revision + 1)
    journal.append(stream(week.first_on), "publish_roster", by=by, at=at, detail={"duties": duties})


@transaction.atomic
def put(week: RosterWeek, agent: Agent, *, on: date, shift: str, by: Actor, at: datetime) -> Duty | None:
    """Put an agent on a shift of a day, on another one than before, or ("") take them off it.

    Raises DutyTooClose where the rest would be too short, NoConsent for a woman at night without it.
    """
    RosterWeek.objects.select_for_update().get(pk=week.pk)
    before = Duty.objects.filter(agent=agent, on=on).first()
    if (before.shift if before else "") == shift:
        return before
    line = before.line if before else ""
    if before is not None:
        before.delete()
    made = _duty(week, Put(agent.pk, (on - week.first_on).days, shift, agent.pk), line) if shift else None
    if made is not None:
        made.transport = transport_of(made, agent)
        _saved(made)
    RosterWeek.objects.filter(pk=week.pk).update(revision=week.revision + 1)
    detail = {"agent": agent.number, "on": on.isoformat(), "shift": shift, "before": before.shift if before else ""}
    journal.append(stream(week.first_on), "change_duty", by=by, at=at, detail=detail)
    return made


def span(on: date, slug: str) -> tuple[datetime, datetime]:
    """Return when a shift of a day begins and ends."""
    shift = rosters.shift(slug, on)
    begins = clock.moment(on) + timedelta(minutes=shift.starts)
    return begins, begins + timedelta(minutes=shift.minutes)


def now_or_refuse() -> None:
    """Let the database look at rest and days now instead of at the end; raises DutyTooClose."""
    try:
        with transaction.atomic(), connection.cursor() as database:
            database.execute("SET CONSTRAINTS duty_after_rest, duty_once_a_day IMMEDIATE")
            database.execute("SET CONSTRAINTS duty_after_rest, duty_once_a_day DEFERRED")
    except IntegrityError as error:
        raise DutyTooClose from error


def _locked(week: RosterWeek, seen: int) -> RosterWeek:
    row = RosterWeek.objects.select_for_update().get(pk=week.pk)
    if row.revision != seen:
        raise WeekMoved
    return row


def _people(days: Sequence[date]) -> dict[int, tuple[Person, list[str]]]:
    """Return who can be put on in the week, and their lines: days away, day off, consent, last week's shift."""
    agents = list(Agent.objects.filter(user__is_active=True).order_by("pk"))
    terms = {one.agent_id: one for one in Terms.objects.all()}
    away = rosters.absences([one.pk for one in agents], days)
    earlier = Duty.objects.filter(on__gte=days[0] - timedelta(days=DAYS), on__lt=days[0]).order_by("on")
    last = {agent: (shift, rest) for agent, shift, rest in earlier.values_list("agent", "shift", "rest_until")}
    found = {}
    for one in agents:
        mine, (before, rest) = terms.get(one.pk), last.get(one.pk, ("", None))
        gone = frozenset(
            (on - days[0]).days for on in days for leave in away.get(one.pk, []) if leave.from_on <= on <= leave.to_on
        )
        nights = not one.is_woman or bool(mine and mine.night_consent_on and mine.night_consent_on <= days[0])
        off = mine.weekly_off if mine else None
        found[one.pk] = (Person(one.pk, gone, off, nights, before, rest), one.lines)
    return found


def _puts(line: str, need: Sequence[int], people: Sequence[Person], first_on: date) -> list[Put]:
    book = rulebook.book()
    terms = roster.Terms(
        clock.local(clock.moment(first_on)),
        book.number("staffing.rest_hours", first_on),
        book.number("staffing.days_a_week", first_on),
    )
    shifts = rosters.shifts_of(line, first_on)
    heads = sum(len(set(range(DAYS)) - one.away - {one.off}) for one in people)
    spare = min(heads, terms.most_days * len(people))
    counts = roster.wanted(need, shifts, person_days=spare) if any(need) else {}
    return roster.assign(counts, shifts, people, terms) if counts else []


def _duty(week: RosterWeek, put: Put, line: str) -> Duty:
    on = week.first_on + timedelta(days=put.day)
    shift = rosters.shift(put.shift, on)
    begins, ends = span(on, put.shift)
    breaks = roster.staggered(shift, put.turn)
    return Duty(
        week=week,
        agent_id=put.person,
        on=on,
        shift=put.shift,
        line=line,
        from_at=begins,
        to_at=ends,
        rest_until=ends + timedelta(hours=rulebook.book().number("staffing.rest_hours", on)),
        breaks=[list(one) for one in breaks],
        break_seconds=60 * sum(minutes for _, minutes in breaks),
    )


def _with_transport(duties: list[Duty]) -> list[Duty]:
    women = set(Agent.objects.filter(is_woman=True).values_list("pk", flat=True))
    for one in duties:
        one.transport = one.agent_id in women and rosters.is_womens_night(one.from_at, one.to_at)
    return duties


def transport_of(duty: Duty, agent: Agent) -> bool:
    """Tell whether the agent is to be fetched and brought home; raises NoConsent."""
    if not agent.is_woman:
        return False
    consented = Terms.objects.filter(agent=agent, night_consent_on__lte=duty.on)
    if rosters.shift(duty.shift, duty.on).is_night and not consented.exists():
        raise NoConsent
    return rosters.is_womens_night(duty.from_at, duty.to_at)


def _saved(duty: Duty) -> None:
    duty.save(force_insert=True)
    now_or_refuse()


def need_of(week: RosterWeek, line: str) -> dict[date, list[int]]:
    """Return the people for whom a week was drawn, by day and half-hour."""
    kept = week.needed.get(line, {})
    return {on: kept.get(f"{on}", [0] * SLOTS) for on in rosters.week_of(week.first_on)}


def is_away(agent: Agent, on: date) -> bool:
    """Tell whether an agent has leave on a day."""
    granted = Absence.objects.filter(agent=agent, state=Absence.State.GRANTED)
    return granted.filter(from_on__lte=on, to_on__gte=on).exists()
