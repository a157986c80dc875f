"""What the bank answered, line by line; what came back and is mended; accounts that somebody looks at first."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.lib import banks, money
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused
from shramsetu.schemes import desks, ledger, money_forms
from shramsetu.schemes.actions import answers as verbs
from shramsetu.schemes.actions import sharing
from shramsetu.schemes.models import SharedAccount, Transfer
from shramsetu.schemes.rules.bankfile import Result
from shramsetu.schemes.rules.dues import Mend
from shramsetu.schemes.views.asking import PAGE, PAYER, READERS, Ask, ask, may_pay, page, press
from shramsetu.schemes.views.payments import download

MOST_BYTES = 8 * 1024 * 1024
GOOD = (Result.MATCHED, Result.SEEN)
RESULTS = {
    Result.MATCHED: gettext_lazy("Matched to the paisa"),
    Result.SEEN: gettext_lazy("Read before"),
    Result.DUPLICATE: gettext_lazy("Settled already, otherwise"),
    Result.UNKNOWN: gettext_lazy("Unknown reference"),
    Result.WRONG_AMOUNT: gettext_lazy("Wrong amount"),
    Result.UTR_USED: gettext_lazy("Bank reference used twice"),
    Result.UNREADABLE: gettext_lazy("Cannot be read"),
    Result.PAID_UNTAKEN: gettext_lazy("Paid, though said not taken"),
    Result.PAID_TWICE: gettext_lazy("Paid a second time"),
    Result.RECOVERED: gettext_lazy("The second payment came back"),
}
MENDED = {
    Mend.ACCOUNT: gettext_lazy("Another account is wanted: the worker changes it in the registry."),
    Mend.BANK: gettext_lazy("The worker sees to it at the bank; then an officer writes so here."),
    Mend.AGAIN: gettext_lazy("Nothing to mend: it goes into the next batch."),
    Mend.PERSON: gettext_lazy("Find out first whether the person lives and may be paid; then write so here."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*READERS)
def answers(request: DeskRequest) -> HttpResponse:
    """List what was read in; read another one."""
    form = money_forms.AnswerFile(request.POST or None, request.FILES or None) if may_pay(request.actor) else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            return _read(request, form.cleaned_data["answer"])
        except banks.BadFile as error:
            form.add_error("answer", _not_read(error))
        except Refused as error:
            form.add_error("answer", str(error))
    found = Paginator(ledger.answers(request.actor), PAGE).get_page(request.GET.get("page"))
    return page(request, "answers", {"form": form, "page": found}, status=422 if request.method == "POST" else 200)


@require_safe
@post_required(*READERS)
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what became of an answer."""
    found = get_object_or_404(ledger.answers(request.actor), pk=pk)
    counted = verbs.tallied(found)
    wrong = found.rows.exclude(result__in=GOOD).select_related("transfer").order_by("row")
    lines = Paginator(wrong, PAGE).get_page(request.GET.get("page"))
    rows = [(verbs.shown(one), RESULTS[Result(one.result)], verbs.ADVICE[Result(one.result)]) for one in lines]
    counts = [(RESULTS[result], count) for result, count in counted.items()]
    return page(request, "answer", {"answer": found, "counts": counts, "page": lines, "rows": rows})


@require_safe
@post_required(PAYER)
def answer_file(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the lines that did not fit as a file, with what to do."""
    found = get_object_or_404(ledger.answers(request.actor), pk=pk)
    return download(verbs.report(found, get_language() or "hi"), f"answer-{pk}.csv")


@require_safe
@post_required(*READERS)
def returned(request: DeskRequest) -> HttpResponse:
    """List what came back: why, what the worker can do, whose turn it is."""
    found = Paginator(ledger.returned(request.actor), PAGE).get_page(request.GET.get("page"))
    language = get_language() or "hi"
    rows = []
    for one in found:
        code = ledger.code(one)
        texts = (code.means.say(language), code.remedy.say(language), MENDED[Mend(code.mend)])
        rows.append((one, ledger.mask(one), texts, code.mend in (Mend.BANK, Mend.PERSON) and one.mended_at is None))
    return page(request, "returned", {"page": found, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def mend(request: DeskRequest, pk: int) -> HttpResponse:
    """Write that a returned sum may go out again to the same account."""
    one = get_object_or_404(ledger.returned(request.actor), pk=pk)
    code, language = ledger.code(one), get_language() or "hi"

    def do(given: dict[str, Any]) -> None:
        verbs.mend(Transfer.objects.get(pk=one.pk), given["reason"], by=request.actor, at=timezone.now())

    facts = [
        (_("Case"), one.due.award.claim.case.number),
        (_("Amount"), money.rupees(one.paise)),
        (_("The bank says"), f"{one.code}: {code.means.say(language)}"),
    ]
    form = money_forms.Because(request.POST or None)
    back = reverse("payments:returned")
    return ask(request, Ask(_("It is mended: send again"), _("Send again"), form, do, back, facts=facts))


@require_safe
@post_required(*READERS)
def shared(request: DeskRequest) -> HttpResponse:
    """List accounts into which the money of many persons would go."""
    found = Paginator(ledger.shared(request.actor), PAGE).get_page(request.GET.get("page"))
    return page(request, "shared", {"page": found})


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def clear(request: DeskRequest, pk: int) -> HttpResponse:
    """Write why an account of many persons is right, for as many as were seen."""
    one = get_object_or_404(ledger.shared(request.actor), pk=pk)
    seen = int(request.POST.get("seen") or 0) if str(request.POST.get("seen", "")).isdigit() else one.persons

    def do(given: dict[str, Any]) -> None:
        account = SharedAccount.objects.get(pk=one.pk)
        sharing.clear(account, given["reason"], persons=seen, by=request.actor, at=timezone.now())

    facts = [(_("Persons"), str(one.persons)), (_("Cleared for"), str(one.cleared_for))]
    about = _("It is cleared for as many persons as were seen; one more, and it waits again.")
    form = money_forms.Because(request.POST or None)
    title = _("An account of many persons")
    return ask(request, Ask(title, _("It is right"), form, do, reverse("payments:shared"), about=about, facts=facts))


@require_safe
@post_required(*READERS)
def merged(request: DeskRequest) -> HttpResponse:
    """List merged registrations whose accounts differed: nothing is paid until somebody looked and some days passed."""
    found = Paginator(ledger.merged(request.actor, timezone.now()), PAGE).get_page(request.GET.get("page"))
    accounts = ledger.accounts_of(found)
    rows = [(one, accounts.get(one.kept.merged_into_id or one.kept_id), accounts.get(one.gone_id)) for one in found]
    return page(request, "merged", {"page": found, "rows": rows})


@require_POST
@post_required(PAYER)
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Say as the second person that the account of two merged registrations is right."""
    at, board = timezone.now(), desks.board_of(request.actor)
    one = get_object_or_404(ledger.merged(request.actor, at), pk=pk)
    do = lambda: sharing.confirm(one, board, by=request.actor, at=at)  # noqa: E731 - one call
    return press(request, do, reverse("payments:merged"))


def _not_read(error: banks.BadFile) -> str:
    if not error.missing:
        return _("This is no table of a bank. Ask the bank for a CSV file.")
    return _("The file lacks the columns: %(columns)s.") % {"columns": ", ".join(error.missing)}


def _read(request: DeskRequest, upload: UploadedFile) -> HttpResponse:
    if (upload.size or 0) > MOST_BYTES:
        raise banks.BadFile
    board = desks.board_of(request.actor)
    found = verbs.read(upload.read(), board=board, by=request.actor, at=timezone.now())
    if found.was_read:
        messages.info(request, _("This answer was read before; nothing was changed."))
    matched = found.results.get(Result.MATCHED, 0)
    words = ngettext("%(count)d line matched.", "%(count)d lines matched.", matched)
    messages.success(request, words % {"count": matched})
    return redirect("payments:answer", found.answer.pk)
