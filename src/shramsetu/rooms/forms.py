"""What a guest writes at the door."""

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SIX_DIGITS = re.compile(r"[0-9]{6}")


class GuestCode(forms.Form):
    """Number and code, as they stand in the message that invites."""

    number = forms.IntegerField(
        label=_("Your number in this meeting"),
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Code of 6 digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Take spaces out; anything but six digits is named."""
        code = str(self.cleaned_data["code"]).replace(" ", "")
        if not SIX_DIGITS.fullmatch(code):
            raise forms.ValidationError(gettext("The code has 6 digits."))
        return code

    def do_not_fit(self) -> None:
        """Say that number and code are not of one invitation."""
        self.add_error("code", gettext("Number and code do not belong together. Look at the message that invited you."))
