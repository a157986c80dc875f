"""Proving a phone by a one-time code; ending it here or everywhere."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu import rulebook
from shramsetu.casework.models import Party
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, phone
from shramsetu.messages import actions as messages
from shramsetu.people import actions as people
from shramsetu.people import errors, reach, throttle
from shramsetu.people.queries import phone_key
from shramsetu.portal import asking, citizen

ASKED, NEXT = "portal_asked", "portal_next"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("code", figure="signin.codes_per_address_hour", span=throttle.HOUR, methods=("POST",))
def ask_code(request: HttpRequest) -> HttpResponse:
    """Ask for the phone; send it a code if we know it. The answer is the same either way."""
    if request.method != "POST":
        _keep_next(request)
        return render(request, "portal/sign_in.html", {"form": asking.SignIn(initial=request.GET.dict())})
    form = asking.SignIn(request.POST)
    if not form.is_valid():
        return render(request, "portal/sign_in.html", {"form": form}, status=422)
    number, at = form.cleaned_data["phone"], timezone.now()
    try:
        _send(number, throttle.address(request), at)
    except errors.Refused as refused:
        form.add_error("phone", str(refused.message))
        return render(request, "portal/sign_in.html", {"form": form}, status=429)
    request.session[ASKED] = number
    return redirect("portal:code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent and let the visitor in."""
    number = request.session.get(ASKED)
    if not number:
        return redirect("portal:sign_in")
    form = asking.Code(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            key = people.check_code(number, form.cleaned_data["code"], at=timezone.now())
        except errors.Refused as refused:
            form.add_error("code", str(refused.message))
        else:
            return _let_in(request, key, number)
    context = {"form": form, "phone": phone.masked(number), "minutes": _minutes(timezone.now())}
    return render(request, "portal/code.html", context, status=422 if form.is_bound else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End it in this browser, or with `everywhere` in every one."""
    at = timezone.now()
    who = citizen.signed_in(request, at=at)
    if who is not None and request.POST.get("everywhere"):
        citizen.sign_out_everywhere(request, who, at=at)
    else:
        citizen.sign_out(request)
    return redirect("portal:home")


def _let_in(request: HttpRequest, key: str, number: str) -> HttpResponse:
    address = request.session.pop(NEXT, "")
    request.session.pop(ASKED, None)
    citizen.sign_in(request, key, number, at=timezone.now())
    return redirect(address) if address else redirect("portal:mine")


def _send(number: str, source: str, at: datetime) -> None:
    """Send a code to a phone we know; a strange phone gets none, so that nobody is pestered through us."""
    parties = Party.objects.filter(phone_key=phone_key(number)).exclude(part=Party.Part.OPPOSITE)
    if not (parties.exists() or reach.is_known(number)):
        return
    people.send_code(number, source=source, at=at, send=lambda to, code: _message(to, code, at))


def _message(number: str, code: str, at: datetime) -> None:
    key = phone_key(number)
    messages.send(
        "code",
        to=messages.Recipient(number, "en" if get_language() == "en" else "hi"),
        values={"code": code, "minutes": str(_minutes(at))},
        stream=f"code:{key[:16]}",
        key=f"code:{key[:24]}:{at.timestamp():.0f}",
        by=Actor(role=citizen.ROLE),
        at=at,
    )


def _minutes(at: datetime) -> int:
    return rulebook.book().number("signin.code_minutes", clock.day(at))


def _keep_next(request: HttpRequest) -> None:
    address = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        request.session[NEXT] = address
