"""The forms of a transfer: to whom, what is answered, what a packet carries, what a person agreed to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from shramsetu import rulebook
from shramsetu.bonded.models import Consent, Survivor, Transfer
from shramsetu.bonded.rules import packets
from shramsetu.casework import fields

_ = gettext_lazy
REQUIRED = {"required": _("Please fill this in.")}
FIELD_WORDS = {
    "code": _("Code name"),
    "age_sex": _("Woman or man, child or adult"),
    "sector": _("Kind of work"),
    "rescued_on": _("Day of release"),
    "finding": _("Finding"),
    "certificate": _("Release certificate: number and date"),
    "assistance": _("Immediate assistance"),
    "fir": _("Police report"),
    "needs": _("Special needs"),
    "name": _("Name"),
    "guardian": _("Father, mother or husband"),
    "home": _("Home address"),
    "phone": _("Mobile number"),
    "family": _("Family"),
    "photo": _("Photograph"),
    "medical": _("Health"),
    "statement": _("Statement"),
    "threat": _("Threats"),
}
PICKED_AT_FIRST = ("certificate", "finding", "rescued_on", "sector")


def states() -> list[tuple[str, Any]]:
    """Return the other states by slug."""
    language = get_language() or "hi"
    named = rulebook.book().bonded.states
    return [("", fields.PICK), *((slug, text.say(language)) for slug, text in named.items())]


def long(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a field for several lines."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=2000, widget=area, required=required, help_text=hint, error_messages=REQUIRED
    )


def short(label: Any, *, most: int = 60, required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, error_messages=REQUIRED)


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a field for a date."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, required=required, error_messages=REQUIRED)


class Persons(forms.MultipleChoiceField):
    """Which persons, by their code names; gives the rows."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: Sequence[Survivor]) -> None:
        self.rows = {one.code: one for one in rows}
        named = [(one.code, f"{one.code}, {one.get_sex_display()}") for one in rows]
        super().__init__(
            label=_("Which persons"), choices=named, error_messages={"required": _("Choose at least one person.")}
        )

    def clean(self, value: Any) -> Any:
        """Return the chosen persons."""
        return [self.rows[code] for code in super().clean(value)]


class Where(forms.Form):
    """A district of this state, or another state and its office: one of the two."""

    district = fields.District(label=_("Home district in Uttar Pradesh"), required=False)
    state = forms.ChoiceField(label=_("Or another state"), required=False)
    office = short(
        _("Its office: post and district"), most=200, required=False, hint=_("Such as: District Magistrate, Gaya")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].choices = states()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One place it must be, and another state is reached by an office."""
        found = super().clean() or self.cleaned_data
        if found.get("district") and found.get("state"):
            self.add_error("state", gettext_lazy("Choose the district or the other state, not both."))
        if found.get("state") and not found.get("office"):
            self.add_error("office", gettext_lazy("Write which office of the other state this goes to."))
        return found


class Draft(Where):
    """Whom to hand over, and to whom."""

    balance_by = forms.ChoiceField(
        label=_("Who claims the balance"),
        choices=Transfer.Claims.choices,
        initial=Transfer.Claims.RESCUE,
        widget=forms.RadioSelect,
        help_text=_("Decided once, by agreement: usually the district in which the trial is held"),
    )

    def __init__(self, *args: Any, rows: Sequence[Survivor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["persons"] = Persons(rows)
        self.fields["persons"].initial = [one.code for one in rows]
        self.order_fields(["persons", "district", "state", "office", "balance_by"])


class Accepting(forms.Form):
    """Accepted; the letter, where the answer came on paper."""

    letter = short(_("Letter number and date"), required=False, hint=_("If the answer came by letter"))


class Refusing(Where):
    """Refused, with the district that is right."""

    reason = long(_("Why it is not your district"))
    letter = short(_("Letter number and date"), required=False, hint=_("If the answer came by letter"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["reason", "district", "state", "office", "letter"])
        self.fields["district"].label = _("Right district in Uttar Pradesh")


class Receiving(forms.Form):
    """Who is here, and how."""

    condition = long(_("Condition on arrival"), hint=_("Health, papers, belongings, wages paid"))

    def __init__(self, *args: Any, rows: Sequence[Survivor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["persons"] = Persons(rows)
        self.fields["persons"].initial = [one.code for one in rows]
        self.order_fields(["persons", "condition"])


class Withdrawing(forms.Form):
    """Why it is taken back."""

    reason = long(_("Reason"))


class Fixing(forms.Form):
    """The district that has them from now on."""

    district = fields.District(label=_("Home district in Uttar Pradesh"))


class PacketForm(forms.Form):
    """Which fields the other state may read, and why."""

    fields_wanted = forms.MultipleChoiceField(
        label=_("What the packet says of each person"),
        widget=forms.CheckboxSelectMultiple,
        initial=PICKED_AT_FIRST,
        required=False,
        help_text=_("Code name, sex and age are always in it. Names and statements only with consent."),
    )
    reason = long(_("Why it is sent"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(name, FIELD_WORDS[name]) for name in packets.FIELDS if name not in packets.ALWAYS]
        self.fields["fields_wanted"].choices = offered  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    """One answer of a person, for one purpose."""

    purpose = forms.ChoiceField(label=_("What for"), choices=Consent.Purpose.choices, widget=forms.RadioSelect)
    said = forms.ChoiceField(label=_("Answer given"), choices=Consent.Said.choices, widget=forms.RadioSelect)
    language = short(_("Language in which it was explained"), most=40)
    witness = short(_("Who was there"), most=120, required=False)
    for_child_by = short(_("For a child: guardian, or order of the Child Welfare Committee"), most=120, required=False)

    def __init__(self, *args: Any, survivor: Survivor, **options: Any) -> None:
        super().__init__(*args, **options)
        if not survivor.is_minor:
            del self.fields["for_child_by"]
        else:
            self.fields["for_child_by"].required = True
