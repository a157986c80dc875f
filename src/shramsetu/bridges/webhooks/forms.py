"""What an administrator fills in for an endpoint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.bridges.models import Endpoint
from shramsetu.offices.fields import PlaceField
from shramsetu.places.models import Kind, Place


class EndpointForm(forms.Form):
    """Where, what, and of which district."""

    name = forms.CharField(label=_("Name of the other system"), max_length=120)
    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("https://… in the public network; nothing follows a redirect")
    )
    events = forms.MultipleChoiceField(
        label=_("Events"), choices=Endpoint.Event.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    district = PlaceField(label=_("District; empty for the whole state"), required=False)

    def clean_district(self) -> Place | None:
        place: Place | None = self.cleaned_data["district"]
        if place is not None and place.kind != Kind.DISTRICT:
            raise forms.ValidationError(_("This is not a district."))
        return place
