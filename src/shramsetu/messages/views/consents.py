"""Consents: how many there are, and one written down from paper or withdrawn at a desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shramsetu.messages import consents, forms
from shramsetu.messages.models import Consent
from shramsetu.messages.views.bulk import SENDERS
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.views.navigation import nav


@require_http_methods(["GET", "POST"])
@post_required(*SENDERS)
def home(request: DeskRequest) -> HttpResponse:
    form = forms.Agreed(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _write(request, form)
        return redirect("messages:consents")
    sources = dict(Consent.Source.choices)
    classes = dict(forms.CLASSES)
    rows = [(classes[category], sources[source], *numbers) for category, source, *numbers in consents.counts()]
    context = {"form": form, "rows": rows, "office_nav": nav(request)}
    return render(request, "messages/consents.html", context, status=422 if form.errors else 200)


def _write(request: DeskRequest, form: forms.Agreed) -> None:
    said, at = form.cleaned_data, timezone.now()
    if said["deed"] == "withdraw":
        count = consents.withdraw(said["phone"], by=request.actor, at=at)
        told = _("Withdrawn, and written in the journal.") if count else _("This number has given no consent.")
    else:
        source = Consent.Source.PAPER
        is_new = consents.give(
            said["phone"], said["category"], source=source, reference=said["reference"], by=request.actor, at=at
        )
        told = _("Written down.") if is_new else _("This consent stands already.")
    messages.success(request, told)
