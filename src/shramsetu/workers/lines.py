"""One registration as another system sends it: its shape, and the Registration that it tells of."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from shramsetu import rulebook
from shramsetu.casework.actions import Refused
from shramsetu.lib import phone
from shramsetu.lib.identity import Identity, Kind
from shramsetu.people.identities import NoAadhaar, Reference, of_kind
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers import terms
from shramsetu.workers.entry import NewAccount, NewMember, NewNominee, NewSpell, NewWorker, Registration
from shramsetu.workers.lists import TRADES


def _written(text: str) -> str:
    if "\x00" in text:
        raise ValueError  # PostgreSQL keeps no such letter: one line would take the whole batch with it
    return text


Text = Annotated[NoAadhaar, AfterValidator(_written)]
Words = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Said = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=120)]
Long = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=300)]
Key = Annotated[Reference, StringConstraints(strip_whitespace=True, pattern=r"^[\w./:-]{1,40}$")]
Short = Annotated[str, AfterValidator(_written), StringConstraints(strip_whitespace=True, max_length=40)]
Pin = Annotated[str, StringConstraints(pattern=r"^(\d{6})?$")]
Ifsc = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{4}0[A-Za-z0-9]{6}$")]
AccountNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\d{9,18}$")]
SpellOf = Literal["certificate", "self", "muster"]
KinOf = Literal["spouse", "son", "daughter", "father", "mother", "other"]
SexOf = Literal["man", "woman", "other"]


class SpellIn(Schema):
    """Work for one employer; `muster` is a MGNREGA muster roll, its number in `reference`."""

    employer: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
    first_on: date
    last_on: date
    days: Annotated[int, Field(ge=1, le=400)]
    proof: SpellOf = "self"
    reference: Short = ""
    employer_phone: str = ""


class AccountIn(Schema):
    """The bank account."""

    ifsc: Ifsc
    account_number: AccountNumber


class NomineeIn(Schema):
    """To whom a benefit goes after the worker."""

    name: Words
    kin: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    born_on: date | None = None
    share_percent: Annotated[int, Field(ge=1, le=100)] = 100


class MemberIn(Schema):
    """A member of the family, `kin` to the worker."""

    name: Words
    kin: KinOf
    sex: SexOf
    born_on: date | None = None
    is_married: bool | None = None


class RegistrationIn(Schema):
    """A registration. `key` is the sender's own number: sent again under it, it is the same one.

    `district` is an LGD code, `trade` a word of the rulebook's list, `began_at` when the draft was begun offline.
    """

    key: Key
    board: Literal["bocw", "uow"]
    years: Annotated[int, Field(ge=1, le=10)]
    name: Words
    parent: Words
    sex: SexOf
    born_on: date
    district: int
    address: Long
    trade: str = ""
    other_name: Said = ""
    relation: Literal["father", "husband", "mother"] = "father"
    is_born_known: bool = True
    phone: str = ""
    language: Literal["hi", "en"] = "hi"
    pin: Pin = ""
    aadhaar: of_kind(Kind.AADHAAR) | None = None  # type: ignore[valid-type]
    uan: of_kind(Kind.UAN) | None = None  # type: ignore[valid-type]
    family_id: of_kind(Kind.FAMILY_ID) | None = None  # type: ignore[valid-type]
    ration_card: of_kind(Kind.RATION_CARD) | None = None  # type: ignore[valid-type]
    epic: of_kind(Kind.EPIC) | None = None  # type: ignore[valid-type]
    spells: Annotated[list[SpellIn], Field(max_length=12)] = []
    account: AccountIn | None = None
    nominees: Annotated[list[NomineeIn], Field(max_length=4)] = []
    members: Annotated[list[MemberIn], Field(max_length=15)] = []
    filer: Annotated[Text, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    reference: Short = ""
    began_at: datetime | None = None


def told(line: RegistrationIn, *, key: str, channel: str) -> Registration:
    """Return the Registration that a line tells of; raises Refused with the field that is wrong."""
    if line.board == terms.BOCW and line.trade not in rulebook.book().choices[TRADES]:
        raise Refused(_("This word is not on the list."), "trade")
    if len({one.name for one in line.nominees}) < len(line.nominees):
        raise Refused(_("Two nominees have the same name."), "nominees")
    epic: Identity | None = line.epic
    worker = NewWorker(
        name=line.name,
        sex=line.sex,
        born_on=line.born_on,
        district=_district(line.district),
        other_name=line.other_name,
        parent=line.parent,
        relation=line.relation,
        is_born_known=line.is_born_known,
        phone=_phone(line.phone, "phone"),
        language=line.language,
        address=line.address,
        pin=line.pin,
        aadhaar=line.aadhaar,
        uan=line.uan,
        family_id=line.family_id,
        ration_card=line.ration_card,
        identities=(epic,) if epic else (),
        spells=tuple(_spell(one) for one in line.spells),
        account=NewAccount(line.account.account_number, line.account.ifsc) if line.account else None,
        nominees=tuple(NewNominee(one.name, one.kin, one.born_on, one.share_percent) for one in line.nominees),
        members=tuple(
            NewMember(one.name, one.kin, one.sex, one.born_on, is_married=one.is_married) for one in line.members
        ),
        key=key,
    )
    return Registration(
        worker=worker,
        board=line.board,
        years=line.years,
        channel=channel,
        trade=line.trade if line.board == terms.BOCW else "",
        filer=line.filer,
        began_at=line.began_at if line.began_at is None or line.began_at.tzinfo else None,
        reference=line.reference,
    )


def _spell(one: SpellIn) -> NewSpell:
    if one.last_on < one.first_on or one.days > (one.last_on - one.first_on).days + 1:
        raise Refused(_("The days do not fit between the first and the last one."), "spells")
    return NewSpell(
        one.employer,
        one.first_on,
        one.last_on,
        one.days,
        one.proof,
        _phone(one.employer_phone, "spells"),
        reference=one.reference,
    )


def _district(code: int) -> Place:
    try:
        return places.district(code)
    except places.NoPlace as error:
        raise Refused(_("There is no district with this code in the state."), "district") from error


def _phone(said: str, name: str) -> str:
    try:
        return phone.normalise(said) if said else ""
    except phone.BadPhone as error:
        raise Refused(_("This is not a phone number of ten digits."), name) from error
