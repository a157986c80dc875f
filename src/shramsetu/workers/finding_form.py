"""The form by which a desk searches the registry."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.lib.identity import Identity, Kind
from shramsetu.lib.text import latin_digits
from shramsetu.people.identities import IdentityNumber, NoAadhaarElsewhere
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers.models import Sex
from shramsetu.workers.queries import by_number
from shramsetu.workers.queries.find import Asked, Numbers

_DIGITS = re.compile(r"[\d\s+/-]{6,}")
_OLDEST = 110


class Finding(NoAadhaarElsewhere):
    """A name or a number in one box; father, age and place narrow it down."""

    q = forms.CharField(
        label=_("Name, or a number"),
        max_length=120,
        required=False,
        help_text=_(
            "Any script and spelling. Or the registration, phone, UAN, Family ID, ration or voter card number."
        ),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    parent = forms.CharField(label=_("Father, husband or mother"), max_length=120, required=False)
    born = forms.CharField(
        label=_("Year of birth, or age"),
        max_length=4,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    sex = forms.ChoiceField(label=_("Man or woman"), required=False, choices=[("", _("Either")), *Sex.choices])
    district = forms.ModelChoiceField(
        label=_("District"), queryset=Place.objects.none(), required=False, empty_label=""
    )
    place = forms.CharField(label=_("Village or locality"), max_length=100, required=False)
    aadhaar = IdentityNumber(Kind.AADHAAR, label=_("Aadhaar"), required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        district = self.fields["district"]
        assert isinstance(district, forms.ModelChoiceField)
        district.queryset = places.districts()
        district.empty_label = gettext("Whole area")

    def knows(self, name: str, typed: str) -> bool:
        """Take a Family ID, ration card or UAN that the registry holds, though by chance it looks like Aadhaar."""
        return name == "q" and by_number.is_known(typed)

    def clean_born(self) -> date | None:
        """Take 1988, or an age as 38."""
        written = latin_digits(str(self.cleaned_data["born"])).strip()
        if not written:
            return None
        if not written.isdigit() or not (len(written) == 4 or int(written) <= _OLDEST):
            raise ValidationError(_("Write a year with four digits, or an age."))
        year = int(written) if len(written) == 4 else self.today.year - int(written)
        if not self.today.year - _OLDEST <= year <= self.today.year:
            raise ValidationError(_("Write a year with four digits, or an age."))
        return date(year, 1, 1)

    def clean(self) -> dict[str, Any]:
        """Find the place that was written, and see that something was asked."""
        told = super().clean() or {}
        written = told.get("place")
        if written:
            found = places.find(str(written), district=told.get("district"), limit=1)
            if not found:
                self.add_error(
                    "place", _("No such village or locality is known. Choose the district, or leave it out.")
                )
            told["found_place"] = found[0] if found else None
        if not self.errors and self.asked.is_empty:
            self.add_error("q", _("Write a name, or a number."))
        return told

    @property
    def asked(self) -> Asked:
        """What is asked for."""
        told = self.cleaned_data
        written = str(told.get("q", "")).strip()
        aadhaar = told.get("aadhaar")
        is_number = bool(_DIGITS.fullmatch(latin_digits(written))) or any(mark.isdigit() for mark in written)
        place = told.get("found_place")
        return Asked(
            name="" if is_number else written,
            parent=str(told.get("parent", "")),
            born=told.get("born"),
            sex=str(told.get("sex", "")),
            district=told.get("district") or (place.district if place else None),
            place=place if place and place.district_id != place.pk else None,
            numbers=Numbers(written if is_number else "", aadhaar if isinstance(aadhaar, Identity) else None),
        )
