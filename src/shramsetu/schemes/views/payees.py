"""Payees beside the workers: names and accounts by two hands; heirs; the money of one claim."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.schemes import desks, ledger, money_forms
from shramsetu.schemes.actions import awards
from shramsetu.schemes.actions import payees as verbs
from shramsetu.schemes.actions.payees import NewPayee
from shramsetu.schemes.models import Award, Claim, Payee, PayeeAccount
from shramsetu.schemes.rules.dues import TO_PAY
from shramsetu.schemes.views.asking import PAGE, PAYER, READERS, Ask, ask, page, press
from shramsetu.workers.models import Account


@require_safe
@post_required(*READERS)
def payees(request: DeskRequest) -> HttpResponse:
    """List who is owed money and has no account that was checked."""
    found = Paginator(ledger.payees(request.actor), PAGE).get_page(request.GET.get("page"))
    waiting = PayeeAccount.objects.filter(payee__in=[one.pk for one in found], ended_at=None)
    accounts = {one.payee_id: one for one in waiting}
    of_workers = ledger.unchecked(found)
    rows = [(one, _account(one, accounts, of_workers), ledger.scheme_name(one.claim.scheme)) for one in found]
    return page(request, "payees", {"page": found, "rows": rows})


def _account(
    one: Payee, own: Mapping[int, PayeeAccount], of_workers: Mapping[int, Account]
) -> PayeeAccount | Account | None:
    if one.worker is None:
        return own.get(one.pk)
    return of_workers.get(one.worker.merged_into_id or one.worker.pk)


@require_POST
@post_required(PAYER)
def check_worker(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm the account of a worker as the second person."""
    payee = get_object_or_404(ledger.payees(request.actor).filter(who=Payee.Who.WORKER), pk=pk)
    (found,) = ledger.unchecked([payee]).values()
    do = lambda: verbs.check_worker(found, by=request.actor, at=timezone.now())  # noqa: E731 - one call
    return press(request, do, reverse("payments:payees"))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def account(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down a payee's account, twice, from the passbook; and the name, where nobody was named."""
    payee = get_object_or_404(ledger.payees(request.actor).exclude(who=Payee.Who.WORKER), pk=pk)
    form = (money_forms.Passbook if payee.closed else money_forms.Named)(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        at = timezone.now()
        if not payee.closed:
            verbs.name(payee, given["name"], by=request.actor, at=at)
        verbs.enter_account(payee, number=given["number"], ifsc=given["ifsc"], by=request.actor, at=at)

    facts = [(_("Case"), payee.claim.case.number), (_("Payee"), str(payee.get_who_display()))]
    about = _("Another person of the desk checks it; only then money goes there.")
    back = reverse("payments:payees")
    return ask(request, Ask(_("The payee's account"), _("Write down"), form, do, back, about=about, facts=facts))


@require_POST
@post_required(PAYER)
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm a payee's account as the second person."""
    mine = ledger.payees(request.actor).values("pk")
    found = get_object_or_404(PayeeAccount, pk=pk, payee__in=mine, ended_at=None)
    do = lambda: verbs.check_account(found, by=request.actor, at=timezone.now())  # noqa: E731 - one call
    return press(request, do, reverse("payments:payees"))


@require_safe
@post_required(*READERS)
def claim(request: DeskRequest, number: str) -> HttpResponse:
    """Show the money of a claim: each award with every due and what the bank said of it."""
    found = _claim(request, number)
    rows = Award.objects.filter(claim=found).select_related("payee").prefetch_related("dues__transfers", "corrections")
    shown = [
        (one, ledger.part_name(one), sorted(one.dues.all(), key=lambda due: due.seq), _may_pass(one))
        for one in rows.order_by("pk")
    ]
    heirs = any(one.payee.who == Payee.Who.HEIR and one.state == Award.State.LIVE for one in rows)
    name = ledger.scheme_name(found.scheme)
    return page(request, "claim", {"claim": found, "scheme": name, "awards": shown, "has_heirs": heirs})


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def heirs(request: DeskRequest, number: str) -> HttpResponse:
    """Name the heirs: what has not gone out is split anew among them."""
    found = _claim(request, number)
    form = money_forms.Heirs(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        told = [NewPayee(name, kin=kin) for name, kin in form.told]
        awards.name_heirs(found, told, reason=given["reason"], by=request.actor, at=timezone.now())

    about = _("The spouse; else adult sons and unmarried daughters, alike; else parents who depended on the worker.")
    back = reverse("payments:claim", args=[number])
    return ask(request, Ask(_("Name the heirs"), _("Split among them"), form, do, back, about=about))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def successors(request: DeskRequest, pk: int) -> HttpResponse:
    """Write that a payee has died; what was still to be paid is planned anew for the heirs."""
    payee = get_object_or_404(Payee.objects.filter(pk__in=_owed(request)).select_related("claim__case"), pk=pk)
    form = money_forms.Successors(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        told, died_on, at = [NewPayee(name, kin=kin) for name, kin in form.told], given["died_on"], timezone.now()
        awards.succeed(payee, told, died_on=died_on, reason=given["reason"], by=request.actor, at=at)

    about = _(
        "What is not paid yet goes to them on the days of the plan, alike; each account is checked by two persons."
    )
    back = reverse("payments:claim", args=[payee.claim.case.number])
    facts = [(_("Case"), payee.claim.case.number), (_("Payee"), str(payee.get_who_display()))]
    return ask(request, Ask(_("The payee has died"), _("Split among them"), form, do, back, about=about, facts=facts))


def _may_pass(award: Award) -> bool:
    """Tell whether something of an award is left that heirs could get."""
    left = any(due.stage in TO_PAY for due in award.dues.all())
    return (award.state == Award.State.LIVE or award.why == awards.DIED) and award.kind in awards.PLANNED_KINDS and left


def _owed(request: DeskRequest) -> Any:  # noqa: ANN401 - the ids of payees
    return awards.passing().filter(board=desks.board_of(request.actor)).values("payee")


def _claim(request: DeskRequest, number: str) -> Claim:
    mine = Award.objects.filter(board=desks.board_of(request.actor)).values("claim")
    return get_object_or_404(Claim.objects.filter(pk__in=mine).select_related("case"), case__number=number)
