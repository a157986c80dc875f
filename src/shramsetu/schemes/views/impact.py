"""What came of the money: calls to beneficiaries drawn by lot, and what they said, by scheme and district."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import handing
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused
from shramsetu.places.models import Place
from shramsetu.schemes import impact as reads
from shramsetu.schemes import scope
from shramsetu.schemes.actions import aftercalls as verbs
from shramsetu.schemes.aftercall_forms import Heard
from shramsetu.schemes.calling import CALLERS
from shramsetu.schemes.models import Aftercall

PAGE = 50
ENDS: dict[str, Callable[..., None]] = {"miss": verbs.miss, "decline": verbs.decline}


@require_safe
@post_required(*scope.WATCHERS, *CALLERS)
def results(request: DeskRequest) -> HttpResponse:
    seen = _sight(request)
    rules, language = rulebook.book().scheme_rules.rules, get_language() or "hi"
    by_district = reads.results(seen, by="district_id")
    names = Place.objects.filter(pk__in=[one.key for one in by_district]).defer("keys").in_bulk()
    context = {
        "total": reads.total(seen),
        "reached": [(state.label, reads.reached(seen).get(state, 0)) for state in Aftercall.State],
        "by_scheme": [
            (rules[str(one.key)].name.say(language) if one.key in rules else one.key, one)
            for one in reads.results(seen, by="scheme")
        ],
        "by_district": [(names[int(one.key or 0)].name(language), one) for one in by_district],
        "used": [one.label for one in reads.USED],
        "may_call": request.post.role in CALLERS,
    }
    return render(request, "schemes/impact.html", context)


@require_safe
@post_required(*CALLERS)
def calls(request: DeskRequest) -> HttpResponse:
    today = clock.day(timezone.now())
    page = Paginator(reads.waiting(None, on=today), PAGE).get_page(request.GET.get("page"))
    return render(request, "schemes/aftercalls.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*CALLERS)
def call(request: DeskRequest, number: str) -> HttpResponse:
    """Show whom to call and what to ask; that somebody looked is written down, for it opens name and phone."""
    rows = Aftercall.objects.select_related("claim__case", "claim__worker", "district")
    found, now = get_object_or_404(rows, claim__case__number=number), timezone.now()
    form = Heard(request.POST or None)
    if form.is_valid():
        try:
            verbs.answer(found, form.said(), by=request.actor, at=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Written down. Thank you."))
        return redirect("eligibility:aftercall", number)
    if request.method == "GET" and found.state == Aftercall.State.WAITING:
        journal.append(f"reads:{number}", "open_aftercall", by=request.actor, at=now, detail={})
    rule = rulebook.book().scheme_rules.rules.get(found.scheme)
    context = {
        "call": found,
        "form": form,
        "scheme": rule.name.say(get_language() or "hi") if rule else found.scheme,
        "is_over": found.state != Aftercall.State.WAITING,
        "takers": handing.takers_for(found.claim.case, request.actor) if _is_bad(found) else {},
    }
    return render(request, "schemes/aftercall.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@post_required(*CALLERS)
def end(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    if verb not in ENDS:
        raise Http404
    found = get_object_or_404(Aftercall, claim__case__number=number)
    try:
        ENDS[verb](found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("eligibility:aftercalls")


def _is_bad(found: Aftercall) -> bool:
    """Whether the beneficiary told of something that is to be complained of."""
    return bool(found.cut_taken) or found.came in (Aftercall.Whole.LESS, Aftercall.Whole.NO)


def _sight(request: DeskRequest) -> frozenset[int] | None:
    if request.post.role in CALLERS:
        return None
    try:
        return scope.districts(request.post)
    except scope.OutOfSight:
        raise Http404 from None
