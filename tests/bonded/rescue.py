"""An information of a kiln in Prayagraj, the rescue that follows, and a family of three found there."""

from collections.abc import Sequence
from datetime import datetime

from tests import cast
from tests.bonded import room

from shramsetu.bonded import owners
from shramsetu.bonded.actions import arrivals, intake, operations, sites
from shramsetu.bonded.actions.arrivals import Person, Together
from shramsetu.bonded.actions.intake import Told
from shramsetu.bonded.doubts import NOTHING_SAID, Said
from shramsetu.bonded.models import Operation, Survivor
from shramsetu.bonded.rules import limbs
from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor

WORDS = "भट्ठे पर 40 लोग बंद हैं, मालिक जाने नहीं देता"
TELLER = {"name": "सोहन", "phone": "+919999900066", "safe_to_call": True}
OWNERS = {"magistrate": "sdm", "labour": "labour_officer", "child": "child_unit"}
EVERY_LIMB_AGAINST = dict.fromkeys((*limbs.REASONS, *limbs.RESULTS), "अपनी इच्छा से, पूरी मज़दूरी पर")


def informed(**changes: object) -> Case:
    """Tell of the kiln."""
    values: dict[str, object] = {
        "district": room.district(),
        "informant": "relative",
        "text": WORDS,
        "channel": "call",
        "sector": "brick-kiln",
        "site": sites.Given(name="शिव ब्रिक फ़ील्ड", licence="UP-70-1234"),
        "women": 1,
        "children": 1,
        "teller": TELLER,
    }
    return intake.inform(Told(**{**values, **changes}), by=SYSTEM, at=room.AT)  # type: ignore[arg-type]


def take(case: Case, verb: str, *, by: Actor | None = None, at: datetime = room.AT, **detail: object) -> Entry:
    """Let `by` (the holder, if nobody is named) take `verb` as somebody who has just looked at the case."""
    case.refresh_from_db()
    return casework.take(case, verb, seen=case.revision, by=by or cast.holder_of(case), at=at, detail=detail)


def ordered() -> Operation:
    """Return an operation that a verified information ordered."""
    case = informed()
    take(case, "verify", text="सही पाया गया")
    return Operation.objects.select_related("case__district", "information", "site", "magistrate").get(
        information=case.pk
    )


def under_way() -> Operation:
    """Return an operation whose full team has set out."""
    operation = ordered()
    by = room.officer("sdm")
    for part, owner in (
        ("magistrate", "sdm"),
        ("police", "police"),
        ("labour", "labour_officer"),
        ("child", "child_unit"),
    ):
        post = owners.post(owner, room.district())
        operations.join_team(operation.case, part=part, post=post, by=by, at=room.AT)
    operations.join_team(operation.case, part="women_police", name="महिला आरक्षी", by=by, at=room.AT)
    take(operation.case, "set_out", started_at=room.AT)
    return operation


def person(name: str, *, age: int, sex: str = "m", said: Said = NOTHING_SAID) -> Person:
    """Return somebody about to be entered."""
    return Person(name=name, sex=sex, age=age, parent="कल्लू", said=said)


def enter(operation: Operation, people: Sequence[Person]) -> list[Survivor]:
    """Enter people whose home is Chitrakoot."""
    operation.refresh_from_db()
    together = Together(native_district=room.district("Chitrakoot"), advance_paise=2_000_000)
    return arrivals.add(operation, people, together=together, by=room.officer("labour_officer"), at=room.AT)


def family(operation: Operation) -> list[Survivor]:
    """Enter father, mother and child."""
    return enter(operation, [person(room.NAME, age=34), person("फूलमती", age=30, sex="f"), person("गुड्डू", age=9)])


def secure(operation: Operation) -> None:
    """End the rescue."""
    take(operation.case, "secure", ended_at=room.AT, safe_place="तहसील सभागार", memo="सभी को सुरक्षित लाया गया")
    operation.refresh_from_db()


def find(one: Survivor, verdict: str) -> None:
    """Take the statement and sign a finding."""
    room.stated(one)
    sign(one, verdict)


def sign(one: Survivor, verdict: str) -> None:
    """Draft and sign a finding on what was stated."""
    room.drafted(one, verdict)
    room.take(one, "find", by=room.officer("sdm"), verdict=verdict, text=room.WHY)
