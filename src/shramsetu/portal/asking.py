"""Short forms: a number, a code, a phone, what a person asks about their own data."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.fields import Phone
from shramsetu.lib import numbers, text
from shramsetu.portal.fields import CHOOSE, NEEDED

WISHES = [
    ("correct", _("Something about me is wrong; correct it")),
    ("erase", _("Erase what you hold about me")),
]


class Number(forms.Form):
    number = forms.CharField(
        label=pgettext_lazy("portal", "Complaint number"),
        help_text=_("12 digits, on your slip and in our message"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "40"}),
        error_messages={"required": _("Write the 12-digit number.")},
    )

    def clean_number(self) -> str:
        """Take the number in any script and grouping."""
        try:
            return numbers.parse(self.cleaned_data["number"])
        except numbers.BadNumber as error:
            raise ValidationError(error.sentence(get_language() or "hi")) from error


class Code(forms.Form):
    code = forms.CharField(
        label=_("The 6-digit code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}),
        error_messages={"required": _("Write the code.")},
    )

    def clean_code(self) -> str:
        """Take the code in digits of any script, with or without spaces."""
        return "".join(text.latin_digits(self.cleaned_data["code"]).split())


class SignIn(forms.Form):
    phone = Phone(label=_("Mobile number"), error_messages={"required": _("Write your mobile number.")})


class DataRequest(forms.Form):
    what = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=WISHES,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = forms.CharField(
        label=_("What should be changed, and to what?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": "1000"}),
        error_messages=NEEDED,
    )
