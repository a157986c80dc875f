"""The form of a call after money came."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import money
from shramsetu.schemes.actions.aftercalls import Said
from shramsetu.schemes.models import Aftercall

YES, NO = "yes", "no"
MOST_RUPEES = 1_000_000


class Heard(forms.Form):
    """What the beneficiary said, in the order in which it is asked."""

    came = forms.ChoiceField(
        label=_("Did the money come whole?"), choices=Aftercall.Whole.choices, widget=forms.RadioSelect
    )
    cut = forms.ChoiceField(
        label=_("Did anybody take or ask for a part of it?"),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
    )
    cut_rupees = forms.IntegerField(
        label=_("How much, in rupees (if said)"), required=False, min_value=1, max_value=MOST_RUPEES
    )
    used = forms.ChoiceField(
        label=_("What was it used for mainly?"), choices=Aftercall.Used.choices, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        """A sum without a cut is a slip of the pen."""
        given = super().clean() or {}
        if given.get("cut") == NO and given.get("cut_rupees"):
            raise ValidationError(_("A sum was written down, but nobody took a part. Which is right?"))
        return given

    def said(self) -> Said:
        """Return what was said."""
        given = self.cleaned_data
        paise = given["cut_rupees"] * money.PAISE if given["cut_rupees"] else None
        return Said(given["came"], given["cut"] == YES, given["used"], paise)
