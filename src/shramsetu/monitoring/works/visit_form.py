"""The form of a site visit, made for a phone: who visits, what was seen, one photograph from each point."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.monitoring.works import words
from shramsetu.monitoring.works.actions.visiting import Seen, Taken
from shramsetu.monitoring.works.records import PhotoPoint

WIDEST, NORTHMOST = 180, 90


class VisitForm(forms.Form):
    """A visit of today. `lat` and `lon` are filled in by the browser where it is allowed to."""

    visitor = forms.ChoiceField(label=_("You visit as"))
    notes = forms.CharField(
        label=_("What you saw"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    nobody_seen = forms.BooleanField(
        label=_("I have looked: no person can be recognised on the photographs. Everybody may see them."),
        required=False,
    )
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-NORTHMOST, max_value=NORTHMOST)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-WIDEST, max_value=WIDEST)

    def __init__(self, *args: Any, points: Sequence[PhotoPoint], visitors: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.points = {f"photo_{one.number}": one for one in points}
        self.fields["visitor"].choices = [(slug, words.visitor(slug)) for slug in visitors]  # type: ignore[attr-defined]
        for name, point in self.points.items():
            widget = forms.FileInput(attrs={"accept": "image/*", "capture": "environment"})
            label = f"{point.number}. {point.title}"
            self.fields[name] = forms.FileField(label=label, required=False, widget=widget)

    @property
    def shots(self) -> list[tuple[PhotoPoint, forms.BoundField]]:
        """Each point with its field."""
        return [(point, self[name]) for name, point in self.points.items()]

    @property
    def seen(self) -> Seen:
        """What the action takes."""
        given = self.cleaned_data
        lat, lon = given.get("lat"), given.get("lon")
        place = None if lat is None or lon is None else (lon, lat)
        photos = [Taken(point, given[name]) for name, point in self.points.items() if given.get(name)]
        return Seen(given["visitor"], given["notes"], place, photos, nobody_seen=given["nobody_seen"])

    def seen_then(self, when: datetime) -> Seen:
        """Return the same for an earlier visit, of which a phone without a network tells."""
        return replace(self.seen, when=when)
