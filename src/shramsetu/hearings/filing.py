"""What a face hands in when somebody brings a matter: plain values, whichever door they came through."""

from dataclasses import dataclass
from datetime import date

from shramsetu.casework.models import Case
from shramsetu.hearings.models import Draft
from shramsetu.places.models import Place
from shramsetu.rulebook.law import Sphere


@dataclass(frozen=True, slots=True)
class Someone:
    """A party as told: a person, a union or a firm by its name. `part` is a word of `Litigant.Part`."""

    name: str
    phone: str = ""
    part: str = "worker"
    address: str = ""
    email: str = ""
    language: str = "hi"
    safe_to_call: bool = True
    by_email: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One worker of a group that claims together."""

    name: str
    parent: str = ""
    amount_paise: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A matter as told. Without the day of its cause it is only begun, and waits to be completed.

    `sealed` where the claimant's name is not to be known beyond who decides; `masked` where it is not to be published.
    `key` is what the same filing sent twice has in common; `source` the case out of which it is opened.
    """

    matter: str
    district: Place
    text: str
    channel: str
    claimants: tuple[Someone, ...]
    respondents: tuple[Someone, ...] = ()
    members: tuple[Member, ...] = ()
    filer: Someone | None = None
    place: Place | None = None
    cause_on: date | None = None
    cause_until: date | None = None  # the last time, where it happened again and again
    report_on: date | None = None
    late_reason: str = ""
    reliefs: tuple[str, ...] = ()
    amount_paise: int | None = None
    work: str = ""
    work_place: str = ""
    sphere: Sphere = "state"
    sealed: bool = False
    masked: bool = False
    draft: Draft | None = None
    source: Case | None = None
    key: str = ""
