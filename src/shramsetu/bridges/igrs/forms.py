"""The form by which a file of states of IGRS is handed in."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.bridges.cpgrams.forms import MOST_BYTES
from shramsetu.lib import clock

AHEAD = timedelta(hours=1)  # their clock may be wrong
DAY = "%Y-%m-%d"
MINUTE = "%Y-%m-%dT%H:%M"


class Upload(forms.Form):
    """A file of theirs, since which day it says what moved, and when it was made there."""

    file = forms.FileField(
        label=_("File of IGRS"),
        help_text=_("CSV with the columns below, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose the file.")},
    )
    since_on = forms.DateField(
        label=_("What moved since"), widget=forms.DateInput(attrs={"type": "date"}, format=DAY), input_formats=[DAY]
    )
    stood_at = forms.DateTimeField(
        label=_("Made there at"),
        help_text=_("What happened here later is left to the next file."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
        input_formats=[MINUTE],
    )

    def __init__(self, posted: Any = None, files: Any = None, *, since_on: date, at: datetime) -> None:  # noqa: ANN401 - what forms take
        super().__init__(posted, files, initial={"since_on": since_on, "stood_at": clock.local(at)})
        self.at = at

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than its lines can be."""
        found: UploadedFile = self.cleaned_data["file"]
        if (found.size or 0) > MOST_BYTES:
            raise ValidationError(gettext("This file is larger than 10 MB. Send it in parts."))
        return found

    def clean_since_on(self) -> date:
        """Refuse a day to come, or of no office."""
        found: date = self.cleaned_data["since_on"]
        if found.year not in clock.NAMED_YEARS or found > clock.day(self.at):
            raise ValidationError(gettext("Choose a day up to today."))
        return found

    def clean_stood_at(self) -> datetime:
        """Refuse an hour to come, or of no office."""
        found: datetime = self.cleaned_data["stood_at"]
        if found.year not in clock.NAMED_YEARS or found > self.at + AHEAD:
            raise ValidationError(gettext("Choose an hour up to now."))
        return found
