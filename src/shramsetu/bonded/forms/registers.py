"""What is asked of who brings an old register in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.register_files import KRUTIDEV, UNICODE
from shramsetu.casework.fields import PICK
from shramsetu.places.models import Place

WRITINGS = ((UNICODE, _("Hindi (Unicode) or English")), (KRUTIDEV, _("Kruti Dev or DevLys")))


class Upload(forms.Form):
    """The file, of which district, in which writing."""

    district = forms.TypedChoiceField(label=_("District of the rescue"), coerce=int)
    file = forms.FileField(
        label=_("Register (XLSX or CSV)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"})
    )
    writing = forms.ChoiceField(
        label=_("How is it written?"), choices=WRITINGS, widget=forms.RadioSelect, initial=UNICODE
    )

    def __init__(self, *args: Any, districts: Sequence[Place], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        named = [(one.pk, one.name(get_language() or "hi")) for one in districts]
        self.fields["district"].choices = named if len(named) == 1 else [("", PICK), *named]  # type: ignore[attr-defined]
