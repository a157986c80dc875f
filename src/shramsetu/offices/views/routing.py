"""The simulator: this category in this place goes to … because …"""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shramsetu.lib import clock
from shramsetu.offices import queries, words
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.fields import PlaceField, categories
from shramsetu.offices.views.navigation import nav
from shramsetu.places.models import Place


class Question(forms.Form):
    category = forms.ChoiceField(label=_("Category"))
    place = PlaceField(
        label=_("Place"), required=False, help_text=_("District, tehsil, village or PIN code; empty for unknown")
    )
    on = forms.DateField(label=_("On"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories(get_language() or "hi")  # type: ignore[attr-defined]


@require_GET
@post_required()
def simulator(request: DeskRequest) -> HttpResponse:
    asked = "category" in request.GET
    form = Question(request.GET if asked else None)
    context: dict[str, Any] = {"form": form, "office_nav": nav(request)}
    if asked and form.is_valid():
        on = form.cleaned_data["on"] or clock.day(timezone.now())
        place = form.cleaned_data["place"]
        context |= {"answers": _answers(form.cleaned_data["category"], place, on), "place": place, "on": on}
    return render(request, "offices/routing.html", context, status=422 if asked and form.errors else 200)


def _answers(category: str, place: Place | None, on: date) -> list[dict[str, Any]]:
    found = [(level, queries.routing(category=category, place=place, level=level, on=on)) for level in range(1, 5)]
    return [
        {
            "level": level,
            "post": answer.post,
            "title": words.title(answer.post),
            "user": queries.incumbent(answer.post),
            "because": words.sentences(answer),
        }
        for level, answer in found
    ]
