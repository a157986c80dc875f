"""The form on which who a person is is put right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.actions.amending import Amended
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.person_forms import AGE_BASES, CASTES, REQUIRED, YES_NO
from shramsetu.casework import fields

IDENTITY = ("name", "parent", "age", "age_basis", "address", "phone", "language", "caste")


class IdentityForm(forms.Form):
    """Who the person is, as it should stand, and why it is changed."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages=REQUIRED)
    parent = forms.CharField(label=_("Father, mother or spouse"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Woman, man, transgender"), choices=Survivor.Sex.choices, error_messages=REQUIRED)
    age = forms.IntegerField(
        label=_("Age in years when they were found"), min_value=0, max_value=110, error_messages=REQUIRED
    )
    age_basis = forms.ChoiceField(label=_("How the age is known"), choices=AGE_BASES, required=False)
    address = forms.CharField(label=_("Village, block, tehsil"), max_length=300, required=False)
    phone = fields.Phone(label=_("Mobile number"), required=False)
    safe_phone = fields.YesNo(
        label=_("Is it safe to call this number?"), choices=YES_NO, widget=forms.RadioSelect, error_messages=REQUIRED
    )
    language = forms.CharField(label=_("Language they speak"), max_length=40, required=False)
    caste = forms.ChoiceField(label=_("Caste category"), choices=CASTES, required=False)
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=500,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def amended(self) -> Amended:
        """Return what was written."""
        found = self.cleaned_data
        identity = {name: "" if found.get(name) is None else found[name] for name in IDENTITY}
        return Amended(identity, found["sex"], bool(found["safe_phone"]), found["reason"])
