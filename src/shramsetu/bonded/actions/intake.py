"""The one way in: whoever tells of bonded labour gets a number, and the magistrate's day to look into it begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.bonded import owners
from shramsetu.bonded.actions import duties, sites
from shramsetu.bonded.models import Information
from shramsetu.bonded.rules import clocks
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Opening, open_case
from shramsetu.casework.handing import Matter
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Tell, To
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Department
from shramsetu.places.models import Place

CATEGORY, DEPARTMENT = "bonded-labour", "labour"
INQUIRY = "inquiry"


@dataclass(frozen=True)
class Told:
    """What somebody tells. `informant` is a word of the rulebook's list; `teller` and the words are kept sealed."""

    district: Place
    informant: str
    text: str
    channel: str
    place: Place | None = None
    landmark: str = ""
    sector: str = "other"
    site: sites.Given = field(default_factory=sites.Given)
    men: int = 0
    women: int = 0
    children: int = 0
    risk_to_life: bool = False
    reference: str = ""  # number of the commission, of a court, of another state
    teller: Mapping[str, object] = field(default_factory=dict)  # name, phone, address, safe to call
    grievance: Case | None = None
    same_as: Information | None = None
    sender: int | None = None  # the post of a system that sends under its own reference
    sent: str = ""  # keyed hash of all that it sent: another word under the same reference is no repetition


@transaction.atomic
def inform(told: Told, *, by: Actor, at: datetime) -> Case:
    """Register an information and return its case; of a grievance there is one alone, told again it is the same one."""
    if told.grievance is not None and (known := of_grievance(told.grievance)):
        return known
    if told.sender is not None and (sent := of_sender(told.sender, told.reference)):
        return sent
    due = clock_due(INQUIRY, at)
    holder = owners.post("sdm", told.district)
    columns = {
        "department": Department.objects.get(slug=DEPARTMENT),
        "category": CATEGORY,
        "place": told.place or told.district,
        "district": told.district,
        "urgent": True,
        "sealed": True,
    }
    start = To("received", holder=holder, level=1, due=due, facts={"informant": told.informant})
    case = open_case(Opening("bl_info", told.channel, start, columns), by=by, at=at)
    words = {"text": told.text, "landmark": told.landmark, "informant": dict(told.teller)}
    sealing.seal(case, words | ({"sent": told.sent} if told.sent else {}))
    _row(told, case, at=at).save(force_insert=True)
    duties.start(case, INQUIRY, from_at=at, by=by, at=at)
    casework.announce(case, _tells(told), by=by, at=at)
    return case


def of_grievance(grievance: Case) -> Case | None:
    """Return the information that was opened from a grievance."""
    found = Information.objects.filter(grievance=grievance).select_related("case").first()
    return found.case if found else None


def of_sender(sender: int, reference: str) -> Case | None:
    """Return what a sender has sent under a reference; in a transaction, whoever sends it at the same time waits."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))", [f"{sender}:{reference}"])
    found = Information.objects.filter(sender=sender, reference=reference).select_related("case").first()
    return found.case if found else None


def is_repeated(case: Case, told: Told) -> bool:
    """Tell whether `told` is word for word what its sender has sent of `case` before."""
    return sealing.identity(case).get("sent", told.sent) == told.sent


@transaction.atomic
def teller(case: Case, *, by: Actor, at: datetime) -> dict[str, object]:
    """Return who told an information, in clear, and write the reading down; the caller has checked who asks."""
    journal.append(f"reads:{case.number}", "reveal", by=by, at=at, detail={"class": "p3", "purpose": "informant"})
    known = sealing.identity(case).get("informant")
    return dict(known) if isinstance(known, dict) else {}


def take_over(matter: Matter, *, by: Actor, at: datetime) -> Case:
    """Open an information from another case, such as an urgent grievance; pressed twice, it is the same one."""
    assert matter.case.district is not None
    told = Told(
        district=matter.case.district,
        place=matter.case.place,
        landmark=matter.landmark,
        informant="helpline" if matter.case.channel == Case.Channel.CALL else "relative",
        text=matter.text,
        channel=matter.case.channel,
        risk_to_life=matter.case.urgent,
        teller=matter.teller,
        site=sites.Given(name=matter.opposite),
        grievance=matter.case,
    )
    return inform(told, by=by, at=at)


def clock_due(name: str, at: datetime) -> Due:
    """Return when the clock `name` is due that starts now."""
    book, on = rulebook.book(), clock.day(at)
    row = book.bonded.clock(name, on)
    return Due(clocks.times(row, at, book.calendar(on)).due, f"bonded.{name}", row.from_on, row.source)


def _row(told: Told, case: Case, *, at: datetime) -> Information:
    return Information(
        case=case,
        informant=told.informant,
        reference=told.reference,
        sector=told.sector,
        site=sites.known(told.site, district=told.district, sector=told.sector, at=at),
        men=told.men,
        women=told.women,
        children=told.children,
        risk_to_life=told.risk_to_life,
        grievance=told.grievance,
        same_as=told.same_as,
        sender_id=told.sender,
    )


def _tells(told: Told) -> list[Tell]:
    """Magistrate and police of the district hear of it where lives are at risk; the holder hears of the duty."""
    if not told.risk_to_life:
        return []
    return [Tell("officer-arrival", "post", post=owners.post(name, told.district)) for name in ("dm", "police")]
