"""What the API of targets takes and says."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from shramsetu.casework.contract import Shape

MOST = 5_000
ParcelKey = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w./:-]{1,80}$")]


class FigureIn(Schema):
    """How many in a district on a day. `lgd` is the district's code; `reason` is needed where it corrects a figure."""

    lgd: int
    source: str = ""
    on: date
    number: Annotated[int, Field(ge=0, le=10**12)]
    reported_on: date | None = None
    reason: Annotated[str, StringConstraints(max_length=300)] = ""


class FiguresIn(Schema):
    """Figures that belong together. `key` is the sender's own: the same again under it changes nothing."""

    key: ParcelKey
    lines: Annotated[list[FigureIn], Field(min_length=1, max_length=MOST)]


class FaultOut(Shape):
    """A line that was not taken, by its place among those sent, from 1, and why."""

    line: int
    message: str


class FiguresOut(Shape):
    """What came of a parcel: lines taken in, known already, corrected, and wrong."""

    delivery: int
    rows: int
    taken: int
    same: int
    corrected: int
    faults: list[FaultOut]
    repeated: bool


class RowOut(Shape):
    """A district's target on a morning, as it was frozen."""

    lgd: int
    number: int
    done: int
    official: int
    required: int
    forecast_on: str | None
    light: str
    why: str


class StandingOut(Shape):
    """How a target stands: its version, and each district of the caller's on the last frozen morning."""

    indicator: str
    first_on: str
    last_on: str
    version: int
    number: int
    on: str | None
    rows: list[RowOut]
