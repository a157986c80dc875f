"""Figures from outside: the file that is sent in, what came of it, and the table to fill in."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import export, files, forms
from shramsetu.monitoring.targets.actions import taking
from shramsetu.monitoring.targets.actions.taking import Line, Parcel
from shramsetu.monitoring.targets.models import Delivery
from shramsetu.monitoring.targets.views import page
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.places.models import Kind

SENDERS = tuple(sorted(scope.REPORTERS))
PAGE, FAULTS = 50, 200


@post_required(*SENDERS)
@require_http_methods(["GET", "POST"])
def deliveries(request: DeskRequest) -> HttpResponse:
    """Take in a file of figures, and list what came in."""
    seen = page.seen(request)
    form = forms.Upload(request.POST or None, request.FILES or None, indicators=forms.outside(request.post))
    if request.method == "POST" and form.is_valid():
        sent, slug = form.cleaned_data["file"], form.cleaned_data["indicator"]
        try:
            parcel = files.parcel(sent.read(), indicator=slug, name=sent.name, seen=seen, today=page.today())
        except files.Unusable as error:
            form.add_error("file", str(error))
        else:
            return _taken(request, parcel)
    rows = Delivery.objects.exclude(origin=Delivery.Origin.PLATFORM).select_related("post", "post__place")
    if seen is not None:
        rows = rows.filter(post=request.post)
    context = {"form": form, "page": Paginator(rows.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))}
    return render(
        request, "monitoring/targets/deliveries.html", context, status=422 if request.method == "POST" else 200
    )


@post_required(*SENDERS)
@require_http_methods(["GET", "POST"])
def typed(request: DeskRequest) -> HttpResponse:
    """Take one figure by hand, with what proves it."""
    districts = [one for one in page.choices(request) if one.kind == Kind.DISTRICT]
    initial = {"on": page.today(), "indicator": request.GET.get("indicator", "")}
    form = forms.Typed(
        request.POST or None, districts=districts, indicators=forms.outside(request.post), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        answer = _one_taken(request, form)
        if answer is not None:
            return answer
    return render(
        request, "monitoring/targets/typed.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


def _parcel(given: dict[str, Any]) -> Parcel:
    """Return one figure as a parcel; pressed twice it is the same one."""
    line = Line(1, given["district"], given["source"], given["on"], given["number"], page.today(), given["reason"])
    key = hashlib.sha256(f"{line}{given['proof']}".encode()).hexdigest()
    return Parcel(given["indicator"], Delivery.Origin.TYPED, key, given["proof"], [line])


def _one_taken(request: DeskRequest, form: forms.Typed) -> HttpResponse | None:
    """Take one figure; one that cannot be is told beside its number, and nothing that was typed is lost."""
    parcel = _parcel(form.cleaned_data)
    if wrong := taking.wrong(parcel, at=timezone.now()):
        form.add_error("number", wrong)
        return None
    return _taken(request, parcel)


def _taken(request: DeskRequest, parcel: Parcel) -> HttpResponse:
    made, is_new = taking.take(parcel, by=request.actor, at=timezone.now())
    if not is_new:
        messages.info(request, _("This was taken in before. Nothing is counted twice."))
    return redirect("monitoring:delivery", made.pk)


@require_safe
@post_required(*SENDERS)
def delivery(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what came of a file: what was taken, what was known, what is wrong and on which line."""
    seen = page.seen(request)
    rows = Delivery.objects.select_related("post", "post__place")
    found = get_object_or_404(rows if seen is None else rows.filter(post=request.post), pk=pk)
    faults = Paginator(found.faults, FAULTS).get_page(request.GET.get("page"))
    return render(request, "monitoring/targets/delivery.html", {"delivery": found, "page": faults})


@require_safe
@post_required(*SENDERS)
def figures_template(request: DeskRequest, indicator: str) -> HttpResponse:
    """Give the table of figures to be filled in."""
    if not scope.reports(request.post, page.indicator(indicator)):
        raise Http404
    sheet = files.figures_template(indicator, today=page.today())
    return export.answer([sheet], form="xlsx", name=f"{indicator}-poorti", on=page.today())
