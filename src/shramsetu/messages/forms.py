"""What is asked about a message to many."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.lib import phone
from shramsetu.messages import audiences
from shramsetu.messages.audiences import Audience
from shramsetu.rulebook import Template

LABELS = {
    "count": _("Count"),
    "date": _("Date"),
    "number": _("Case number"),
    "place": _("Place"),
    "post": _("Post"),
    "time": _("Time"),
}


def _messages() -> list[tuple[str, str]]:
    language = get_language() or "hi"
    return [(key, one.what.say(language)) for key, one in rulebook.book().templates.items() if one.bulk]


def _audiences() -> list[tuple[str, object]]:
    return [(one.key, one.label) for one in audiences.named()]


class Choose(forms.Form):
    template = forms.ChoiceField(label=_("Message"), choices=_messages)
    audience = forms.ChoiceField(label=_("Who gets it"), choices=_audiences)


CLASSES = [
    ("service_explicit", _("Notices of camps and the like")),
    ("promotional", _("Promotion")),
    ("whatsapp", _("News of their own case on WhatsApp")),
]
DEEDS = [("give", _("Agrees to such messages")), ("withdraw", _("Wants them no more"))]


class Agreed(forms.Form):
    """What one person agreed to on paper, or that they want it no more."""

    phone = forms.CharField(label=_("Mobile number"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    deed = forms.ChoiceField(label=_("What the person says"), choices=DEEDS)
    category = forms.ChoiceField(label=_("To which messages"), choices=CLASSES)
    reference = forms.CharField(label=_("Number and date of the paper"), max_length=120, required=False)

    def clean_phone(self) -> str:
        """Return the number in E.164."""
        try:
            return phone.normalise(self.cleaned_data["phone"])
        except phone.BadPhone as error:
            raise forms.ValidationError(error.sentence(get_language() or "hi")) from None

    def clean(self) -> dict[str, Any]:
        """See that a consent has its proof."""
        given = super().clean() or {}
        if given.get("deed") == "give" and not given.get("reference"):
            self.add_error("reference", _("Without a paper nobody can show that the person agreed."))
        return given


class Why(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def constants(template: Template, audience: Audience, given: Mapping[str, Any] | None) -> forms.Form:
    """Return the form for a title and for what the audience does not bring of the message's variables.

    A pasted table may bring any of them, so none is demanded there.
    """
    form = forms.Form(given)
    form.fields["title"] = forms.CharField(label=_("What it is about"), max_length=120)
    for name, variable in template.variables.items():
        if name in audience.fills:
            continue
        form.fields[name] = forms.CharField(
            label=LABELS.get(name, name), max_length=variable.longest, required=audience.key != "list"
        )
    return form
