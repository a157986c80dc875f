"""References that IGRS sends us: each becomes one case by the one filing there is, however often it comes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from shramsetu import rulebook
from shramsetu.bridges.actions import parcels
from shramsetu.bridges.igrs import client, contract, hearing
from shramsetu.bridges.models import Cursor, Parcel, Reference, System
from shramsetu.casework import alarm
from shramsetu.grievances import actions as grievances
from shramsetu.grievances import prepare
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import phone
from shramsetu.lib.aadhaar import hide_aadhaars
from shramsetu.lib.text import clean
from shramsetu.places import queries as places

log = structlog.get_logger("igrs")
CURSOR = "igrs-references"
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]{0,59}")


@dataclass(frozen=True, slots=True)
class Took:
    """What came of references: new cases, known before, and set aside because they cannot be read."""

    new: int = 0
    known: int = 0
    aside: int = 0

    def __add__(self, other: "Took") -> "Took":
        return Took(self.new + other.new, self.known + other.known, self.aside + other.aside)


def fetch_all(clock_read: Callable[[], datetime]) -> Took:
    """Take all that there is, and what was let go once more. Raises NotThere."""
    took = Took()
    while client.is_wired():
        before = took
        try:
            took += fetch(at=clock_read())
        except client.No as error:
            log.warning("references not read", fault=str(error))
            alarm.sound(_("IGRS does not give us its references: /desk/bridges/igrs/"), [], at=clock_read())
            break
        if took == before:
            break
    return took + (fetch_again(at=clock_read()) if client.is_wired() else Took())


def fetch(*, at: datetime) -> Took:
    """Take a page of references and move the cursor behind it. Raises NotThere, No."""
    cursor, _made = Cursor.objects.get_or_create(name=CURSOR)
    page = client.references(after=cursor.entry)
    took = sum((_read(one, at=at) for one in page.references), Took())
    Cursor.objects.filter(name=CURSOR, entry__lt=page.cursor).update(entry=page.cursor)
    return took


def fetch_again(*, at: datetime) -> Took:
    """Ask again for the references that an administrator let go once more. Raises NotThere."""
    rows = Parcel.objects.filter(system=System.IGRS, direction=Parcel.Direction.IN, state=Parcel.State.WAITING)
    took = Took()
    for parcel in rows.order_by("pk")[: contract.PAGE_MOST]:
        try:
            took += fetch_one(parcel.key, at=at)
        except client.No as error:
            parcels.give_up(parcel, parcels.Tried(str(error), error.status), at=at)
        else:
            known = Reference.objects.filter(system=System.IGRS, number=parcel.key, case__isnull=False)
            if known.exists():
                parcels.done(parcel, parcels.Tried(status=200), at=at)
    return took


def fetch_one(number: str, *, at: datetime) -> Took:
    """Ask for one reference again and take it. Raises NotThere, No."""
    return take(client.reference(number), at=at)


def take(said: contract.Reference, *, at: datetime) -> Took:
    """Register a reference, once; what cannot be registered is set aside by its number and stays with IGRS."""
    body = contract.canonical(said.model_dump())
    try:
        if _take(said, at=at):
            return Took(new=1)
        return _aside(said.number, body, "changed", at=at) if _is_changed(said.number, body) else Took(known=1)
    except prepare.BadFiling as error:
        log.warning("reference set aside", fields=sorted(error.errors))
        return _aside(said.number, body, ",".join(sorted(error.errors)), at=at)
    except OperationalError:
        raise  # the database is away: the reference is not at fault
    except Exception as error:  # noqa: BLE001 - one reference must not keep out those behind it
        log.error("reference broken", exc_info=True)
        return _aside(said.number, body, type(error).__name__, at=at)


def _read(raw: object, *, at: datetime) -> Took:
    """Take what came as a reference; what is none of the contract is set aside, by its number where it has one."""
    try:
        said = contract.Reference.model_validate(raw)
    except ValidationError as error:
        body = contract.canonical(raw)
        wrong = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
        number = str(raw.get("number")) if isinstance(raw, dict) else ""
        known_by = number if NUMBER.fullmatch(number) else f"?{parcels.digest(body)[:12]}"
        return _aside(known_by, body, ",".join(wrong), at=at)
    return take(said, at=at)


def _is_changed(number: str, body: bytes) -> bool:
    """Tell whether a reference that is a case came again in other words: somebody has to read them at IGRS."""
    came = Parcel.objects.filter(system=System.IGRS, direction=Parcel.Direction.IN, key=number)
    return came.filter(state=Parcel.State.DONE).exclude(digest=parcels.digest(body)).exists()


def _aside(number: str, body: bytes, fault: str, *, at: datetime) -> Took:
    _note(number, body, Parcel.State.FAILED, fault, at=at)
    alarm.sound(_("A reference of IGRS could not be registered: /desk/bridges/igrs/"), [], at=at)
    return Took(aside=1)


@transaction.atomic
def _take(said: contract.Reference, *, at: datetime) -> bool:
    body = contract.canonical(said.model_dump())
    digest = parcels.digest(body)
    row = Reference(
        system=System.IGRS,
        number=said.number,
        stream=clean(said.stream, limit=40),
        first_seen_at=at,
        last_seen_at=at,
        digest=digest,
        is_theirs=True,
    )
    Reference.objects.bulk_create([row], ignore_conflicts=True)
    mine = Reference.objects.select_for_update().select_related(None).get(system=System.IGRS, number=said.number)
    if mine.case_id is not None:
        Reference.objects.filter(pk=mine.pk).update(last_seen_at=at)
        return False
    filing = prepare.filing(values(said), at=at, counter=True)
    case = grievances.register(filing, by=SYSTEM, at=at)
    Reference.objects.filter(pk=mine.pk).update(case=case, last_seen_at=at, digest=digest)
    parcels.owe([hearing.taken(said.number, case, at=at)])
    _note(said.number, body, Parcel.State.DONE, "", at=at)
    return True


def values(said: contract.Reference) -> dict[str, object]:
    """Return a reference as the filing reads it; what its codes cannot say here is not lost, it stands in the words.

    A category, stream or phone that we do not know must not keep a complaint out, nor an Aadhaar number: it is hidden.
    """
    book = rulebook.book()
    kept: list[str] = []
    category = said.category if said.category in book.categories else prepare.OTHER
    stream = said.stream if said.stream in book.streams.streams else ""
    if said.category and category != said.category:
        kept.append(f"आईजीआरएस की श्रेणी: {said.category}")
    if said.stream and not stream:
        kept.append(f"संदर्भ का प्रकार: {said.stream}")
    people = []
    for one in said.complainants:
        number = one.phone
        try:
            number = phone.normalise(number) if number else ""
        except phone.BadPhone:
            kept.append(f"मोबाइल, जैसा मिला: {number}")
            number = ""
        people.append({"name": hide_aadhaars(one.name), "phone": number, "address": hide_aadhaars(one.address)})
    return {
        "kind": said.kind if said.kind in prepare.KINDS else "grievance",
        "category": category,
        "stream": stream,
        "outside_number": said.number,
        "text": hide_aadhaars("\n".join([said.text, *kept])),
        "district": _district(said.district),
        "channel": "api",
        "complainants": people,
    }


def _district(code: int | None) -> int | None:
    try:
        return code if code is None or places.district(code) else None
    except places.NoPlace:
        return None  # the state's desk finds the place


def _note(number: str, body: bytes, /, state: Parcel.State, fault: str, *, at: datetime) -> None:
    """Keep that a reference came, without a word of it."""
    row = Parcel(
        direction=Parcel.Direction.IN,
        system=System.IGRS,
        key=number,
        what="reference",
        digest=parcels.digest(body),
        state=state,
        error=fault[:60],
        due_at=at,
        made_at=at,
        ended_at=at,
    )
    Parcel.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["system", "direction", "key"],
        update_fields=["state", "error", "digest", "ended_at"],
    )
