"""A school is delayed by land that is not given and poles that are not moved, and opens block by block."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from tests import cast
from tests.monitoring.works import building

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.journal import queries as journal
from shramsetu.monitoring.works import queries, standing
from shramsetu.monitoring.works.actions import defects, handing, hindrances, planning
from shramsetu.monitoring.works.actions.hindrances import Obstacle
from shramsetu.monitoring.works.models import Plan, Work
from shramsetu.monitoring.works.rules.light import Light, Why

pytestmark = pytest.mark.django_db
BEGAN = date(2025, 9, 1)
ENDS = date(2026, 2, 28)
BLOCKS = ("academic", "hostel-boys", "hostel-girls", "mess", "principal", "housing")
SHARED = ("water-test", "fire", "power-on", "safety", "guards")


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 6, 30, tzinfo=UTC)


def day(number: int) -> date:
    return BEGAN + timedelta(days=number)


def measured(work: Work, percent: int, number: int, *slugs: str) -> None:
    for part in work.components.all():
        if not slugs or part.slug in slugs:
            building.measure(work, part.slug, percent, on=day(number), at=noon(day(number)))


def holder(case: Case) -> str:
    case.refresh_from_db()
    return case.holder.code if case.holder else ""


def test_a_school_delayed_by_land_and_poles_opens_block_by_block() -> None:
    who = building.people()
    work = building.planned(at=noon(BEGAN), begins=BEGAN, ends=ENDS)

    # A corner of the land is not given; the revenue officer lets his thirty days pass, and it climbs to the mandal.
    land = hindrances.enter(work, Obstacle("land", day(5), "पूर्वी कोने पर कब्ज़ा नहीं मिला"), by=who.agency, at=noon(day(5)))
    assert holder(land.case) == "revenue.adm.varanasi"
    casework.escalate_overdue(at=noon(day(40)))
    assert holder(land.case) == "revenue.additional-commissioner.varanasi"

    # Poles stand in the way too; two at once count their days once.
    poles = hindrances.enter(work, Obstacle("poles", day(30), "11 केवी लाइन"), by=who.agency, at=noon(day(30)))
    measured(work, 5, 20)
    found = standing.one(work, day(60))
    assert (found.light, found.why, found.days_hindered) == (Light.RED, Why.SILENT, 56)
    red = queries.red_items(day(60))
    assert {one.case.kind for one in red} == {"mn_work", "mn_hindrance"}

    # Both are cleared, and the building cell says that it is so.
    cast.take(land.case, "report", at=noon(day(70)), on=day(69), note="नापी कराकर कब्ज़ा दिलाया")
    cast.take(land.case, "confirm", at=noon(day(71)))
    poles.case.refresh_from_db()
    cast.take(poles.case, "report", at=noon(day(72)), on=day(72), note="खंभे हटाए")
    cast.take(poles.case, "still", at=noon(day(73)), reason="एक खंभा बाकी")
    cast.take(poles.case, "report", at=noon(day(80)), on=day(80), note="आखिरी खंभा हटाया")
    cast.take(poles.case, "confirm", at=noon(day(80)))
    assert standing.one(work, day(90)).days_hindered == 76

    # The lost weeks are asked for as a second version of the plan; the old curve stays beside it.
    plan = building.propose(
        building.fresh(work), begins=BEGAN, ends=day(300), reason="भूमि और खंभों से 76 दिन गए", at=noon(day(85))
    )
    planning.decide(plan, approve=True, by=who.labour, at=noon(day(86)))
    for number, percent in ((90, 12), (120, 40), (150, 70)):
        measured(work, percent, number)
    found = standing.one(work, day(151))
    assert (len(found.curves), found.light) == (2, Light.GREEN)

    # The dining hall and the classrooms are whole first. A dangerous defect keeps the dining hall shut.
    measured(work, 100, 180, "mess", "academic")
    at = noon(day(181))
    crack = defects.find(building.part(work, "mess"), "छत में दरार", on=day(181), is_grave=True, by=who.labour, at=at)
    with pytest.raises(casework.Refused):
        handing.hand_over(building.part(work, "mess"), on=day(181), paper=building.paper(), by=who.labour, at=at)
    photo = files.store(
        building.picture(9), stream=crack.case.stream, purpose="site_photo", by=who.agency, at=noon(day(183))
    )
    cast.take(crack.case, "mend", at=noon(day(183)), note="भर दी गई", files=[str(photo.pk)])
    cast.take(crack.case, "confirm", at=noon(day(184)))
    for slug in ("mess", "academic"):
        at = noon(day(185))
        handing.hand_over(building.part(work, slug), on=day(185), paper=building.paper(), by=who.labour, at=at)

    # Handed over is not open: water, fire, guards and, for the classrooms, teachers must be there.
    assert opened(work, 186) == []
    ready(work, 187, *SHARED, "kitchen")
    assert opened(work, 188) == ["mess"]
    ready(work, 190, "rooms", "toilets", "teachers")
    assert opened(work, 191) == ["academic", "mess"]

    # At last the hostels, and with the last part the work is built; its builder is liable for two years.
    measured(work, 100, 230)
    for part in work.components.filter(handover=None):
        handing.hand_over(part, on=day(235), paper=building.paper(), by=who.labour, at=noon(day(235)))
    ready(work, 236, "beds", "medical", "warden-boys", "warden-girls")
    assert opened(work, 237) == sorted(BLOCKS)
    assert (building.fresh(work).case.state, standing.one(work, day(237)).light) == ("built", Light.GREEN)
    assert queries.red_items(day(237)) == []

    # Everybody can read it, and nobody's name or remark is there; nothing of the history was changed.
    shown = Client().get("/nirman/atal-varanasi/").content.decode()
    assert (">65<" in shown, "भूमि का कब्ज़ा" in shown, "नापी कराकर" in shown) == (True, True, False)
    assert Plan.objects.filter(work=work, state="approved").count() == 2
    assert list(journal.faults()) == []


def ready(work: Work, number: int, *items: str) -> None:
    for item in items:
        at = noon(day(number))
        handing.say_ready(work, item, is_ready=True, paper=building.paper(), by=building.people().labour, at=at)


def opened(work: Work, number: int) -> list[str]:
    blocks = queries.opening(standing.one(building.fresh(work), day(number))).blocks
    return sorted(one.component.slug for one in blocks if one.is_open)
