"""Who is at the other end of a request: the officer and the post they act as, or a citizen, or nobody known.

`ActorMiddleware` fills `request.actor`, `request.post`, `request.charge`; `post_required` guards the views of the desk.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries, roster
from shramsetu.offices.models import Charge, Post, Role, User

P = ParamSpec("P")
PUBLIC = Actor(role="public")
BEGAN, SEEN, CHARGE, FACTOR = "began", "seen", "charge", "second_factor"
CITIZEN, CITIZEN_SEEN = "citizen", "citizen_seen"
READING = ("GET", "HEAD")
SEEN_EVERY = 60  # seconds between two notes of the last sign of life
BACKGROUND = "X-Background"  # a page that refreshes itself is no sign of life
# Pages that stay open while the second factor or an own password is still missing.
SETTING_UP = ("mfa_", "account_", "set_language", "stylesheet", "switch_post")


class DeskRequest(HttpRequest):
    """A request of the desk: somebody signed in, acting as a post."""

    user: User
    actor: Actor
    post: Post
    charge: Charge


class CitizenRequest(HttpRequest):
    """A request of a citizen whose phone was proved; `actor.person` is its key."""

    actor: Actor


class ActorMiddleware:
    """Fill `request.actor`, `request.post` and `request.charge`, and end sessions that are over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        found = cast("DeskRequest", request)
        found.actor, found.__dict__["post"], found.__dict__["charge"] = PUBLIC, None, None
        if request.user.is_authenticated and BEGAN not in request.session:
            start_session(request, now)
        if request.user.is_authenticated and _end_if_over(found, now):
            messages.info(request, _("You were signed out. Sign in again to go on."))
        if request.user.is_authenticated:
            _note_seen(found, now)
            _take_post(found, now)
        elif key := citizen_key(request, now):
            found.actor = Actor(role="citizen", person=key)
        with roster.held() if request.method in READING else nullcontext():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead an officer without a second factor, or with a password given by another, to the page that mends it."""
        del view, args, kwargs
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        if not request.user.is_authenticated or name.startswith(SETTING_UP):
            return None
        if request.user.password_given:
            messages.info(request, _("Choose a password of your own before you go on."))
            return redirect("account_change_password")
        if settings.SECOND_FACTOR == "required" and not _has_second_factor(request):
            messages.info(request, _("Add a second factor before you go on: an authenticator app or a passkey."))
            return redirect("mfa_index")
        return None


def post_required(
    *roles: Role,
) -> Callable[[Callable[Concatenate[Any, P], HttpResponse]], Callable[Concatenate[Any, P], HttpResponse]]:
    """Let only somebody in who acts as a post, of one of `roles` if any are named.

    Nobody signed in is led to sign in, no post chosen to the choice; another role is refused (403).
    """

    def guard(view: Callable[Concatenate[Any, P], HttpResponse]) -> Callable[Concatenate[Any, P], HttpResponse]:
        @wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            if request.post is None:
                return redirect_to_login(request.get_full_path(), reverse("switch_post"))
            if roles and request.post.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined] # read by the test that walks every address
        return guarded

    return guard


def start_session(request: HttpRequest, at: datetime) -> None:
    """Note when a session of an officer began; called once, after signing in."""
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()
    for key in (CHARGE, FACTOR, CITIZEN, CITIZEN_SEEN, "citizen_phone"):
        request.session.pop(key, None)


def first_page(request: HttpRequest) -> str:
    """Return where an officer begins: the choice of the post if there are several, else the desk."""
    user = cast("User", request.user)
    if request.session.get(CHARGE) is None and len(queries.charges_of(user, timezone.now())) > 1:
        return reverse("switch_post")
    return reverse("desk:home")


def act_as(request: HttpRequest, charge: Charge) -> None:
    """Let the session act in the name of a charge from now on."""
    request.session[CHARGE] = charge.pk


def sign_in_citizen(request: HttpRequest, key: str, at: datetime) -> None:
    """Begin a session of the citizen whose phone has the keyed hash `key` (people.actions.check_code)."""
    request.session.cycle_key()
    request.session[CITIZEN], request.session[CITIZEN_SEEN] = key, at.timestamp()


def sign_out_citizen(request: HttpRequest) -> None:
    """End a citizen's session."""
    request.session.flush()


def citizen_key(request: HttpRequest, at: datetime) -> str:
    """Return the keyed hash of the phone of the citizen at the other end, "" if none or if the time is over."""
    key = str(request.session.get(CITIZEN, ""))
    if not key:
        return ""
    seen = float(request.session.get(CITIZEN_SEEN, 0))
    limit = rulebook.book().number("signin.citizen_minutes", clock.day(at)) * 60
    if at.timestamp() - seen > limit:
        del request.session[CITIZEN]
        return ""
    if at.timestamp() - seen > SEEN_EVERY:
        request.session[CITIZEN_SEEN] = at.timestamp()
    return key


def _end_if_over(request: DeskRequest, now: datetime) -> bool:
    """Sign out where the session is too old, too long idle, or was ended by another; tell whether it was."""
    book, day, session = rulebook.book(), clock.day(now), request.session
    began, seen = (datetime.fromtimestamp(float(session.get(key, 0)), tz=now.tzinfo) for key in (BEGAN, SEEN))
    idle = timedelta(minutes=book.number("signin.idle_minutes", day))
    longest = timedelta(hours=book.number("signin.session_hours", day))
    ended = request.user.sessions_from
    if now - began <= longest and now - seen <= idle and (ended is None or began >= ended):
        return False
    logout(request)
    return True


def _note_seen(request: DeskRequest, now: datetime) -> None:
    seen = float(request.session[SEEN])
    if now.timestamp() - seen > SEEN_EVERY and BACKGROUND not in request.headers:
        request.session[SEEN] = now.timestamp()


def _take_post(request: DeskRequest, now: datetime) -> None:
    """Find the post in whose name the session acts: the one chosen, or the only one there is."""
    user = request.user
    charges = queries.charges_of(user, now)
    chosen = request.session.get(CHARGE)
    charge = next((one for one in charges if one.pk == chosen), None)
    if charge is None:
        request.session.pop(CHARGE, None)
        if len(charges) != 1:
            request.actor = Actor(role="user", user_id=user.pk)
            return
        charge = charges[0]
        act_as(request, charge)
    request.charge, request.post = charge, charge.post
    assists = charge.kind == Charge.Kind.ASSISTANT
    request.actor = Actor(role=charge.post.role, user_id=user.pk, post_id=charge.post_id, assists=assists)


def _has_second_factor(request: HttpRequest) -> bool:
    if request.session.get(FACTOR):
        return True
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    if Authenticator.objects.filter(user=cast("User", request.user), type__in=kinds).exists():
        request.session[FACTOR] = True
        return True
    return False
