"""What is typed on a day: the day itself, a line in one row, what was done on the spot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import fields
from shramsetu.casework.models import Case
from shramsetu.grievances import offers
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.intake.camps.actions import Plan
from shramsetu.intake.camps.models import Day
from shramsetu.lib import urdu
from shramsetu.places.models import Place

REQUIRED = {"required": _("Please fill this in.")}


def _text(label: Any, most: int, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, error_messages=REQUIRED)


class NewDay(forms.Form):
    """Which day, when and where."""

    kind = forms.ChoiceField(label=_("Kind of day"), error_messages={**REQUIRED, **fields.NOT_LISTED})
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=REQUIRED)
    place = fields.PlaceText(label=_("Place (tehsil, thana, market)"), error_messages=REQUIRED)
    venue = _text(_("Where people sit"), 160, required=True)
    chair = _text(_("In the chair"), 120)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        days = rulebook.book().streams.days
        kind.choices = [(slug, one.title.say(get_language() or "hi")) for slug, one in days.items()]

    @property
    def plan(self) -> Plan:
        """What the action takes."""
        return Plan(**self.cleaned_data)


class Row(forms.Form):
    """One line: the fewest fields that make a complaint; what is left empty is the day's own place."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = _text(_("Complainant's name"), 120, required=True)
    phone = fields.Phone(label=_("Phone"), required=False)
    category = forms.ChoiceField(label=_("Category"), error_messages={**REQUIRED, **fields.NOT_LISTED})
    text = forms.CharField(
        label=_("What happened"), max_length=5000, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 2})
    )
    place_word = _text(_("Village, if another one"), 120)
    place = forms.CharField(required=False, max_length=12)
    opposite = _text(_("Against whom: name or firm"), 120)
    elsewhere: Sequence[Place] = ()

    def __init__(self, *args: Any, day: Day, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [("", fields.PICK), *offers.category_choices()]
        self.fields["name"].widget.attrs["autofocus"] = True

    def clean_place_word(self) -> Place:
        """Return the place that is written, within the day's district if it is there; else the day's own.

        One of another district counts once it was chosen, or written with its district: "Bithoor, Agra".
        """
        word = self.cleaned_data["place_word"]
        if not word:
            return self.day.place
        options, home = offers.places_like(word), self.day.place.district_id
        meant = [
            *(one for one in options if str(one.pk) == self.data.get("place")),
            *(one for one in options if one.pk == one.district_id and _is_named(one, word)),
            *(one for one in options if one.district_id == home),
            *(one for one in options if one.district and _names(one.district, word)),
        ]
        if meant:
            return meant[0]
        self.elsewhere = options
        if not options:
            raise forms.ValidationError(gettext("No such place was found. Write the nearest market, thana or PIN."))
        language = get_language() or "hi"
        named = "; ".join(f"{one.name(language)}, {one.district.name(language)}" for one in options if one.district)
        told = gettext("This place lies in another district. Choose it, or write it with its district: %(places)s")
        raise forms.ValidationError(told % {"places": named})

    @property
    def filing(self) -> Filing:
        """What is registered."""
        get = self.cleaned_data.get
        place = get("place_word")
        assert isinstance(place, Place)
        language = "ur" if urdu.is_mostly(str(get("text"))) else get_language() or "hi"
        return Filing(
            kind="grievance",
            category=str(get("category")),
            text=str(get("text")),
            channel=Case.Channel.DESK,
            complainants=(Someone(name=str(get("name")), phone=str(get("phone") or ""), language=language),),
            district=place.district,
            place=place,
            opposite=(Someone(name=str(get("opposite"))),) if get("opposite") else (),
        )

    def numbered(self, number: str) -> Filing:
        """Return what is registered under a number that was handed out beforehand; empty: the next one."""
        return replace(self.filing, number=number)


def _is_named(place: Place, word: str) -> bool:
    return word.strip().casefold() in {place.name_hi, place.name_en.casefold()}


def _names(place: Place, words: str) -> bool:
    return place.name_hi in words or place.name_en.casefold() in words.casefold()


class Settling(forms.Form):
    """What was done before the complainant's eyes, with the evidence of its category, and their own word."""

    text = forms.CharField(
        label=_("What was done"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), error_messages=REQUIRED
    )
    statements = forms.CharField(
        label=_("Statements of both sides"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    letter_number = _text(_("Letter number"), 60)
    letter_on = forms.DateField(label=_("Letter date"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    bank_reference = _text(_("Bank reference"), 60)
    permission = _text(_("Inspection permission"), 60)
    scan = fields.Files(label=_("Order, receipt or signed paper"), required=False)
    code = _text(_("Code that the complainant says"), 8)

    @property
    def detail(self) -> dict[str, object]:
        """What the step takes."""
        names = ("text", "statements", "letter_number", "letter_on", "bank_reference", "permission")
        return {name: self.cleaned_data[name] or None for name in names}
