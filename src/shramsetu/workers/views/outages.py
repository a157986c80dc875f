"""When the service was down: what was measured, and what an officer declares."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shramsetu.casework.actions import Refused
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.workers.actions import service
from shramsetu.workers.models import Outage

DECLARERS = frozenset({Role.HEAD, Role.ADMINISTRATOR})
SHOWN = 100


def _moment(label: object) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, error_messages={"invalid": _("Write date and time.")})  # type: ignore[arg-type]


class Declared(forms.Form):
    """An outage that the site does not see itself."""

    from_at = _moment(_("Down from"))
    to_at = _moment(_("Down until"))
    reason = forms.CharField(label=_("What was down"), max_length=200)


@post_required(*DECLARERS)
@require_http_methods(["GET", "HEAD", "POST"])
def outages(request: DeskRequest) -> HttpResponse:
    """List the outages, the latest first, and take a new one."""
    form = Declared(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            service.declare(told["from_at"], told["to_at"], reason=told["reason"], by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            return redirect("workers:outages")
    rows = list(Outage.objects.order_by("-from_at")[:SHOWN])
    status = 422 if form.is_bound else 200
    return render(request, "workers/outages.html", {"form": form, "rows": rows}, status=status)
