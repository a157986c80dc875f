"""What is asked on the pages of e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.journal.rules import Actor

REQUIRED = {"required": _("Please fill this in.")}
TEXT_MOST = 5_000


class Join(forms.Form):
    """The case that a mail belongs to."""

    case = forms.Field()

    def __init__(self, *args: object, by: Actor, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type] # Django's own
        self.fields["case"] = fields.CaseNumber(by)
        self.fields["case"].label = _("Case number")


class PutAway(forms.Form):
    """Why a mail is no work."""

    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages=REQUIRED)
    is_spam = forms.BooleanField(
        label=_("It is spam"), required=False, help_text=_("The next e-mail of this sender goes into quarantine")
    )


class Part(forms.Form):
    """Why a mail does not belong to the case that it was laid with."""

    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages=REQUIRED)


class Answer(forms.Form):
    """What is written to who wrote."""

    text = forms.CharField(
        label=_("Answer to the sender"),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={**REQUIRED, "max_length": _("This is too long.")},
    )
