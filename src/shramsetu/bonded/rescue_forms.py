"""The forms of an operation: its team, what was seized, who is accused, and the orders that give powers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import powers
from shramsetu.bonded.models import Accused, TeamMember
from shramsetu.casework import fields
from shramsetu.offices import queries as offices
from shramsetu.offices import words
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place

REQUIRED = {"required": _("Please fill this in.")}
OF_DISTRICT = frozenset({Role.DM, Role.MAGISTRATE, Role.CHILD_UNIT, Role.OFFICER, Role.PROSECUTOR})


def district_posts(district: Place | None, *roles: str) -> list[tuple[str, str]]:
    """Return the posts of a district that go on a rescue, by code; of `roles` alone where any are named."""
    wanted = frozenset(roles) or OF_DISTRICT
    held = offices.memory().posts.values()
    found = [one for one in held if district and one.place_id == district.pk and one.role in wanted]
    return sorted(((one.code, words.title(one)) for one in found), key=lambda pair: pair[1])


class Member(forms.Form):
    """One of the team: an officer's post, or the name of who holds none here."""

    part = forms.ChoiceField(label=_("What for"), choices=TeamMember.Part.choices)
    name = forms.CharField(label=_("Name, if not a post of this district"), max_length=120, required=False)

    def __init__(self, *args: Any, district: Place | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"] = fields.PostCode(listed=district_posts(district), required=False, label=_("Post"))
        self.order_fields(["part", "post", "name"])

    def clean(self) -> dict[str, Any]:
        """Somebody it must be."""
        found = super().clean() or self.cleaned_data
        if not found.get("post") and not found.get("name"):
            self.add_error("post", _("Choose a post, or write a name."))
        return found


class Thing(forms.Form):
    """Something seized at the site."""

    what = forms.CharField(
        label=_("What was seized"),
        help_text=_("Wage book, notebook of advances, identity papers, phone"),
        max_length=200,
        error_messages=REQUIRED,
    )
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=9999, initial=1, error_messages=REQUIRED)

    def __init__(self, *args: Any, district: Place | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kept_by"] = fields.PostCode(listed=district_posts(district), label=_("Who keeps it"))


class Named(forms.Form):
    """Somebody accused; name, phone and address lie closed."""

    part = forms.ChoiceField(label=_("What for"), choices=Accused.Part.choices)
    name = forms.CharField(label=_("Name"), max_length=120, error_messages=REQUIRED)
    owner = forms.CharField(label=_("Father's or husband's name"), max_length=120, required=False)
    phone = fields.Phone(label=_("Mobile number"), required=False)
    licence = forms.CharField(label=_("Licence or tax number"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    is_company = forms.BooleanField(label=_("It is a company or firm"), required=False)
    outside = fields.YesNo(
        label=_("Neither Scheduled Caste nor Scheduled Tribe?"),
        help_text=_("Asked for the PoA Act: leave it out where it is not known"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )


class Order(forms.Form):
    """An order under section 10: which magistrate, which powers, from when."""

    order_number = forms.CharField(label=_("Number of the order"), max_length=60, error_messages=REQUIRED)
    given = forms.MultipleChoiceField(
        label=_("Powers"),
        choices=list(powers.POWERS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages=REQUIRED,
    )
    from_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), error_messages=REQUIRED
    )
    to_on = forms.DateField(
        label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), required=False
    )

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = district_posts(post.place, Role.MAGISTRATE)
        self.fields = {"post": fields.PostCode(listed=listed, label=_("Magistrate")), **self.fields}
