"""Made-up histories: entries as the case engine writes them, walked at random through the real flow tables."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework.models import Case
from shramsetu.grievances.models import Feedback, Lapse
from shramsetu.insight.actions import TABLES
from shramsetu.insight.models import PublicMonth
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import START, Actor
from shramsetu.lib import numbers
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Place

BEGAN = datetime(2026, 8, 30, 17, 0, tzinfo=UTC)
CATEGORY = sorted(rulebook.book().categories)[0]
OUTCOMES = {
    "closed": "satisfied",
    "closed_special": "special",
    "closed_unconfirmed": "unconfirmed",
    "closed_order": "order",
    "closed_withdrawn": "withdrawn",
    "excluded": "excluded",
    "answered": "answered",
    "decided": "decided",
    "considered": "considered",
}


@dataclass
class Told:
    """One case as it was told so far: what the engine would hold of it, and its entries."""

    number: str
    kind: str
    facts: dict[str, object]
    at: datetime
    head: bytes = START
    seq: int = 0
    entries: list[Entry] = field(default_factory=list)

    def write(self, verb: str, *, post: int = 0, at: datetime | None = None, **facts: object) -> Entry:
        """Append one entry with the facts as `casework.actions` writes them."""
        self.at = at or self.at
        before = {
            "from": self.facts.get("to", ""),
            "level_from": self.facts.get("level", 0),
            "holder_from": self.facts.get("holder"),
        }
        lasting = {
            "kind": self.kind,
            "to": "",
            "phase": 1,
            "level": 1,
            "holder": None,
            "department": None,
            "district": None,
            "category": CATEGORY,
            "sealed": False,
            "due": None,
            "outcome": "",
        }
        self.facts = {**lasting, **{key: self.facts[key] for key in lasting if key in self.facts}, **facts}
        by = Actor(role="officer", user_id=7, post_id=post) if post else Actor(role="system")
        tip = journal.Tip(f"case:{self.number}", self.seq, self.head)
        with transaction.atomic():
            entry = journal.draft(tip, verb, by=by, at=self.at, detail={**before, **self.facts}).keep()
        self.seq, self.head = entry.seq, entry.head
        self.entries.append(entry)
        return entry


def new(sequence: int, *, kind: str = "grievance", at: datetime = BEGAN, **facts: object) -> Told:
    """Tell a new case of its registration: unless told otherwise with post 11, in district 3, of department 5."""
    case = Told(numbers.number_for(sequence, b"only for tests, 16 or more"), kind, {}, at)
    given = {
        "to": "unmarked",
        "phase": 1,
        "holder": pk(11),
        "department": pk(5),
        "district": pk(3),
        "channel": "portal",
    }
    case.write("register", **{**given, "due": at + timedelta(days=3), **facts})
    return case


def walk(sequence: int, dice: random.Random, steps: int = 14) -> Told:
    """Tell a case that went at random through its flow, across days, districts, levels and seals."""
    table = flow.flow_of(
        dice.choice(["grievance", "grievance", "grievance", "information", "suggestion", "explanation"])
    )
    at = BEGAN + timedelta(minutes=dice.randrange(60 * 24 * 40))
    state = table.by_name[dice.choice(table.starts)]
    place = {"district": dice.choice([None, pk(1), pk(2), pk(3)]), "department": dice.choice([None, pk(4), pk(5)])}
    first = _stand(dice, state, at) | place
    case = new(sequence, kind=table.kind, at=at, **{**first, "sealed": dice.random() < 0.15})
    for _ in range(dice.randrange(steps)):
        ways = [step for step in table.steps if state.name in step.starts]
        if not ways:
            break
        step = dice.choice(ways)
        state = table.by_name[dice.choice(step.ends)]
        at += timedelta(minutes=dice.randrange(60 * 60))
        case.write(
            step.verb, post=dice.choice([0, pk(11), pk(12), pk(13)]), at=at, **_turn(dice, case, step.verb, state, at)
        )
    return case


def _turn(dice: random.Random, case: Told, verb: str, state: flow.State, at: datetime) -> dict[str, object]:
    facts = _stand(dice, state, at)
    if verb == "escalate":
        facts["level"] = min(4, int(str(case.facts["level"])) + 1)
    if verb == "record_feedback":
        result = "satisfied" if state.name == "closed" else dice.choice(["dissatisfied", "no_answer", "wrong_number"])
        facts |= {"result": result}
    if verb == "seal":
        facts["sealed"] = True
    if verb in {"transfer", "fix_department", "locate"}:
        facts |= {"department": dice.choice([pk(4), pk(5)]), "district": dice.choice([pk(1), pk(2), pk(3)])}
    return facts


def _stand(dice: random.Random, state: flow.State, at: datetime) -> dict[str, object]:
    facts: dict[str, object] = {"to": state.name, "phase": int(state.phase)}
    if state.phase < 3:
        return facts | {
            "holder": dice.choice([pk(11), pk(12), pk(13)]),
            "due": at + timedelta(hours=dice.randrange(200)),
            "outcome": "",
        }
    facts["due"] = None
    if state.name in OUTCOMES:
        facts["outcome"] = OUTCOMES[state.name]
    return facts


@transaction.atomic
def settle(cases: list[Told]) -> None:
    """Write the rows of the cases as their last entries left them, with the lapses and calls on the way."""
    for case in cases:
        row = Case(
            number=case.number,
            kind=case.kind,
            opened_by="system",
            opened_at=case.entries[0].at,
            level_at=case.at,
            channel=case.entries[0].detail["channel"],
            state=case.facts["to"],
            due_at=case.facts["due"],
            closed_at=case.at if int(str(case.facts["phase"])) > 2 else None,
            rests_until=case.at if case.facts["phase"] == 3 else None,
            holder_id=case.facts["holder"],
            department_id=case.facts["department"],
            district_id=case.facts["district"],
            **{name: case.facts[name] for name in ("phase", "level", "category", "sealed", "outcome")},
        )
        row.save(force_insert=True)
        _write_parts(row, case.entries)


def _write_parts(row: Case, entries: list[Entry]) -> None:
    for entry in entries:
        if entry.verb in {"escalate", "lapse"} and row.kind != "explanation":
            was = entry.detail["level_from"]
            Lapse(case=row, post_id=pk(11), level=was, due_at=entry.at, at=entry.at).save(force_insert=True)
        if entry.verb in {"record_feedback", "confirm"}:
            Feedback(case=row, attempt=1, result="", level=1, by="system", at=entry.at).save(force_insert=True)


@cache
def _ids() -> dict[int, int]:
    districts = Place.objects.filter(kind="district").order_by("lgd_code").values_list("pk", flat=True)[:3]
    departments = Department.objects.filter(parent=None).order_by("slug").values_list("pk", flat=True)[:2]
    posts = Post.objects.filter(place=districts[2], level__gt=0, department=departments[1]).order_by("code")
    seats = [*posts.values_list("pk", flat=True)[:4]]
    return dict(zip((1, 2, 3, 4, 5), (*districts, *departments), strict=True)) | {
        11: seats[0],
        12: seats[1],
        13: seats[-1],
        20: Post.objects.filter(role="quality").order_by("code").values_list("pk", flat=True)[0],
    }


def pk(number: int) -> int:
    """Return the real id behind a short number: districts 1 to 3, departments 4 and 5, posts 11 to 13 and 20.

    The posts 11 to 13 are officers of department 5 in district 3; 20 is the quality desk.
    """
    return _ids()[number]


def clear() -> None:
    """Take away cases, mailings, their entries and all counts; the reference data and their entries stay."""
    with connection.cursor() as database:
        database.execute("SET session_replication_role = replica")
        database.execute("DELETE FROM journal_entry WHERE stream ~ '^(case|second|mailing):'")
        database.execute("SET session_replication_role = origin")
        database.execute("DELETE FROM journal_stream WHERE key ~ '^(second|mailing):'")
        names = [table._meta.db_table for table in (*TABLES, PublicMonth, Case)]
        database.execute(f"TRUNCATE {', '.join(names)} CASCADE")
