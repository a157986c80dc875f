"""What is asked for a change in the register: one small form a field; `after` is what shall stand there."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.lib import clock
from shramsetu.workers.actions.changes import Wish
from shramsetu.workers.models import Worker

IFSC, NUMBER, PIN = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}"), re.compile(r"\d{9,18}"), re.compile(r"[1-9]\d{5}")
NEEDED = {"required": _("Please fill this in.")}
HUNDRED, OLDEST = 100, 120


class Change(forms.Form):
    """One change; `papers` prove it where the rulebook's tier asks an officer."""

    PAPERS: object = ""  # what to hand in; nothing is asked where it is empty
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if self.PAPERS:
            wanted = {"required": _("Add a photograph of the paper.")}
            self.fields["papers"] = fields.Files(label=self.PAPERS, most=3, error_messages=wanted)

    @property
    def after(self) -> dict[str, object]:
        """What shall stand in the register."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("papers", "idempotency_key")}

    def wish(self, field: str, channel: str) -> Wish:
        """The change as it is asked for."""
        return Wish(field, self.after, channel, tuple(self.cleaned_data.get("papers") or ()))


class Account(Change):
    """Where money goes; the number is written twice."""

    PAPERS = _("Photograph of the passbook's first page")
    account_number = forms.CharField(
        label=_("Account number"),
        max_length=24,
        error_messages=NEEDED,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    account_again = forms.CharField(
        label=_("Account number once more"),
        max_length=24,
        error_messages=NEEDED,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    ifsc = forms.CharField(label=_("IFSC"), max_length=14, help_text="SBIN0001234", error_messages=NEEDED)

    def clean_account_number(self) -> str:
        """Return the digits."""
        written = re.sub(r"[\s-]", "", str(self.cleaned_data["account_number"]))
        if not NUMBER.fullmatch(written):
            raise ValidationError(gettext("An account number has 9 to 18 digits. Copy it from the passbook."))
        return written

    def clean_ifsc(self) -> str:
        """Return the code of the branch."""
        written = "".join(str(self.cleaned_data["ifsc"]).split()).upper()
        if not IFSC.fullmatch(written):
            raise ValidationError(gettext("An IFSC is written like SBIN0001234. Copy it from the passbook."))
        return written

    def clean(self) -> None:
        """Compare both writings."""
        again = re.sub(r"[\s-]", "", str(self.cleaned_data.get("account_again", "")))
        if "account_number" in self.cleaned_data and again != self.cleaned_data["account_number"]:
            self.add_error("account_again", gettext("Both numbers must be the same. Look at the passbook."))

    @property
    def after(self) -> dict[str, object]:
        """Number and branch."""
        return {"number": self.cleaned_data["account_number"], "ifsc": self.cleaned_data["ifsc"]}


class Name(Change):
    """The name, in one script or both."""

    PAPERS = _("Photograph of a paper with the right name")
    name = forms.CharField(label=_("Name"), max_length=120, error_messages=NEEDED)
    other_name = forms.CharField(label=_("The name in the other script"), max_length=120, required=False)


class Birth(Change):
    """The date of birth."""

    PAPERS = _("Photograph of a paper with the date of birth")
    born_on = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={**NEEDED, "invalid": _("Write the date as day, month, year.")},
    )

    def clean_born_on(self) -> object:
        """Return a day on which somebody who lives can have been born."""
        today, born = clock.day(timezone.now()), self.cleaned_data["born_on"]
        if not clock.years_from(today, -OLDEST) <= born < today:
            raise ValidationError(gettext("This cannot be a date of birth. Write day, month and year again."))
        return born


class Death(Change):
    """The day of death; empty where the register is wrong and the worker lives."""

    PAPERS = _("Photograph of the death certificate, or of the worker with today's newspaper")
    died_on = forms.DateField(
        label=_("Day of death"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Leave it empty where the register says by mistake that the worker has died."),
        error_messages={"invalid": _("Write the date as day, month, year.")},
    )

    def clean_died_on(self) -> object:
        """Return a day that has come; nothing for who lives."""
        died = self.cleaned_data["died_on"]
        if died and died > clock.day(timezone.now()):
            raise ValidationError(gettext("This day has not come yet."))
        return died


class Parent(Change):
    """Father's, husband's or mother's name."""

    PAPERS = _("Photograph of a paper with the right name")
    parent = forms.CharField(label=_("Father's, husband's or mother's name"), max_length=120, error_messages=NEEDED)
    relation = forms.ChoiceField(label=_("Whose name it is"), choices=Worker.Relation.choices)


class Phone(Change):
    """The phone; the old one hears of it first."""

    phone = fields.Phone(label=_("New mobile number"), error_messages=NEEDED)


class Nominee(Change):
    """To whom benefits go; one or two, whose shares are a hundred."""

    first_name = forms.CharField(label=_("Name of the nominee"), max_length=120, error_messages=NEEDED)
    first_kin = forms.CharField(label=_("What the nominee is to you"), max_length=40, error_messages=NEEDED)
    first_share = forms.IntegerField(label=_("Share in percent"), min_value=1, max_value=HUNDRED, initial=HUNDRED)
    second_name = forms.CharField(label=_("Name of a second nominee"), max_length=120, required=False)
    second_kin = forms.CharField(label=_("What the second nominee is to you"), max_length=40, required=False)

    def clean(self) -> None:
        """Ask that a second one is told whole, and that shares leave nothing over."""
        given = self.cleaned_data
        share, second = given.get("first_share"), given.get("second_name")
        if second and not given.get("second_kin"):
            self.add_error("second_kin", gettext("Please fill this in."))
        if share and (share < HUNDRED) != bool(second):
            self.add_error("first_share", gettext("One nominee has 100 percent; of two, the second has the rest."))

    @property
    def after(self) -> dict[str, object]:
        """The nominees with their shares."""
        given = self.cleaned_data
        rows = [[given["first_name"], given["first_kin"], given["first_share"]]]
        if given["second_name"]:
            rows.append([given["second_name"], given["second_kin"], HUNDRED - given["first_share"]])
        return {"nominees": rows}


class Address(Change):
    """Where letters go."""

    address = forms.CharField(
        label=_("Address"), max_length=300, error_messages=NEEDED, widget=forms.Textarea({"rows": 3})
    )
    pin = forms.CharField(label=_("PIN code"), max_length=7, required=False)

    def clean_pin(self) -> str:
        """Return six digits, or nothing."""
        written = "".join(str(self.cleaned_data["pin"]).split())
        if written and not PIN.fullmatch(written):
            raise ValidationError(gettext("A PIN code has six digits."))
        return written


class Language(Change):
    """The language of messages."""

    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


FORMS: dict[str, type[Change]] = {
    "account": Account,
    "name": Name,
    "birth": Birth,
    "parent": Parent,
    "death": Death,
    "phone": Phone,
    "nominee": Nominee,
    "address": Address,
    "language": Language,
}
