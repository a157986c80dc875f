"""The API of matters: service centres, unions' systems and other portals bring them, each under its own number."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework import queries as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.contract import KEY, Shape, described
from shramsetu.casework.models import Case
from shramsetu.hearings import shown
from shramsetu.hearings.actions import filing
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.filing import Someone, Told
from shramsetu.hearings.models import Matter
from shramsetu.journal.rules import Actor
from shramsetu.lib import phone
from shramsetu.offices import roster
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

router = Router(tags=["hearings"])
SENDERS = frozenset({Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT, Role.OPERATOR, Role.OFFICER})
Reference = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w./:-]{1,40}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class PartyIn(Schema):
    """A party. `part` is worker, heir, group or union for who claims; employer or contractor on the other side."""

    name: Name
    phone: str = ""
    address: Line = ""
    part: str = ""


class MatterIn(Schema):
    """A matter. `reference` is the sender's own number: sent again under it, it is the same matter.

    `matter` is a kind of the rulebook, `district` an LGD code: where the work was. Money is told in paise.
    `cause_until` is the last day of a cause that happened again and again; law and time count from that.
    """

    reference: Reference
    matter: str
    district: int
    text: Words
    cause_on: date
    cause_until: date | None = None
    report_on: date | None = None
    late_reason: str = ""
    reliefs: list[str] = Field(default_factory=list)
    amount_paise: Annotated[int | None, Field(ge=0, le=10**13)] = None
    claimant: PartyIn
    respondent: PartyIn
    central: bool = False
    masked: bool = False


class MatterOut(Shape):
    """Where a matter stands: its law, its time, its forum, and the next date."""

    number: str
    reference: str
    matter: str
    state: str
    state_label: str
    forum: str
    forum_number: str
    act: str
    section: str
    file_by: str | None
    days_late: int
    next_at: str | None
    due_at: str | None
    repeated: bool


SENDS = described(201, MatterOut, errors=(400, 401, 403, 404, 422), headers=[KEY])
READS = described(200, MatterOut, errors=(401, 403, 404))


@router.post("", response={200: MatterOut, 201: MatterOut}, openapi_extra=SENDS)
@roster.held()
def send_matter(request: HttpRequest, values: MatterIn) -> Status[dict[str, object]]:
    """Bring a matter: 201 with number, law and time limit; the same reference again: 200 and nothing new."""
    by = _sender(request)
    known = _known(values.reference, by)
    made = known or filing.file(_told(values, by), by=by, at=timezone.now())
    return Status(200 if known else 201, _standing(made, values.reference, repeated=known is not None))


@router.get("/{path:reference}", response=MatterOut, openapi_extra=READS)
@roster.held()
def matter_standing(request: HttpRequest, reference: str) -> dict[str, object]:
    """Say where a matter stands: by the caller's own reference, or by our number if the caller sees the matter."""
    by = _sender(request)
    case = _known(reference, by) or casework.cases_visible_to(by).filter(kind=KIND, number=reference).first()
    if case is None:
        raise Http404
    return _standing(case, reference, repeated=True)


def _sender(request: HttpRequest) -> Actor:
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the bearer
    if by.role not in SENDERS or by.post_id is None:
        raise NotAllowed("file")
    return by


def _known(reference: str, by: Actor) -> Case | None:
    found = Matter.objects.filter(key=_key(reference, by)).select_related("case").first()
    return found.case if found else None


def _key(reference: str, by: Actor) -> str:
    return f"api:{by.post_id}:{reference}"


def _told(values: MatterIn, by: Actor) -> Told:
    rule = rulebook.book().law.matters.get(values.matter)
    if rule is None:
        raise Refused(_("There is no such kind of matter."), "matter")
    if set(values.reliefs) - set(rule.reliefs):
        raise Refused(_("This cannot be asked for in such a matter."), "reliefs")
    try:
        district = places.district(values.district)
    except places.NoPlace as error:
        raise Refused(_("There is no district with this code."), "district") from error
    return Told(
        matter=values.matter,
        district=district,
        text=values.text,
        channel=Case.Channel.API,
        claimants=(_someone(values.claimant, "claimant", "worker", ("worker", "heir", "group", "union")),),
        respondents=(_someone(values.respondent, "respondent", "employer", ("employer", "contractor")),),
        cause_on=values.cause_on,
        cause_until=values.cause_until,
        report_on=values.report_on,
        late_reason=values.late_reason[:4000],
        reliefs=tuple(values.reliefs),
        amount_paise=values.amount_paise,
        sphere="central" if values.central else "state",
        masked=values.masked,
        key=_key(values.reference, by),
    )


def _someone(one: PartyIn, field: str, usual: str, parts: tuple[str, ...]) -> Someone:
    part = one.part or usual
    if part not in parts:
        raise Refused(_("Choose one from the list."), f"{field}.part")
    try:
        number = phone.normalise(one.phone) if one.phone else ""
    except phone.BadPhone as error:
        raise Refused(_("This is not a phone number of ten digits."), f"{field}.phone") from error
    return Someone(name=one.name, phone=number, part=part, address=one.address)


def _standing(case: Case, reference: str, *, repeated: bool) -> dict[str, object]:
    row = Matter.objects.select_related("forum").get(pk=case.pk)
    return {
        "number": case.number,
        "reference": reference,
        "matter": row.matter,
        "state": case.state,
        "state_label": str(flow.flow_of(KIND).by_name[case.state].label),
        "forum": row.forum.slug,
        "forum_number": shown.number(row),
        "act": row.act,
        "section": row.section,
        "file_by": row.file_by.isoformat() if row.file_by else None,
        "days_late": row.days_late,
        "next_at": row.next_at.isoformat() if row.next_at else None,
        "due_at": case.due_at.isoformat() if case.due_at else None,
        "repeated": repeated,
    }
