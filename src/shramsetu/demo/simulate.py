"""The seeded simulator: plays complaints through the real actions, each from its first word to now.

A case is played in one transaction, so that the running clock never meets one whose past is still being written.
"""

import contextlib
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.demo import people, scenes, spoken
from shramsetu.demo.models import Played
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.messages.models import WAITING, Message, State
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.people.queries import phone_key
from shramsetu.places.models import Place

FIRST = 300
ALL = 3_000
DAYS = 60
MOST_STEPS = 40
TOLD_AFTER = timedelta(hours=12)  # what is younger the demo's own worker delivers
# The big cities call more often; every other district has the weight 1.
BUSY = {
    "Lucknow": 14,
    "Kanpur Nagar": 8,
    "Ghaziabad": 5,
    "Gautam Buddha Nagar": 5,
    "Prayagraj": 4,
    "Varanasi": 4,
    "Agra": 4,
    "Gorakhpur": 3,
    "Bareilly": 3,
    "Meerut": 3,
    "Aligarh": 3,
    "Moradabad": 3,
}


def grow(*, count: int, at: datetime, missed: Callable[[str, Exception], None] | None = None) -> Iterator[int]:
    """Play the complaints up to `count` that were not played yet; yield how many there are after each of ours.

    Several processes may grow at once: each takes what no other one is playing. What cannot be played is told to
    `missed` and left out, the others are played; without `missed` it is raised, as a database that is away is.
    """
    played = set(Played.objects.filter(index__lt=count).values_list("index", flat=True))
    for index in range(count):
        if index in played:
            continue
        try:
            case = play(index, until=at)
        except Exception as error:
            if missed is None or isinstance(error, OperationalError | InterfaceError):
                raise
            missed(f"complaint {index}", error)
            Played.objects.get_or_create(index=index)
            continue
        if case:
            yield Played.objects.filter(index__lt=count).count()


@transaction.atomic
def play(index: int, *, until: datetime) -> Case | None:
    """Play complaint `index` to `until`, unless another process plays it; its chance depends on the index alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # lost in a crash, it is played again
        cursor.execute("SELECT pg_try_advisory_xact_lock(1076, %s)", [index])
        if not cursor.fetchone()[0] or Played.objects.filter(index=index).exists():
            return None
    chance = random.Random(people.SEED * 100_000 + index)  # noqa: S311 - invented history, not secrets
    opened = _opened_at(index, chance, until)
    filing = _filing(chance)
    is_spoken = spoken.is_spoken(filing, index)
    handed = spoken.unwritten(filing) if is_spoken else filing
    case = grievances.register(handed, by=_registrar(filing, chance), at=opened)
    if is_spoken:
        spoken.lay(case, filing, at=opened)
    _live(scenes.Scene(chance, case, phone_key(filing.complainants[0].phone), filing.text), opened, until)
    _catch_up(case, until)
    deliver(case, until=until)
    Played(index=index, case=case).save(force_insert=True)
    return case


def _live(scene: scenes.Scene, now: datetime, until: datetime) -> None:
    case = scene.case
    for _ in range(MOST_STEPS):
        case.refresh_from_db()
        deed = scene.next_deed(now)
        due = case.due_at if case.is_open and case.warned < 100 else case.rests_until
        when = _working(now + deed.after, case) if deed else None
        if due and (when is None or due <= when):
            if due > until:
                return
            now = due
            verb = "finalise" if case.phase == CLOSED else queries.overdue_verb(case)
            casework.take(case, verb, seen=case.revision, by=SYSTEM, at=now)
        elif deed and when and when <= until:
            now = when
            _try(case, deed, now)
        else:
            return
        if case.phase == FINAL:
            return


def _catch_up(parent: Case, until: datetime) -> None:
    """Let the clock do in the case's children (duties, sealed complaints) what it would have done by now."""
    for child in Case.objects.filter(parent=parent).order_by("id"):
        while child.is_open and child.warned < 100 and child.due_at and child.due_at <= until:
            verb = queries.overdue_verb(child)
            casework.take(child, verb, seen=child.revision, by=SYSTEM, at=child.due_at)
            child.refresh_from_db()
        _catch_up(child, until)


def deliver(case: Case, *, until: datetime) -> None:
    """Let the messages of the past have arrived then, as in the demo's tray; the worker would find them expired."""
    deliver_all([case.stream, *(child.stream for child in Case.objects.filter(parent=case))], until=until)


def deliver_all(streams: Iterable[str], *, until: datetime) -> None:
    """Let the messages of these streams have arrived then, as `deliver` those of a case."""
    past = Message.objects.filter(stream__in=list(streams), state__in=WAITING, queued_at__lt=until - TOLD_AFTER)
    past.update(state=State.DELIVERED, gateway="tray", sent_at=F("queued_at"), settled_at=F("queued_at"))


def _try(case: Case, deed: scenes.Deed, now: datetime) -> None:
    """Take the step; what the rules refuse simply does not happen, as in life."""
    with contextlib.suppress(casework.Refused, casework.NotAllowed, casework.Missing):
        casework.take(case, deed.verb, seen=case.revision, by=deed.by, at=now, detail=deed.detail)


def _working(when: datetime, case: Case) -> datetime:
    """Return `when`, moved into the next office hours unless the matter is urgent or at a desk that never closes."""
    calendar = rulebook.book().calendar(clock.day(when))
    return when if case.urgent or calendar.is_open(when) else _next_opening(when)


def _next_opening(when: datetime) -> datetime:
    calendar = rulebook.book().calendar(clock.day(when))
    on = calendar.working_on_or_after(clock.day(when))
    opens = calendar.opens_at(on)
    if opens < when:
        opens = calendar.opens_at(calendar.next_working(on))
    return opens + timedelta(minutes=when.minute, seconds=when.second)


def _opened_at(index: int, chance: random.Random, until: datetime) -> datetime:
    """Return when complaint `index` came: by day, over the last two months, more of them lately."""
    back = timedelta(days=DAYS * chance.random() ** 1.7)
    day = (until - back).replace(
        hour=chance.choice([4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12, 14]), minute=chance.randrange(60)
    )
    return min(day, until - timedelta(minutes=1 + index % 50))


def _filing(chance: random.Random) -> Filing:
    kind = chance.choices(["grievance", "information", "demand", "suggestion"], [90, 5, 3, 2])[0]
    category, text = _matter(kind, chance)
    name = people.invented_name(chance)
    complainant = Someone(name=name, phone=people.invented_phone(chance), best_time=chance.choice(["", "शाम", "सुबह"]))
    where = None if chance.random() < 0.015 else district(chance)
    filing = Filing(
        kind=kind,
        category=category,
        text=text,
        channel=chance.choices(["call", "portal", "csc", "desk", "post", "email", "app"], [52, 18, 8, 8, 6, 4, 4])[0],
        complainants=(complainant,),
        district=where,
        filed_by=_filer(chance),
    )
    if kind == "grievance" and chance.random() < 0.03:
        filing = replace(filing, exclusion=chance.choice(list(rulebook.book().exclusions)))
    return filing


def _matter(kind: str, chance: random.Random) -> tuple[str, str]:
    if kind == "grievance":
        return matter(chance)
    answers = scenes.stories()["answers"]
    assert isinstance(answers, dict)
    return "other-labour", chance.choice(answers[kind])


def matter(chance: random.Random) -> tuple[str, str]:
    """Return the category and the words of an invented complaint."""
    told = scenes.stories()
    categories = [slug for slug in told if slug in rulebook.book().categories]
    weights = [
        12 if slug == "wages-not-paid" else 5 if slug.startswith(("wages", "bocw", "dues")) else 2
        for slug in categories
    ]
    category = chance.choices(categories, weights)[0]
    lines = told[category]
    assert isinstance(lines, list)
    return category, scenes.fill(chance.choice(lines), chance)


def district(chance: random.Random) -> Place:
    """Return a district; the big cities complain more often."""
    found = scenes.districts()
    return chance.choices(found, [BUSY.get(one.name_en, 1) for one in found])[0]


def _filer(chance: random.Random) -> Someone | None:
    if chance.random() > 0.12:
        return None
    relation = chance.choice(["बेटी", "बेटा", "पड़ोसी", "साथी मज़दूर"])
    return Someone(name=people.invented_name(chance), phone=people.invented_phone(chance), relation=relation)


def _registrar(filing: Filing, chance: random.Random) -> Actor:
    """Return who registers: the citizen on the portal, else somebody of the operators' desks."""
    if filing.channel in {"portal", "app"}:
        return Actor(role="citizen", person=phone_key(filing.complainants[0].phone))
    return scenes.actor_in(chance.choice(offices.of_role(Role.OPERATOR)), chance)
