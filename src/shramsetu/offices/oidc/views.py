"""The way to the sign-on service and back."""

import hmac
import secrets
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shramsetu.offices.oidc import actions, provider, rules

log = structlog.get_logger("oidc")
UNDER_WAY, TOKEN = "oidc", "oidc_token"  # keys of the session
WAYS_MOST = 3  # open at once, in as many windows
WAY_SECONDS = 600


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Lead to the service, with what its answer must fit to."""
    if not provider.is_set():
        raise Http404
    try:
        door = provider.doors().authorize
    except provider.Unreachable as error:
        return _silent(request, error)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _one in range(3))
    ways = list(_ways(request).items())[1 - WAYS_MOST :]
    way = {"nonce": nonce, "verifier": verifier, "next": _next(request), "at": timezone.now().timestamp()}
    request.session[UNDER_WAY] = dict(ways) | {state: way}
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC["client_id"],
        "redirect_uri": _back(),
        "scope": settings.OIDC["scope"],
        "state": state,
        "nonce": nonce,
        "code_challenge": rules.challenge(verifier),
        "code_challenge_method": "S256",
    }
    return redirect(rules.with_query(door, **asked))


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Take the service's answer; each `state` counts once, whatever comes of it."""
    if not provider.is_set():
        raise Http404
    way = _taken(request, request.GET.get("state", ""))
    if way is None:
        return _refused(request, "state")
    if request.GET.get("error"):
        return _refused(request, request.GET["error"][:60])
    if request.GET.get("iss", settings.OIDC["issuer"]) != settings.OIDC["issuer"]:  # RFC 9207: mixed up with another
        return _refused(request, "iss")
    given = {"verifier": way["verifier"], "nonce": way["nonce"], "back": _back()}
    try:
        said, token = provider.redeem(request.GET.get("code", ""), **given)
    except provider.Unreachable as error:
        return _silent(request, error)
    except rules.Untrue as error:
        return _refused(request, str(error))
    return _in(request, said, token, way["next"])


def leaving(request: HttpRequest) -> str:
    """Return where to sign out of the service too, for who came through it; "" for others."""
    token = request.session.get(TOKEN, "")
    if not token or not provider.is_set():
        return ""
    try:
        door = provider.doors().leave
    except provider.Unreachable:
        return ""
    after = settings.SITE_URL + reverse("account_login")
    told = {"id_token_hint": token, "client_id": settings.OIDC["client_id"], "post_logout_redirect_uri": after}
    return rules.with_query(door, **told) if door else ""


def name() -> str:
    """Return what the service is called on the sign-in page; "" where this site has none."""
    if not provider.is_set():
        return ""
    return str(settings.OIDC["name"]) or _("the state's single sign-on")


def origin() -> str:
    """Return the origin that a form of ours may lead to: the service's, where signing out ends."""
    parts = urlsplit(settings.OIDC["issuer"])
    return f"{parts.scheme}://{parts.netloc}" if provider.is_set() else ""


def _in(request: HttpRequest, said: dict[str, Any], token: str, onward: str) -> HttpResponse:
    subject, user_name = str(said["sub"]), rules.user_name(said, settings.OIDC["claim"])
    try:
        user = actions.officer(settings.OIDC["issuer"], subject, name=user_name, at=timezone.now())
    except actions.Stranger as error:
        log.warning("no officer of ours", why=str(error))
        messages.error(request, _("No officer here goes with that sign-in. Ask your administrator."))
        return redirect("account_login")
    record_authentication(request, user, method="oidc")
    answer: HttpResponse = perform_login(request, user, redirect_url=onward or None)
    request.session[TOKEN] = token  # to sign out there too
    return answer


def _ways(request: HttpRequest) -> dict[str, dict[str, Any]]:
    found = request.session.get(UNDER_WAY)
    return found if isinstance(found, dict) else {}


def _taken(request: HttpRequest, state: str) -> dict[str, Any] | None:
    ways = _ways(request)
    known = next((one for one in ways if hmac.compare_digest(one.encode(), state.encode())), "")
    way = ways.pop(known, None)
    request.session[UNDER_WAY] = ways
    return way if way and timezone.now().timestamp() - float(way["at"]) <= WAY_SECONDS else None


def _silent(request: HttpRequest, error: provider.Unreachable) -> HttpResponse:
    log.warning("single sign-on silent", why=str(error))
    messages.error(request, _("The single sign-on does not answer. Sign in here with user name and password."))
    return redirect("account_login")


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    log.warning("single sign-on refused", why=why)
    messages.error(request, _("That sign-in did not succeed. Begin again, or sign in with user name and password."))
    return redirect("account_login")


def _back() -> str:
    return str(settings.SITE_URL) + reverse("sso_back")


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
