"""Forms of the figures."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.insight import measures, tables
from shramsetu.insight.models import Shape

MOST = 12
PERIODS = (
    ("today", _("Today")),
    ("week", _("7 days")),
    ("days30", _("30 days")),
    ("month", _("This month")),
    ("year", _("This financial year")),
)


def _columns() -> list[tuple[str, object]]:
    listed: list[tuple[str, object]] = [(name, one.label) for name, one in measures.BY_NAME.items()]
    return [*listed, (tables.FIRST_LEVEL, _("Satisfied at first level (percent)"))]


class Build(forms.Form):
    """What somebody wants to see of the figures."""

    title = forms.CharField(label=_("Title"), max_length=120)
    measures = forms.MultipleChoiceField(
        label=_("What is counted"), choices=_columns, widget=forms.CheckboxSelectMultiple
    )
    group = forms.ChoiceField(label=pgettext_lazy("table", "Lines"), choices=Shape.Group.choices)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, initial="days30")
    form = forms.ChoiceField(label=_("File"), choices=Shape.Form.choices)
    every = forms.ChoiceField(label=_("Make it"), choices=Shape.Every.choices)

    def clean_measures(self) -> list[str]:
        """Refuse more columns than fit on paper."""
        chosen: list[str] = self.cleaned_data["measures"]
        if len(chosen) > MOST:
            raise forms.ValidationError(_("At most %(most)s columns fit; untick some."), params={"most": MOST})
        return chosen
