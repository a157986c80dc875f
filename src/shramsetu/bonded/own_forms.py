"""The forms about the freed person's own page: its code, the number it is asked by, what a caller says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import text


class Code(forms.Form):
    """The one-time code."""

    code = forms.CharField(
        label=_("The code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}),
        error_messages={"required": _("Write the code.")},
    )

    def clean_code(self) -> str:
        """Take the digits of any script."""
        return "".join(text.latin_digits(self.cleaned_data["code"]).split())


class Start(Code):
    """The number of a certificate, or the phone, and the code that the helpline read out."""

    number = forms.CharField(
        label=_("Number of the certificate, or your mobile number"),
        max_length=60,
        error_messages={"required": _("Please fill this in.")},
    )
    field_order = ("number", "code")


class Caller(forms.Form):
    """What somebody on the telephone says: the certificate's number or a phone, and their name."""

    number = forms.CharField(label=_("Number of the certificate, or the caller's mobile number"), max_length=60)
    name = forms.CharField(label=_("Name, as the caller says it"), max_length=120)
