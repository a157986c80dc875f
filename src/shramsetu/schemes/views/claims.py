"""The desk's pages about one claim: its facts and papers, its orders, the claim as a sheet."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import pdf
from shramsetu.casework.forms import file_sentence
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.casework.words import SAY
from shramsetu.files import actions as files
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.lib import clock
from shramsetu.lib.conditions import Value
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.rulebook.editions import MEMBER
from shramsetu.rulebook.facts import FactRule
from shramsetu.schemes import actions, fact_forms, looking, order_paper, shown, whose
from shramsetu.schemes.models import Claim, Order, Paper


class PaperForm(forms.Form):
    """What is said of a paper that was looked at, or laid down."""

    good = forms.ChoiceField(
        label=_("Is it good?"), choices=[("yes", _("Good")), ("no", _("Not good"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


@post_required()
@require_safe
@of_case
def facts(request: DeskRequest, number: str) -> HttpResponse:
    """Show every fact and paper of a claim, with what settles each."""
    return _page(request, _claim(request, number))


@post_required()
@require_POST
@of_case
def settle(request: DeskRequest, number: str, name: str) -> HttpResponse:
    """Settle one fact."""
    claim = _claim(request, number)
    rule = rulebook.book().scheme_rules.facts.get(name)
    if rule is None:
        raise Http404
    form = _asking(claim, rule)(request.POST)
    if not form.is_valid():
        return _page(request, claim, bound={name: form}, status=422)
    at, by = timezone.now(), request.actor
    try:
        actions.settle(claim.case, name, value=form.values[name], seen=_seen(request), by=by, at=at)
    except casework.Refused as refused:
        form.add_error(name, str(refused.message))
        return _page(request, claim, bound={name: form}, status=422)
    except casework.Stale:
        messages.error(request, str(SAY["stale"]))
    else:
        messages.success(request, gettext("Settled: %(fact)s") % {"fact": form.fields[name].label})
    return redirect("claims:facts", number)


@post_required()
@require_POST
@of_case
def paper(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Say of a paper whether it is good."""
    claim = _claim(request, number)
    found = get_object_or_404(Paper, pk=pk, claim=claim)
    form = PaperForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        given = {"is_good": said["good"] == "yes", "note": said["note"], "seen": _seen(request)}
        _tried(request, lambda: actions.look_at_paper(claim.case, found, by=request.actor, at=timezone.now(), **given))
    return redirect("claims:facts", number)


@post_required()
@require_POST
@of_case
def lay(request: DeskRequest, number: str, slug: str) -> HttpResponse:
    """Lay down that a paper was shown at the counter, with a scan of it where there is one."""
    claim = _claim(request, number)
    if slug not in rulebook.book().scheme_rules.documents:
        raise Http404
    at, by, upload = timezone.now(), request.actor, request.FILES.get("file")
    try:
        stored = files.store(upload, stream=claim.case.stream, purpose=Purpose.OTHER, by=by, at=at) if upload else None
    except (file_rules.FalseType, file_rules.TooLarge) as error:
        messages.error(request, file_sentence(error))
        return redirect("claims:facts", number)
    file = stored.pk if stored else None
    _tried(request, lambda: actions.lay_paper(claim.case, slug, file=file, seen=_seen(request), by=by, at=at))
    return redirect("claims:facts", number)


@post_required()
@require_safe
@of_case
def order(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Give a notice or an order as a Hindi PDF."""
    found = get_object_or_404(Order, claim=_claim(request, number), seq=seq)
    return order_paper.response(found)


@post_required()
@require_safe
@of_case
def sheet(request: DeskRequest, number: str) -> HttpResponse:
    """Give the whole claim as a Hindi PDF: facts, conditions, papers, orders."""
    claim = _claim(request, number)
    found = looking.of_claim(claim)
    page = {**_shown(claim), "lines": shown.live(found), "gifts": shown.gifts(found), "now": timezone.now()}
    return pdf.response("schemes/claims/sheet.html", page, name=f"claim-{number}")


def _tried(request: DeskRequest, act: object) -> None:
    """Take an act on a claim; what cannot be done is said."""
    assert callable(act)
    try:
        act()
    except casework.Refused as refused:
        messages.error(request, str(refused.message))
    except casework.Stale:
        messages.error(request, str(SAY["stale"]))
    else:
        messages.success(request, gettext("Written down."))


def _claim(request: DeskRequest, number: str) -> Claim:
    case: Case = case_for(request, number)
    rows = Claim.objects.select_related("worker", "worker__district")
    claim = get_object_or_404(rows, pk=case.pk)
    claim.case = case
    return claim


def _shown(claim: Claim) -> dict[str, object]:
    found = looking.of_claim(claim)
    return {
        "claim": claim,
        "case": claim.case,
        "scheme": found.edition.scheme,
        "facts": shown.facts(claim, found, choices=_members(claim)),
        "sheets": shown.sheets(claim, found),
        "orders": list(shown.orders(claim)),
        "draw": shown.draw(claim, on=clock.day(claim.case.opened_at)),
    }


def _page(
    request: DeskRequest, claim: Claim, *, bound: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    page = _shown(claim)
    rules = rulebook.book().scheme_rules.facts
    given, found = bound or {}, looking.of_claim(claim)
    rows = [
        (one, given.get(one.name) or _form(claim, rules[one.name], found.facts.values.get(one.name)))
        for one in shown.facts(claim, found, choices=_members(claim))
    ]
    may = claim.case.holder_id == request.post.pk and claim.case.state in actions.facts.SETTLING
    context = {**page, "rows": rows, "may_settle": may, "paper_form": PaperForm()}
    return render(request, "schemes/claims/facts.html", context, status=status)


def _form(claim: Claim, rule: FactRule, value: Value | None) -> forms.Form:
    shown_value = fact_forms.plain(rule, value)
    return _asking(claim, rule)(initial={rule.name: shown_value} if shown_value is not None else {})


def _asking(claim: Claim, rule: FactRule) -> type[fact_forms.FactsForm]:
    return fact_forms.form_for([rule], choices=_members(claim) if rule.name == MEMBER else {})


def _members(claim: Claim) -> fact_forms.Choices:
    return {MEMBER: whose.choices(whose.of_claim(claim))}


def _seen(request: DeskRequest) -> int:
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
