"""The freed person's own page: a one-time code opens it, nothing else does.

The mark of the certificate leads here; who has none of ours writes the number of the old one, or their phone.
"""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu import rulebook
from shramsetu.bonded import holders, own_view
from shramsetu.bonded.actions import own, paidbefore
from shramsetu.bonded.holders import Holder
from shramsetu.bonded.models import PaidBefore, Payment
from shramsetu.bonded.own_forms import Caller, Code, Start
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.people import errors, throttle

OPENED = "bandhua_own"  # the certificate that this browser opened, and until when
TRIES = "signin.slip_tries_an_hour"
TRIES_OF_ONE = "bonded.read_outs_a_day"
HELPERS = (Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("bandhua-own", figure=TRIES, span=throttle.HOUR, methods=("POST",))
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show what came and what is owed to whoever gave the code; else ask for it."""
    holder, at = _holder(token), timezone.now()
    if request.method != "POST" and _is_open(request, token, at):
        found = own_view.of(holder.survivor, at=at)
        return render(request, "bonded/public/own.html", {"own": found, "holder": holder})
    form = Code(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            throttle.count("bandhua-own-code", token, figure=TRIES, span=throttle.HOUR, at=at)
        except throttle.TooOften:
            return throttle.too_often(request)
        if own.is_code(holder, form.cleaned_data["code"], at=at):
            return _open(request, holder, at)
        form.add_error("code", gettext("This code is not right, or it is too old. Ask for a new one."))
    status = 422 if form.is_bound else 200
    return render(request, "bonded/public/own_code.html", {"form": form, "holder": holder}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("bandhua-own", figure=TRIES, span=throttle.HOUR, methods=("POST",))
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the own page who has no mark to scan: by a number and the code that was read out."""
    form, at = Start(request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid():
        for holder in holders.by_number(form.cleaned_data["number"]):
            if own.is_code(holder, form.cleaned_data["code"], at=at):
                return _open(request, holder, at)
        form.add_error("code", gettext("This code is not right, or it is too old. Ask for a new one."))
    return render(request, "bonded/public/own_start.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@throttle.limited("code", figure="signin.codes_per_address_hour", span=throttle.HOUR, methods=("POST",))
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Send a code; the answer is the same whether a phone is known or not."""
    holder = _holder(token)
    try:
        own.send_code(holder, source=throttle.address(request), at=timezone.now())
    except errors.Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, gettext("If we know a safe phone of yours, the code is on its way to it."))
    return redirect("bandhua:own", token)


@require_POST
def close(request: HttpRequest, token: str) -> HttpResponse:
    """Shut the page in this browser, which may be a borrowed one: the next asks for a code again."""
    if request.session.get(OPENED, [""])[0] == token:
        del request.session[OPENED]
    messages.success(request, gettext("The page is closed on this phone."))
    return redirect("bandhua:own_start")


@require_POST
def not_received(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Take down that a sum did not come."""
    holder, at = _holder(token), timezone.now()
    if not _is_open(request, token, at):
        return redirect("bandhua:own", token)
    payment = get_object_or_404(Payment, pk=pk, survivor=holder.survivor, stage=Stage.PAID)
    own.not_received(holder.survivor, payment, at=at)
    messages.success(request, gettext("It is written down. The office looks into it and answers you."))
    return redirect("bandhua:own", token)


@require_POST
def not_received_before(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Take down that a sum of an old register did not come."""
    holder, at = _holder(token), timezone.now()
    if not _is_open(request, token, at):
        return redirect("bandhua:own", token)
    row = get_object_or_404(PaidBefore, pk=pk, survivor=holder.survivor)
    paidbefore.doubt(row, by=own.SELF, at=at)
    messages.success(request, gettext("It is written down. The office looks into it and answers you."))
    return redirect("bandhua:own", token)


@post_required(*HELPERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_out(request: DeskRequest) -> HttpResponse:
    """Give the helpline a code to read out to a caller who knows number and name; nothing of the person is shown."""
    form, code = Caller(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        code = _spoken(request, form)
        if not code and not form.errors:
            form.add_error("name", gettext("Number and name do not belong together. Ask the caller again."))
    status = 422 if form.errors else 200
    return render(request, "bonded/own_read_out.html", {"form": form, "code": code}, status=status)


def _spoken(request: DeskRequest, form: Caller) -> str:
    at, said = timezone.now(), form.cleaned_data
    try:
        throttle.count("bandhua-read-out", str(request.actor.user_id), figure=TRIES, span=throttle.HOUR, at=at)
        found = holders.by_number(said["number"])
        if not found:
            form.add_error("number", gettext("No freed person is known by this number. Ask the caller again."))
        for one in found:
            # whoever tries names tries them on one person: after that the office alone helps, whichever desk is asked
            of = str(one.survivor.pk)
            throttle.count("bandhua-read-out-of", of, figure=TRIES_OF_ONE, span=timedelta(days=1), at=at)
        codes = [own.read_out(one, said["name"], by=request.actor, at=at) for one in found]
        right = [one for one in codes if one]
        return right[0] if len(right) == 1 else ""  # two of one name behind one phone: nobody can say who calls
    except throttle.TooOften:
        form.add_error(
            "number",
            gettext("This was asked too often. Wait an hour; of one person a code is read out a few times a day."),
        )
    except errors.Refused as refused:
        form.add_error("number", str(refused.message))
    return ""


def _open(request: HttpRequest, holder: Holder, at: datetime) -> HttpResponse:
    until = at + timedelta(minutes=rulebook.book().number("signin.code_minutes", clock.day(at)))
    request.session[OPENED] = [holder.token, until.timestamp()]
    return redirect("bandhua:own", holder.token)


def _holder(token: str) -> Holder:
    found = holders.by_token(token)
    if found is None:
        raise Http404
    return found


def _is_open(request: HttpRequest, token: str, at: datetime) -> bool:
    opened = request.session.get(OPENED)
    return opened is not None and opened[0] == token and at.timestamp() < opened[1]
