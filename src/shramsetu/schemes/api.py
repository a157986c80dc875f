"""The API of claims: service centres and other systems claim for workers, each under its own number."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework import queries as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.contract import KEY, Shape, described
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import aadhaar, aadhaar_places, clock, phone
from shramsetu.lib.conditions import Value
from shramsetu.offices import roster
from shramsetu.offices.models import Role
from shramsetu.people import identities
from shramsetu.rulebook.basis import NoRule, Text
from shramsetu.rulebook.editions import MEMBER
from shramsetu.rulebook.facts import FactRule
from shramsetu.schemes import actions, asked, holders, looking, registers
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.telling import Telling
from shramsetu.workers.models import Worker
from shramsetu.workers.scope import workers_visible_to

router = Router(tags=["claims"])
SENDERS = frozenset({Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT, Role.OPERATOR, Role.OFFICER})
# Whose word on a certificate proves what it says: the system that issues certificates.
PROVERS = frozenset({Role.EDISTRICT})
BATCH, LONGEST_REFERENCE = 50, 40
Reference = Annotated[identities.Reference, StringConstraints(strip_whitespace=True, pattern=r"^[\w./:-]{1,40}$")]
Given = bool | int | date | str


class FactIn(Schema):
    """A fact as told. `certificate` is the number under which the caller's system issued it; it proves the fact only
    from a system that issues certificates. Money is told in paise.
    """

    value: Given
    certificate: Annotated[str, StringConstraints(max_length=60)] = ""


class ClaimIn(Schema):
    """A claim. `reference` is the sender's own number: sent again under it, it is the same claim.

    `phone` is the worker's phone in the registry; it is asked where the caller does not see the worker anyway.
    `begun_at` (with its zone) is when it was begun: it counts from then where the service was down meanwhile.
    """

    reference: Reference
    worker: str
    phone: str = ""
    scheme: str
    facts: dict[str, FactIn] = Field(default_factory=dict)
    begun_at: AwareDatetime | None = None


class ClaimsIn(Schema):
    """Claims for up to fifty workers, each as a single one."""

    claims: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=BATCH)]


class ConditionOut(Shape):
    """A condition as it is answered; `result` null: not known yet."""

    slug: str
    result: bool | None
    proved: bool
    sentence: str


class BenefitOut(Shape):
    """A benefit of one kind; kinds are never added together."""

    part: str
    kind: str
    paise: int | None


class AnswerOut(Shape):
    """What a scheme answers. `asked` are facts on which something hangs still."""

    whole: bool | None
    conditions: list[ConditionOut]
    benefits: list[BenefitOut]
    papers: list[str]
    asked: list[str]


class ClaimOut(Shape):
    """Where a claim stands."""

    number: str
    reference: str
    scheme: str
    state: str
    state_label: str
    track: str
    due_at: str | None
    repeated: bool


class LineOut(Shape):
    """What became of one line of a batch: the claim, or why there is none.

    `code` says what kind of refusal it is: `aadhaar` for an Aadhaar number in a field for anything else, `bad_values`
    for one that is missing or cannot be, `refused` by the rules.
    """

    reference: str
    claim: ClaimOut | None = None
    code: str = ""
    message: str = ""
    field: str = ""


ASKS = described(200, AnswerOut, errors=(400, 401, 403, 404, 422), headers=[KEY])
SENDS = described(201, ClaimOut, errors=(400, 401, 403, 404, 422), headers=[KEY])
BATCHES = described(200, list[LineOut], errors=(400, 401, 403, 422), headers=[KEY])
READS = described(200, ClaimOut, errors=(401, 403, 404))


@router.post("/answers", response=AnswerOut, openapi_extra=ASKS)
@roster.held()
def answer_claim(request: HttpRequest, values: ClaimIn) -> dict[str, object]:
    """Say what a scheme answers to a claim, without making one."""
    by, at = _sender(request), timezone.now()
    worker = _worker(values, by)
    told = registers.filled(worker, values.scheme, _told(values, by), on=clock.day(at))
    try:
        found = looking.at(looking.Case(worker, values.scheme, told, clock.day(at)))
    except NoRule as error:
        raise Refused(_("There is no such scheme now."), "scheme") from error
    return _answered(found)


@router.post("", response={200: ClaimOut, 201: ClaimOut}, openapi_extra=SENDS)
@roster.held()
def send_claim(request: HttpRequest, values: ClaimIn) -> Status[dict[str, object]]:
    """Claim: 201 with number and time limit; the same reference again: 200 and nothing new."""
    by = _sender(request)
    known = _known(values.reference, by)
    made = known or _make(values, by, at=timezone.now())
    return Status(200 if known else 201, _standing(made, values.reference, repeated=known is not None))


@router.post("/batch", response=list[LineOut], openapi_extra=BATCHES)
@roster.held()
def send_claims(request: HttpRequest, values: ClaimsIn) -> list[object]:
    """Claim for up to fifty workers; a line that cannot be taken holds up no other, and may be sent again."""
    by, at = _sender(request), timezone.now()
    return [_line(one, by, at) for one in values.claims]


@router.get("/{path:reference}", response=ClaimOut, openapi_extra=READS)
@roster.held()
def claim_standing(request: HttpRequest, reference: str) -> dict[str, object]:
    """Say where a claim stands: by the caller's own reference, or by our number if the caller sees the claim."""
    by = _sender(request)
    case = _known(reference, by) or casework.cases_visible_to(by).filter(kind="claim", number=reference).first()
    if case is None:
        raise Http404
    return _standing(case, reference, repeated=True)


def _line(given: dict[str, Any], by: Actor, at: datetime) -> dict[str, object]:
    """Read one line and claim. The guard before the API leaves to it what an Aadhaar number among words does to it."""
    said = given.get("reference", "")
    named = aadhaar.hide_aadhaars(str(said))[:LONGEST_REFERENCE] if isinstance(said, str | int) else ""
    if elsewhere := aadhaar_places.found(given):
        return _not_taken(named, identities.OF_AADHAAR, elsewhere[0], identities.aadhaar_elsewhere())
    try:
        values = ClaimIn.model_validate(given)
    except ValidationError as error:
        return _not_taken(named, *identities.wrong_value(error))
    return _claimed(values, by, at)


def _not_taken(reference: str, code: str, field: str, message: str) -> dict[str, object]:
    return {"reference": reference, "code": code, "field": field, "message": message}


def _claimed(values: ClaimIn, by: Actor, at: datetime) -> dict[str, object]:
    known = _known(values.reference, by)
    try:
        made = known or _make(values, by, at=at)
    except Refused as refused:
        return _not_taken(values.reference, "refused", refused.field, str(refused.message))
    except Http404:
        return _not_taken(values.reference, "refused", "worker", _("No worker is known by this number."))
    return {"reference": values.reference, "claim": _standing(made, values.reference, repeated=known is not None)}


def _sender(request: HttpRequest) -> Actor:
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the bearer
    if by.role not in SENDERS or by.post_id is None:
        raise NotAllowed("claim")
    return by


def _key(reference: str, by: Actor) -> str:
    return f"api:{by.post_id}:{reference}"


def _known(reference: str, by: Actor) -> Case | None:
    found = Claim.objects.filter(key=_key(reference, by)).select_related("case").first()
    return found.case if found else None


def _make(values: ClaimIn, by: Actor, *, at: datetime) -> Case:
    told = Telling(
        worker=_worker(values, by),
        scheme=values.scheme,
        facts=_told(values, by),
        channel=Case.Channel.API,
        begun_at=values.begun_at,
        key=_key(values.reference, by),
    )
    return actions.submit(told, by=by, at=at)


def _worker(values: ClaimIn, by: Actor) -> Worker:
    """Return the worker in the caller's sight, or whose phone was told too."""
    rows = Worker.objects.filter(number=values.worker, merged_into=None).select_related("district", "place", "family")
    found = rows.filter(pk__in=workers_visible_to(by).filter(number=values.worker)).first()
    if found is None and values.phone:
        try:
            found = rows.filter(phone=phone.normalise(values.phone)).first()
        except phone.BadPhone as error:
            raise Refused(_("This is not a phone number of ten digits."), "phone") from error
    if found is None:
        raise Http404
    return found


def _told(values: ClaimIn, by: Actor) -> dict[str, Stated]:
    book = rulebook.book().scheme_rules
    found: dict[str, Stated] = {}
    for name, one in values.facts.items():
        rule = book.facts.get(name)
        if rule is None or rule.kind == "years":
            raise Refused(_("There is no such fact to tell."), f"facts.{name}")
        value = _value(rule, one.value)
        if by.role in PROVERS and one.certificate:
            found[name] = Stated(
                value, Text(hi=f"प्रमाण पत्र {one.certificate}", en=f"Certificate {one.certificate}"), True
            )
        else:
            found |= asked.as_told({name: value})
    return found


def _value(rule: FactRule, given: Given) -> Value:
    """Return a fact as the rules take it; raise Refused for another kind of value, or one beyond belief."""
    value: Value = given
    if rule.kind == "date" and isinstance(given, str):
        try:
            value = date.fromisoformat(given)
        except ValueError as error:
            raise Refused(_("This cannot be right. Look at it again."), f"facts.{rule.name}") from error
    try:
        taken = rule.type.take(value)
    except TypeError:
        taken = None
    if taken is None:
        raise Refused(_("This cannot be right. Look at it again."), f"facts.{rule.name}")
    return taken


def _answered(found: Outcome) -> dict[str, object]:
    if not holders.is_ours(found.edition):
        raise Refused(_("This scheme is not claimed here. Its page says where."), "scheme")
    return {
        "whole": found.whole,
        "conditions": [
            {
                "slug": one.condition.slug,
                "result": one.result,
                "proved": one.is_proved,
                "sentence": one.sentence.hi,
            }
            for one in found.answers
        ],
        "benefits": [
            {"part": one.part.rule.slug, "kind": one.kind, "paise": one.paise} for one in found.benefits.given
        ],
        "papers": list(found.papers),
        "asked": [one.name for one in asked.questions(found) if one.name != MEMBER],  # a birthday tells it, too
    }


def _standing(case: Case, reference: str, *, repeated: bool) -> dict[str, object]:
    claim = Claim.objects.get(pk=case.pk)
    return {
        "number": case.number,
        "reference": reference,
        "scheme": claim.scheme,
        "state": case.state,
        "state_label": str(flow.flow_of("claim").by_name[case.state].label),
        "track": claim.track,
        "due_at": case.due_at.isoformat() if case.due_at else None,
        "repeated": repeated,
    }
