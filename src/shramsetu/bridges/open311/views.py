"""The faces of GeoReport v2: services, requests, tokens; JSON and XML.

Whoever has a number may look it up, as often as on the portal. Lists are for programs with a key: a public list would
give away every number, and count what the open data withholds.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.bridges.open311 import asked, queries, shown
from shramsetu.bridges.open311.written import FORMATS, Refused, answer, document, refusal
from shramsetu.grievances import actions, prepare
from shramsetu.journal.rules import Actor
from shramsetu.lib import aadhaar_places, numbers
from shramsetu.lib.identity import ELSEWHERE
from shramsetu.offices import tokens
from shramsetu.people import throttle

View = Callable[..., HttpResponse]
IDS_MOST = 100
LOOKUPS = "signin.track_per_address_minute"


def face(view: View) -> View:
    """Answer in the form and language asked for, not too often, and refuse as the specification says."""

    @wraps(view)
    def shaped(request: HttpRequest, form: str, **kwargs: object) -> HttpResponse:
        wanted = request.GET.get("locale", request.headers.get("Accept-Language", ""))[:2].lower()
        language = wanted if wanted in dict(settings.LANGUAGES) else "hi"
        with translation.override(language):
            try:
                if form not in FORMATS:
                    raise Refused(404, "format must be json or xml")
                source = throttle.address(request)
                throttle.count(
                    "open311", source, figure="open311.requests_per_minute", span=throttle.MINUTE, at=timezone.now()
                )
                return view(request, form, language, **kwargs)
            except throttle.TooOften:
                return refusal(form, Refused(429, _("Too many requests. Wait a minute and send it again.")))
            except prepare.BadFiling as error:
                return refusal(form, Refused(400, *(f"{name}: {why}" for name, why in error.errors.items())))
            except Refused as error:
                return refusal(form, error)

    return shaped


@require_safe
@face
def discovery(request: HttpRequest, form: str, language: str) -> HttpResponse:
    return document(form, shown.discovery(), name="discovery")


@require_safe
@face
def services(request: HttpRequest, form: str, language: str) -> HttpResponse:
    rows = [shown.service(one, language) for one in shown.open_categories().values()]
    return answer(form, rows, outer="services", inner="service")


@require_safe
@face
def service(request: HttpRequest, form: str, language: str, code: str) -> HttpResponse:
    """Say that a service asks for nothing beyond the common fields; 404 for one that is not there."""
    asked.service({"service_code": code})
    return answer(
        form, [{"service_code": code, "attributes": ""}], outer="service_definitions", inner="service_definition"
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@face
def requests(request: HttpRequest, form: str, language: str) -> HttpResponse:
    if request.method == "POST":
        return _take(request, form)
    _caller(request, "read")
    return _listed(request, form, language)


@require_safe
@face
def one(request: HttpRequest, form: str, language: str, number: str) -> HttpResponse:
    rows = _looked_up(request, number, language)
    if not rows:
        raise Refused(404, "service_request_id was not found")
    return answer(form, rows, outer="service_requests", inner="request")


@require_safe
@face
def token(request: HttpRequest, form: str, language: str, text: str) -> HttpResponse:
    """Tell the number behind a token; as each request gets its number at once, the token is the number."""
    rows = _looked_up(request, text, language)
    if not rows:
        raise Refused(404, "token was not found")
    told = [{"service_request_id": row["service_request_id"], "token": row["service_request_id"]} for row in rows]
    return answer(form, told, outer="service_requests", inner="request")


def _listed(request: HttpRequest, form: str, language: str) -> HttpResponse:
    given = request.GET.dict()
    if ids := given.get("service_request_id", ""):
        return answer(form, _by_numbers(ids, language), outer="service_requests", inner="request")
    cases = queries.between(*asked.span(given, timezone.now()))
    if given.get("service_code"):
        codes = given["service_code"].split(",")[:IDS_MOST]
        cases = cases.filter(category__in=[asked.service({"service_code": code}) for code in codes])
    wanted = [word for word in given.get("status", "").split(",") if word]
    if set(wanted) - set(queries.PHASES):
        raise Refused(400, "status must be open or closed")
    if wanted:
        cases = cases.filter(phase__in=[phase for word in wanted for phase in queries.PHASES[word]])
    rows = [shown.request(case, language) for case in cases[asked.page(given, queries.MOST)]]
    return answer(form, rows, outer="service_requests", inner="request")


def _looked_up(request: HttpRequest, number: str, language: str) -> list[shown.Row]:
    throttle.count("track", throttle.address(request), figure=LOOKUPS, span=throttle.MINUTE, at=timezone.now())
    return _by_numbers(number.partition(",")[0], language)


def _by_numbers(text: str, language: str) -> list[shown.Row]:
    found = []
    for word in text.split(",")[:IDS_MOST]:
        try:
            found.append(numbers.parse(word))
        except numbers.BadNumber:
            continue
    return [shown.request(case, language) for case in queries.public().filter(number__in=found)]


def _take(request: HttpRequest, form: str) -> HttpResponse:
    by, at, given = _caller(request, "write"), timezone.now(), request.POST.dict()
    if wrong := aadhaar_places.found(given):
        sentence = ELSEWHERE[(translation.get_language() or "hi")[:2] != "hi"]
        raise Refused(400, *(f"{name}: {sentence}" for name in wrong))
    values = {
        "category": asked.service(given),
        "text": given.get("description", ""),
        "district": asked.district(given).lgd_code,
        "landmark": given.get("address_string", "")[:200],
        "channel": "api",
        "complainant": {
            "name": f"{given.get('first_name', '')} {given.get('last_name', '')}".strip(),
            "phone": given.get("phone", ""),
            "email": given.get("email", ""),
        },
    }
    case = actions.register(prepare.filing(values, at=at), by=by, at=at)
    notice = _("A picture at an address is not fetched. Send it with the number by another way.")
    told = {
        "service_request_id": case.number,
        "service_notice": notice if given.get("media_url") else "",
        "account_id": "",
    }
    return answer(form, [told], outer="service_requests", inner="request", status=201)


def _caller(request: HttpRequest, scope: str) -> Actor:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    text = bearer or (request.POST if request.method == "POST" else request.GET).get("api_key", "")
    actor = tokens.actor_of(text, timezone.now()) if text else None
    if actor is None or scope not in (actor.scopes or ()):
        raise Refused(403, "api_key is missing, over, or has no right to this")
    return actor
