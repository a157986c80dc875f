"""The forms of a journey home, and of people who came home without a certificate."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.forms.doubts import Doubtful
from shramsetu.bonded.forms.transfers import Persons, day, long, short, states
from shramsetu.bonded.models import EscortCall, Journey, Survivor
from shramsetu.casework import fields

PAISE = 100
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, error_messages={"required": _("Please fill this in.")})


def _rupees(label: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, initial=0, required=required)


class JourneyForm(forms.Form):
    """Who goes, with whom, by what, when."""

    order_number = short(_("Number of the escort order"))
    mode = forms.ChoiceField(label=_("By what"), choices=Journey.Mode.choices, widget=forms.RadioSelect)
    vehicle = short(_("Number of the train, bus or vehicle"))
    leaves_at = _moment(_("Leaves at"))
    arrives_at = _moment(_("Arrives at"))
    escort_name = short(_("Name and service of the escort"), most=120)
    escort_phone = fields.Phone(label=_("Escort's mobile number"))
    fare = _rupees(_("Fare of all, rupees"))
    food = _rupees(_("Food of all, rupees"))

    def __init__(self, *args: Any, rows: Sequence[Survivor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.minors = [one for one in rows if one.is_minor]
        self.fields["persons"] = Persons(rows)
        self.fields["persons"].initial = self.initial.get("persons", [one.code for one in rows])
        for one in self.minors:
            self.fields[f"order_{one.pk}"] = short(
                _("Order of the Child Welfare Committee for %(code)s") % {"code": one.code}, required=False
            )
        self.order_fields(["persons", *(f"order_{one.pk}" for one in self.minors)])

    def clean(self) -> dict[str, Any]:
        """Nobody arrives before leaving."""
        found = super().clean() or self.cleaned_data
        if found.get("leaves_at") and found.get("arrives_at") and found["arrives_at"] <= found["leaves_at"]:
            self.add_error("arrives_at", _("The arrival must be after the departure."))
        return found

    @property
    def child_orders(self) -> dict[int, str]:
        """The committee's orders by person."""
        return {one.pk: self.cleaned_data.get(f"order_{one.pk}", "") for one in self.minors}


class CorrectForm(forms.Form):
    """By what and with whom they travel, where it was written wrong."""

    vehicle = short(_("Number of the train, bus or vehicle"))
    escort_name = short(_("Name and service of the escort"), most=120)
    escort_phone = fields.Phone(label=_("Escort's mobile number"))


class HandoverForm(forms.Form):
    """Who took a person over, how the person was, and the signed receipt."""

    handed_to = short(_("Handed over to (name and relation)"), most=200)
    condition = long(_("Condition on arrival"))
    receipt = forms.FileField(label=_("Signed receipt (scan or photo)"))

    def __init__(self, *args: Any, rows: Sequence[Survivor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["persons"] = Persons(rows)
        self.fields["persons"].initial = [one.code for one in rows]
        self.order_fields(["persons", "handed_to", "condition", "receipt"])


class CallForm(forms.Form):
    """What came of a call to the escort."""

    result = forms.ChoiceField(label=_("Result"), choices=EscortCall.Result.choices, widget=forms.RadioSelect)
    text = long(_("What was said"), required=False)


class ReturnedForm(Doubtful):
    """Somebody who was freed elsewhere, or fled, and is home without a certificate."""

    name = short(_("Name"), most=120)
    guardian = short(_("Father, mother or husband"), most=120, required=False)
    sex = forms.ChoiceField(label=_("Woman or man"), choices=Survivor.Sex.choices, widget=forms.RadioSelect)
    is_minor = fields.YesNo(label=_("Below 18 years?"), choices=YES_NO, widget=forms.RadioSelect)
    phone = fields.Phone(label=_("Mobile number"), required=False)
    address = short(_("Village, block, tehsil"), most=300)
    district = fields.District(label=_("Home district in Uttar Pradesh"))
    rescue_state = forms.ChoiceField(label=_("State in which they were freed"))
    place = short(_("Where: kiln, village, district"), most=200, required=False)
    rescued_on = day(_("When were they freed"), required=False)
    sector = forms.ChoiceField(label=_("Kind of work"))
    office = short(_("Office that owes the certificate"), most=300, hint=_("Such as: District Magistrate, Jhajjar"))
    statement = long(_("What the person tells"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "hi"
        sectors = rulebook.book().bonded.sectors
        self.fields["rescue_state"].choices = states()  # type: ignore[attr-defined]
        self.fields["sector"].choices = [  # type: ignore[attr-defined]
            ("", fields.PICK),
            *((slug, text.say(language)) for slug, text in sectors.items()),
        ]


class LetterSent(forms.Form):
    """Under which number a letter went out."""

    letter_number = short(_("Letter number"))
    sent_on = day(_("Sent on"))


class CertificateForm(forms.Form):
    """The certificate that came."""

    number = short(_("Number of the certificate"))
    on = day(_("Date of the certificate"))
    scan = forms.FileField(label=_("Scan of the certificate"))
    paid = _rupees(_("Immediate assistance that was paid there, in rupees (0 if none)"), required=False)
    paid_on = day(_("Paid there on"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a sum that was paid."""
        given = super().clean() or {}
        if given.get("paid") and not given.get("paid_on"):
            self.add_error("paid_on", _("Please fill this in."))
        return given


class DeniedForm(forms.Form):
    """Why the other district refuses."""

    reason = long(_("Why it is refused"))
