"""The API of registrations: service centres and other systems register workers, each under its own number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import ValidationError

from shramsetu.casework import flow, rules
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.contract import KEY, Shape, described
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import aadhaar, aadhaar_places
from shramsetu.offices import roster
from shramsetu.offices.models import Role
from shramsetu.people.identities import aadhaar_elsewhere, wrong_value
from shramsetu.workers import applicants
from shramsetu.workers.actions import applying
from shramsetu.workers.entry import Registration
from shramsetu.workers.lines import RegistrationIn, told
from shramsetu.workers.views.counter import FILERS

router = Router(tags=["registrations"])
LONGEST_KEY = 40
CHANNEL = {Role.OPERATOR: Case.Channel.CALL}


class Registered(Shape):
    """Where a registration stands, under the sender's own number."""

    key: str
    number: str
    worker: str
    state: str
    state_label: str
    due_at: str | None
    repeated: bool


class Line(Shape):
    """What came of one line: the registration, or why there is none; it may be sent again.

    `line` is its place among those sent, from 1. `code` says what kind of refusal it is: `aadhaar` for an Aadhaar
    number in a field for anything else, `bad_values` for one that is missing or cannot be, `refused` by the rules.
    """

    line: int
    key: str
    registration: Registered | None = None
    code: str = ""
    message: str = ""
    field: str = ""


class Lines(Shape):
    """What came of each line, in the order sent."""

    lines: list[Line]


class BatchIn(Schema):
    """Up to fifty registrations, each as in a single one."""

    lines: list[dict[str, Any]]


SENDS = described(201, Registered, errors=(400, 401, 403, 413, 422, 429), headers=[KEY])
BATCH = described(200, Lines, errors=(400, 401, 403, 413, 422, 429), headers=[KEY])
ASKS = described(200, Registered, errors=(401, 403, 404, 429))


@router.post("", response={200: Registered, 201: Registered}, openapi_extra=SENDS)
@roster.held()
def register_worker(request: HttpRequest, values: RegistrationIn) -> Status[dict[str, object]]:
    """Register a worker: 201 with number and time limit; the same key again: 200 and nothing new."""
    by = _sender(request)
    known = applying.of_key(_key(values.key, by))
    case = known or applying.submit(_told(values, by), by=by, at=timezone.now())
    worker = applicants.of(case).worker.number
    return Status(200 if known else 201, _standing(case, values.key, worker, repeated=known is not None))


@router.post("/batch", response=Lines, openapi_extra=BATCH)
@roster.held()
def register_workers(request: HttpRequest, values: BatchIn) -> dict[str, object]:
    """Register up to fifty workers; a line that is wrong holds up no other one, and each may be sent again."""
    by, at = _sender(request), timezone.now()
    most = rules.figure("workers.batch_most", at)
    if len(values.lines) > most:
        raise Refused(_("At most %(most)d lines at once.") % {"most": most}, "lines")
    lines = [_read(place, one) for place, one in enumerate(values.lines, 1)]
    return {"lines": _register(lines, by, at=at)}


@router.get("/{path:key}", response=Registered, openapi_extra=ASKS)
@roster.held()
def registration(request: HttpRequest, key: str) -> dict[str, object]:
    """Say where a registration stands that the caller has sent, by its own number."""
    case = applying.of_key(_key(key, _sender(request)))
    if case is None:
        raise Http404
    return _standing(case, key, applicants.of(case).worker.number, repeated=True)


@dataclass(slots=True)
class _Line:
    """One line as it was read, or why it could not be."""

    line: int
    key: str
    values: RegistrationIn | None = None
    code: str = ""
    message: str = ""
    field: str = ""

    def refused(self) -> dict[str, object]:
        named = {"line": self.line, "key": self.key}
        return {**named, "code": self.code, "message": self.message, "field": self.field}

    def refuse(self, refused: Refused) -> None:
        self.code, self.message, self.field = "refused", str(refused.message), refused.field


def _read(place: int, given: dict[str, Any]) -> _Line:
    """Read one line. The guard before the API leaves to it what an Aadhaar number in a field for words does to it."""
    said = given.get("key", "")
    line = _Line(place, str(said)[:LONGEST_KEY] if isinstance(said, str | int) else "")
    if elsewhere := aadhaar_places.found(given):
        line.key = aadhaar.hide_aadhaars(str(said))[:LONGEST_KEY] if line.key else ""
        line.code, line.field, line.message = "aadhaar", elsewhere[0], aadhaar_elsewhere()
        return line
    try:
        line.values = RegistrationIn.model_validate(given)
    except ValidationError as error:
        line.key = aadhaar.hide_aadhaars(line.key)
        line.code, line.field, line.message = wrong_value(error)
    return line


def _register(lines: list[_Line], by: Actor, *, at: datetime) -> list[dict[str, object]]:
    """Register the lines that can be; say of each what came of it."""
    keys = {id(one): _key(one.values.key, by) for one in lines if one.values}
    known = applying.of_keys(list(keys.values()))
    told: dict[int, Registration] = {}
    for one in lines:
        if one.values and keys[id(one)] not in known:
            try:
                told[id(one)] = _told(one.values, by)
            except Refused as refused:
                one.refuse(refused)
    found = dict(zip(told, applying.submit_many(list(told.values()), by=by, at=at), strict=True))
    workers = applicants.numbers([*known.values(), *(case for case in found.values() if isinstance(case, Case))])
    answers: list[dict[str, object]] = []
    before = {case.pk for case in known.values()}
    for one in lines:
        came = found.get(id(one)) or known.get(keys.get(id(one), ""))
        if isinstance(came, Case) and one.values:
            standing = _standing(came, one.values.key, workers[came.pk], repeated=came.pk in before)
            answers.append({"line": one.line, "key": one.values.key, "registration": standing})
            before.add(came.pk)
            continue
        if isinstance(came, Refused):
            one.refuse(came)
        answers.append(one.refused())
    return answers


def _told(values: RegistrationIn, by: Actor) -> Registration:
    channel = str(CHANNEL.get(Role(by.role), Case.Channel.API))
    return told(values, key=_key(values.key, by), channel=channel)


def _sender(request: HttpRequest) -> Actor:
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the bearer
    if by.role not in FILERS or by.post_id is None:
        raise NotAllowed("register")
    return by


def _key(said: str, by: Actor) -> str:
    return f"api:{by.post_id}:{said}"


def _standing(case: Case, key: str, worker: str, *, repeated: bool) -> dict[str, object]:
    return {
        "key": key,
        "number": case.number,
        "worker": worker,
        "state": case.state,
        "state_label": str(flow.flow_of(case.kind).by_name[case.state].portal),
        "due_at": case.due_at.isoformat() if case.due_at else None,
        "repeated": repeated,
    }
