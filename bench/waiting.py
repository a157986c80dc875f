"""Claims that wait for one officer: some made by the office's own steps, the others copies of them.

The hash of an entry does not hold the number of its case, so a copied chain is as right as the first.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Model

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case, Party
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock, numbers
from shramsetu.lib.conditions import Value
from shramsetu.offices.models import Charge, Post
from shramsetu.people.models import Person
from shramsetu.places.models import Kind, Place
from shramsetu.rulebook.basis import Text
from shramsetu.schemes import actions, looking, papers
from shramsetu.schemes.models import Claim, Paper
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.telling import Telling
from shramsetu.workers.actions import boards, entering
from shramsetu.workers.entry import NewSpell, NewWorker
from shramsetu.workers.models import Membership, Spell, Worker

MARRIAGE = "bocw-marriage-help"
SOURCE = Text(hi="विवाह पंजीयन", en="Marriage register")
FIRST = 50_000_000  # ids of the copies
UNSEEN = 100  # of one in so many claims nobody has seen the papers


def claims(count: int, *, at: datetime, made: int = 20) -> Actor:
    """Make `count` claims that wait for the sanction of one post; return who sits there. One in a hundred is faulty."""
    cases = [_made(n, at=at) for n in range(min(made, count))]
    _copied(cases, count - len(cases))
    holder = cases[0].holder
    assert holder is not None
    return sitting(holder)


def sitting(post: Post) -> Actor:
    """Return who sits in a post."""
    charge = Charge.objects.filter(post=post, to_at=None).order_by("id")[0]
    return Actor(role=post.role, user_id=charge.user_id, post_id=post.pk)


def _made(n: int, *, at: datetime) -> Case:
    """Return a claim that was looked at and recommended; each has another day of the wedding."""
    today, district = clock.day(at), Place.objects.filter(kind=Kind.DISTRICT).order_by("pk")[0]
    spell = NewSpell("शर्मा बिल्डर्स", today - timedelta(days=200), today - timedelta(days=60), 110, proof="certificate")
    told = NewWorker(
        name="रामदेव निषाद", parent="शिवचरण निषाद", sex="man", born_on=date(1980, 4, 2), district=district,
        phone=f"+919999900{n:03d}", spells=(spell,), key=f"bench:{n}",
    )  # fmt: skip
    worker = entering.enter(told, by=SYSTEM, at=at)
    boards.admit(worker, "bocw", years=3, on=today - timedelta(days=800), by=SYSTEM, at=at)
    case = actions.submit(_telling(worker, n, today), by=Actor(role="citizen", person="bench"), at=at)
    for document in papers.missing(_row(case), looking.of_claim(_row(case))):
        case.refresh_from_db()
        actions.lay_paper(case, document.slug, seen=case.revision, by=_holder(case), at=at)
    case.refresh_from_db()
    if case.state != "confirming":
        casework.take(case, "check", seen=case.revision, by=_holder(case), at=at)
    case.refresh_from_db()
    return case


def _telling(worker: Worker, n: int, today: date) -> Telling:
    facts: dict[str, Value] = {
        "wedding_on": today - timedelta(days=20 + n),
        "is_mass_wedding": False,
        "is_inter_caste": False,
        "bride": "daughter",
        "bride_born_on": date(2003, 1, 10),
        "groom_born_on": date(2000, 3, 4),
        "took_same_benefit": False,
        "work_days": 110,
        "daughters_helped": 0,
    }
    told = {name: Stated(value, SOURCE, is_proved=None) for name, value in facts.items()}
    return Telling(worker, MARRIAGE, told, Case.Channel.PORTAL)


def _row(case: Case) -> Claim:
    return Claim.objects.select_related("case__holder", "worker").get(pk=case.pk)


def _holder(case: Case) -> Actor:
    assert case.holder is not None
    return sitting(case.holder)


def _copied(cases: list[Case], count: int) -> None:
    """Write `count` copies of `cases`, one after the other: worker, case, party, person, papers, entries."""
    of = [(one.pk, one.claim.worker_id) for one in cases]
    firsts = dict(Party.objects.filter(case__in=cases).values_list("case", "person"))
    rows = [
        (FIRST + n, numbers.number_for(FIRST + n, settings.NUMBER_KEY), f"9{n:010d}", *of[n % len(of)],
         firsts[of[n % len(of)][0]], n % UNSEEN == UNSEEN // 2)
        for n in range(count)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE fresh AS SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[],"
            " %s::bigint[], %s::bigint[], %s::boolean[]) "
            " f(id, number, worker_number, of_case, of_worker, of_person, is_bad)",
            [[row[at] for row in rows] for at in range(7)],
        )
        _like(Person, "o.id = f.of_person", {"id": "f.id"})
        _like(Worker, "o.id = f.of_worker", {"id": "f.id", "number": "f.worker_number", "key": "''"})
        _like(Membership, "o.worker_id = f.of_worker", {"worker_id": "f.id"})
        _like(Spell, "o.worker_id = f.of_worker", {"worker_id": "f.id"})
        _like(Case, "o.id = f.of_case", {"id": "f.id", "number": "f.number"})
        _like(Party, "o.case_id = f.of_case", {"case_id": "f.id", "person_id": "f.id"})
        _like(Claim, "o.case_id = f.of_case", {"case_id": "f.id", "worker_id": "f.id", "key": "NULL"})
        _like(Paper, "o.claim_id = f.of_case AND NOT f.is_bad", {"claim_id": "f.id"})
        streams = "o.stream = 'case:' || (SELECT number FROM casework_case WHERE id = f.of_case)"
        _like(Entry, streams, {"stream": "'case:' || f.number"})
        cursor.execute("DROP TABLE fresh")
        cursor.execute("ANALYZE")


def _like(model: type[Model], condition: str, changes: Mapping[str, str]) -> None:
    """Write a row like the one that `condition` finds for each fresh claim, but for `changes`."""
    fields = [one for one in model._meta.concrete_fields if one.column in changes or not one.primary_key]
    fields = [one for one in fields if not one.generated]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join(changes.get(one.column, f'o."{one.column}"') for one in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({columns})"
            f" SELECT {values} FROM fresh f JOIN {model._meta.db_table} o ON {condition}"
        )
