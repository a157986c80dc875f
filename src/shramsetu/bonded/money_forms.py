"""What is asked when money moves."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models import FundLine, Payment
from shramsetu.lib import banks, clock, money

REASON_MOST, NUMBER_MOST = 500, 60


class Rupees(forms.CharField):
    """An amount as people write it; its value is in paise. Nothing is an amount only `or_nothing`."""

    def __init__(self, *, or_nothing: bool = False, **options: Any) -> None:  # noqa: ANN401 - whatever a field takes
        self.or_nothing = or_nothing
        super().__init__(
            max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options
        )

    def clean(self, value: object) -> int:
        """Return the paise; not written is 0 where the field is optional."""
        text = str(super().clean(value) or "")
        if not text:
            return 0
        try:
            paise = money.parse(text)
        except money.BadMoney as error:
            raise forms.ValidationError(error.sentence(get_language() or "hi")) from None
        if paise == 0 and self.required and not self.or_nothing:
            raise forms.ValidationError(_("Write an amount above nothing."))
        return paise


class Day(forms.DateField):
    """A day that is not in the future."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **options)

    def clean(self, value: object) -> date | None:
        """Return the day."""
        day: date | None = super().clean(value)
        if day is not None and day > clock.day(timezone.now()):
            raise forms.ValidationError(_("This day has not come yet."))
        return day


def reason(label: Any = "", *, required: bool = True) -> forms.CharField:  # noqa: ANN401 - lazy words
    """Return a field for a reason in words."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label or _("Reason"), max_length=REASON_MOST, widget=area, required=required)


class Propose(forms.Form):
    amount = Rupees(label=_("Amount in rupees"))
    mode = forms.ChoiceField(label=_("How it is paid"), choices=Payment.Mode.choices, widget=forms.RadioSelect)
    cheque_reason = reason(_("Why by cheque"), required=False)
    head = forms.CharField(label=_("Head of account"), max_length=NUMBER_MOST, required=False)

    def clean(self) -> dict[str, Any]:
        """See that a cheque has its reason."""
        found = super().clean() or {}
        if found.get("mode") == Payment.Mode.CHEQUE and not found.get("cheque_reason", "").strip():
            self.add_error("cheque_reason", _("Write why there is no bank account to pay to."))
        return found


class Sanction(forms.Form):
    number = forms.CharField(label=_("Number and date of the sanction order"), max_length=NUMBER_MOST)
    over_reason = reason(_("Reason for another sum than is due"), required=False)


class Why(forms.Form):
    reason = reason()


class NeverCame(forms.Form):
    number = forms.CharField(label=_("Number and date of the bank's letter"), max_length=50)
    paper = forms.FileField(label=_("The bank's letter"))
    reason = reason(_("What the bank says: where the money went"))


class Cheque(forms.Form):
    number = forms.CharField(label=_("Cheque number"), max_length=20)
    on = Day(label=_("Date of the cheque"))


class HandOver(forms.Form):
    thumb = forms.FileField(label=_("Receipt with thumb impression or signature"))
    photo = forms.FileField(label=_("Photo of the person with the cheque"))
    on = Day(label=_("Handed over on"))


class Passbook(forms.Form):
    number = forms.CharField(
        label=_("Account number"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    again = forms.CharField(
        label=_("Account number again"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    ifsc = forms.CharField(label=_("IFSC"), max_length=11, help_text=_("11 signs, as in the passbook: SBIN0000123"))
    name = forms.CharField(label=_("Name in the passbook"), max_length=80)
    whose = forms.ChoiceField(
        label=_("Whose account it is"),
        choices=[("own", _("The person's own")), ("other", _("Somebody else's, or the name differs"))],
        widget=forms.RadioSelect,
    )
    reason = reason(_("Whose account, and why"), required=False)

    def clean_number(self) -> str:
        """Return the digits."""
        return self._digits("number")

    def clean_again(self) -> str:
        """Return the digits, the same as before."""
        again = self._digits("again")
        if again != self.cleaned_data.get("number", again):
            raise forms.ValidationError(_("The two numbers differ. Read the passbook again."))
        return again

    def clean_ifsc(self) -> str:
        """Return the code in capitals."""
        code = str(self.cleaned_data["ifsc"]).strip().upper()
        if not banks.IFSC.match(code):
            raise forms.ValidationError(_("An IFSC has four letters, a zero and six signs, such as SBIN0000123."))
        return code

    def clean(self) -> dict[str, Any]:
        """See that another's account has its reason."""
        found = super().clean() or {}
        if found.get("whose") == "other" and not found.get("reason", "").strip():
            self.add_error("reason", _("Write whose account it is and why the money goes there."))
        return found

    def _digits(self, name: str) -> str:
        digits = re.sub(r"[\s-]", "", str(self.cleaned_data[name]))
        if not banks.ACCOUNT.match(digits):
            raise forms.ValidationError(_("An account number has 6 to 18 digits."))
        return digits


class Facts(forms.Form):
    released_on = Day(label=_("Day of release"))
    begging = forms.BooleanField(label=_("Freed from forced begging"), required=False)
    disabled = forms.BooleanField(label=_("Person with a disability"), required=False)
    trafficked = forms.BooleanField(label=_("Freed from trafficking"), required=False)
    sexual_exploitation = forms.BooleanField(label=_("Freed from sexual exploitation"), required=False)
    dm_finds = reason(_("Extreme deprivation as the District Magistrate finds, with the reason"), required=False)

    def __init__(self, *args: Any, asks: Collection[str], **more: Any) -> None:
        """`asks` are the facts that whoever fills it in may enter beside the day."""
        super().__init__(*args, **more)
        for name in {"begging", "disabled", "trafficked", "sexual_exploitation", "dm_finds"} - set(asks):
            del self.fields[name]


class Override(forms.Form):
    total = Rupees(label=_("Total entitlement in rupees"))
    immediate = Rupees(label=_("Immediate assistance in rupees"))
    annuity_least = Rupees(label=_("Least of it as annuity, in rupees"), required=False)
    reason = reason()

    def clean(self) -> dict[str, Any]:
        """See that the parts fit into the whole."""
        found = super().clean() or {}
        if found.get("immediate", 0) + found.get("annuity_least", 0) > found.get("total", 0):
            self.add_error("total", _("The total is less than immediate assistance and annuity together."))
        return found


class NewItem(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("payment", "What for"),
        choices=[one for one in Payment.Kind.choices if one[0] != Payment.Kind.IMMEDIATE],
    )
    amount = Rupees(label=_("Amount in rupees"))
    key = forms.CharField(
        label=pgettext_lazy("payment", "Which one"),
        max_length=NUMBER_MOST,
        required=False,
        help_text=_("Where there are several of a kind: the journey, the case or order number."),
    )


class Statement(forms.Form):
    statement = forms.FileField(
        label=_("Bank statement (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )


class Again(forms.Form):
    reason = reason(_("Why the file is needed again"), required=False)


class Opening(forms.Form):
    amount = Rupees(label=_("Opening balance in rupees"), or_nothing=True)
    on = Day(label=_("On which day"))


class Received(forms.Form):
    kind = forms.ChoiceField(
        label=_("What came in"),
        choices=[(FundLine.Kind.FINE, FundLine.Kind.FINE.label), (FundLine.Kind.ADDED, FundLine.Kind.ADDED.label)],
    )
    amount = Rupees(label=_("Amount in rupees"))
    reference = forms.CharField(label=_("Challan, order or bank reference"), max_length=NUMBER_MOST)
    on = Day(label=_("On which day"))


class Forwarded(forms.Form):
    letter = forms.CharField(label=_("Letter number"), max_length=NUMBER_MOST)
    on = Day(label=_("Date of the letter"))


class CameBack(forms.Form):
    amount = Rupees(label=_("Amount in rupees"))
    reference = forms.CharField(label=_("Bank reference or order"), max_length=NUMBER_MOST)
    on = Day(label=_("On which day"))
