"""Leave and swaps: asked by the agent, decided by the supervisor, each decision an Entry of the week."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu.helpline.actions import rosters
from shramsetu.helpline.errors import NotYours, SettledAlready
from shramsetu.helpline.models import Absence, Agent, Duty, Swap, Terms
from shramsetu.helpline.queries import rosters as weeks
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor


@transaction.atomic
def ask_leave(agent: Agent, *, kind: str, days: tuple[date, date], by: Actor, at: datetime) -> Absence:
    """Ask for days away, both ends included; asking for the same days again changes nothing."""
    same = {"agent": agent, "from_on": days[0], "to_on": days[1]}
    open_ones = Absence.objects.filter(**same, state__in=[Absence.State.ASKED, Absence.State.GRANTED])
    found = open_ones.first()
    if found is not None:
        return found
    return Absence.objects.create(**same, kind=kind, state=Absence.State.ASKED, asked_by=by.key, asked_at=at)


@transaction.atomic
def decide_leave(absence: Absence, *, grant: bool, by: Actor, at: datetime) -> int:
    """Grant or refuse days away; duties on granted days are taken off. Return how many. Raises SettledAlready."""
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    wanted = Absence.State.GRANTED if grant else Absence.State.REFUSED
    if absence.state == wanted:
        return 0
    if absence.state != Absence.State.ASKED:
        raise SettledAlready
    absence.state, absence.decided_by, absence.decided_at = wanted, by.key, at
    absence.save()
    return _take_off(absence, by=by, at=at) if grant else 0


@transaction.atomic
def note_absence(agent: Agent, *, kind: str, days: tuple[date, date], by: Actor, at: datetime) -> Absence:
    """Note that an agent is away, whoever told it: granted at once, duties taken off."""
    absence = ask_leave(agent, kind=kind, days=days, by=by, at=at)
    decide_leave(absence, grant=True, by=by, at=at)
    return absence


@transaction.atomic
def withdraw_leave(absence: Absence, *, agent: Agent, at: datetime) -> None:
    """Take back what was asked and not yet decided; raises NotYours, SettledAlready."""
    if absence.agent_id != agent.pk:
        raise NotYours
    open_one = Absence.objects.filter(pk=absence.pk, state=Absence.State.ASKED)
    if not open_one.update(state=Absence.State.WITHDRAWN, decided_at=at):
        raise SettledAlready


@transaction.atomic
def ask_swap(duty: Duty, other: Duty, *, agent: Agent, at: datetime) -> Swap:
    """Ask another agent to take `duty` and give `other` for it; both published and to come. Raises NotYours."""
    pair = (duty, other)
    if duty.agent_id != agent.pk or other.agent_id == agent.pk:
        raise NotYours
    if any(one.from_at <= at or one.week.published_at is None for one in pair):
        raise NotYours
    found = Swap.objects.filter(duty=duty, state__in=[Swap.State.ASKED, Swap.State.AGREED]).first()
    return found or Swap.objects.create(duty=duty, other=other, asked_at=at)


@transaction.atomic
def agree_swap(swap: Swap, *, agent: Agent, agree: bool, at: datetime) -> None:
    """Let the other agent agree or not; raises NotYours, SettledAlready."""
    swap = _open(swap, Swap.State.ASKED)
    if swap.other.agent_id != agent.pk:
        raise NotYours
    swap.state = Swap.State.AGREED if agree else Swap.State.REFUSED
    swap.agreed_at = at
    swap.save()


@transaction.atomic
def withdraw_swap(swap: Swap, *, agent: Agent, at: datetime) -> None:
    """Take back a swap that is not decided; raises NotYours, SettledAlready."""
    swap = _open(swap, Swap.State.ASKED, Swap.State.AGREED)
    if swap.duty.agent_id != agent.pk:
        raise NotYours
    swap.state, swap.decided_at = Swap.State.WITHDRAWN, at
    swap.save()


@transaction.atomic
def decide_swap(swap: Swap, *, approve: bool, by: Actor, at: datetime) -> None:
    """Let two agents change places, or not. Rest and consent hold: raises DutyTooClose, NoConsent, SettledAlready."""
    swap = _open(swap, Swap.State.AGREED)
    mine, theirs = swap.duty, swap.other
    swap.state = Swap.State.APPROVED if approve else Swap.State.REFUSED
    swap.decided_by, swap.decided_at = by.key, at
    swap.save()
    if not approve:
        return
    mine.agent, theirs.agent = theirs.agent, mine.agent
    for duty in (mine, theirs):
        duty.transport = rosters.transport_of(duty, duty.agent)
        duty.save(update_fields=["agent", "transport"])
    rosters.now_or_refuse()
    detail = {one.agent.number: f"{one.on} {one.shift}" for one in (mine, theirs)}
    for first_on in sorted({weeks.monday(mine.on), weeks.monday(theirs.on)}):
        journal.append(rosters.stream(first_on), "swap_duties", by=by, at=at, detail=detail)


@dataclass(frozen=True, slots=True)
class Given:
    """What is given as an agent's terms."""

    team: str = ""
    night_consent_on: date | None = None
    weekly_off: int | None = None


@transaction.atomic
def set_terms(agent: Agent, *, given: Given, by: Actor, at: datetime) -> None:
    """Keep what the roster must know of an agent; each change is an Entry."""
    kept = asdict(given)
    if Terms.objects.filter(agent=agent).values(*kept).first() == kept:
        return
    Terms.objects.update_or_create(agent=agent, defaults=kept)
    journal.append(f"agent:{agent.number}", "change_terms", by=by, at=at, detail=kept)


def _open(swap: Swap, *states: str) -> Swap:
    rows = Swap.objects.select_for_update(of=("self",)).select_related("duty__agent", "other__agent")
    row = rows.get(pk=swap.pk)
    if row.state not in states:
        raise SettledAlready
    return row


def _take_off(absence: Absence, *, by: Actor, at: datetime) -> int:
    duties = Duty.objects.filter(agent=absence.agent, on__gte=absence.from_on, on__lte=absence.to_on)
    gone = list(duties.filter(to_at__gt=at).select_related("week"))
    for duty in gone:
        detail = {"agent": absence.agent.number, "on": duty.on.isoformat(), "shift": "", "before": duty.shift}
        journal.append(rosters.stream(duty.week.first_on), "change_duty", by=by, at=at, detail=detail)
    Duty.objects.filter(pk__in=[duty.pk for duty in gone]).delete()
    return len(gone)
