"""The receipt: what was filed, by whom, for which official fee, who has it and until when; and the order on paper."""

import io
from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from shramsetu.casework import pdf, queries
from shramsetu.casework.models import Case, Party
from shramsetu.journal.models import Entry
from shramsetu.lib import clock, numbers
from shramsetu.offices import queries as offices
from shramsetu.offices.models import User
from shramsetu.workers import applicants, lists, terms
from shramsetu.workers.actions import fees
from shramsetu.workers.models import Application, Fee

SIZES = ("a5", "a4", "80mm")
MORE = "wk-more"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the official fee."""

    years: int
    paise: int


def of(case: Case) -> dict[str, object]:
    """Return what the receipt of an application says; the case comes with its holder and district."""
    application = applicants.of(case)
    membership = applicants.membership(application)
    fee = _fee(application, membership.pk)
    on = clock.day(fee.paid_at if fee else case.opened_at)  # a fee is that of the day on which it is paid
    what = Fee.What.RENEWAL if case.kind == "wk_renewal" else Fee.What.REGISTRATION
    tariff = terms.tariff(application.board, on)
    party = Party.objects.filter(case=case, part=Party.Part.COMPLAINANT).first()
    return {
        "case": case,
        "application": application,
        "worker": application.worker,
        "board": membership.get_board_display(),
        "trade": lists.title(lists.TRADES, application.trade),
        "registration_paise": tariff.registration if what == Fee.What.REGISTRATION else 0,
        "contribution": Line(application.years, tariff.renewal(application.years)),
        "official_paise": fees.official_paise(application.board, what=what, years=application.years, on=on),
        "fee": fee,
        "filer": filer(case, application),
        "code": queries.slip_code(party, case) if party else "",
        "status_qr": qr(f"{settings.SITE_URL}{reverse('shramik:status', args=[case.number])}"),
        "more_qr": qr(f"{settings.SITE_URL}{more_address(case)}"),
        "more_address": more_address(case),
    }


def of_fee(fee: Fee) -> dict[str, object]:
    """Return what the receipt of a fee says that had no application of its own: a renewal; with its membership."""
    membership = fee.membership
    rows = Application.objects.filter(worker=membership.worker_id, board=membership.board).select_related("case")
    last = rows.order_by("-case__opened_at").first()
    address = reverse("shramik:more_fee", args=[fee.pk, more_code(f"fee:{fee.pk}")])
    return {
        "fee": fee,
        "worker": membership.worker,
        "board": membership.get_board_display(),
        "official_paise": fee.official_paise,
        "filer": seat(fee.filed_by) or ("" if fee.filed_by.startswith("person:") else fee.filed_by),
        "case": last.case if last else None,
        "more_address": address if last else "",
        "more_qr": qr(f"{settings.SITE_URL}{address}") if last else "",
    }


def filer(case: Case, application: Application) -> str:
    """Name who filed: as they call themselves, and always who sent it from which seat; empty for the worker."""
    user = case.opened_by.partition("@")[0].removeprefix("user:")
    own = seat(case.opened_by)
    if own and user.isdigit():
        own = f"{User.objects.get(pk=int(user)).name_hi}, {own}"
    return application.filer if own in application.filer else ", ".join(filter(None, (application.filer, own)))


def seat(key: str) -> str:
    """Name the post in whose name the actor behind `key` acted; empty for one without a post."""
    _user, _at, post = key.partition("@")
    return offices.known(int(post)).short_hi if post.isdigit() and int(post) else ""


def more_address(case: Case) -> str:
    """Return the address at which one tap says that more was asked for."""
    return reverse("shramik:more", args=[case.number, more_code(case.number)])


def more_code(number: str) -> str:
    """Return the digits that stand in that address; kept nowhere, worked out from a key."""
    return numbers.code_for(settings.LOOKUP_KEY, MORE, number, digits=10)


def order(case: Case) -> dict[str, object]:
    """Return the order of a refusal and what led to it: notice, hearing, order, appeal."""
    application = applicants.of(case)
    return {
        "case": case,
        "application": application,
        "worker": application.worker,
        "board": applicants.membership(application).get_board_display(),
        "ground": lists.title(lists.GROUNDS, application.ground),
        "notice": said(case, "notice"),
        "hearing": said(case, "hear"),
        "order": said(case, "refuse"),
        "appeal": said(case, "appeal"),
        "appeal_order": said(case, "dismiss_appeal") or said(case, "allow_appeal"),
    }


def printed(case: Case, size: str) -> HttpResponse:
    """Return the receipt of `case` as a PDF of a size."""
    page = {**of(case), "size": size if size in SIZES else SIZES[0]}
    return pdf.response("workers/papers/receipt.html", page, name=f"receipt-{case.number}")


def printed_fee(fee: Fee, size: str) -> HttpResponse:
    """Return the receipt of a renewal as a PDF of a size."""
    page = {**of_fee(fee), "size": size if size in SIZES else SIZES[0]}
    return pdf.response("workers/papers/fee.html", page, name=f"fee-{fee.pk}")


@dataclass(frozen=True, slots=True)
class Said:
    """What was written with a step, and when; nothing once it was erased."""

    text: str
    entry: Entry
    place: str = ""


def said(case: Case, verb: str) -> Said | None:
    """Return what was written with the latest `verb` of a case."""
    rows = Entry.objects.filter(stream=case.stream, verb=verb).select_related("private").order_by("-seq")
    entry = rows.first()
    if entry is None:
        return None
    body = entry.private.body if hasattr(entry, "private") else {}
    return Said(str(body.get("text") or body.get("question") or ""), entry, str(body.get("place") or ""))


def qr(address: str, *, scale: int = 3) -> SafeString:
    """Draw an address as a QR code in SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=scale, border=1, xmldecl=False, svgns=True)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by the library from modules alone


def _fee(application: Application, membership: int) -> Fee | None:
    rows = Fee.objects.filter(membership=membership, paid_at__gte=application.began_at)
    return rows.order_by("-paid_at").first()
