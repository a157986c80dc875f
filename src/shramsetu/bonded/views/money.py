"""Money at the desk: what waits for whom, the unpaid, and one person's ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.bonded import entitled, ledger, money_verbs, rights, scope, unpaid, unsealed
from shramsetu.bonded.actions import entitling, payments
from shramsetu.bonded.models import Entitlement, Payment, Survivor
from shramsetu.offices.access import DeskRequest, post_required

PAGE = 50
READERS = tuple(sorted(ledger.READERS))


def tabs(request: DeskRequest) -> list[dict[str, object]]:
    """Return the pages of money, with how many payments wait in each list."""
    counts = ledger.counts(request.actor)
    chosen = request.GET.get("list", "") if request.path == reverse("bonded:money") else ""
    labels = {
        "propose": _("To propose"),
        "sanction": _("To sanction"),
        "send": _("To send"),
        "bank": _("At the bank"),
        "returned": _("Returned"),
        "twice": _("A second time"),
    }
    home = reverse("bonded:money")
    found: list[dict[str, object]] = [
        {"url": f"{home}?list={name}", "label": label, "count": counts[name], "current": name == chosen}
        for name, label in labels.items()
    ]
    pages = {
        "bonded:unpaid": _("Unpaid"),
        "bonded:bank_files": _("Bank files"),
        "bonded:statements": _("Statements"),
        "bonded:funds": _("Funds"),
        "bonded:claims": _("Reimbursement"),
    }
    found += [
        {"url": reverse(name), "label": label, "current": request.path == reverse(name)}
        for name, label in pages.items()
    ]
    return found


def page(request: DeskRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page of money with its tabs."""
    return render(request, f"bonded/money/{template}.html", {**context, "money_nav": tabs(request)}, status=status)


def survivor_of(request: DeskRequest, code: str) -> Survivor:
    """Return a person by the code name: of one's own scope, or paid by one's district."""
    rows = Survivor.objects.select_related("case__district", "native_district")
    seen = scope.survivors(request.actor) | Survivor.objects.filter(
        payments__district__in=ledger.districts(request.actor)
    )
    return get_object_or_404(rows.filter(pk__in=seen.values("pk")), code=code)


@require_safe
@post_required(*READERS)
def money(request: DeskRequest) -> HttpResponse:
    asked = request.GET.get("list", "")
    name = asked if asked in ledger.LISTS else _first(request)
    rows = ledger.payments(request.actor).filter(ledger.LISTS[name])
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    can_send = name in {"send", "returned"} and request.post.role in payments.PAYERS and not request.actor.assists
    context = {"page": found, "name": name, "can_send": can_send, "districts": _sending(request) if can_send else []}
    return page(request, "payments", context)


@require_safe
@post_required(*READERS)
def unpaid_list(request: DeskRequest) -> HttpResponse:
    at = timezone.now()
    survivors = Survivor.objects.filter(case__district__in=ledger.districts(request.actor))
    found = unpaid.lines(survivors, at=at)
    lines, aside = [one for one in found if not one.is_aside], [one for one in found if one.is_aside]
    context = {
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "total": len(lines),
        "owed": sum(line.paise for line in lines),
        "unreckoned": sum(not line.paise for line in lines),
        "aside": _aside(request, aside[:PAGE]),
        "aside_total": len(aside),
        "at": at,
    }
    return page(request, "unpaid", context)


def _aside(request: DeskRequest, lines: Sequence[unpaid.Line]) -> list[tuple[unpaid.Line, str | Promise]]:
    """Return whom nobody can pay, with the magistrate's reasons for who may read them."""
    said = list[tuple[unpaid.Line, str | Promise]]()
    for line in lines:
        eyes = unsealed.of_person(line.survivor, rights.P2, request.actor)
        said.append((line, eyes.read(line.order.reasons) if line.order else ""))
    return said


def _suggests(request: DeskRequest, survivor: Survivor, right: Entitlement | None, at: datetime) -> bool:
    """Tell who may find so that the kind of work speaks for a higher category, which nobody has found yet."""
    known = entitling.known_of(survivor, right)
    may_find = bool(entitling.asks(survivor, by=request.actor, at=at))
    return may_find and entitling.suggested(survivor, known) != known


@require_safe
@post_required(*READERS)
def person(request: DeskRequest, code: str) -> HttpResponse:
    """Show one person's ledger."""
    survivor, at = survivor_of(request, code), timezone.now()
    found = ledger.person(survivor)
    lines, eyes = ledger.lines(found.payments), unsealed.of_person(survivor, rights.P2, request.actor)
    shown = [
        {
            "payment": one,
            "lines": [{"line": line, "reason": eyes.read(line.reason)} for line in lines[one.pk]],
            "verbs": money_verbs.offered(one, request.actor, at=at),
            "over": eyes.read(one.over_reason),
            "by_cheque": eyes.read(one.cheque_reason),
        }
        for one in found.payments
    ]
    right = found.entitlement
    context = {
        "found": found,
        "survivor": survivor,
        "shown": shown,
        "version": rulebook.book().bonded.versions.get(right.version) if right else None,
        "because": [REASONS[one]() for one in found.because],
        "override_reason": eyes.read(right.reason) if right else "",
        "suggests": _suggests(request, survivor, right, at),
        "may_write": request.post.role in payments.PAYERS and not request.actor.assists,
        "may_check": _may_check(request, found),
        "may_confirm": request.post.role in payments.SANCTIONERS and not request.actor.assists,
    }
    return page(request, "person", context)


REASONS = {
    "adult_man": lambda: _("adult man"),
    "woman": lambda: _("woman"),
    "child": lambda: _("child"),
    "child_labour": lambda: _("forced child labour"),
    "begging": lambda: _("forced begging"),
    "dm_finds": lambda: _("found by the District Magistrate"),
}
assert set(REASONS) == entitled.PLAIN


def _may_check(request: DeskRequest, found: ledger.Person) -> bool:
    account = found.account
    may = request.post.role in payments.SANCTIONERS and not request.actor.assists
    return account is not None and account.checked_by_id is None and may


def _first(request: DeskRequest) -> str:
    return "sanction" if request.post.role in payments.SANCTIONERS else "propose"


def _sending(request: DeskRequest) -> list[dict[str, object]]:
    """Return the districts in which something is ready for the bank, with how much."""
    ready = ledger.payments(request.actor).filter(
        stage__in=["sanctioned", "returned"],
        mode=Payment.Mode.BANK,
        account__checked_by__isnull=False,
        account__ended_at=None,
    )
    sums: dict[int, dict[str, Any]] = {}
    for one in ready:
        row = sums.setdefault(one.district_id, {"district": one.district, "count": 0, "paise": 0})
        row["count"] += 1
        row["paise"] += one.amount_paise
    return list(sums.values())
