"""The forms by which bonded labour is told of: everybody's own, and the desk's with all its channels."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.actions.intake import Told
from shramsetu.bonded.actions.sites import Given
from shramsetu.casework import fields
from shramsetu.casework.models import Case
from shramsetu.lib import numbers
from shramsetu.lib import text as texts

Channel = Case.Channel
REQUIRED = {"required": _("Please fill this in.")}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
MOST = 9999
# What a desk may have got it by; everybody's own form is the portal.
CHANNELS = (Channel.CALL, Channel.DESK, Channel.POST, Channel.EMAIL, Channel.API)
# Whoever tells it on the public page chooses among these alone; the others come by letter.
PUBLIC_INFORMANTS = ("self", "relative", "witness", "organisation")
NO_NAME = _("I would rather not say")


def _listed(name: str) -> list[tuple[str, str]]:
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    rows = getattr(rulebook.book().bonded, name)
    return [(slug, text.say(language)) for slug, text in rows.items()]


def _sectors() -> list[tuple[str, str]]:
    # whoever does not know must not report a kiln only because it stands first
    return [("", str(_("I do not know"))), *_listed("sectors")]


def _informants() -> list[tuple[str, str]]:
    return [(slug, words) for slug, words in _listed("informants") if slug != "anonymous"]


def _public_informants() -> list[tuple[str, str]]:
    words = dict(_listed("informants"))
    return [(slug, words[slug]) for slug in PUBLIC_INFORMANTS] + [("anonymous", str(NO_NAME))]


class Count(forms.IntegerField):
    """How many persons, in the digits of any script: a browser's own number field takes Latin ones alone."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=MOST, required=False, widget=widget, **options)


class Telling(forms.Form):
    """What both forms ask."""

    text = forms.CharField(
        label=_("What is happening there?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=REQUIRED,
    )
    district = fields.District(label=_("In which district is the place of work?"))
    landmark = forms.CharField(
        label=_("Where exactly: village, road, what is near"), max_length=200, error_messages=REQUIRED
    )
    sector = forms.ChoiceField(label=_("What work is it?"), choices=_sectors, required=False)
    site_name = forms.CharField(
        label=_("Name of the kiln, works or owner, if you know it"), max_length=120, required=False
    )
    men = Count(label=_("Men, about"))
    women = Count(label=_("Women, about"))
    children = Count(label=_("Children, about"))
    risk_to_life = fields.YesNo(
        label=_("Is anybody's life in danger now?"), choices=YES_NO, widget=forms.RadioSelect, error_messages=REQUIRED
    )
    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    phone = fields.Phone(label=_("Mobile number"), required=False)
    safe_to_call = fields.YesNo(
        label=_("Is it safe to call this number?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )

    def told(self, channel: str) -> Told:
        """Return what was told."""
        found = self.cleaned_data
        teller = {name: found.get(name) or "" for name in ("name", "phone")}
        teller["safe_to_call"] = bool(found.get("safe_to_call"))
        return Told(
            district=found["district"],
            informant=found["informant"],
            text=found["text"],
            channel=channel,
            landmark=found["landmark"],
            sector=found["sector"],
            site=self.site,
            risk_to_life=bool(found["risk_to_life"]),
            teller=teller if teller["name"] or teller["phone"] else {},
            men=found.get("men") or 0,
            women=found.get("women") or 0,
            children=found.get("children") or 0,
        )

    @property
    def site(self) -> Given:
        """What was said of the place of work."""
        return Given(name=self.cleaned_data.get("site_name") or "", address=self.cleaned_data["landmark"])


class PublicTelling(Telling):
    """Everybody's own form; nobody needs to say a name."""

    informant = forms.ChoiceField(
        label=_("Who are you?"), choices=_public_informants, widget=forms.RadioSelect, error_messages=REQUIRED
    )
    idempotency_key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    field_order = ("informant", "text", "risk_to_life", "district", "landmark", "sector", "site_name")


class DeskTelling(Telling):
    """The desk's form: calls, letters, the commission, a court, another state."""

    channel = forms.ChoiceField(
        label=_("Came by"), choices=[(one.value, one.label) for one in CHANNELS], initial=Channel.CALL
    )
    informant = forms.ChoiceField(label=_("Who tells it"), choices=_informants, initial="helpline")
    reference = forms.CharField(
        label=_("Their number: of the commission, the court, the letter"), max_length=60, required=False
    )
    site_owner = forms.CharField(label=_("Owner or contractor"), max_length=120, required=False)
    site_phone = fields.Phone(label=_("Phone of the owner or contractor"), required=False)
    site_licence = forms.CharField(label=_("Licence or tax number"), max_length=40, required=False)
    call = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    field_order = (
        "channel",
        "informant",
        "reference",
        "text",
        "risk_to_life",
        "district",
        "landmark",
        "sector",
        "site_name",
    )

    def clean(self) -> dict[str, Any]:
        """A letter of a commission, a court or a state has a number by which it is answered."""
        found = super().clean() or self.cleaned_data
        if found.get("informant") in ("nhrc", "court", "other-state") and not found.get("reference"):
            self.add_error("reference", _("Write the number under which it is answered."))
        return found

    @property
    def site(self) -> Given:
        """What was said of the place of work."""
        found = self.cleaned_data
        return Given(
            name=found.get("site_name") or "",
            owner=found.get("site_owner") or "",
            phone=found.get("site_phone") or "",
            licence=found.get("site_licence") or "",
            address=found["landmark"],
        )


class Asked(forms.Form):
    """Number and code of an information."""

    number = forms.CharField(
        label=_("Number of the information"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "40"}),
        error_messages={"required": _("Write the 12-digit number.")},
    )
    code = forms.CharField(
        label=_("The 6-digit code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"}),
        error_messages={"required": _("Write the code.")},
    )

    def clean_number(self) -> str:
        """Take the number in any script and grouping."""
        try:
            return numbers.parse(self.cleaned_data["number"])
        except numbers.BadNumber as error:
            raise forms.ValidationError(error.sentence(get_language() or "hi")) from error

    def clean_code(self) -> str:
        """Take the digits of any script."""
        return texts.latin_digits(self.cleaned_data["code"]).replace(" ", "")
