"""Seeing who a freed person is: with a purpose, by search, by leave for one record, in an emergency and its review."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import duty_who, glass, rights, scope
from shramsetu.bonded.actions import amending, reading
from shramsetu.bonded.forms.reading import Glass, LeaveForm, Reveal, Search
from shramsetu.bonded.models import Opening, Survivor
from shramsetu.bonded.reading_words import SAY
from shramsetu.bonded.shown import lines, watermark
from shramsetu.casework import rules
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.offices import queries as offices
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

READERS = tuple(sorted(scope.OWNERS))


@post_required(*READERS)
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, code: str) -> HttpResponse:
    """Ask what for, then show one class of what is known, with the reader's name across the page."""
    at, survivor = timezone.now(), _survivor(request, code)
    open_to = frozenset(
        klass for klass in (rights.P2, rights.P3) if rights.may(survivor, klass, by=request.actor, at=at)
    )
    page: dict[str, object] = {"survivor": survivor, "can_break": rights.may_break(survivor, request.actor)}
    if not open_to:
        return render(request, "bonded/reading/reveal.html", {**page, "closed": SAY["not_yours"]}, status=403)
    if duty := duty_who.of(request.GET.get("duty", ""), survivor, by=request.actor):
        page["duty"] = duty.case
    purpose = duty_who.PURPOSES.get(duty.clock, "") if duty else ""
    form = Reveal(request.POST or None, open_to=open_to, initial={"purpose": purpose})
    page |= {"form": form, "log": glass.reads(survivor), "can_let": request.actor.role in rights.MAGISTRATES}
    if request.method == "GET" or not form.is_valid():
        return render(request, "bonded/reading/reveal.html", page, status=422 if request.method == "POST" else 200)
    klass, purpose = form.cleaned_data["klass"], form.cleaned_data["purpose"]
    try:
        known = reading.reveal(survivor, klass, purpose=purpose, by=request.actor, at=at)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return render(request, "bonded/reading/reveal.html", page, status=422)
    shown = {"klass": klass, "lines": lines(known), "mark": watermark(request, at)}
    shown["can_shut_phone"] = survivor.safe_phone and request.actor.role in amending.PHONE
    return render(request, "bonded/reading/shown.html", {**page, **shown})


@post_required(*sorted(scope.SEARCHERS))
@never_cache
@require_http_methods(["GET", "POST"])
def search(request: DeskRequest) -> HttpResponse:
    """Look for a person by name or phone; what was asked stands in no address and in no log."""
    form = Search(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "bonded/reading/search.html", {"form": form}, status=status)
    asked, purpose = form.cleaned_data["q"], form.cleaned_data["purpose"]
    try:
        found = reading.search(asked, purpose=purpose, by=request.actor, at=timezone.now())
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return render(request, "bonded/reading/search.html", {"form": form}, status=422)
    said = SAY["wide"] if found.is_wide else "" if found.survivors else SAY["nobody"]
    return render(request, "bonded/reading/search.html", {"form": form, "found": found, "said": said})


@post_required(*sorted(rights.GLASS_BREAKERS))
@never_cache
@require_http_methods(["GET", "POST"])
def break_glass(request: DeskRequest) -> HttpResponse:
    """Open a record in an emergency, for at most some hours; a second officer hears of it at once."""
    at = timezone.now()
    most = rules.figure("bonded.glass_hours", at)
    form = Glass(request.POST or None, most=most, initial={"code": request.GET.get("code", "")})
    page = {"form": form, "most": most}
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "bonded/reading/glass.html", page, status=status)
    given = form.cleaned_data
    survivor = Survivor.objects.select_related("case__district", "native_district").filter(code=given["code"]).first()
    until = at + timedelta(hours=given["hours"])
    leave = reading.Leave(given["klass"], given["purpose"], given["reason"], until)
    try:
        if survivor is None:
            raise NotAllowed("break_glass")
        reading.break_glass(survivor, leave, by=request.actor, at=at)
    except NotAllowed:
        form.add_error("code", gettext("There is no such person, or your post may not open the record."))
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
    if form.errors or survivor is None:
        return render(request, "bonded/reading/glass.html", page, status=422)
    messages.warning(
        request, gettext("Opened. A second officer has been told; the opening is reviewed within the day.")
    )
    return redirect("bonded:reveal", survivor.code)


@post_required(*sorted(glass.REVIEWERS))
@require_safe
@never_cache
def reviews(request: DeskRequest) -> HttpResponse:
    """List the emergency openings that wait for this post, those that nobody reviewed in time, and misuse."""
    at = timezone.now()
    waiting = list(rights.reviewable(request.actor)[: glass.SHOWN])
    page: dict[str, object] = {"waiting": [glass.row(one, by=request.actor, at=at) for one in waiting]}
    if request.actor.role in glass.OVERSEERS:
        page |= {"late": glass.unreviewed(at=at), "misuse": glass.misuse(), "searches": glass.flagged(at=at)}
    return render(request, "bonded/reading/reviews.html", page)


@post_required(*sorted(glass.REVIEWERS))
@require_POST
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Say whether a record was rightly opened."""
    found = get_object_or_404(rights.reviewable(request.actor), pk=pk)
    reading.review(found, was_right=request.POST.get("decision") == "right", by=request.actor, at=timezone.now())
    messages.success(request, gettext("Reviewed."))
    return redirect("bonded:glass_reviews")


@post_required(Role.DM, Role.MAGISTRATE)
@never_cache
@require_http_methods(["GET", "POST"])
def leaves(request: DeskRequest, code: str) -> HttpResponse:
    """Give a counsellor, a lawyer or another post leave to read one person's record, and see who has it."""
    at, survivor = timezone.now(), _survivor(request, code)
    posts = glass.posts_for(survivor)
    form = LeaveForm(request.POST or None, posts=posts)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        leave = reading.Leave(given["klass"], given["purpose"], given["reason"], form.until_at)
        try:
            reading.let(survivor, leave, to=offices.get(int(given["post"])), by=request.actor, at=at)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, gettext("Leave given."))
            return redirect("bonded:leaves", survivor.code)
    page = {"survivor": survivor, "form": form, "rows": glass.running(survivor, at=at)}
    return render(request, "bonded/reading/leaves.html", page, status=422 if form.errors else 200)


@post_required(*READERS)
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """End what opens a record, before its time."""
    found = get_object_or_404(Opening.objects.select_related("survivor__case__district"), pk=pk)
    try:
        reading.end(found, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise Http404 from None
    messages.success(request, gettext("Ended."))
    may_let = request.actor.role in rights.MAGISTRATES
    return redirect("bonded:leaves" if may_let else "bonded:reveal", found.survivor.code)


def _survivor(request: DeskRequest, code: str) -> Survivor:
    """Return a person whom the post sees by the code name, pays for, or has open; raises Http404."""
    rows = Survivor.objects.select_related("case__district", "native_district")
    found = get_object_or_404(rows, code=code)
    seen = scope.survivors(request.actor).filter(pk=found.pk).exists()
    if not seen and not rights.may(found, rights.P2, by=request.actor, at=timezone.now()):
        raise Http404(gettext("There is no such person, or the record is not open to you."))
    return found
