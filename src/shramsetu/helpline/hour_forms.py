"""The form by which a line is kept open longer."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Extension(forms.Form):
    """Keep a line open until an instant."""

    until = forms.DateTimeField(label=_("Open until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Flood, accident, heat wave: what happened and where")
    )

    def clean_until(self) -> datetime:
        """Return the instant; what has passed is refused."""
        until: datetime = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(_("Choose a time that is still to come."))
        return until
