"""Files for the bank, and its statements: made, taken, read in, and what did not match to download."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import ledger, money_forms, refusals, rights, unsealed
from shramsetu.bonded.actions import bankfiles, payments, statements
from shramsetu.bonded.models import BankFile, Statement, StatementRow
from shramsetu.bonded.rules import bank
from shramsetu.bonded.rules.bank import Result
from shramsetu.bonded.views.money import PAGE, READERS, page
from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused

PAYERS = tuple(sorted(payments.PAYERS))
SHOWN = ("REFERENCE", "UTR", "AMOUNT")
# What each line came to, and what to do about it.
RESULTS: dict[str, tuple[str | Promise, str | Promise]] = {
    Result.MATCHED: (gettext_lazy("Matched"), ""),
    Result.SEEN: (gettext_lazy("Read before"), gettext_lazy("Nothing: the same was read before.")),
    Result.DUPLICATE: (
        gettext_lazy("Settled already, otherwise"),
        gettext_lazy("Ask the bank: this payment was answered already with another reference, day or state."),
    ),
    Result.PAID_UNTAKEN: (
        gettext_lazy("Paid, though said not taken"),
        gettext_lazy(
            "The bank took the file after all. Ask it about every payment of that file, and stop what went out again."
        ),
    ),
    Result.PAID_TWICE: (
        gettext_lazy("Paid a second time"),
        gettext_lazy("Ask the bank to take the second payment back; the District Magistrate was told."),
    ),
    Result.RECOVERED: (gettext_lazy("The second payment came back"), ""),
    Result.UNKNOWN: (
        gettext_lazy("Unknown reference"),
        gettext_lazy("Compare the reference with the bank file; it is none of this district."),
    ),
    Result.WRONG_AMOUNT: (
        gettext_lazy("Wrong amount"),
        gettext_lazy("Ask the bank: the amount is not the one that was sent."),
    ),
    Result.UTR_USED: (
        gettext_lazy("Bank reference used twice"),
        gettext_lazy("Ask the bank: another payment has this bank reference."),
    ),
    Result.OWN_HAND: (
        gettext_lazy("You proposed this payment"),
        gettext_lazy("Another officer of the district must read this statement."),
    ),
    Result.UNREADABLE: (
        gettext_lazy("Cannot be read"),
        gettext_lazy("Correct the column %(column)s and upload again."),
    ),
}


@require_safe
@post_required(*READERS)
def bank_files(request: DeskRequest) -> HttpResponse:
    found = Paginator(ledger.files(request.actor), PAGE).get_page(request.GET.get("page"))
    return page(request, "files", {"page": found})


@require_POST
@post_required(*PAYERS)
def make_file(request: DeskRequest, lgd: int) -> HttpResponse:
    """Make the file of all that a district has ready."""
    district = next((one for one in ledger.districts(request.actor) if one.lgd_code == lgd), None)
    if district is None:
        return redirect("bonded:money")
    try:
        file = bankfiles.make(district, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('bonded:money')}?list=send")
    return redirect("bonded:bank_file", file.number)


@require_safe
@post_required(*READERS)
def bank_file(request: DeskRequest, number: str) -> HttpResponse:
    """Show one file with its entries; accounts are masked."""
    file = get_object_or_404(ledger.files(request.actor), number=number)
    rows = file.entries.select_related("payment__survivor", "account").order_by("pk")
    may_take = request.post.role in payments.PAYERS and not request.actor.assists
    context = {
        "file": file,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_take": may_take and file.untaken_at is None,
        "may_undo": may_take and _is_open(file) and _may_undo(file, request.actor),
        "again": money_forms.Again() if file.taken else None,
    }
    return page(request, "file", context)


def _is_open(file: BankFile) -> bool:
    """Tell whether the bank answered nothing of a file yet, nor was found not to have taken it."""
    return not file.entries.exclude(outcome__in=bankfiles.OPEN).exists()


def _may_undo(file: BankFile, by: Actor) -> bool:
    """Tell whether `by` may say that the bank did not take a file, or as the second person confirm it."""
    if file.taken and file.untaken_asked_by_id is None:
        return by.role in payments.PAYERS
    return by.role in payments.SANCTIONERS and by.user_id != file.untaken_asked_by_id


@require_POST
@post_required(*PAYERS)
def take_file(request: DeskRequest, number: str) -> HttpResponse:
    """Give the file for the bank; from the second time on with a reason."""
    file = get_object_or_404(ledger.files(request.actor), number=number)
    form = money_forms.Again(request.POST)
    given = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        content = bankfiles.take_out(file, by=request.actor, at=timezone.now(), reason=given)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("bonded:bank_file", number)
    return _download(content, f"{file.number}.csv")


@require_http_methods(["GET", "POST"])
@post_required(*READERS)
def statements_page(request: DeskRequest) -> HttpResponse:
    """List what was read in; read another one."""
    may_read = request.post.role in payments.PAYERS and not request.actor.assists
    form = money_forms.Statement(request.POST or None, request.FILES or None) if may_read else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            return _read(request, form.cleaned_data["statement"])
        except Refused as error:
            form.add_error("statement", str(error))
    found = Paginator(_own(request).order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return page(request, "statements", {"form": form, "page": found}, status=status)


@require_safe
@post_required(*READERS)
def statement(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what became of a statement."""
    found = get_object_or_404(_own(request), pk=pk)
    reads = rights.may_read_statement(found, request.actor)
    counted = {str(result): 0 for result in Result}
    for result in found.rows.values_list("result", flat=True):
        counted[result] += 1
    context = {
        "statement": found,
        "counted": [(RESULTS[name][0], count) for name, count in counted.items() if count],
        "wrong": [_wrong(row, in_clear=reads) for row in _wrong_rows(found)[:PAGE]],
        "reads": reads,
        "wrong_count": _wrong_rows(found).count(),
    }
    return page(request, "statement", context)


@require_safe
@post_required(*READERS)
def statement_errors(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the lines that did not match as a file."""
    found = get_object_or_404(_own(request), pk=pk)
    if not rights.may_read_statement(found, request.actor):
        messages.error(request, str(unsealed.SEALED))
        return redirect("bonded:bank_statement", pk)
    rows = [_wrong(row) for row in _wrong_rows(found)]
    lines = [(one["cells"], one["row"], str(one["result"]), str(one["advice"])) for one in rows]
    return _download(bank.report(lines), f"statement-{pk}-errors.csv")


def _own(request: DeskRequest) -> QuerySet[Statement]:
    """Return the statements read by the request's post, and by posts of its districts."""
    theirs = Q(post__place__district__in=ledger.districts(request.actor))
    return Statement.objects.filter(theirs | Q(post=request.actor.post_id))


def _read(request: DeskRequest, upload: UploadedFile) -> HttpResponse:
    if (upload.size or 0) > statements.MOST_BYTES:
        raise refusals.BadStatement(", ".join(bank.BACK))
    districts = [one.pk for one in ledger.districts(request.actor)]
    found, is_new = statements.read_in(upload.read(), districts=districts, by=request.actor, at=timezone.now())
    if not is_new:
        messages.info(request, _("This statement was read before; nothing was changed."))
    matched = found.rows.filter(result=Result.MATCHED).count()
    words = ngettext("%(count)d line matched.", "%(count)d lines matched.", matched)
    messages.success(request, words % {"count": matched})
    return redirect("bonded:bank_statement", found.pk)


def _wrong_rows(found: Statement) -> QuerySet[StatementRow]:
    good = [Result.MATCHED, Result.SEEN, Result.RECOVERED]
    return found.rows.exclude(result__in=good).select_related("statement").order_by("row")


def _wrong(row: StatementRow, *, in_clear: bool = True) -> dict[str, Any]:
    word, advice = RESULTS[row.result]
    text = str(advice) % {"column": row.wrong} if row.wrong else str(advice)
    return {
        "row": row.row,
        "cells": statements.cells(row) if in_clear else dict.fromkeys(SHOWN, unsealed.SEALED),
        "result": word,
        "advice": text,
    }


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
