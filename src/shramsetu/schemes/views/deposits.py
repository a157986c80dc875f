"""Deposits of daughters: the calendar of maturity, on the screen and as a file; receipt, proof and end of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework import pdf, sheets
from shramsetu.casework.forms import file_sentence
from shramsetu.files import actions as files
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Attachment, Purpose
from shramsetu.files.views import POLICY, opened
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.schemes import ledger, money_forms, refusals
from shramsetu.schemes.actions import deposits as deposit_verbs
from shramsetu.schemes.models import Deposit
from shramsetu.schemes.views.asking import PAGE, PAYER, READERS, Ask, ask, page, press

ON_PAPER, MOST = 1_000, 20_000
NAMES: Mapping[str, str | Promise] = {
    "place": gettext_lazy("To be placed and checked"),
    "mature": gettext_lazy("Maturing within a year"),
    "all": gettext_lazy("All by maturity"),
}


@require_safe
@post_required(*READERS)
def deposits(request: DeskRequest) -> HttpResponse:
    """Show the calendar of deposits: to be placed, to be checked, maturing within a year, or all by year."""
    today, lists, chosen = clock.day(timezone.now()), _lists(request), _chosen(request)
    found = Paginator(lists[chosen], PAGE).get_page(request.GET.get("page"))
    tabs = [(name, label, lists[name].count(), name == chosen) for name, label in NAMES.items()]
    return page(request, "deposits", {"page": found, "lists": tabs, "chosen": chosen, "today": today})


@require_safe
@post_required(*READERS)
def deposits_file(request: DeskRequest, form: str) -> HttpResponse:
    """Give a list of deposits as a file or on paper: of each case, day, sum and receipt, and nobody's name."""
    if form not in sheets.TYPES:
        raise Http404
    today, chosen = clock.day(timezone.now()), _chosen(request)
    rows = list(_lists(request)[chosen][: ON_PAPER if form == "pdf" else MOST])
    name = f"deposits-{chosen}-{today}"
    if form == "pdf":
        context = {"rows": rows, "title": NAMES[chosen], "today": today}
        return pdf.response("schemes/money/deposits_print.html", context, name=name)
    head = [_("Matures"), _("Case"), _("District"), _("Amount (₹)"), _("Bank"), _("Receipt"), _("State")]
    table = sheets.Sheet(str(NAMES[chosen]), head, [_line(one) for one in rows])
    content = sheets.csv(table) if form == "csv" else sheets.xlsx([table], on=today)
    answer = HttpResponse(content, content_type=sheets.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@post_required(*READERS)
def deposit_proof(request: DeskRequest, pk: int) -> HttpResponse:
    """Open the paper that was handed in of her marriage; that it was opened is written down."""
    one = get_object_or_404(ledger.deposits(request.actor).select_related("proof"), pk=pk)
    if one.proof is None or one.proof.removed_at is not None:
        raise Http404
    detail = {"attachment": str(one.proof.pk), "deposit": one.pk}
    journal.append(f"reads:award:{one.pk}", "open_file", by=request.actor, at=timezone.now(), detail=detail)
    with opened(one.proof) as file:
        answer = HttpResponse(file.read(), content_type=one.proof.media_type)
    answer["Content-Disposition"] = "attachment" if one.proof.media_type == sheets.TYPES["pdf"] else "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@post_required(PAYER)
def deposit_forgo(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm as the second person that she was married before maturity."""
    one = get_object_or_404(ledger.deposits(request.actor), pk=pk)
    do = lambda: deposit_verbs.forgo(one, by=request.actor, at=timezone.now())  # noqa: E731 - one call
    return press(request, do, reverse("payments:deposits"))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def deposit(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Take one step with a deposit: its receipt, the proof at eighteen, the release."""
    one = get_object_or_404(ledger.deposits(request.actor), pk=pk)
    back = reverse("payments:deposits")
    facts = [(_("Case"), one.award.claim.case.number), (_("Matures"), f"{one.matures_on:%d-%m-%Y}")]
    title, form, do = _step(request, one, verb)
    return ask(request, Ask(title, _("Write down"), form, do, back, facts=facts))


@require_POST
@post_required(PAYER)
def deposit_check(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm the bank's receipt as the second person."""
    one = get_object_or_404(ledger.deposits(request.actor), pk=pk)
    do = lambda: deposit_verbs.check(one, by=request.actor, at=timezone.now())  # noqa: E731 - one call
    return press(request, do, reverse("payments:deposits"))


def _step(request: DeskRequest, one: Deposit, verb: str) -> tuple[str, Any, Any]:
    by, at, posted = request.actor, timezone.now(), request.POST or None

    def enter(given: dict[str, Any]) -> None:
        deposit_verbs.enter(one, deposit_verbs.Receipt(**given), by=by, at=at)

    def prove(given: dict[str, Any]) -> None:
        with transaction.atomic():
            proof = _kept(one, given["paper"], by=by, at=at)
            deposit_verbs.prove(one, is_unmarried=given["is_unmarried"], proof=proof, by=by, at=at)

    def release(given: dict[str, Any]) -> None:
        deposit_verbs.release(one, paise=given["amount"], on=given["on"], by=by, at=at)

    steps = {
        "enter": (_("The bank's receipt of the deposit"), money_forms.Receipt(posted), enter),
        "prove": (_("Proof at maturity"), money_forms.Unmarried(posted, request.FILES or None), prove),
        "release": (_("The bank paid her the deposit"), money_forms.Release(posted), release),
    }
    if verb not in steps:
        raise Http404
    return steps[verb]


def _kept(one: Deposit, upload: UploadedFile, *, by: Actor, at: datetime) -> Attachment:
    stream = one.award.claim.case.stream
    try:
        return files.store(upload, stream=stream, purpose=Purpose.OTHER, by=by, at=at)
    except (file_rules.FalseType, file_rules.TooLarge) as error:
        raise refusals.BadPaper(file_sentence(error)) from error


def _lists(request: DeskRequest) -> dict[str, QuerySet[Deposit]]:
    rows, today = ledger.deposits(request.actor), clock.day(timezone.now())
    placed = rows.exclude(checked_by="")
    return {"place": rows.filter(checked_by=""), "mature": ledger.maturing(placed, today), "all": rows}


def _chosen(request: DeskRequest) -> str:
    chosen = request.GET.get("list", "")
    return chosen if chosen in NAMES else "place"


def _line(one: Deposit) -> list[sheets.Cell]:
    award = one.award
    paise = award.total_paise or 0
    place = award.district.name(get_language() or "hi")
    return [one.matures_on, award.claim.case.number, place, money.in_rupees(paise), one.bank, one.number, _state(one)]


def _state(one: Deposit) -> str:
    if not one.checked_by:
        return _("to be checked") if one.number else _("none")
    return {True: _("Unmarried"), False: _("Married: not released"), None: ""}[one.is_unmarried]
