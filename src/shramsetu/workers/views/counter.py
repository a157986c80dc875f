"""A counter registers a worker: service centre, helpline, clerk and officer; receipt, payment and order of a case."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework import forms as casework_forms
from shramsetu.casework import pdf
from shramsetu.casework import queries as casework
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.workers import applicants, portraits, receipts, scope
from shramsetu.workers.actions import applying, fees
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.flow.registration import KINDS
from shramsetu.workers.forms.counter import Payment, Whole
from shramsetu.workers.models import Fee
from shramsetu.workers.queries import likely

CENTRES = frozenset({Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT})
FILERS = CENTRES | {Role.OPERATOR, Role.ENQUIRY, Role.OFFICER}
READERS = FILERS | {Role.HEAD, Role.DM}
CHANNEL: dict[str, Case.Channel] = {
    Role.OPERATOR: Case.Channel.CALL,
    Role.ENQUIRY: Case.Channel.DESK,
    Role.OFFICER: Case.Channel.DESK,
}


@post_required(*FILERS)
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Show the form; check it, show once who may be the same person, and register."""
    if request.method == "GET":
        first = {"idempotency_key": uuid4().hex, "phone": request.GET.get("phone", ""), "filer": _filer(request)}
        return _page(request, Whole(initial=first))
    whole = Whole(request.POST, request.FILES)
    if not whole.is_valid():
        return _page(request, whole, status=422)
    alike = likely.same_person(whole.worker)
    if alike and not request.POST.get("likely_seen"):
        return _page(request, whole, alike=alike)
    try:
        case = _save(whole, request, at=timezone.now())
    except Refused as refused:
        whole.refuse(refused)
        return _page(request, whole, status=422)
    except (file_rules.FalseType, file_rules.TooLarge) as error:
        whole.counter.add_error("certificate", casework_forms.file_sentence(error))
        return _page(request, whole, status=422)
    return redirect("workers:sent", case.number)


@post_required(*READERS)
@require_safe
def sent(request: DeskRequest, number: str) -> HttpResponse:
    """Show the number in big type, who has it and until when, the fee, and the receipts."""
    case = _case(request, number)
    return render(request, "workers/sent.html", {**receipts.of(case), "payment": Payment(), "sizes": receipts.SIZES})


@post_required(*READERS)
@require_safe
def receipt(request: DeskRequest, number: str) -> HttpResponse:
    """Print the receipt in the size of the printer: A5, A4 or a roll of 80 mm."""
    return receipts.printed(_case(request, number), request.GET.get("size", ""))


@post_required(*READERS)
@require_safe
def order(request: DeskRequest, number: str) -> HttpResponse:
    """Give the order of a refusal as a PDF."""
    case = _case(request, number)
    page = receipts.order(case)
    if page["order"] is None:
        raise Http404(gettext("There is no order in this case."))
    return pdf.response("workers/papers/order.html", page, name=f"order-{number}")


@post_required(*FILERS)
@require_POST
def pay(request: DeskRequest, number: str) -> HttpResponse:
    """Note the fee of an application as paid."""
    case = _case(request, number)
    form = Payment(request.POST)
    reference = form.cleaned_data["reference"] if form.is_valid() else ""
    if not reference:
        messages.error(request, gettext("Write the reference of the payment."))
        return redirect("workers:sent", number)
    application = applicants.of(case)
    what = Fee.What.REVIVAL if case.kind == applying.RENEWAL else Fee.What.REGISTRATION
    paid = Paid(reference, str(CHANNEL.get(request.post.role, Case.Channel.CSC)), _filer(request))
    try:
        fees.pay(
            applicants.membership(application),
            paid,
            what=what,
            years=application.years,
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, gettext("The fee is noted as paid."))
    return redirect("workers:sent", number)


@transaction.atomic
def _save(whole: Whole, request: DeskRequest, *, at: datetime) -> Case:
    """Register and store the papers with it, or neither."""
    channel = str(CHANNEL.get(request.post.role, Case.Channel.CSC))
    known = applying.of_key(whole.worker.key)
    case = known or applying.submit(whole.told(channel, filer=_filer(request)), by=request.actor, at=at)
    if known is not None:
        return case
    if photo := whole.counter.cleaned_data["photo"]:
        stream = portraits.stream_of(applicants.of(case).worker.number)
        portraits.keep(photo, stream=stream, by=request.actor, at=at)
    for upload in whole.counter.cleaned_data["certificate"] or []:
        files.store(upload, stream=case.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=request.actor, at=at)
    return case


def _filer(request: DeskRequest) -> str:
    return f"{request.user.name_hi}, {request.post.short_hi}"[:80]


def _page(
    request: DeskRequest, whole: Whole, *, alike: list[likely.Likely] | None = None, status: int = 200
) -> HttpResponse:
    shown = set()
    if alike:
        visible = scope.workers_visible_to(request.actor).filter(pk__in=[one.worker.pk for one in alike])
        shown = set(visible.values_list("pk", flat=True))
    rows = [(one, one.worker.pk in shown) for one in alike or []]
    return render(request, "workers/new.html", {"whole": whole, "alike": rows}, status=status)


def _case(request: DeskRequest, number: str) -> Case:
    rows = Case.objects.select_related("holder__place", "district").filter(kind__in=KINDS)
    seen = casework.cases_visible_to(request.actor).filter(number=number, kind__in=KINDS).first()
    return (
        get_object_or_404(rows, pk=seen.pk)
        if seen
        else get_object_or_404(rows, number=number, opened_by=request.actor.key)
    )
