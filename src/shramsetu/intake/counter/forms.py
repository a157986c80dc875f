"""What is handed in at the scanner, and what is typed beside a scan."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.casework.models import Case
from shramsetu.grievances.forms import Registration
from shramsetu.intake.counter.actions import Pile
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.counter.piles import How
from shramsetu.intake.dak.actions import Written
from shramsetu.intake.dak.forms import DATE, WAY, text_field
from shramsetu.intake.dak.models import Letter
from shramsetu.intake.letters import rules
from shramsetu.journal.rules import Actor

MOST_FILES = 60
SHOWN_MOST = 6  # of the doubtful words in one sentence


class Scanning(forms.Form):
    """A pile from the scanner, or photographs of pages."""

    pages = fields.Files(label=_("Scan (PDF) or photographs of the pages"), most=MOST_FILES)
    how = forms.ChoiceField(
        label=_("How many letters are these?"), choices=How.choices, initial=How.BLANK, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=WAY, choices=Letter.Way.choices, initial=Letter.Way.POST)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["pages"].widget.attrs["accept"] = "application/pdf,image/jpeg,image/png,image/webp"

    @property
    def pile(self) -> Pile:
        """What the action takes."""
        given = self.cleaned_data
        return Pile(files=given["pages"], how=given["how"], way=given["way"])


class Typing(Registration):
    """The form of every complaint, beside a scanned letter: its pages are the scan, and a draft must be compared."""

    compared = forms.BooleanField(label=_("I compared it with the letter, word by word"), required=False)

    def __init__(self, *args: Any, scanned: Scanned, by: Actor, **options: Any) -> None:
        super().__init__(*args, by=by, **options)
        self.scanned = scanned
        del self.fields["scan"], self.fields["scan_purpose"]
        self.fields["phone"].widget.attrs.pop("autofocus")
        self.fields["text"].widget.attrs.update({"autofocus": True, "rows": 14})
        if not scanned.draft:
            del self.fields["compared"]

    @classmethod
    def begins(cls, scanned: Scanned) -> dict[str, object]:
        """Return what the form begins with: what the machine read, where it was sure."""
        found = rules.find(scanned.draft)
        return {
            "channel": Case.Channel.POST,
            "text": scanned.draft,
            "name": found.name,
            "phone": found.phone,
            "no_phone": False,
            "outside_number": found.number,
            "outside_on": found.on,
        }

    def clean_text(self) -> str:
        """Refuse a draft in which a doubtful word was left as the machine read it."""
        text = str(self.cleaned_data["text"])
        if left := rules.unsure(text):
            shown = ", ".join(left[:SHOWN_MOST])
            told = gettext("Compare these words with the letter and take the brackets away: %(words)s")
            raise forms.ValidationError(told % {"words": shown})
        return text

    def clean_compared(self) -> bool:
        """Refuse what nobody compared: a machine is sure of wrong words too."""
        if not self.cleaned_data["compared"]:
            raise forms.ValidationError(gettext("Tick it when you have compared the text with the letter."))
        return True


class Describing(forms.Form):
    """The line of a letter that is no new complaint."""

    party = text_field(_("From whom"), 160, required=True)
    subject = text_field(_("Subject"), 300, required=True)
    their_number = text_field(_("Number of the sender's letter"), 60)
    their_on = forms.DateField(label=_("Date of the letter"), required=False, widget=DATE)
    enclosures = forms.IntegerField(label=_("Enclosures"), min_value=0, max_value=999, required=False)

    def __init__(self, *args: Any, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["case"] = fields.CaseNumber(by)
        self.fields["case"].required = False
        self.fields["case"].label = _("Case number")

    @classmethod
    def begins(cls, scanned: Scanned) -> dict[str, object]:
        """Return what the form begins with."""
        found = rules.find(scanned.draft)
        return {"subject": found.subject, "their_number": found.number, "their_on": found.on}

    def written(self, way: str) -> Written:
        """What the action takes."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return Written(**given, way=way)
