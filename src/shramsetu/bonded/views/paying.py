"""The deeds of money, each on a page of its own: a form, a button, and what was refused in the officer's words."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.bonded import entitled, ledger, money_forms, money_verbs
from shramsetu.bonded.actions import accounts, entitling, payments
from shramsetu.bonded.models import Account, Payment, Survivor
from shramsetu.bonded.rules import money as rules
from shramsetu.bonded.views.money import page, survivor_of
from shramsetu.casework.actions import NotAllowed
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.lib import banks, money
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused

PAYERS = tuple(sorted(payments.PAYERS))
NOTHING = 0  # lines are counted from one


@dataclass(frozen=True, slots=True)
class Ask:
    """What one page asks: its words, its form, what is done with the valid form, where it leads back to."""

    title: str | Promise
    button: str | Promise
    form: forms.Form
    do: Callable[[dict[str, Any]], object]
    back: str
    about: str | Promise = ""
    danger: bool = False
    seen: int = 0
    payment: Payment | None = None


def ask(request: DeskRequest, asked: Ask) -> HttpResponse:
    """Show the form, or do the deed and go back."""
    refused = ""
    if request.method == "POST" and asked.form.is_valid():
        try:
            asked.do(asked.form.cleaned_data)
        except (Refused, NotAllowed) as error:
            refused = str(error)
        except (FalseType, TooLarge):
            refused = _("This file cannot be taken: a PDF or a photo of the allowed size is wanted.")
        else:
            messages.success(request, _("Done, and written in the ledger."))
            return redirect(asked.back)
    context = {"asked": asked, "form": asked.form, "refused": refused}
    return page(request, "act", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@post_required(*PAYERS)
def pay(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Take one step with a payment."""
    payment = get_object_or_404(ledger.payments(request.actor), pk=pk)
    found = money_verbs.VERBS.get(verb)
    if found is None:
        raise Http404
    form = found.form(request.POST or None, request.FILES or None, initial=_initial(payment, verb))
    seen = _seen(request, payment)

    def do(given: dict[str, Any]) -> None:
        found.do(money_verbs.Deed(payment, seen, request.actor, timezone.now()), given)

    title = f"{found.label}: {payment.get_kind_display()}, {money.rupees(payment.amount_paise)}"
    back = _ledger(payment.survivor)
    asked = Ask(title, found.label, form, do, back, about=found.about, danger=found.danger, seen=seen, payment=payment)
    return ask(request, asked)


@require_POST
@post_required(*PAYERS)
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm an account as the second person."""
    rows = Account.objects.filter(survivor__payments__district__in=ledger.districts(request.actor)).distinct()
    account = get_object_or_404(rows.select_related("survivor"), pk=pk)
    try:
        payments.check(account, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done, and written in the ledger."))
    return redirect(_ledger(account.survivor))


@require_http_methods(["GET", "POST"])
@post_required(*PAYERS)
def account(request: DeskRequest, code: str) -> HttpResponse:
    """Write an account down."""
    survivor = survivor_of(request, code)
    form = money_forms.Passbook(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        passbook = accounts.Bank(
            given["number"], given["ifsc"], given["name"], name_matches=given["whose"] == "own", reason=given["reason"]
        )
        accounts.enter(survivor, passbook, by=request.actor, at=timezone.now())

    about = _("It is kept encrypted; screens show its last four digits. Another officer checks it.")
    return ask(request, Ask(_("Bank account"), _("Keep the account"), form, do, _ledger(survivor), about=about))


@require_http_methods(["GET", "POST"])
@post_required(*PAYERS)
def facts(request: DeskRequest, code: str) -> HttpResponse:
    """Compute the entitlement from what is known."""
    survivor = survivor_of(request, code)
    known = entitling.known_of(survivor, entitled.of(survivor))
    initial = {**asdict(entitling.suggested(survivor, known)), "released_on": survivor.released_on}
    asks = entitling.asks(survivor, by=request.actor, at=timezone.now())
    form = money_forms.Facts(request.POST or None, initial=initial, asks=asks)

    def do(given: dict[str, Any]) -> None:
        found = replace(known, **{name: given[name] for name in asks})
        entitling.assess(survivor, found, released_on=given["released_on"], by=request.actor, at=timezone.now())

    about = _("The day of release decides the version of the scheme; the highest category that applies counts.")
    if not asks:
        about = _(
            "The day of release decides the version of the scheme. What raises the category, an officer who may"
            " sanction enters."
        )
    return ask(request, Ask(_("Entitlement"), _("Compute"), form, do, _ledger(survivor), about=about))


@require_http_methods(["GET", "POST"])
@post_required(*PAYERS)
def override(request: DeskRequest, code: str) -> HttpResponse:
    """Set other amounts than those computed."""
    survivor = survivor_of(request, code)
    form = money_forms.Override(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        asked = entitling.Override(given["total"], given["immediate"], given["annuity_least"], given["reason"])
        entitling.override(survivor, asked, by=request.actor, at=timezone.now())

    about = _("Only the District Magistrate sets other amounts, with the reason; what was computed stays in sight.")
    return ask(request, Ask(_("Other amounts"), _("Set"), form, do, _ledger(survivor), about=about))


@require_http_methods(["GET", "POST"])
@post_required(*PAYERS)
def new_item(request: DeskRequest, code: str) -> HttpResponse:
    """Note another sum that is due to the person."""
    survivor = survivor_of(request, code)
    form = money_forms.NewItem(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        payments.note_due(
            survivor,
            rules.Kind(given["kind"]),
            paise=given["amount"],
            key=given["key"].strip(),
            by=request.actor,
            at=timezone.now(),
        )

    return ask(request, Ask(_("Another sum due"), _("Note as due"), form, do, _ledger(survivor)))


def _initial(payment: Payment, verb: str) -> dict[str, object]:
    if verb != "propose":
        return {}
    bounds = entitled.bounds(entitled.of(payment.survivor))
    left = rules.left(bounds, entitled.beside(payment), rules.Kind(payment.kind)) or payment.amount_paise
    paise = min(left, payment.amount_paise)
    return {"amount": banks.rupees(paise), "mode": payment.mode, "head": payment.head}


def _seen(request: DeskRequest, payment: Payment) -> int:
    """Return which line the officer had before them; who does not say has seen none."""
    if request.method != "POST":
        return payment.seq
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() else NOTHING


def _ledger(survivor: Survivor) -> str:
    return reverse("bonded:ledger", args=[survivor.code])
