"""One line of a register, as the clerk types it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.intake.dak.actions import Written
from shramsetu.intake.dak.models import Letter
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post

REQUIRED = {"required": _("Please fill this in.")}
WAY = pgettext_lazy("letter", "How it came or goes")
MOST_DAYS = 92  # of one print
DATE = forms.DateInput(attrs={"type": "date"})


def text_field(label: Any, most: int, *, required: bool = False) -> forms.CharField:
    """Return a field for one line of at most `most` signs."""
    return forms.CharField(label=label, max_length=most, required=required, error_messages=REQUIRED)


class Line(forms.Form):
    """A letter that came, or goes; the words of its fields follow the register."""

    party = text_field(_("From whom"), 160, required=True)
    subject = text_field(_("Subject"), 300, required=True)
    way = forms.ChoiceField(label=WAY, choices=Letter.Way.choices)
    address = forms.CharField(
        label=_("Address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    their_number = text_field(_("Number of the sender's letter"), 60)
    their_on = forms.DateField(label=_("Date of the letter"), required=False, widget=DATE)
    enclosures = forms.IntegerField(label=_("Enclosures"), min_value=0, max_value=999, required=False)
    tracking = text_field(_("Postal number"), 40)
    answers = text_field(_("In reply to (number of receipt)"), 60)

    def __init__(self, *args: Any, by: Actor, office: Post, book: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.office, self.book = office, book
        self.fields["case"] = fields.CaseNumber(by)
        self.fields["case"].required = False
        self.fields["case"].label = _("Case number")
        self.fields["party"].widget.attrs["autofocus"] = True
        if book == Letter.Book.DESPATCH:
            self.fields["party"].label = _("To whom")
            self.fields["address"].required = True
            for name in ("their_number", "their_on"):
                del self.fields[name]
        else:
            del self.fields["answers"]

    def clean_answers(self) -> Letter | None:
        """Return the receipt of this office to which it replies."""
        asked = self.cleaned_data["answers"].strip()
        if not asked:
            return None
        found = Letter.objects.filter(office=self.office, book=Letter.Book.RECEIPT, number=asked).first()
        if found is None:
            raise forms.ValidationError(gettext("No letter with this number was received in this office."))
        return found

    @property
    def written(self) -> Written:
        """What the action takes."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return Written(**given)


class Span(forms.Form):
    """From which day to which a register is printed."""

    first = forms.DateField(label=_("From day"), widget=DATE, error_messages=REQUIRED)
    last = forms.DateField(label=_("To day"), widget=DATE, error_messages=REQUIRED)

    def clean(self) -> dict[str, Any]:
        """Refuse days that stand the wrong way round, or more than a register prints at once."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
            told = gettext("Choose days from the first to the last, at most %(days)s of them.")
            raise forms.ValidationError(told % {"days": MOST_DAYS})
        return given


class Cancelling(forms.Form):
    """Why a line is struck out."""

    reason = text_field(_("Reason"), 300, required=True)
