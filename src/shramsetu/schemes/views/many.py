"""Sanctioning many claims at once: those that wait with one's own post, as a run that survives a kill."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shramsetu import rulebook
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.schemes import sanctioning


class Choose(forms.Form):
    """Which of the claims waiting with the post are sanctioned."""

    scheme = forms.ChoiceField(label=_("Scheme"), required=False)
    sure = forms.BooleanField(
        label=_("I have looked at the list; each claim is checked again when its turn comes"),
        error_messages={"required": _("Please fill this in.")},
    )

    def __init__(self, *args: object, language: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        rules = rulebook.book().scheme_rules.rules.values()
        listed = [("", _("All schemes")), *((rule.slug, rule.name.say(language)) for rule in rules)]
        self.fields["scheme"].choices = listed  # type: ignore[attr-defined]


@post_required(Role.OFFICER, Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: DeskRequest) -> HttpResponse:
    """List what waits for sanction with the post; begin the run."""
    form = Choose(request.POST if request.method == "POST" else None, language=request.LANGUAGE_CODE or "hi")
    scheme = request.GET.get("scheme", "")
    if form.is_valid():
        run = sanctioning.begin(scheme=form.cleaned_data["scheme"], by=request.actor, at=timezone.now())
        if run is None:
            messages.info(request, gettext("No claim waits for your sanction."))
            return redirect("claims:many")
        return redirect("desk:run", run.pk)
    page = Paginator(sanctioning.waiting(request.post, scheme=scheme), 50).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": sanctioning.rows(page.object_list)}
    return render(request, "schemes/claims/many.html", context, status=422 if form.errors else 200)
