"""The administrator's forms of forums: set up by an order, changed by another."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.fields import PostCode, YesNo
from shramsetu.hearings.forms.asking import CHOOSE, NEEDED, YES_NO
from shramsetu.hearings.models import Forum
from shramsetu.places.models import Kind, Place

WEEK = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
]
HOUR = re.compile(r"^(?:[01]\d|2[0-3]):[0-5]\d$")
AREAS = (Kind.STATE, Kind.MANDAL, Kind.DISTRICT)


class Hours(forms.CharField):
    """Hours of the day, each as 10:30, with commas or blanks between them."""

    def clean(self, value: object) -> list[str]:
        """Return the hours in their order, each once."""
        written = str(super().clean(value) or "").replace(",", " ").split()
        if not all(HOUR.match(one) for one in written):
            raise ValidationError(gettext("Write each hour as 10:30."))
        return sorted(set(written))


class Sitting(forms.Form):
    """When and where a forum sits."""

    sits = forms.TypedMultipleChoiceField(
        label=_("Sits on"), choices=WEEK, coerce=int, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE
    )
    slots = Hours(label=_("Hours at which matters are called"), max_length=100, error_messages=NEEDED)
    per_slot = forms.IntegerField(label=_("Matters in a slot"), min_value=1, max_value=99, error_messages=NEEDED)
    address_hi = forms.CharField(label=_("Address (Hindi)"), max_length=200, required=False)
    address_en = forms.CharField(label=_("Address (English)"), max_length=200, required=False)
    video_link = forms.URLField(label=_("Link for hearings by video"), required=False, assume_scheme="https")
    order_number = forms.CharField(label=_("Order number"), max_length=60, required=False)
    ended_on = forms.DateField(
        label=_("Ended on"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class ForumDayForm(forms.Form):
    """A day on which a forum does otherwise than its week says."""

    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), error_messages=NEEDED
    )
    sits = YesNo(label=_("Does it sit on that day?"), choices=YES_NO, widget=forms.RadioSelect, error_messages=CHOOSE)
    reason = forms.CharField(label=_("Reason"), max_length=200, error_messages=NEEDED)


class Areas(forms.Form):
    """From where matters come before a forum, from a day on."""

    areas = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=_("Matters come from"),
        help_text=_(
            "A division with all its districts, or single districts. What lies with a forum already stays there."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    from_on = forms.DateField(
        label=_("From which day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=NEEDED,
    )
    order = forms.CharField(label=_("Order number"), max_length=60, error_messages=NEEDED)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["areas"].queryset = Place.objects.filter(kind__in=AREAS).order_by("path")  # type: ignore[attr-defined]
        self.fields["areas"].label_from_instance = _place_line  # type: ignore[attr-defined]


def _place_line(place: Place) -> str:
    name = place.name(get_language() or "hi")
    return f"— {name}" if place.kind == Kind.DISTRICT else f"{name} ({place.get_kind_display()})"


class SetUp(Sitting):
    """A forum set up by an order, such as a tribunal under the Codes."""

    name_hi = forms.CharField(label=_("Name (Hindi)"), max_length=120, error_messages=NEEDED)
    name_en = forms.CharField(label=_("Name (English)"), max_length=120, error_messages=NEEDED)
    short_hi = forms.CharField(label=_("Short name (Hindi)"), max_length=25, error_messages=NEEDED)
    short_en = forms.CharField(label=_("Short name (English)"), max_length=40, error_messages=NEEDED)
    slug = forms.SlugField(label=_("Name in addresses"), max_length=80, error_messages=NEEDED)
    kind = forms.ChoiceField(label=_("Kind"), choices=Forum.Kind.choices, error_messages=CHOOSE)
    bodies = forms.ChoiceField(
        label=pgettext_lazy("forum", "Set up under"),
        choices=Forum.Bodies.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    hears = forms.MultipleChoiceField(label=_("Hears"), widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE)
    post = PostCode(listed=None, label=_("Post of the presiding officer (code)"))
    registry = PostCode(listed=None, label=_("Post of the registry (code)"))
    area = forms.ModelChoiceField(Place.objects.none(), label=_("Matters come from"), error_messages=CHOOSE)
    from_on = forms.DateField(
        label=_("Works since"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), error_messages=NEEDED
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        language = get_language() or "hi"
        del self.fields["ended_on"]
        listed = [(slug, one.title.say(language)) for slug, one in rulebook.book().law.matters.items()]
        self.fields["hears"].choices = listed  # type: ignore[attr-defined]
        self.fields["area"].queryset = Place.objects.filter(kind__in=AREAS).order_by("path")  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """Refuse a name that another forum has."""
        given: str = self.cleaned_data["slug"]
        if Forum.objects.filter(slug=given).exists():
            raise ValidationError(gettext("Another forum has this name."))
        return given
