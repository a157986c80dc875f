"""How cases begin: one, or many at once by the same statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from shramsetu.casework import queries
from shramsetu.casework.carrying import carry
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Tell, To
from shramsetu.casework.telling import tell_many
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import START, Actor
from shramsetu.lib import numbers


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new case starts as: its kind, where it stands, and the columns it is born with.

    `number` is one that was handed out beforehand (`draw_numbers`); empty: the next one.
    """

    kind: str
    channel: str
    to: To
    columns: Mapping[str, object]
    number: str = ""


def open_case(opening: Opening, *, by: Actor, at: datetime) -> Case:
    """Give a new case its number, row and first entry. Messages wait for `announce`, when its parties are known."""
    return open_many([opening], by=by, at=at)[0]


@transaction.atomic(savepoint=False)
def open_many(openings: Sequence[Opening], *, by: Actor, at: datetime) -> list[Case]:
    """Open cases, in the order given; as many statements as for one."""
    drawn = iter(draw_numbers(sum(not one.number for one in openings)))
    drafted = [_drafted(one, one.number or next(drawn), by=by, at=at) for one in openings]
    cases = Case.objects.bulk_create([case for case, _ in drafted])
    journal.keep_many([draft for _, draft in drafted])
    queries.notify_of((case, None) for case in cases)
    return cases


def announce(case: Case, tells: Iterable[Tell], *, by: Actor, at: datetime) -> None:
    """Send the messages of a new case, once its parties are written."""
    announce_many([case], tells, by=by, at=at)


def announce_many(cases: Iterable[Case], tells: Iterable[Tell], *, by: Actor, at: datetime) -> None:
    """Send the same messages of each of these new cases."""
    told = list(tells)
    tell_many([(case, told) for case in cases], by=by, at=at)


def _drafted(opening: Opening, number: str, *, by: Actor, at: datetime) -> tuple[Case, journal.Draft]:
    to = opening.to
    case = Case(
        number=number,
        kind=opening.kind,
        channel=opening.channel,
        opened_by=by.key,
        opened_at=at,
        level=to.level or 0,
        level_at=at,
        state="",
        phase=0,
        **opening.columns,
    )
    facts = carry(case, to, at)
    drafted = journal.draft(
        journal.Tip(case.stream, 0, START),
        "register",
        by=by,
        at=at,
        detail={**facts, **to.facts, "channel": case.channel},
        private=to.private or None,
    )
    case.revision, case.head = 1, drafted.entry.head
    return case, drafted


def draw_numbers(count: int) -> list[str]:
    """Draw numbers that no other case will get: at once for cases that begin, or to be handed out beforehand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('casework_number') FROM generate_series(1, %s)", [count])
        return [numbers.number_for(row[0], settings.NUMBER_KEY) for row in cursor.fetchall()]
