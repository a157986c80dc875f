"""Sanctioning many claims at once: those that wait with one's own post, as a run that survives a kill."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shramsetu import rulebook
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.schemes import sanctioning

PAGE = 50
ALL, TICKED = "all", "ticked"


class Choose(forms.Form):
    """Which of the claims waiting with the post are sanctioned: those ticked, or all of the scheme that is shown."""

    scheme = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    which = forms.ChoiceField(choices=[(TICKED, TICKED), (ALL, ALL)], widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("I have looked at the list; each claim is checked again when its turn comes"),
        error_messages={"required": _("Please fill this in.")},
    )

    def __init__(self, *args: object, schemes: Sequence[str], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["scheme"].choices = [("", ""), *((slug, slug) for slug in schemes)]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str]:
        """The numbers of the claims that are ticked, no more than a page has."""
        found: list[str] = self.data.getlist("number") if isinstance(self.data, QueryDict) else []
        return list(dict.fromkeys(found))[:PAGE]

    def clean(self) -> None:
        """Ask for at least one tick where those ticked are wanted."""
        if self.cleaned_data.get("which") == TICKED and not self.ticked:
            self.add_error(None, gettext("Tick at least one claim."))


@post_required(Role.OFFICER, Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: DeskRequest) -> HttpResponse:
    """List what waits for sanction with the post; begin the run over what is ticked, or over all of it."""
    rules = rulebook.book().scheme_rules.rules
    scheme = request.GET.get("scheme", "") if request.GET.get("scheme") in rules else ""
    form = Choose(request.POST if request.method == "POST" else None, initial={"scheme": scheme}, schemes=list(rules))
    if form.is_valid():
        return _begun(request, form)
    page = Paginator(sanctioning.waiting(request.post, scheme=scheme), PAGE).get_page(request.GET.get("page"))
    language = request.LANGUAGE_CODE or "hi"
    context = {
        "form": form,
        "page": page,
        "rows": sanctioning.rows(page.object_list),
        "scheme": scheme,
        "schemes": [(rule.slug, rule.name.say(language)) for rule in rules.values()],
        "ticked": form.ticked,
    }
    return render(request, "schemes/claims/many.html", context, status=422 if form.errors else 200)


def _begun(request: DeskRequest, form: Choose) -> HttpResponse:
    ticked = form.ticked if form.cleaned_data["which"] == TICKED else None
    run = sanctioning.begin(scheme=form.cleaned_data["scheme"], ticked=ticked, by=request.actor, at=timezone.now())
    if run is None:
        messages.info(request, gettext("No claim waits for your sanction."))
        return redirect("claims:many")
    if gone := len(ticked) - run.rows if ticked is not None else 0:
        words = ngettext(
            "%(n)d claim that you ticked waits with you no more; it was left out.",
            "%(n)d claims that you ticked wait with you no more; they were left out.",
            gone,
        )
        messages.warning(request, words % {"n": gone})
    return redirect("desk:run", run.pk)
