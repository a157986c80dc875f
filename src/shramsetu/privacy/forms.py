"""What an administrator fills in about a breach."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shramsetu.privacy.models import Notice


def moment(**options: Any) -> forms.DateTimeField:
    """Make a field for a day and a time of Asia/Kolkata that has passed."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, validators=[_has_passed], **options)


def _has_passed(value: datetime) -> None:
    if value > timezone.now():
        raise ValidationError(_("This time has not come yet."))


class Record(forms.Form):
    noticed_at = moment(label=_("When was it noticed?"))
    happened_at = moment(label=_("When did it happen? (if known)"), required=False)
    what = forms.CharField(label=_("What happened?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    data_held = forms.CharField(label=_("Which data (names, phones, texts, papers …)?"), max_length=300)
    affected = forms.CharField(label=_("Who is affected?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    affected_count = forms.IntegerField(label=_("How many persons? (if known)"), min_value=0, required=False)
    measures = forms.CharField(
        label=_("What has been done against it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a breach noticed before it happened."""
        said = super().clean() or {}
        noticed, happened = said.get("noticed_at"), said.get("happened_at")
        if noticed and happened and happened > noticed:
            self.add_error("happened_at", _("It cannot have happened after it was noticed."))
        return said


class Tell(forms.Form):
    whom = forms.ChoiceField(label=_("Who was told?"), choices=Notice.Whom.choices)
    told_at = moment(label=_("When?"))
    how = forms.CharField(label=_("How (letter number, portal, message)?"), max_length=300)


class Close(forms.Form):
    outcome = forms.CharField(
        label=_("What was found and done?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
