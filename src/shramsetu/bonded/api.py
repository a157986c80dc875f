"""The API of informations: agencies, commissions and other states tell of bonded labour, each under its own number."""

from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from shramsetu import rulebook
from shramsetu.bonded import vault
from shramsetu.bonded.actions import intake
from shramsetu.bonded.actions.intake import Told
from shramsetu.bonded.actions.sites import Given
from shramsetu.bonded.queries import rescue
from shramsetu.bonded.views.intake import TELLERS
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.contract import KEY, Shape, described
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import phone
from shramsetu.offices import roster
from shramsetu.people import throttle
from shramsetu.places import queries as places
from shramsetu.places.models import Place

router = Router(tags=["bonded labour"])
A_MINUTE = "signin.track_per_address_minute"
# No control signs (a line break and a tab are none), and none that turn the direction of what stands around them.
_ODD = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069"
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=rf"^[^{_ODD}]*$")
]
Number = Annotated[str, StringConstraints(strip_whitespace=True, pattern=rf"^[^\n\t{_ODD}]{{1,60}}$")]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=rf"^[^{_ODD}]*$")]
Count = Annotated[int, Field(ge=0, le=5000)]


class InformationIn(Schema):
    """An information. `reference` is the sender's own number: sent again under it, it is the same information.

    `district` is an LGD code, `informant` and `sector` are words of the rulebook's lists.
    """

    reference: Number
    district: int
    text: Words
    informant: str = "organisation"
    sector: str = "other"
    landmark: Short = ""
    site_name: Short = ""
    site_owner: Short = ""
    site_phone: str = ""
    men: Count = 0
    women: Count = 0
    children: Count = 0
    risk_to_life: bool = False
    teller_name: Short = ""
    teller_phone: str = ""
    safe_to_call: bool = False


class Standing(Shape):
    """Where an information stands: what everybody may know of it, under the sender's number."""

    number: str
    reference: str
    state: str
    state_label: str
    due_at: str | None
    repeated: bool


SENDS = described(201, Standing, errors=(400, 401, 403, 413, 422, 429), headers=[KEY])
ASKS = described(200, Standing, errors=(401, 403, 404, 429))


@router.post("", response={200: Standing, 201: Standing}, openapi_extra=SENDS)
@roster.held()
def send(request: HttpRequest, values: InformationIn) -> Status[dict[str, object]]:
    """Tell of bonded labour: 201 with our number and the time limit; the same again: 200, nothing new.

    Another word under a reference that was used is refused (422), so that nothing new is swallowed.
    """
    by, at = _sender(request), timezone.now()
    assert by.post_id is not None
    told = _told(values, by.post_id)
    known = intake.of_sender(by.post_id, values.reference)
    if known and not intake.is_repeated(known, told):
        raise Refused(
            _("Under this number something else was sent. Send what is new under a number of its own."), "reference"
        )
    case = known or intake.inform(told, by=by, at=at)
    return Status(200 if known else 201, _standing(case, values.reference, repeated=known is not None))


@router.get("/{path:reference}", response=Standing, openapi_extra=ASKS)
@roster.held()
def standing(request: HttpRequest, reference: str) -> dict[str, object]:
    """Say what became of an information that the caller has sent, by its own number. It names nobody."""
    by = _sender(request)
    assert by.post_id is not None
    case = intake.of_sender(by.post_id, reference)
    if case is None:
        raise Http404
    return _standing(case, reference, repeated=True)


def _sender(request: HttpRequest) -> Actor:
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the bearer
    if by.role not in TELLERS or by.post_id is None:
        raise NotAllowed("inform")
    throttle.count("bandhua-api", str(by.post_id), figure=A_MINUTE, span=throttle.MINUTE, at=timezone.now())
    return by


def _told(values: InformationIn, sender: int) -> Told:
    book = rulebook.book().bonded
    for name, listed in (("informant", book.informants), ("sector", book.sectors)):
        if getattr(values, name) not in listed:
            raise Refused(_("This word is not on the list."), name)
    teller = {"name": values.teller_name, "phone": _phone(values.teller_phone, "teller_phone")}
    return Told(
        district=_district(values.district),
        informant=values.informant,
        text=values.text,
        channel=Case.Channel.API,
        landmark=values.landmark,
        sector=values.sector,
        site=Given(values.site_name, values.site_owner, _phone(values.site_phone, "site_phone")),
        men=values.men,
        women=values.women,
        children=values.children,
        risk_to_life=values.risk_to_life,
        reference=values.reference,
        teller={**teller, "safe_to_call": values.safe_to_call} if any(teller.values()) else {},
        sender=sender,
        sent=vault.match_key("sent", values.model_dump_json()),
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


def _standing(case: Case, reference: str, *, repeated: bool) -> dict[str, object]:
    return {
        "number": case.number,
        "reference": reference,
        "state": case.state,
        "state_label": rescue.public_word(case),
        "due_at": case.due_at.isoformat() if case.due_at else None,
        "repeated": repeated,
    }
