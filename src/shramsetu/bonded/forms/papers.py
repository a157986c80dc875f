"""The forms around papers: how many blanks, what was scanned, which number somebody read, why a certificate ends."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.actions.papers import BLANKS_MOST
from shramsetu.bonded.models import Paper
from shramsetu.bonded.papers import looking
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers

REQUIRED = {"required": _("Please fill this in.")}
ACCEPT = "application/pdf,image/jpeg,image/png,image/webp"
FILES_MOST = 40
# The papers of a district (minutes) are printed where they are written.
SUBJECTS = {"bl_operation": "operation", "bl_person": "person", "bl_district": "district"}
KINDS_OF_CASE = ("bl_operation", "bl_person")


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One PDF, or the photographs of the pages."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Files(attrs={"accept": ACCEPT, "multiple": True}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files in the order in which they were chosen."""
        given = (data or [None]) if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given]
        if len(found) > FILES_MOST:
            raise forms.ValidationError(_("These are too many files for one time. Send them in two turns."))
        return found


class ScanForm(forms.Form):
    """What was scanned."""

    pages = FilesField(label=_("Scan or photographs"), error_messages=REQUIRED)


class BlankForm(forms.Form):
    """Which form is taken along, and how often."""

    kind = forms.ChoiceField(label=_("Form"), choices=lambda: choices("operation", "person"))
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=BLANKS_MOST, initial=5)


class PlaceForm(forms.Form):
    """The number of the paper, read by somebody; of a blank form also the case."""

    number = forms.CharField(label=_("Number at the top of the paper"), max_length=60, error_messages=REQUIRED)
    case = forms.CharField(label=_("Number of the case (for a blank form)"), max_length=20, required=False)

    def __init__(self, *args: Any, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by

    def clean_number(self) -> Paper:
        """Return the paper."""
        try:
            found = looking.by_number(self.cleaned_data["number"], self.by)
        except looking.BadNumber as error:
            words = _("A digit of this number is wrong. Compare it with the paper; it looks like RM/157/2026/00012-7.")
            raise forms.ValidationError(words) from error
        if found is None:
            raise forms.ValidationError(_("No paper with this number is known in your area."))
        return found

    def clean_case(self) -> Case | None:
        """Return the case to which a blank form belongs."""
        written = self.cleaned_data["case"]
        if not written:
            return None
        try:
            number = numbers.parse(written)
        except numbers.BadNumber as error:
            raise forms.ValidationError(error.sentence(get_language() or "hi")) from error
        seen = casework.cases_visible_to(self.by).filter(kind__in=KINDS_OF_CASE)
        found: Case | None = seen.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no such case, or it is not open to you."))
        return found

    def clean(self) -> dict[str, Any]:
        """A paper belongs to the kind of case that its form is of."""
        found = super().clean() or self.cleaned_data
        paper, case = found.get("number"), found.get("case")
        if not isinstance(paper, Paper) or paper.case_id is not None:
            return found
        form = rulebook.book().bonded.forms.get(paper.kind)
        if case is None:
            self.add_error("case", _("This is a blank form: say to which case it belongs."))
        elif form and SUBJECTS[case.kind] != form.subject:
            self.add_error("case", _("This form is of another kind of case: an operation, or a person."))
        return found


class ReasonForm(forms.Form):
    """Why a certificate is corrected, superseded or cancelled."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=REQUIRED
    )


def choices(*subjects: str) -> list[tuple[str, str]]:
    """Return the forms of `subjects` that anybody may print, by their titles."""
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    found = rulebook.book().bonded.forms.values()
    return [(one.slug, one.title.say(language)) for one in found if one.subject in subjects and not one.is_public]
