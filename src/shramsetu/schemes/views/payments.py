"""What is to be paid, batches made, approved and sent back, their file, and a file that the bank did not take."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused
from shramsetu.places.models import Place
from shramsetu.schemes import desks, ledger, money_forms, payable, paying
from shramsetu.schemes.actions import batches as verbs
from shramsetu.schemes.models import Award, Batch
from shramsetu.schemes.views.asking import PAGE, PAYER, READERS, Ask, ask, may_pay, page, press


@require_safe
@post_required(*READERS)
def home(request: DeskRequest) -> HttpResponse:
    """Show what is due: what can go out, and what waits and why, by kind and district."""
    waiting = payable.waiting(desks.board_of(request.actor), at=timezone.now())
    places = Place.objects.in_bulk({one.district for one in waiting})
    names = dict(Award.Kind.choices)
    kinds = []
    for kind, rows in groupby(waiting, key=lambda one: one.kind):
        of_kind = list(rows)
        ready = [one for one in of_kind if one.why == payable.READY]
        held = [one for one in of_kind if one.why != payable.READY]
        kinds.append(
            {
                "kind": kind,
                "name": names[kind],
                "ready": [(one, places[one.district]) for one in ready],
                "held": [(one, places[one.district], payable.WHY[one.why]) for one in held],
                "count": sum(one.count for one in ready),
                "paise": sum(one.paise for one in ready),
            }
        )
    made = ledger.batches(request.actor).filter(stage=Batch.Stage.MADE).count()
    stopped = ledger.stopped(ledger.pensions(request.actor), clock.day(timezone.now())).count()
    return page(request, "home", {"kinds": kinds, "to_approve": made, "stopped": stopped})


@require_POST
@post_required(PAYER)
def make(request: DeskRequest, kind: str, lgd: int) -> HttpResponse:
    """Make one batch of a kind in a district."""
    district = get_object_or_404(Place, kind="district", lgd_code=lgd)
    board = desks.board_of(request.actor)
    try:
        made = verbs.make(board, kind, district=district, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("payments:home")
    return redirect("payments:batch", made.number)


@require_POST
@post_required(PAYER)
def make_all(request: DeskRequest) -> HttpResponse:
    """Make a batch of each kind in each district in the background; the run's page shows how far it is."""
    board = desks.board_of(request.actor)
    try:
        run = paying.begin(board, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("payments:home")
    return redirect("desk:run", run.pk)


@require_safe
@post_required(*READERS)
def batches(request: DeskRequest) -> HttpResponse:
    rows, stage = ledger.batches(request.actor), request.GET.get("stage", "")
    if stage in Batch.Stage.values:
        rows = rows.filter(stage=stage)
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return page(request, "batches", {"page": found, "stage": stage, "stages": Batch.Stage.choices})


@require_safe
@post_required(*READERS)
def batch(request: DeskRequest, number: str) -> HttpResponse:
    """Show one batch with its lines; accounts are masked, names stand in the file alone."""
    return _batch(request, get_object_or_404(ledger.batches(request.actor), number=number))


def _batch(
    request: DeskRequest, found: Batch, *, again: money_forms.Again | None = None, status: int = 200
) -> HttpResponse:
    lines = Paginator(ledger.transfers(found), PAGE).get_page(request.GET.get("page"))
    file = getattr(found, "file", None)
    mine = may_pay(request.actor)
    is_open = found.stage == Batch.Stage.APPROVED and not found.transfers.exclude(outcome__in=["", "dropped"]).exists()
    context = {
        "batch": found,
        "page": lines,
        "rows": [(one, ledger.mask(one), ledger.scheme_name(one.due.award.claim.scheme)) for one in lines],
        "file": file,
        "may_decide": mine and found.stage == Batch.Stage.MADE and found.made_by_id != request.actor.user_id,
        "may_take": mine and file is not None and found.stage == Batch.Stage.APPROVED,
        "may_undo": mine and file is not None and is_open and found.untaken_asked_by_id != request.actor.user_id,
        "takes": ledger.takes(found) if file is not None and file.taken else [],
        "again": again or (money_forms.Again() if file is not None and file.taken else None),
    }
    return page(request, "batch", context, status=status)


@require_POST
@post_required(PAYER)
def approve(request: DeskRequest, number: str) -> HttpResponse:
    """Approve a batch as the second person, and write its file."""
    found = get_object_or_404(ledger.batches(request.actor), number=number)

    def do() -> None:
        approved = verbs.approve(found, by=request.actor, at=timezone.now())
        verbs.write(approved, at=timezone.now())

    return press(request, do, reverse("payments:batch", args=[number]))


@require_http_methods(["GET", "POST"])
@post_required(PAYER)
def refuse(request: DeskRequest, number: str) -> HttpResponse:
    found = get_object_or_404(ledger.batches(request.actor), number=number)

    def do(given: dict[str, Any]) -> None:
        verbs.refuse(found, given["reason"], by=request.actor, at=timezone.now())

    form = money_forms.Because(request.POST or None)
    back = reverse("payments:batch", args=[number])
    title = _("Send batch %(number)s back") % {"number": number}
    return ask(request, Ask(title, _("Send back"), form, do, back, danger=True))


@require_POST
@post_required(PAYER)
def take(request: DeskRequest, number: str) -> HttpResponse:
    """Give the file for the bank; from the second time on with a reason."""
    found = get_object_or_404(ledger.batches(request.actor), number=number)
    file = getattr(found, "file", None)
    form = money_forms.Again(request.POST) if file is not None and file.taken else None
    if form is not None and not form.is_valid():
        return _batch(request, found, again=form, status=422)
    given = form.cleaned_data["reason"] if form is not None else ""
    try:
        content = verbs.take(found, by=request.actor, at=timezone.now(), reason=given)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("payments:batch", number)
    return download(content, f"{number}.csv")


@require_http_methods(["GET", "POST"])
@post_required(PAYER)
def untaken(request: DeskRequest, number: str) -> HttpResponse:
    found = get_object_or_404(ledger.batches(request.actor), number=number)

    def do(given: dict[str, Any]) -> None:
        verbs.untaken(found, given["reason"], by=request.actor, at=timezone.now())

    is_second = found.untaken_asked_by_id is not None
    about = (
        _("Somebody said that the bank did not take this file. Confirm it, and all of it is due again.")
        if is_second
        else _("Say it first; another person confirms it. Then all of the file is due again.")
    )
    form = money_forms.Because(request.POST or None)
    back = reverse("payments:batch", args=[number])
    title = _("The bank did not take file %(number)s") % {"number": number}
    return ask(request, Ask(title, _("The bank did not take it"), form, do, back, about=about, danger=True))


def download(content: bytes, name: str) -> HttpResponse:
    """Return a file that no cache keeps."""
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
