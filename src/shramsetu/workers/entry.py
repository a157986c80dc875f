"""What is told of a worker who is about to be entered: plain values, already cleaned by a form or a schema."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from shramsetu.lib.aadhaar_tokens import Token
from shramsetu.lib.identity import Identity
from shramsetu.places.models import Place
from shramsetu.workers.models import Member, Sex, Spell, Worker

Aadhaar = Identity | Token | None  # typed just now, or of a draft, which keeps no number


@dataclass(frozen=True, slots=True)
class NewSpell:
    """Work for one employer as told or certified; `file` is the certificate as it was handed in."""

    employer: str
    first_on: date
    last_on: date
    days: int
    proof: str = Spell.Proof.SELF
    employer_phone: str = ""
    trade: str = ""
    district: Place | None = None
    file: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A bank account as its passbook says. It shows itself masked."""

    number: str
    ifsc: str
    is_aadhaar_linked: bool | None = None
    file: UUID | None = None

    def __repr__(self) -> str:
        return f"NewAccount(•••• {self.number[-4:]})"


@dataclass(frozen=True, slots=True)
class NewNominee:
    """To whom a benefit goes when the worker is dead."""

    name: str
    kin: str
    born_on: date | None = None
    share_percent: int = 100


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member of the family by the worker's word; `kin` to the worker."""

    name: str
    kin: str = Member.Kin.OTHER
    sex: str = Sex.MAN
    born_on: date | None = None
    is_married: bool | None = None
    is_disabled: bool | None = None
    aadhaar: Aadhaar = None


@dataclass(frozen=True, slots=True)
class NewWorker:
    """A worker as told. `phone` is E.164 or empty; `identities` are voter card and PAN; `key` makes a repeat safe."""

    name: str
    sex: str
    born_on: date
    district: Place
    other_name: str = ""
    parent: str = ""
    relation: str = Worker.Relation.FATHER
    is_born_known: bool = True
    phone: str = ""
    language: str = "hi"
    place: Place | None = None
    address: str = ""
    pin: str = ""
    aadhaar: Aadhaar = None
    uan: Identity | None = None
    family_id: Identity | None = None
    ration_card: Identity | None = None
    identities: tuple[Identity, ...] = ()
    spells: tuple[NewSpell, ...] = ()
    account: NewAccount | None = None
    nominees: tuple[NewNominee, ...] = ()
    members: tuple[NewMember, ...] = field(default=())
    key: str = ""

    @property
    def family_number(self) -> str:
        """The Family ID, or the ration card whose number it is; empty where neither was told."""
        known = self.family_id or self.ration_card
        return known.number if known else ""


@dataclass(frozen=True, slots=True)
class Registration:
    """An application to a board. `filer` names who files for the worker; `began_at` is when the draft was begun.

    `known` is a worker of the registry who applies to another board or anew; then `worker` is not entered again.
    """

    worker: NewWorker
    board: str
    years: int
    channel: str
    trade: str = ""
    filer: str = ""
    began_at: datetime | None = None
    reference: str = ""  # of the payment, where the fee is paid already
    known: Worker | None = None
