"""The published contract of events from 112: what one looks like, and which of our categories it is."""

from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Type = Literal["bonded_labour", "child_labour", "accident", "violence", "wages", "other"]
CATEGORIES: dict[str, str] = {
    "bonded_labour": "bonded-labour",
    "child_labour": "child-labour",
    "accident": "work-accident",
    "violence": "workplace-threat",
    "wages": "wages-not-paid",
    "other": "other-labour",
}


class Event(BaseModel):
    """One event of 112 that concerns work. Only what 112 knows; what it does not know is left out."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    event: str = Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9._/-]+$")
    type: Type
    at: AwareDatetime = Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
    text: str = Field(min_length=1, max_length=2000)
    name: str = Field("", max_length=120)
    phone: str = Field("", max_length=16)
    district_lgd: int | None = None
    landmark: str = Field("", max_length=150)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
