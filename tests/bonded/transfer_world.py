"""Persons, posts and deeds that the tests of transfers speak of: rescued in Maharajganj, at home in Aligarh."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import MONDAY, PAPER, seat

from shramsetu.bonded import owners
from shramsetu.bonded.actions import journeys, transfers
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.actions.persons import Someone, enter
from shramsetu.bonded.models import Journey, Survivor, Transfer
from shramsetu.files import actions as files
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def district(name: str) -> Place:
    """Return a district by its English name."""
    return Place.objects.get(kind="district", name_en=name)


def maharajganj() -> Place:
    """Where the kiln stands."""
    return district("Maharajganj")


def aligarh() -> Place:
    """Where the home is."""
    return district("Aligarh")


def officer(where: Place, owner: str = "labour_officer") -> Actor:
    """Return the labour officer of a district, or who else owes something there."""
    return seat(owners.post(owner, where)).actor


def person(at: datetime = MONDAY, **changes: object) -> Survivor:
    """Enter a certified man of Aligarh, freed in Maharajganj."""
    values: dict[str, object] = {
        "district": maharajganj(),
        "sex": "m",
        "state": "certified",
        "identity": {"name": "सुरेश", "address": "ग्राम लोधा, अलीगढ़", "phone": "+919999900777"},
        "sealed": {"statement": "तीन साल से भट्ठे पर बंद रखा।", "medical": "पीठ में चोट"},
        "columns": {"released_on": MONDAY.date(), "sector": "brick-kiln"},
        **changes,
    }
    return enter(Someone(**values), by=officer(maharajganj()), at=at)  # type: ignore[arg-type]


def sent(*who: Survivor, at: datetime = MONDAY, to: Place | None = None) -> Transfer:
    """Draft and send a transfer to Aligarh."""
    rescue = officer(maharajganj())
    transfer = transfers.draft(who or (person(at),), Home(to or aligarh()), by=rescue, at=at)
    transfers.send(transfer, by=rescue, at=at)
    transfer.refresh_from_db()
    return transfer


def plan(**changes: object) -> journeys.Plan:
    """An escort by train, home the next morning."""
    values: dict[str, object] = {
        "order_number": "श्र./यात्रा/12",
        "mode": "train",
        "vehicle": "12555",
        "leaves_at": MONDAY + 2 * HOUR,
        "arrives_at": MONDAY + 20 * HOUR,
        "escort_name": "आरक्षी मोहन",
        "escort_phone": "+919999900555",
        "fare_paise": 90_000,
        "food_paise": 30_000,
        **changes,
    }
    return journeys.Plan(**values)  # type: ignore[arg-type]


def on_the_way(*who: Survivor, at: datetime = MONDAY) -> Journey:
    """Let persons leave for home with an escort."""
    rescue = officer(maharajganj())
    transfer = sent(*who, at=at)
    journey = journeys.plan(
        [one.survivor for one in transfer.persons.select_related("survivor__case__district")],
        plan(),
        transfer=transfer,
        by=rescue,
        at=at,
    )
    journeys.depart(journey, by=rescue, at=at)
    journey.refresh_from_db()
    return journey


def receipt(of: Survivor, by: Actor, at: datetime = MONDAY) -> Attachment:
    """Lay a signed receipt with a person's case."""
    upload = SimpleUploadedFile("receipt.pdf", PAPER, content_type="application/pdf")
    return files.store(upload, stream=of.case.stream, purpose="order_or_receipt", by=by, at=at)
