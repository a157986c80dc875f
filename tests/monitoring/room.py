"""Who sets targets in the tests, and how figures come in."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tests import cast

from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.targets import queries, terms
from shramsetu.monitoring.targets.actions import setting, taking
from shramsetu.monitoring.targets.actions.taking import Line, Parcel
from shramsetu.monitoring.targets.models import Delivery, Share, TargetSet
from shramsetu.monitoring.targets.spreading import Draft
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.places.models import Place

AT = cast.MONDAY
TODAY = clock.day(AT)
FIRST, LAST = date(2026, 10, 1), date(2027, 3, 31)
PM_SYM, E_SHRAM = "pm-sym", "e-shram"
AGRA, KANPUR, LUCKNOW = 118, 157, 162


def head() -> Actor:
    """The Labour Commissioner."""
    return cast.seat(offices.desk("labour.lc")).actor


def secretary() -> Actor:
    """The Principal Secretary."""
    return cast.seat(offices.desk("labour.secretary")).actor


def state_desk() -> Actor:
    """A member of the state's desk."""
    return cast.desk(Role.STATE_DESK)


def district(lgd: int = KANPUR) -> Place:
    """A district by its LGD code."""
    return places.district(lgd)


def draft(**changes: object) -> Draft:
    """Return a target of 75,000 PM-SYM accounts, 1,000 in each district, for half a year."""
    values: dict[str, object] = {
        "indicator": PM_SYM,
        "first_on": FIRST,
        "last_on": LAST,
        "from_on": FIRST,
        "method": TargetSet.Method.EQUAL,
        "number": 75_000,
        "reason": "पत्र 117/श्रम/2026",
    }
    return Draft(**{**values, **changes})  # type: ignore[arg-type]


def target(*, at: datetime | None = None, **changes: object) -> TargetSet:
    """Return a target that was proposed and approved on the eve of its period, or `at`."""
    when = at or clock.moment(FIRST - timedelta(days=1)) + timedelta(hours=6)
    made = setting.propose(draft(**changes), by=head(), at=when)
    return setting.decide(made, approve=True, by=secretary(), at=when)


def share(one: TargetSet, place: Place, source: str = "") -> Share:
    """Return the row of a place."""
    return Share.objects.get(target=one, place=place, source=source)


def send(
    numbers: Iterable[tuple[date, int]],
    *,
    at: datetime,
    lgd: int = KANPUR,
    source: str = "",
    indicator: str = PM_SYM,
    reason: str = "",
    key: str = "",
) -> Delivery:
    """Let another portal report figures of a district."""
    rows = list(numbers)
    lines = [
        Line(line, district(lgd).pk, source, on, number, clock.day(at), reason)
        for line, (on, number) in enumerate(rows, 1)
    ]
    parcel = Parcel(indicator, Delivery.Origin.API, key or f"{lgd}{source}{at}{rows}"[:80], "portal", lines)
    return taking.take(parcel, by=state_desk(), at=at)[0]


def working(first: date, last: date) -> list[date]:
    """The working days between two days."""
    return terms.working(first, last)


def midnight(on: date) -> datetime:
    """The instant at which a day begins."""
    return clock.moment(on)


def rows(one: TargetSet) -> list[Share]:
    """All rows of a target."""
    return queries.shares(one)
