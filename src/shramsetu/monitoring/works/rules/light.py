"""How a building stands against its plan: the light and the reason for it, by forecast and not by share alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shramsetu.monitoring.works.rules.progress import WHOLE, Forecast


class Light(StrEnum):
    """Green, amber, red; grey where there is nothing to hold it against."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class Why(StrEnum):
    """The reason for a light."""

    BUILT = "built"
    ON_TIME = "on_time"
    LATE = "late"
    STANDS_STILL = "stands_still"
    SILENT = "silent"  # nobody has measured for long
    UNPLANNED = "unplanned"
    PLAN_LATE = "plan_late"  # no plan, and the time to make one is over


@dataclass(frozen=True, slots=True)
class Asked:
    """What a light is told from: `begins` and `due` of the plan in force, the last measurement, the forecast."""

    on: date
    physical: int
    begins: date | None
    due: date | None
    measured: date | None
    forecast: Forecast
    plan_due: date | None = None  # by when a plan was to be made


def light(asked: Asked, *, amber_percent: int, silent_days: int) -> tuple[Light, Why]:
    """Say how it stands. A missing measurement is missing, not progress: silence is red, whatever the curve says.

    Before the plan's first day, and for its first `silent_days`, nothing need be measured.
    """
    if asked.physical >= WHOLE:
        return Light.GREEN, Why.BUILT
    if asked.begins is None or asked.due is None:
        late = asked.plan_due is not None and asked.on > asked.plan_due
        return (Light.RED, Why.PLAN_LATE) if late else (Light.GREY, Why.UNPLANNED)
    if asked.on <= asked.begins:
        return Light.GREEN, Why.ON_TIME
    if (asked.on - max(asked.measured or asked.begins, asked.begins)).days > silent_days:
        return Light.RED, Why.SILENT
    if asked.forecast.on is None:
        young = asked.measured is None or (asked.on - asked.begins).days <= silent_days
        return (Light.GREEN, Why.ON_TIME) if young and asked.on <= asked.due else (Light.RED, Why.STANDS_STILL)
    late_days = (asked.forecast.on - asked.due).days
    if late_days <= 0:
        return Light.GREEN, Why.ON_TIME
    whole = max((asked.due - asked.begins).days, 1)
    return (Light.AMBER if late_days * 100 <= amber_percent * whole else Light.RED), Why.LATE
