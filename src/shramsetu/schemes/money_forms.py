"""What is asked when benefits are paid."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import banks, clock, money
from shramsetu.schemes.models import LifeProof
from shramsetu.schemes.refusals import TakenBefore
from shramsetu.schemes.rules.heirs import Rank

REASON_MOST, NAME_MOST = 300, 120
HEIRS_MOST = 4
KIN = [
    ("spouse", _("Husband or wife")),
    ("son", _("Son")),
    ("daughter", _("Daughter")),
    ("father", _("Father")),
    ("mother", _("Mother")),
]


class Rupees(forms.CharField):
    """An amount as people write it; its value is in paise."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - whatever a field takes
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, **options)

    def clean(self, value: object) -> int:
        """Return the paise."""
        try:
            paise = money.parse(str(super().clean(value) or ""))
        except money.BadMoney as error:
            raise forms.ValidationError(error.sentence(get_language() or "hi")) from None
        if paise == 0:
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


def reason() -> forms.CharField:
    """Return a field for a reason in words."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=_("Reason"), max_length=REASON_MOST, widget=area)


class Because(forms.Form):
    reason = reason()


class Again(forms.Form):
    """Why a file is downloaded once more; the first time nothing is asked."""

    reason = reason()

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["reason"].label = _("Why it is needed again")
        self.fields["reason"].error_messages["required"] = str(TakenBefore.message)


class AnswerFile(forms.Form):
    answer = forms.FileField(label=_("The bank's answer"))


class Passbook(forms.Form):
    number = forms.CharField(
        label=_("Account number"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    again = forms.CharField(
        label=_("Account number again"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    ifsc = forms.CharField(label=_("IFSC"), max_length=11, help_text=_("11 signs, as in the passbook: SBIN0000123"))

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

    def _digits(self, name: str) -> str:
        digits = re.sub(r"[\s-]", "", str(self.cleaned_data[name]))
        if not banks.ACCOUNT.match(digits):
            raise forms.ValidationError(_("An account number has 6 to 18 digits."))
        return digits


class Named(Passbook):
    """The account of a payee whose name is not known yet."""

    name = forms.CharField(label=_("Name of the payee"), max_length=NAME_MOST)
    field_order = ("name", "number", "again", "ifsc")


class Heirs(forms.Form):
    """Up to four heirs of one rank, each with name and kin; they share alike."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        for place in range(1, HEIRS_MOST + 1):
            is_first = place == 1
            self.fields[f"name_{place}"] = forms.CharField(
                label=_("Name of heir %(place)s") % {"place": place}, max_length=NAME_MOST, required=is_first
            )
            self.fields[f"kin_{place}"] = forms.ChoiceField(
                label=_("What heir %(place)s is to the worker") % {"place": place},
                choices=[("", "—"), *KIN],
                required=is_first,
            )
        self.fields["reason"] = reason()

    def clean(self) -> dict[str, Any]:
        """See that all are of one rank, and that each has name and kin."""
        found = super().clean() or {}
        ranks = set()
        for place in range(1, HEIRS_MOST + 1):
            name, kin = found.get(f"name_{place}", ""), found.get(f"kin_{place}", "")
            if bool(name) != bool(kin):
                self.add_error(f"kin_{place}", _("Write name and kin of this heir, or neither."))
            if kin:
                ranks.add(rank_of(kin))
        if len(ranks) > 1:
            self.add_error(None, _("Heirs are of one rank: the spouse; else children; else parents."))
        return found

    @property
    def told(self) -> list[tuple[str, str]]:
        """Return name and kin of each heir."""
        given = self.cleaned_data
        places = range(1, HEIRS_MOST + 1)
        return [(given[f"name_{one}"], given[f"kin_{one}"]) for one in places if given.get(f"name_{one}")]


class Successors(Heirs):
    """Who comes after a payee that has died, and when that was."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["died_on"] = Day(label=_("Day of the payee's death"))
        self.order_fields(["died_on"])


def rank_of(kin: str) -> Rank:
    """Return the rank in which somebody of `kin` is paid."""
    return {"spouse": Rank.SPOUSE, "son": Rank.CHILD, "daughter": Rank.CHILD}.get(kin, Rank.PARENT)


class Life(forms.Form):
    way = forms.ChoiceField(label=_("How life was proved"), choices=LifeProof.Way.choices, widget=forms.RadioSelect)
    on = Day(label=_("On which day"))


class Spouse(forms.Form):
    name = forms.CharField(label=_("Name of the husband or wife"), max_length=NAME_MOST)
    died_on = Day(label=_("Day of the pensioner's death"))


class Corrected(forms.Form):
    amount = Rupees(label=_("The right sum, in rupees"))
    order = forms.CharField(label=_("Number and day of the order that puts it right"), max_length=120)


class CameBack(forms.Form):
    reference = forms.CharField(label=_("Challan or bank reference"), max_length=40)
    on = Day(label=_("On which day"))


class Receipt(forms.Form):
    bank = forms.CharField(label=_("Bank and branch"), max_length=80)
    number = forms.CharField(label=_("Number of the deposit's receipt"), max_length=30)
    made_on = Day(label=_("Day of the deposit"))


class Unmarried(forms.Form):
    is_unmarried = forms.TypedChoiceField(
        label=_("Is she unmarried?"),
        choices=[("yes", _("Unmarried")), ("no", _("Married"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    paper = forms.FileField(label=_("The paper that proves it, scanned or photographed"))


class Release(forms.Form):
    amount = Rupees(label=_("What the bank paid her, in rupees"))
    on = Day(label=_("Day of the payment"))
