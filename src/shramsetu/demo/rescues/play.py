"""The playing: every plot once, in the order of its days, each in one transaction with the clock beside it."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q

from shramsetu.bonded.actions import transfers
from shramsetu.bonded.models import Survivor
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.demo import simulate
from shramsetu.demo.models import Played
from shramsetu.demo.rescues import districts, freeing, homeward, later, law, opening, plots, purse, returned
from shramsetu.demo.rescues.sparing import REFUSALS, savepoints, spared
from shramsetu.demo.rescues.tale import DAY, HOUR, Group, Plot, Tale, clock_runs, newest
from shramsetu.messages.models import WAITING, Message, State
from shramsetu.places.models import Place

FIRST = 1_000_000  # indexes of what is played here lie behind those of the complaints
SEED = 1976
BEFORE = 33 * HOUR  # from the first word to the end of the rescue
PREPARED = 640 * DAY
CLAIMED = 160 * DAY
SOON = 8  # days: what is younger is there before the site is served
Step = Callable[[Tale, Group, datetime], None]
# What happens to a family, so many hours after the rescue; a plot's goal is the last of these that has happened.
STEPS: tuple[tuple[str, float, Step | None], ...] = (
    ("entered", -2, freeing.enter),
    ("secured", 0, None),
    ("stated", 5, freeing.state),
    ("drafted", 11, freeing.draft),
    ("found", 18, freeing.find),
    ("certified", 21, freeing.certify),
    ("accounts", 28, purse.open_accounts),
    ("proposed", 34, purse.propose),
    ("identified", 40, freeing.identify),
    ("sanctioned", 44, purse.sanction),
    ("sent_home", 48, homeward.hand),
    ("sent", 52, purse.send),
    ("answered", 68, homeward.answer),
    ("left", 76, homeward.leave),
    ("paid", 80, purse.answer),
    ("arrived", 97, homeward.arrive),
    ("received", 100, homeward.receive),
    ("planned", 24 * 24, later.plan),
    ("visit_1", 36 * 24, later.visit),
    ("lines", 45 * 24, later.carry_lines),
    ("proved", 70 * 24, later.prove),
    ("state_sanctioned", 95 * 24, later.sanction),
    ("visit_3", 100 * 24, later.visit),
    ("balance_paid", 130 * 24, purse.pay_balance),
    ("settled", 150 * 24, later.settle),
    ("visit_6", 190 * 24, later.visit),
    ("visit_12", 375 * 24, later.visit),
    ("followed", 380 * 24, None),
)
TENDED_ON = (47, 75, 110, 205, 290, 390, 480, 570)  # days after the rescue on which somebody looks what is due
GOALS = [name for name, _, _ in STEPS]
ENDS: dict[str, Callable[[Tale, Group, datetime], None]] = {
    "died": freeing.died,
    "lost": freeing.lost,
    "rebonded": freeing.bound_again,
}
BEFORE_RESCUE = ("received", "verifying", "not_found", "elsewhere", "already", "planned", "not_done")


@dataclass(frozen=True)
class Act:
    """One thing to play; `soon` is what the demo waits for before it serves, the rest is played beside it."""

    name: str
    play: Callable[[], Case | None]
    soon: bool = False
    days: float = 0  # ago, where it is a plot


def grow(*, at: datetime, soon: bool = False, missed: Callable[[str, Exception], None] | None = None) -> Iterator[str]:
    """Play what was not played yet, or of it what is played soon; yield a word for each. Repeating it adds nothing.

    An act that cannot be played is told to `missed`, and the others are played all the same: nobody is helped by a
    history that stops at it and begins again for ever. Without `missed` it is raised, as a database that is away is.
    What the rules refuse, for a visitor may have acted before it, is not tried again; a fault is, at the next start.
    """
    for index, act in enumerate(acts(at)):
        if soon and not act.soon:
            continue
        try:
            is_new = _once(FIRST + index, act.play, at)
        except Exception as error:
            if missed is None or isinstance(error, OperationalError | InterfaceError):
                raise
            missed(act.name, error)
            if isinstance(error, REFUSALS):
                Played.objects.get_or_create(index=FIRST + index)
            continue
        if is_new:
            yield act.name


def acts(at: datetime) -> list[Act]:
    """Return everything there is to play, in its order."""
    found = [Act("districts", partial(_prepare, at), soon=True), Act("committees", partial(_sit, at))]
    for index, plot in enumerate(plots.RESCUES):
        if plot.days < CLAIMED / DAY and all(one.name != "claims" for one in found):
            found.append(Act("claims", partial(_claims, at)))
        found.append(Act(plot.district, partial(_play, index, plot, at), soon=plot.days <= SOON, days=plot.days))
    for index, plot in enumerate(plots.TOLD):
        found.append(Act(plot.district, partial(_play, 50 + index, plot, at), soon=plot.days <= SOON, days=plot.days))
    found += [Act("returned", partial(returned.chased, row, at)) for row in plots.CHASED]
    found += [Act("registered", partial(returned.registered, row, at)) for row in plots.REGISTERED]
    return [*found, Act("lately", partial(_lately, at))]


def persons() -> int:
    """Return how many persons there are in bonded labour."""
    return Survivor.objects.count()


@transaction.atomic
def _once(index: int, act: Callable[[], Case | None], at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # lost in a crash, it is played again
        cursor.execute("SELECT pg_advisory_xact_lock(1976)")  # one at a time: each builds on those before it
    if Played.objects.filter(index=index).exists():
        return False
    since = newest()
    with savepoints(made=False):
        case = act()
        clock_runs(at, since=since)
    _deliver(at, since)
    Played(index=index, case=case).save(force_insert=True)
    return True


def _play(index: int, plot: Plot, until: datetime) -> Case | None:
    """Play one plot from the first word to now."""
    is_rescue = plot.end not in BEFORE_RESCUE
    tale = Tale(
        index=index,
        plot=plot,
        chance=random.Random(SEED * 1_000 + index),  # noqa: S311 - invented history, not secrets
        began=until - plot.days * DAY - (BEFORE if is_rescue else 0 * HOUR),
        until=until,
        district=_district(plot.district),
        home=Place.objects.filter(kind="district", name_en=plot.home).first(),
    )
    events: list[tuple[datetime, Callable[[], None]]] = []
    tale.case = opening.tell(tale)
    opening.look_into(tale, tale.case)
    if plot.end in ("planned", "not_done"):
        events.append((tale.began + 26 * HOUR, partial(opening.set_out, tale)))
    if is_rescue:
        events += _rescue(tale)
    for when, act in sorted(events, key=lambda one: one[0]):
        if when <= until:
            act()
    return tale.case


def _rescue(tale: Tale) -> list[tuple[datetime, Callable[[], None]]]:
    began, plot = tale.began, tale.plot
    ended = began + BEFORE
    events: list[tuple[datetime, Callable[[], None]]] = [
        (began + 29 * HOUR, partial(opening.set_out, tale)),
        (began + 30 * HOUR, partial(opening.name_and_seize, tale)),
    ]
    if plot.end != "under_way":
        events.append((ended, partial(opening.secure, tale)))
    if plot.end == "closed":
        events.append((began + 12 * DAY, partial(opening.close, tale)))
    if plot.law:
        when = ended + 32 * HOUR
        events.append((when, partial(freeing.report, tale, when)))
        events += [(began + days * DAY, act) for days, act in law.events(tale)]
    for number, family in enumerate(plot.families):
        events += _family(tale, Group(family), ended + number * HOUR / 4)
    return events


def _family(tale: Tale, group: Group, ended: datetime) -> list[tuple[datetime, Callable[[], None]]]:
    """Return the steps of a family up to its goal, and what ends its way."""
    reach = GOALS.index(group.family.goal)
    events: list[tuple[datetime, Callable[[], None]]] = []
    last = ended
    for _, hours, step in STEPS[: reach + 1]:
        last = ended + hours * HOUR
        if step is not None and not (group.family.turn in freeing.VERDICTS and hours > 18):
            events.append((last, partial(step, tale, group, last)))
    if end := ENDS.get(group.family.turn):
        when = tale.until - 6 * DAY if end is freeing.bound_again else last + 5 * DAY
        events.append((when, partial(end, tale, group, when)))
    if reach >= GOALS.index("planned"):
        tended = [ended + days * DAY for days in TENDED_ON]
        events += [(when, partial(later.tend, tale, group, when)) for when in tended]
    if group.family.goal in ("followed", "received"):
        signed = last + 60 * DAY
        events.append((signed, partial(_sign_halves, tale, group, signed)))
    return events


def _sign_halves(tale: Tale, group: Group, at: datetime) -> None:
    """Let both districts close their half, where nothing of it is open any more."""
    if group.transfer is None:
        return
    if tale.home is None:
        homeward.end_there(tale, group, at)
    native = [tale.by("native_officer", tale.home)] if tale.home else []
    for by in (tale.by("labour_officer"), *native):
        with savepoints(made=True), suppress(Refused):
            transfers.sign(group.transfer, by=by, at=at)


def _prepare(until: datetime) -> None:
    for number, name in enumerate(plots.DISTRICTS):
        with spared(f"order and fund, {name}"):
            districts.prepare(number, _district(name), at=until - PREPARED)


def _sit(until: datetime) -> None:
    for number, name in enumerate(plots.DISTRICTS):
        with spared(f"committee, {name}"):
            districts.sit(number, _district(name), until=until)


def _claims(until: datetime) -> None:
    districts.settle_up([_district(name) for name in plots.DISTRICTS], at=until - CLAIMED + 20 * DAY)


def _lately(until: datetime) -> None:
    found = [_district(name) for name in plots.DISTRICTS]
    districts.add_to_funds(found, until=until)
    districts.meet_lately(found, until=until)
    with spared("a line that waits"):
        later.pause_one(until - 2 * DAY)


def _district(name: str) -> Place:
    return Place.objects.get(kind="district", name_en=name)


def _deliver(until: datetime, since: int) -> None:
    """Let the messages of the past have arrived then, as in the demo's tray; the worker would find them expired."""
    numbers = Case.objects.filter(pk__gt=since).values_list("number", flat=True)
    streams = [f"case:{number}" for number in numbers]
    theirs = Q(stream__in=streams) | Q(template__startswith="bonded-")  # what an act does to earlier cases is told too
    past = Message.objects.filter(theirs, state__in=WAITING, queued_at__lt=until - simulate.TOLD_AFTER)
    past.update(state=State.DELIVERED, gateway="tray", sent_at=F("queued_at"), settled_at=F("queued_at"))
