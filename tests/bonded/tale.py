"""What the stories see at their turning points: duties and lights, lists, papers, grants, the proof of the ledger."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests import cast
from tests.bonded import room

from shramsetu.bonded import owners, proof, scope, unpaid
from shramsetu.bonded.actions import findings, lists
from shramsetu.bonded.actions.findings import Statement
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.queries import duties as queries
from shramsetu.casework import actions as casework
from shramsetu.casework.models import Grant
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices.models import Post

LATE_FOR_LISTS = timedelta(hours=8, minutes=30)
BOUND = Statement(
    words={"statement": "पेशगी लेकर आए, दो साल से भट्ठे से जाने नहीं दिया"},
    for_it={"advance": "40,000 रुपये पेशगी, बही में दर्ज", "wages": "तीन माह से मज़दूरी नहीं मिली"},
    columns={"laboured": True},
)


def fresh(survivor: Survivor) -> Survivor:
    """Return a person as the database has them now."""
    rows = Survivor.objects.select_related("case__district", "case__holder", "native_district", "operation__case")
    return rows.get(pk=survivor.pk)


def post(owner: str, where: str = "Prayagraj") -> Post:
    """Return the post that is `owner` in a district."""
    return owners.post(owner, room.district(where))


def state(survivor: Survivor) -> str:
    """Return how far a person is."""
    return fresh(survivor).case.state


def step(survivor: Survivor, verb: str, *, by: Actor, at: datetime, **detail: object) -> Entry:
    """Let `by` take a step of a person at an instant."""
    case = fresh(survivor).case
    return casework.take(case, verb, seen=case.revision, by=by, at=at, detail=detail)


def tells(survivor: Survivor, said: Statement, *, by: Actor, at: datetime) -> None:
    """Let `by` take the person's statement."""
    found = fresh(survivor)
    findings.record(found, said, seen=found.case.revision, by=by, at=at)


def drafted(survivor: Survivor, verdict: str, reasons: str, *, by: Actor, at: datetime) -> None:
    """Let `by` lay a finding before the magistrate."""
    found = fresh(survivor)
    findings.draft(found, verdict=verdict, reasons=reasons, seen=found.case.revision, by=by, at=at)


def duties(by: Actor, *, at: datetime, of: Survivor | None = None) -> dict[str, str]:
    """Return the open duties that `by` sees, of one person if named: clock (and key) with its light."""
    found = queries.seen_by(by)
    if of is not None:
        found = found.filter(survivor=of)
    rows = queries.page(found, at=at).rows
    return {f"{row.duty.clock}:{row.duty.key}".rstrip(":"): str(row.light) for row in rows}


def owed(owner: str, where: str, *, of: Survivor | None = None) -> set[str]:
    """Return the clocks that the post of `owner` in a district owes, of one person if named."""
    found = queries.of_post(owners.post(owner, room.district(where)))
    if of is not None:
        found = found.filter(survivor=of)
    return {one.clock for one in found}


def red(by: Actor, *, at: datetime) -> set[tuple[str, str]]:
    """Return code name and clock of what is red in the part of the state of `by`."""
    rows = queries.page(queries.lit(queries.seen_by(by), "red", at), at=at).rows
    return {(row.code, row.duty.clock) for row in rows}


def not_paid(by: Actor, *, at: datetime) -> dict[str, tuple[str, str]]:
    """Return the list of the unpaid that `by` sees: code name with why, and whose turn it is."""
    return {line.survivor.code: (line.why, line.turn) for line in unpaid.lines(scope.survivors(by), at=at)}


def listed(owner: str, *, at: datetime) -> int:
    """Send the lists of the morning of a day; return how many duties stand in the daily list of the post of `owner`."""
    lists.send(at=clock.moment(clock.day(at)) + LATE_FOR_LISTS)
    post = owners.post(owner, room.district())
    key = f"bonded-list:daily:{clock.day(at)}:{post.pk}"
    found = Message.objects.filter(key=key).first()
    return int(found.values["count"]) if found else 0


def sees(owner: str, where: str | None, survivor: Survivor) -> bool:
    """Tell whether the post of `owner` sees a person."""
    post = owners.post(owner, room.district(where) if where else None)
    return scope.survivors(cast.seat(post).actor).filter(pk=survivor.pk).exists()


def granted(survivor: Survivor, *, at: datetime) -> set[tuple[str, str]]:
    """Return role and district of the posts to which the person's case is granted."""
    rows = Grant.objects.filter(case=survivor.pk, to_at__gt=at).select_related("post__place")
    return {(one.post.role, one.post.place.name_en) for one in rows}


def faults() -> Sequence[str]:
    """Return what does not fit between ledger, bank, fund and entitlement."""
    return [one.name for one in proof.faults() if one.count]
