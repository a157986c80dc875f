"""The form by which a matter is found again: its number with the phone, or with the code of the slip."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.fields import Phone
from shramsetu.lib import numbers, text


class Look(forms.Form):
    number = forms.CharField(
        label=pgettext_lazy("portal", "Case number"),
        help_text=_("12 digits, on your slip and in our message"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "40"}),
        error_messages={"required": _("Write the 12-digit number.")},
    )
    phone = Phone(label=_("Mobile number that you gave"), required=False)
    code = forms.CharField(
        label=_("Or the 6-digit code of the slip"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_number(self) -> str:
        """Take the number in any script and grouping."""
        try:
            return numbers.parse(self.cleaned_data["number"])
        except numbers.BadNumber as error:
            raise ValidationError(error.sentence(get_language() or "hi")) from error

    def clean_code(self) -> str:
        """Take the code in digits of any script, with or without spaces."""
        return "".join(text.latin_digits(self.cleaned_data["code"]).split())

    def clean(self) -> dict[str, object]:
        """Ask for one of the two."""
        given: dict[str, object] = super().clean() or {}
        if not (given.get("phone") or given.get("code") or self.errors):
            self.add_error("phone", gettext("Write the mobile number, or the code of the slip."))
        return given


class Answer(forms.Form):
    """The written answer of the other side."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("What is right in the claim, what is not, and what you have paid."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(label=_("Photo or paper"), required=False)
