"""What the later half of a person's way starts from: an operation with accused, a family at home, a plan, a track."""

from datetime import date, datetime, timedelta

from tests import cast
from tests.bonded import room

from shramsetu import rulebook
from shramsetu.bonded import counters, vault
from shramsetu.bonded.actions import gate, plans, tracks, visits
from shramsetu.bonded.actions.plans import Assessment, Wish
from shramsetu.bonded.models import Accused, Bondage, Operation, Site, Survivor, Track, Visit
from shramsetu.bonded.rules.visits import DOMAINS
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Opening, open_case
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, To
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Department

AT = room.AT
TODAY = AT.date()
DAY = room.DAY
OWNER = "भट्ठा मालिक रामप्रताप"
NEED = Wish(wanted=True, note="मकान कच्चा है")
NO_NEED = Wish(wanted=False, why_not="no_need")


def site(name: str = "राम ब्रिक फील्ड", *, where: str = "Prayagraj") -> Site:
    """Return a kiln, met again by its name."""
    code = counters.code("S", room.district(where))
    kept = vault.shut({"name": name}, bound_to=code)
    return Site.objects.create(
        code=code,
        district=room.district(where),
        sector="brick-kiln",
        key_id=kept.key_id,
        closed=kept.closed,
        keys=[vault.match_key("site", name)],
        made_at=AT,
    )


def operation(where: str = "Prayagraj", *, at: datetime = AT, place: Site | None = None) -> Operation:
    """Return an operation at a site, with its case, as the district's magistrate leads it."""
    by = room.officer("sdm", where)
    holder = cast.offices.get(by.post_id or 0)
    columns = {"district": room.district(where), "department": Department.objects.get(slug="labour"), "sealed": True}
    start = To("planned", holder=holder, level=1, due=Due(at + 2 * DAY, "bonded.rescue"))
    case = open_case(Opening("bl_operation", Case.Channel.DESK, start, columns), by=by, at=at)
    sealing.seal(case, {})
    found = Operation(case=case, site=place or site(where=where), magistrate=holder, started_at=at)
    found.save(force_insert=True)
    return found


def accused(within: Operation, name: str = OWNER, part: str = "owner") -> Accused:
    """Return an accused of an operation, met again by the name."""
    code = counters.code("AC", within.case.district)
    kept = vault.shut({"name": name}, bound_to=code)
    return Accused.objects.create(
        operation=within,
        site=within.site,
        code=code,
        part=part,
        key_id=kept.key_id,
        closed=kept.closed,
        keys=[vault.match_key("name", name)],
        named_at=AT,
    )


def bound(survivor: Survivor, days: int) -> Survivor:
    """Let the person have been bound for so many days."""
    span = {"from_on": TODAY - timedelta(days=days - 1), "to_on": TODAY}
    Bondage.objects.update_or_create(survivor=survivor, defaults=span)
    return survivor


def at_home(**changes: object) -> Survivor:
    """Return a certified person who has reached home."""
    found = room.certified(**changes)
    room.take(found, "arrive")
    return fresh(found)


def fresh(survivor: Survivor) -> Survivor:
    """Return a person as the database has them now."""
    rows = Survivor.objects.select_related("case__district", "case__holder", "native_district", "operation__case")
    return rows.get(pk=survivor.pk)


def assessment(*wanted: str, on: date = TODAY, **facts: object) -> Assessment:
    """Return an assessment in which these heads are wanted."""
    wishes = {head: NEED if head in wanted else NO_NEED for head in rulebook.book().bonded.heads}
    return Assessment(assessed_on=on, wishes=wishes, words="परिवार झोपड़ी में रहता है", facts=facts)


def planned(*wanted: str, **facts: object) -> Survivor:
    """Return a person at home whose plan is approved."""
    found = at_home()
    plans.draw(found, assessment(*wanted, **facts), by=cast.holder_of(found.case), at=AT)
    room.take(found, "plan")
    return fresh(found)


def written_off(survivor: Survivor) -> None:
    """Let the District Magistrate write that neither sum of the scheme can be paid."""
    for kind in ("no_immediate", "no_balance"):
        order = gate.Deciding(kind, holds=True, order_number="11/2026", order_on=TODAY, reasons="बैंक में नाम नहीं मिला")
        gate.decide(fresh(survivor), order, by=room.officer("dm"), at=AT)


def visited(survivor: Survivor, days: int, **changes: object) -> Visit:
    """Let the holder visit a person so many days on."""
    at = AT + timedelta(days=days)
    good = {"on": clock.day(at), "scores": dict.fromkeys(DOMAINS, 4), "words": "सब ठीक"}
    seen = visits.Seen(**{**good, **changes})  # type: ignore[arg-type]
    return visits.pay(fresh(survivor), seen, by=cast.holder_of(survivor.case), at=at)


def track(*survivors: Survivor, kind: str = "bls-court", by: Actor | None = None, **changes: object) -> Track:
    """Open a track for persons."""
    beginning = tracks.Beginning(track=kind, persons=survivors, **changes)  # type: ignore[arg-type]
    return tracks.begin(beginning, by=by or room.officer("sdm"), at=AT)


def move(found: Track, verb: str, *, by: Actor | None = None, at: datetime = AT, **detail: object) -> Entry:
    """Let the magistrate, or `by`, take a step of a track; what a court decided with its order."""
    case, who = Case.objects.get(pk=found.pk), by or room.officer("sdm")
    if verb in ("decide", "sentence"):
        detail = {"files": [str(cast.attach(case, by=who, at=at).pk)], **detail}
    return casework.take(case, verb, seen=case.revision, by=who, at=at, detail=detail)


def confirm(found: Track, *, at: datetime = AT) -> Entry:
    """Let the prosecutor confirm what the court decided."""
    return move(found, "confirm", by=room.officer("prosecutor"), at=at)
