"""The forms of exhibits: a paper marked, an original given back."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.fields import YesNo
from shramsetu.hearings.forms.asking import CHOOSE, LINE_MOST, NEEDED, Day
from shramsetu.hearings.forms.desk import SIDES
from shramsetu.hearings.models import Exhibit
from shramsetu.hearings.shown import FilingShown
from shramsetu.lib import text as texts


class Mark(forms.Form):
    """A paper marked as evidence."""

    claims = YesNo(label=_("Paper of which side"), choices=SIDES, widget=forms.RadioSelect, error_messages=CHOOSE)
    what = forms.CharField(label=_("What it is"), max_length=LINE_MOST, error_messages=NEEDED)
    filing = forms.ChoiceField(label=_("From which paper on file"), required=False)
    original = forms.ChoiceField(
        label=_("The original"), choices=Exhibit.Original.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(self, *args: object, filings: Sequence[FilingShown], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        known = [(str(one.row.seq), f"{one.row.seq}. {one.row.get_kind_display()}, {_on(one)}") for one in filings]
        self.fields["filing"].choices = [("", _("Not said")), *known]  # type: ignore[attr-defined]


class Returned(forms.Form):
    """An original went back."""

    on = Day(label=_("Given back on"))


def _on(one: FilingShown) -> str:
    return texts.instant(one.row.stamped_at, "hi")
