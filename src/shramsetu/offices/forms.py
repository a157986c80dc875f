"""What an administrator fills in."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import phone as phones
from shramsetu.offices.fields import PlaceField, PostField, UserField, categories
from shramsetu.offices.models import Charge, Department, Post, Role, User

SCOPES = ("read", "write")


def day(**kwargs: Any) -> forms.DateField:
    """Make a field for a day."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class Filter(forms.Form):
    q = forms.CharField(label=_("Search by title or code"), required=False)
    department = forms.ModelChoiceField(
        Department.objects.order_by("name_hi"), label=_("Department"), required=False, to_field_name="slug"
    )
    place = PlaceField(label=_("Place"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    state = forms.ChoiceField(
        label=_("Charge"),
        required=False,
        choices=[("", _("All")), ("vacant", _("Vacant")), ("held", _("Held")), ("away", _("On leave today"))],
    )


class PostForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the checker alone
    place = PlaceField(label=_("Place (jurisdiction)"))
    reports_to = PostField(label=_("Reports to"), required=False)

    class Meta:
        model = Post
        fields = [
            "code",
            "title_hi",
            "title_en",
            "short_hi",
            "short_en",
            "role",
            "department",
            "service",
            "place",
            "level",
            "is_desk",
            "reports_to",
        ]
        labels = {
            "code": _("Code"),
            "title_hi": _("Title in Hindi"),
            "title_en": _("Title in English"),
            "short_hi": _("Short title in Hindi (25 letters, for SMS)"),
            "short_en": _("Short title in English"),
            "role": _("Role"),
            "department": _("Department"),
            "service": _("Service"),
            "level": _("Level (0 for none)"),
            "is_desk": _("A desk of many people"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].required = False
        self.fields["service"].required = False
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.initial.update(place=self.instance.place, reports_to=self.instance.reports_to)


class DepartmentForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the checker alone
    class Meta:
        model = Department
        fields = ["slug", "name_hi", "name_en", "short_hi", "parent"]
        labels = {
            "slug": _("Code"),
            "name_hi": _("Name in Hindi"),
            "name_en": _("Name in English"),
            "short_hi": _("Short name (25 letters)"),
            "parent": _("Belongs to"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].required = False
        self.fields["slug"].disabled = bool(self.instance.pk)


class Appoint(forms.Form):
    user = UserField(label=_("User name"))
    kind = forms.ChoiceField(label=_("Kind of charge"), choices=Charge.Kind.choices)
    order_number = forms.CharField(label=_("Order number"), required=False, max_length=60)


class Relieve(forms.Form):
    order_number = forms.CharField(label=_("Order number"), required=False, max_length=60)


class HandOver(forms.Form):
    taker = UserField(label=_("User name of the one who takes over"))
    order_number = forms.CharField(label=_("Order number"), required=False, max_length=60)


class GrantLeave(forms.Form):
    from_on = day(label=_("First day"))
    to_on = day(label=_("Last day"))
    covered_by = PostField(
        label=_("Covered by (code of a post)"), required=False, help_text=_("Empty: the next post up answers.")
    )


class RouteForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), required=False)
    place = PlaceField(label=_("Place"), required=False)
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=[(n, str(n)) for n in range(1, 5)])
    post = PostField(label=_("Goes to (code of a post)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Every category")), *categories(get_language() or "hi")]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]


class UserForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the checker alone
    class Meta:
        model = User
        fields = ["username", "name_hi", "name_en", "phone", "email", "language"]
        labels = {
            "username": _("User name"),
            "name_hi": _("Name in Hindi"),
            "name_en": _("Name in English"),
            "phone": _("Mobile"),
            "email": _("E-mail"),
            "language": _("Language"),
        }
        widgets = {"language": forms.Select(choices=[("hi", "हिन्दी"), ("en", "English")])}

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        try:
            return phones.normalise(text) if text else ""
        except phones.BadPhone as error:
            raise forms.ValidationError(error.sentence(get_language() or "hi")) from error


class Password(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 letters. The person must change it at the next sign-in."),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class NewUser(UserForm):
    password = Password.base_fields["password"]
    clean_password = Password.clean_password


class TokenForm(forms.Form):
    post = PostField(label=_("Acts as (code of a post of this user)"))
    name = forms.CharField(label=_("What for"), max_length=80)
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=366, initial=90)
    scopes = forms.MultipleChoiceField(
        label=_("May do"), choices=[(scope, scope) for scope in SCOPES], widget=forms.CheckboxSelectMultiple
    )
