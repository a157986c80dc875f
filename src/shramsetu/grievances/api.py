"""The API of complaints: register, read, act, and follow. Translates in, one action or query, translates out."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Body, File, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import doing, flow, forms, queries
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.grievances import actions, contract, prepare, shown
from shramsetu.grievances import queries as grievances
from shramsetu.grievances.contract import described
from shramsetu.grievances.filing import Filing
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.offices import roster
from shramsetu.offices.models import Post
from shramsetu.places import queries as places

router = Router(tags=["grievances"])
public = Router(tags=["public"], auth=None)
PAGE = 50
KEY, IF_MATCH = contract.KEY, contract.IF_MATCH
REGISTERS = described(201, contract.Registered, errors=(400, 401, 413, 422), headers=[KEY])
TAKES = described(200, contract.Taken, errors=(400, 401, 403, 404, 412, 413, 422), headers=[KEY, IF_MATCH])
STORES = described(201, contract.Stored, errors=(401, 404, 413, 415, 422), headers=[KEY])
# The values of a step by name: see `steps` of the case for what each verb needs.
Values = Annotated[dict[str, Any] | None, Body()]


class SomeoneIn(Schema):
    """A person as given at the door."""

    name: str = ""
    phone: str = ""
    other_phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "hi"
    relation: str = ""
    consent: bool = True
    phone_owner: str = ""
    best_time: str = ""
    safe_to_call: bool = True


class FilingIn(Schema):
    """Something raised. `district` is an LGD code, `place` the id of a place or words that name one.

    `against` is the code of the post complained of: this seals the complaint, and bars who sits there.
    """

    kind: str = "grievance"
    category: str = ""
    text: str
    district: int | None = None
    place: int | str | None = None
    landmark: str = ""
    channel: str = "api"
    complainant: SomeoneIn | None = None
    complainants: list[SomeoneIn] = Field(default_factory=list)
    filed_by: SomeoneIn | None = None
    opposite_party: str | SomeoneIn | None = None
    against: str = ""
    sealed: bool = False
    exclusion: str = ""
    article: str = ""
    stream: str = ""
    outside_number: str = ""


class Filters(Schema):
    """What a list is narrowed by; `cursor` is the `next` of the page before."""

    state: str = ""
    kind: str = ""
    category: str = ""
    district: int | None = None
    overdue: bool = False
    q: str = ""
    cursor: str = ""


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _visible(request: HttpRequest, number: str) -> Case:
    try:
        found = numbers.parse(number)
    except numbers.BadNumber:
        found = ""
    case = queries.visible(found, _actor(request))
    if case is None:
        raise Http404
    return case


@router.post("", response={201: dict[str, Any]}, openapi_extra=REGISTERS)
@roster.held()
def register(request: HttpRequest, values: FilingIn) -> Status[dict[str, Any]]:
    """Register a grievance, question, demand or suggestion. Send an Idempotency-Key so that a repeat is safe."""
    at = timezone.now()
    against = _named(values.against)
    given = {**values.dict(exclude_none=True), "sealed": values.sealed or against is not None}
    filing = prepare.filing(given, at=at, against=against)
    alike = _alike(request, filing, at)
    case = actions.register(filing, by=_actor(request), at=at)
    return Status(201, {**shown.receipt(case), "possible_duplicates": alike})


def _named(code: str) -> Post | None:
    if not code:
        return None
    found = Post.objects.select_related("place").filter(code=code, abolished_at=None) if code.isprintable() else None
    post = found.first() if found else None
    if post is None:
        raise prepare.BadFiling({"against": _("There is no post with this code.")})
    return post


def _alike(request: HttpRequest, filing: Filing, at: datetime) -> list[dict[str, Any]]:
    if filing.kind != "grievance" or filing.sealed:
        return []
    found = grievances.alike(
        _actor(request),
        category=filing.category,
        district=filing.district,
        text=filing.text,
        phone=filing.complainants[0].phone,
        at=at,
    )
    return [
        {"number": one.case.number, "likeness": round(one.likeness, 2), "same_phone": one.same_phone} for one in found
    ]


@router.get("", response=dict[str, Any], openapi_extra=described(200, contract.Page, errors=(401, 422)))
@roster.held()
def listing(request: HttpRequest, filters: Annotated[Filters, Query()]) -> dict[str, Any]:
    """List the cases in the caller's scope, newest first, fifty at a time."""
    if filters.cursor and not grievances.is_cursor(filters.cursor):
        raise prepare.BadFiling({"cursor": _("This is not the `next` of an earlier page. Begin without a cursor.")})
    cases = grievances.filtered(queries.cases_visible_to(_actor(request)), filters.dict(), at=timezone.now())
    rows = queries.dressed(list(cases[: PAGE + 1]))
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    return {"items": [shown.line(case) for case in rows[:PAGE]], "next": grievances.cursor_of(more) if more else None}


@router.get("/{number}", response=dict[str, Any], openapi_extra=described(200, contract.Whole, errors=(401, 404)))
@roster.held()
def read(request: HttpRequest, number: str, response: HttpResponse) -> dict[str, Any]:
    """Read one case, with the steps open to the caller and what each needs; the ETag is its revision."""
    case = _visible(request, number)
    response["ETag"] = f'"{case.revision}"'
    return shown.whole(case, _actor(request))


@router.post("/{number}/steps/{verb}", response=dict[str, Any], openapi_extra=TAKES)
@roster.held()
def step(request: HttpRequest, number: str, verb: str, response: HttpResponse, values: Values) -> dict[str, Any]:
    """Take a step. If-Match with the revision you read makes a stale decision fail with 412."""
    case, by, at = _visible(request, number), _actor(request), timezone.now()
    given, seen = values or {}, _seen(request, case)
    if seen != case.revision:
        raise casework.Stale(case.number)
    allowed = casework.step_for(case, verb, by=by)
    form = forms.read(_without_files(allowed), case, by, given, {})
    if not form.is_valid():
        raise prepare.BadFiling({name: str(found[0]) for name, found in form.errors.items()})
    detail = {**form.detail, **_files(allowed, given, case)}
    drafted = doing.take_or_propose(case, verb, seen=seen, by=by, at=at, detail=detail)
    response["ETag"] = f'"{case.revision}"'
    return {**shown.whole(case, by), "waits_in_tray": drafted}


def _seen(request: HttpRequest, case: Case) -> int:
    given = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not given or given == "*":
        return case.revision
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _without_files(step: flow.Step) -> flow.Step:
    """Return the step as the API asks for it: files are stored first, by themselves."""
    needs = tuple(need for need in step.needs if need.kind != "files")
    return flow.Step(step.verb, step.starts, step.ends, step.who, step.label, needs, tray=step.tray)


def _files(step: flow.Step, given: dict[str, Any], case: Case) -> dict[str, object]:
    """Return the values of the step's file needs: the ids given, or the papers already stored with the case."""
    wanted = [need.name for need in step.needs if need.kind == "files"]
    stored = [str(pk) for pk in grievances.stored_papers(case)] if wanted else []
    return {name: [pk for pk in given.get(name) or stored if pk in stored] for name in wanted}


@router.post("/{number}/files", response={201: dict[str, Any]}, openapi_extra=STORES)
def attach(
    request: HttpRequest, number: str, upload: Annotated[UploadedFile, File()], purpose: Purpose = Purpose.OTHER
) -> Status[dict[str, Any]]:
    """Store a paper, photo or recording with a case; what it says it is must be what it is."""
    case = _visible(request, number)
    with transaction.atomic():
        stored = files.store(upload, stream=case.stream, purpose=purpose, by=_actor(request), at=timezone.now())
    return Status(201, {"id": str(stored.pk), "name": stored.name, "type": stored.media_type, "size": stored.size})


@public.get("/places", response=list[dict[str, Any]], openapi_extra=described(200, list[contract.Place], errors=(422,)))
def find_places(request: HttpRequest, q: str = "", district: int | None = None) -> list[dict[str, Any]]:
    """Find places by any spelling, former name or PIN; without words the 75 districts."""
    if not q:
        return [shown.place(one) for one in places.districts()]
    try:
        within = places.district(district) if district else None
    except places.NoPlace as error:
        raise prepare.BadFiling({"district": _("There is no district with this code in the state.")}) from error
    return [shown.place(one) for one in places.find(q, district=within)]


@public.get("/categories", response=list[dict[str, Any]], openapi_extra=described(200, list[contract.Category]))
def categories(request: HttpRequest) -> list[dict[str, Any]]:
    """List the categories: who answers, what proof a report must hold, and the limits in force today."""
    on = clock.day(timezone.now())
    return [shown.category(row, on) for row in rulebook.book().categories.values()]


@public.get("/track/{number}", response=dict[str, Any], openapi_extra=described(200, contract.Track, errors=(404, 422)))
def track(request: HttpRequest, number: str) -> dict[str, Any]:
    """Say how far a case is: its state, who has it and until when. Nothing personal; a sealed case says only that."""
    try:
        found = numbers.parse(number)
    except numbers.BadNumber as error:
        raise prepare.BadFiling({"number": error.sentence(get_language() or "hi")}) from error
    return shown.public(get_object_or_404(Case, number=found, kind__in=prepare.KINDS))
