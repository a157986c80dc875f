"""The administrator's pages: what is due for erasure, what was erased, and the register of breaches."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shramsetu.offices import history
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.offices.views.navigation import nav
from shramsetu.offices.views.verbs import Change, change
from shramsetu.privacy import actions, forms, kinds, queries
from shramsetu.privacy.kind import stream
from shramsetu.privacy.models import Breach

PAGE = 50


@require_GET
@post_required(Role.ADMINISTRATOR)
def home(request: DeskRequest) -> HttpResponse:
    standings = queries.standings(timezone.now())
    labels = {stream(kind): kind.label for kind in kinds.KINDS}
    context = {
        "standings": standings,
        "waiting": sum(one.waiting for one in standings),
        "runs": [(labels[entry.stream], entry) for entry in queries.runs()],
        "office_nav": nav(request),
    }
    return render(request, "privacy/home.html", context)


@require_POST
@post_required(Role.ADMINISTRATOR)
def erase(request: DeskRequest) -> HttpResponse:
    done = actions.erase_all(by=request.actor, at=timezone.now())
    messages.success(request, _("Erased and written in the journal: %(count)s.") % {"count": sum(done.values())})
    return redirect("privacy:home")


@require_GET
@post_required(Role.ADMINISTRATOR)
def breaches(request: DeskRequest) -> HttpResponse:
    page = Paginator(queries.breaches(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.now(), "office_nav": nav(request)}
    return render(request, "privacy/breaches.html", context)


@post_required(Role.ADMINISTRATOR)
def new_breach(request: DeskRequest) -> HttpResponse:
    def act(form: Any) -> str:
        made = actions.record_breach(actions.Facts(**form.cleaned_data), by=request.actor, at=timezone.now())
        return reverse("privacy:breach", args=[made.pk])

    form = forms.Record(request.POST or None)
    about = gettext_lazy("Name no person here; write down what somebody needs who has to tell those affected.")
    asked = Change(_("Record a breach of personal data"), _("Record"), act, reverse("privacy:breaches"), form, about)
    return change(request, asked)


@require_GET
@post_required(Role.ADMINISTRATOR)
def breach(request: DeskRequest, pk: int) -> HttpResponse:
    return render(request, "privacy/breach.html", _context(request, pk))


@require_GET
@post_required(Role.ADMINISTRATOR)
def breach_sheet(request: DeskRequest, pk: int) -> HttpResponse:
    return render(request, "privacy/breach_sheet.html", _context(request, pk))


def _context(request: DeskRequest, pk: int) -> dict[str, object]:
    found = get_object_or_404(queries.breaches(), pk=pk)
    return {
        "found": found,
        "notices": list(found.notices.order_by("told_at", "pk")),
        "history": history.of(found.stream),
        "now": timezone.now(),
        "office_nav": nav(request),
    }


@post_required(Role.ADMINISTRATOR)
def tell(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Breach, pk=pk)

    def act(form: Any) -> None:
        actions.tell(found, **form.cleaned_data, by=request.actor, at=timezone.now())

    back = reverse("privacy:breach", args=[pk])
    return change(request, Change(_("Somebody was told"), _("Record"), act, back, forms.Tell(request.POST or None)))


@post_required(Role.ADMINISTRATOR)
def close_breach(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Breach, pk=pk)

    def act(form: Any) -> None:
        actions.close_breach(found, **form.cleaned_data, by=request.actor, at=timezone.now())

    back = reverse("privacy:breach", args=[pk])
    return change(request, Change(_("Close the record"), _("Close"), act, back, forms.Close(request.POST or None)))
