"""Forms of the files of CPGRAMS: the file handed in, the days of a report."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 10 * 1024 * 1024


class Upload(forms.Form):
    """A file of the portal, and how its Hindi is typed."""

    file = forms.FileField(
        label=_("File of the PG portal"),
        help_text=_("XLSX or CSV, at most 10 MB; headings in Hindi or English."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the file.")},
    )
    is_krutidev = forms.BooleanField(label=_("The Hindi in it is typed in Kruti Dev or DevLys"), required=False)

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than a month of registrations ever is."""
        found: UploadedFile = self.cleaned_data["file"]
        if (found.size or 0) > MOST_BYTES:
            raise ValidationError(gettext("This file is larger than 10 MB. Send it in parts."))
        return found


class Days(forms.Form):
    """Of which days a report is, whether it says only what is new, and in which form it comes."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    only_changed = forms.BooleanField(
        label=_("Only what was not handed out yet, or says something else now"), required=False, initial=True
    )
    form = forms.ChoiceField(label=_("File"), choices=[("xlsx", "XLSX"), ("csv", "CSV")], widget=forms.RadioSelect)

    def __init__(self, posted: Any = None, *, today: date, days_most: int) -> None:  # noqa: ANN401 - what forms take
        super().__init__(posted, initial={"first": today.replace(day=1), "last": today, "form": "xlsx"})
        self.today, self.days_most = today, days_most

    def clean(self) -> dict[str, Any]:
        """Refuse days to come, and more of them than one report may have."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not first <= last <= self.today:
            self.add_error("last", _("Choose days up to today, the first before the last."))
        elif first and last and (last - first).days >= self.days_most:
            words = gettext("One report has at most %(most)d days. Choose fewer.") % {"most": self.days_most}
            self.add_error("last", words)
        return given
