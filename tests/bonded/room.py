"""The people and persons of these tests: a family found at a kiln in Prayagraj, whose home is Chitrakoot."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from tests import cast

from shramsetu.bonded import owners, powers
from shramsetu.bonded.actions import delegations, findings, journeys, persons
from shramsetu.bonded.actions.findings import Statement
from shramsetu.bonded.actions.persons import Someone
from shramsetu.bonded.models import Journey, Survivor
from shramsetu.bonded.rules import limbs
from shramsetu.casework import actions as casework
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.places import queries as places
from shramsetu.places.models import Place

AT = cast.MONDAY
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAME = "सुखदेव कोल"
PHONE = "+919999900077"
WHY = "अग्रिम लिया, भट्ठा छोड़ने नहीं दिया"


@cache
def district(name: str = "Prayagraj") -> Place:
    """Return a district by its English name."""
    return Place.objects.get(kind="district", name_en=name)


def officer(owner: str, where: str = "Prayagraj") -> Actor:
    """Return who sits in the post that is `owner` in a district."""
    return cast.seat(owners.post(owner, district(where))).actor


def freed(**changes: object) -> Survivor:
    """Enter a man found at a kiln, whose home is another district of the state."""
    values: dict[str, object] = {
        "district": district(),
        "sex": "m",
        "native_district": district("Chitrakoot"),
        "identity": {"name": NAME, "phone": PHONE},
        "sealed": {"statement": "दो साल से भट्ठे पर"},
    }
    return persons.enter(Someone(**{**values, **changes}), by=officer("labour_officer"), at=AT)  # type: ignore[arg-type]


def take(survivor: Survivor, verb: str, *, by: Actor | None = None, at: datetime = AT, **detail: object) -> Entry:
    """Let `by` (the holder, if nobody is named) take `verb` as somebody who has just looked at the person."""
    if verb == "send_home":
        return leave(survivor, at=at)
    case = survivor.case
    case.refresh_from_db()
    return casework.take(case, verb, seen=case.revision, by=by or cast.holder_of(case), at=at, detail=detail)  # type: ignore[arg-type]


def leave(survivor: Survivor, *, at: datetime = AT) -> Entry:
    """Let a person leave for home with an escort, by train."""
    escort = journeys.Plan(
        order_number="यात्रा/12",
        mode="train",
        vehicle="12555",
        leaves_at=at,
        arrives_at=at + DAY,
        escort_name="आरक्षी मोहन",
        escort_phone="+919999900555",
        child_orders={survivor.pk: "बा.क.स./118"} if survivor.is_minor else {},
    )
    survivor.case.refresh_from_db()
    by = cast.seat(owners.post("labour_officer", survivor.case.district)).actor
    journeys.depart(journeys.plan([survivor], escort, by=by, at=at), by=by, at=at)
    survivor.case.refresh_from_db()
    return Entry.objects.filter(stream=survivor.case.stream, verb="send_home").get()


def reach(survivor: Survivor, *, at: datetime = AT, by: Actor | None = None) -> None:
    """Let a person who left with an escort be handed over at home, on a receipt."""
    survivor.case.refresh_from_db()
    who = by or cast.holder_of(survivor.case)
    journey = Journey.objects.get(travellers__survivor=survivor, travellers__arrived_at=None)
    receipt = cast.attach(survivor.case, by=who, at=at)
    journeys.hand_over(journey, survivor, over=journeys.Handover("पत्नी", "ठीक", receipt), by=who, at=at)
    survivor.case.refresh_from_db()


def certified(**changes: object) -> Survivor:
    """Return a person with a signed finding and a certificate."""
    found = freed(**changes)
    bonded(found)
    take(found, "certify", by=officer("sdm", _where(found)))
    return found


def _where(found: Survivor) -> str:
    assert found.case.district is not None
    return found.case.district.name_en


def empower(where: str = "Prayagraj", *given: str) -> None:
    """Let the magistrate of a district sign, by an order of the District Magistrate."""
    names = given or tuple(powers.POWERS)
    on = AT.date() - DAY
    post = owners.post("sdm", district(where))
    number = "10/2026" if len(names) == len(powers.POWERS) else f"11/2026 {' '.join(sorted(names))}"
    delegations.delegate(post, names, order_number=number, from_on=on, by=officer("dm", where), at=AT)


def bonded(found: Survivor) -> Survivor:
    """Take a person from the site to a signed finding of bondage."""
    where = _where(found)
    empower(where)
    take(found, "secure")
    stated(found)
    drafted(found, "bonded", WHY)
    take(found, "find", by=officer("sdm", where), verdict="bonded", text=WHY)
    return found


def refused(**changes: object) -> Survivor:
    """Return a person against whom a magistrate has found, every limb answered."""
    found = freed(**changes)
    empower()
    take(found, "secure")
    stated(found, against_it=dict.fromkeys((*limbs.REASONS, *limbs.RESULTS), "अपनी इच्छा से, पूरी मज़दूरी पर"))
    drafted(found, "not_bonded")
    take(found, "find", by=officer("sdm"), verdict="not_bonded", text=WHY)
    return found


def stated(found: Survivor, *, by: Actor | None = None, **said: Mapping[str, str]) -> None:
    """Take a statement; unless said otherwise it shows an advance and wages withheld."""
    found.case.refresh_from_db()
    shown = said or {"for_it": {"advance": "20,000 रुपये पेशगी", "wages": "मज़दूरी नहीं मिली"}}
    words = Statement(words={"statement": "दो साल से भट्ठे पर"}, columns={"laboured": True}, **shown)  # type: ignore[arg-type]
    findings.record(found, words, seen=found.case.revision, by=by or cast.holder_of(found.case), at=AT)


def drafted(found: Survivor, verdict: str, text: str = "") -> None:
    """Let the labour officer lay a finding before the magistrate."""
    found.case.refresh_from_db()
    by = officer("labour_officer", _where(found))
    findings.draft(found, verdict=verdict, reasons=text or WHY, seen=found.case.revision, by=by, at=AT)


__all__ = [
    "AT",
    "DAY",
    "HOUR",
    "NAME",
    "PHONE",
    "WHY",
    "bonded",
    "certified",
    "district",
    "drafted",
    "empower",
    "freed",
    "leave",
    "officer",
    "places",
    "reach",
    "refused",
    "stated",
    "take",
]
