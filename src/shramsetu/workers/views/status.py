"""Where an application stands, for whoever has number and code or whose phone was proved; and what may be done."""

import secrets
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework import actions as casework
from shramsetu.casework import complaining, flow, pdf, queries, rules
from shramsetu.casework import forms as casework_forms
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.casework.complaining import Complaint
from shramsetu.casework.models import Case, Party
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers, text
from shramsetu.offices import access
from shramsetu.people import throttle
from shramsetu.workers import applicants, receipts, ways
from shramsetu.workers.flow.registration import KINDS
from shramsetu.workers.models import Fee

OPENED = "wk_opened"  # number of a case → party and until when this browser may act for it
TRIES = "signin.slip_tries_an_hour"
MINE_MOST = 20
OWN_STEPS = ("answer", "appeal", "withdraw")


class Asked(forms.Form):
    """Number and code of the receipt."""

    number = forms.CharField(label=_("Application number"), max_length=20)
    code = forms.CharField(
        label=_("Code of the receipt"), max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def clean_number(self) -> str:
        """Take twelve digits as people write them."""
        try:
            return numbers.parse(self.cleaned_data["number"])
        except numbers.BadNumber as error:
            raise forms.ValidationError(error.sentence()) from None

    def clean_code(self) -> str:
        """Take the code in digits of any script."""
        return "".join(text.latin_digits(self.cleaned_data["code"]).split())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str = "") -> HttpResponse:
    """Ask for number and code; open the application."""
    form = Asked(request.POST if request.method == "POST" else None, initial={"number": number})
    if form.is_valid():
        at, number = timezone.now(), form.cleaned_data["number"]
        try:
            for what, source in (("wk-code", number), ("wk-address", throttle.address(request))):
                throttle.count(what, source, figure=TRIES, span=throttle.HOUR, at=at)
        except throttle.TooOften:
            return throttle.too_often(request)
        case = _of_number(number)
        party = queries.party_with_code(case, form.cleaned_data["code"]) if case else None
        if case and party:
            _open(request, case, party, at)
            return redirect("shramik:status", case.number)
        form.add_error("code", gettext("Number and code do not belong together. Look at the receipt."))
    context = {"form": form, "mine": _mine(request)}
    return render(request, "workers/public/ask.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Say where it stands, with whom, until when, and what was asked or decided."""
    case, actor = _own(request, number)
    if case is None or actor is None:
        return redirect("shramik:ask_number", number)
    return _shown(request, case, actor)


@never_cache
@require_POST
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Answer, appeal, or take back."""
    case, actor = _own(request, number)
    if case is None or actor is None or verb not in OWN_STEPS:
        raise Http404
    found = next((one for one in queries.steps_for(case, actor) if one.verb == verb), None)
    if found is None:
        return redirect("shramik:status", number)
    at = timezone.now()
    form = casework_forms.form_for(found, case, actor)(request.POST, request.FILES)
    if form.is_valid():
        try:
            casework.take(case, verb, seen=case.revision, by=actor, at=at, detail=form.keep(at=at))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        except (Missing, NotAllowed, Stale):
            return redirect("shramik:status", number)
        else:
            return redirect("shramik:status", number)
    return _shown(request, case, actor, bad={verb: form})


@never_cache
@require_safe
def paper(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Give the receipt, or the order of a refusal, as a PDF."""
    case, actor = _own(request, number)
    if case is None or actor is None:
        raise Http404
    if name == "receipt":
        return receipts.printed(case, request.GET.get("size", ""))
    page = receipts.order(case)
    if name != "order" or page["order"] is None:
        raise Http404
    return pdf.response("workers/papers/order.html", page, name=f"order-{number}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("wk-more", figure=TRIES, span=throttle.HOUR, methods=("POST",))
def more(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """One tap: more than the official fee was asked for. It opens a grievance with a number and a holder of its own."""
    case = _of_number(number)
    if case is None or not secrets.compare_digest(receipts.more_code(number).encode(), code.encode()):
        raise Http404
    return _more(request, case, receipts.of(case))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("wk-more", figure=TRIES, span=throttle.HOUR, methods=("POST",))
def more_fee(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One tap from the receipt of a renewal: more than the official fee was asked for."""
    fee = Fee.objects.select_related("membership__worker").filter(pk=pk).first()
    if fee is None or not secrets.compare_digest(receipts.more_code(f"fee:{pk}").encode(), code.encode()):
        raise Http404
    context = receipts.of_fee(fee)
    case = context["case"]
    if not isinstance(case, Case):
        raise Http404
    return _more(request, case, context)


def _more(request: HttpRequest, case: Case, context: dict[str, object]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "workers/public/more.html", context)
    worker = applicants.of(case).worker
    about = Complaint(
        case=case,
        category=ways.MORE[applicants.of(case).board],
        text=gettext("More than the official fee was asked for in application %(number)s.") % {"number": case.number},
        channel=Case.Channel.PORTAL,
        name=worker.name,
        phone=worker.phone,
    )
    made = complaining.complain(about, by=Actor(role="public"), at=timezone.now())
    return render(request, "workers/public/more.html", {**context, "made": made})


def _mine(request: HttpRequest) -> list[tuple[Case, flow.State]]:
    """Return the applications of the proved phone, the newest first."""
    key = access.citizen_key(request, timezone.now())
    if not key:
        return []
    own = Party.objects.filter(queries.own_parties(key), case__kind__in=KINDS).values("case")
    rows = Case.objects.filter(pk__in=own).order_by("-opened_at")[:MINE_MOST]
    return [(one, flow.flow_of(one.kind).by_name[one.state]) for one in rows]


def _shown(
    request: HttpRequest, case: Case, actor: Actor, bad: dict[str, casework_forms.StepForm] | None = None
) -> HttpResponse:
    steps = [one for one in queries.steps_for(case, actor) if one.verb in OWN_STEPS]
    shown = [(one, (bad or {}).get(one.verb) or casework_forms.form_for(one, case, actor)()) for one in steps]
    context = {
        **receipts.of(case),
        **receipts.order(case),
        "state": flow.flow_of(case.kind).by_name[case.state],
        "question": receipts.said(case, "ask") if case.state == "asked" else None,
        "steps": shown,
        "sizes": receipts.SIZES,
    }
    return render(request, "workers/public/status.html", context, status=422 if bad else 200)


def _own(request: HttpRequest, number: str) -> tuple[Case | None, Actor | None]:
    """Return the application and as whom the visitor may act for it: by its code, or by the proved phone."""
    case, at = _of_number(number), timezone.now()
    if case is None:
        return None, None
    opened = request.session.get(OPENED, {}).get(number)
    if opened and opened["until"] > at.timestamp():
        return case, Actor(role="citizen", person=f"party:{opened['party']}")
    key = access.citizen_key(request, at)
    if key and queries.speaks_for(case, key):
        return case, Actor(role="citizen", person=key)
    return case, None


def _open(request: HttpRequest, case: Case, party: Party, at: datetime) -> None:
    until = at.timestamp() + 60 * rules.figure("signin.citizen_minutes", at)
    request.session[OPENED] = {**request.session.get(OPENED, {}), case.number: {"party": party.pk, "until": until}}


def _of_number(number: str) -> Case | None:
    if not numbers.is_valid(number):
        return None
    rows = Case.objects.select_related("holder__place", "district", "department")
    return rows.filter(kind__in=KINDS, number=number).first()
