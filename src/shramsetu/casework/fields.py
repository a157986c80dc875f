"""Form fields that turn what a person writes into the rows and values which the steps work with."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import queries
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers, phone, text
from shramsetu.offices.models import Department, Post
from shramsetu.places import queries as places
from shramsetu.places.models import Place

Row = TypeVar("Row", bound=Model)
Listed = Sequence[tuple[str, str | Promise]]
KEPT_SECONDS = 3600  # districts change by law, not by the hour
PICK = _("Choose …")
NOT_LISTED = {"invalid_choice": _("Choose one from the list.")}


class YesNo(forms.TypedChoiceField):
    """Yes, no, or not said (None)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=lambda value: value == "yes", empty_value=None, **options)


class Phone(forms.CharField):
    """A phone number as people write it; gives E.164."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "tel", "autocomplete": "off"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **options)

    def prepare_value(self, value: object) -> object:
        """Show an Indian number as people say it: the ten digits."""
        return value[3:] if isinstance(value, str) and value.startswith("+91") and len(value) == 13 else value

    def clean(self, value: object) -> str:
        """Return the number in E.164, or an empty text."""
        written = str(super().clean(value) or "")
        if not written:
            return ""
        try:
            return phone.normalise(written)
        except phone.BadPhone as error:
            raise ValidationError(error.sentence(get_language() or "hi")) from error


class PostCode(forms.ChoiceField):
    """A post by its code, from a list where there is one."""

    def __init__(self, *, listed: Listed | None, **options: Any) -> None:
        self.by_list = listed is not None
        super().__init__(choices=[("", PICK), *(listed or [])], error_messages=NOT_LISTED, **options)
        if listed is None:
            self.widget = forms.TextInput()

    def valid_value(self, value: object) -> bool:
        """Accept only listed codes where there is a list."""
        return super().valid_value(value) if self.by_list else True

    def clean(self, value: object) -> Post | None:
        """Return the post."""
        code = super().clean(value)
        if not code:
            return None
        return _one(Post.objects.select_related("place", "department").filter(code=code, abolished_at=None))


class DepartmentSlug(forms.ChoiceField):
    """A department of the rulebook by its slug."""

    def __init__(self, *, listed: Listed) -> None:
        super().__init__(choices=[("", PICK), *listed], error_messages=NOT_LISTED)

    def clean(self, value: object) -> Department | None:
        """Return the department."""
        slug = super().clean(value)
        return _one(Department.objects.filter(slug=slug)) if slug else None


class District(forms.TypedChoiceField):
    """One of the 75 districts by its LGD code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=district_choices, error_messages=NOT_LISTED, **options)

    def clean(self, value: object) -> Place | None:
        """Return the district."""
        code = super().clean(value)
        return places.district(int(code)) if code else None


def district_choices() -> Listed:
    """Return the districts in the language of the page, in its order."""
    language = get_language() or "hi"
    kept: list[tuple[str, str]] | None = cache.get_or_set(
        f"districts:{language}", lambda: _districts(language), KEPT_SECONDS
    )
    return [("", PICK), *(kept or [])]


def _districts(language: str) -> list[tuple[str, str]]:
    named = [(str(one.lgd_code), one.name(language)) for one in places.districts()]
    return sorted(named, key=lambda pair: pair[1])


class PlaceText(forms.CharField):
    """A village, thana, market, PIN or old name, as written; gives the likeliest place. `id:12` is place 12."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, **options)

    def clean(self, value: object) -> Place | None:
        """Return the place."""
        written = str(super().clean(value) or "")
        if not written:
            return None
        if written.startswith("id:") and written[3:].isdecimal():
            return _one(Place.objects.filter(pk=int(written[3:])))
        found = places.find(written, limit=1)
        if not found:
            raise ValidationError(gettext("No such place was found. Write the nearest market, thana or PIN."))
        return found[0]


class CaseNumber(forms.CharField):
    """The number of another case that the actor may see."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}))

    def clean(self, value: object) -> Case | None:
        """Return the case."""
        number = text.latin_digits(str(super().clean(value) or "")).replace(" ", "")
        if not number:
            return None
        if not numbers.is_valid(number):
            raise ValidationError(gettext("This number is not right. A number has 12 digits; please check it."))
        found = queries.cases_visible_to(self.by).select_related("holder__place").filter(number=number).first()
        if found is None:
            raise ValidationError(gettext("There is no such case, or it is not open to you."))
        return found


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files, or at most `most`; gives the list of uploads."""

    widget = _ManyFiles

    def __init__(self, *, most: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        """Return the uploads."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.most is not None and len(given) > self.most:
            raise ValidationError(_("At most %(most)s files at once. Choose fewer."), params={"most": self.most})
        return [super(Files, self).clean(one, initial) for one in given]


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise ValidationError(gettext("Choose one from the list."))
    return found
