"""What is asked before anything of a person is shown, searched for or opened."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.rights import P2, P3
from shramsetu.casework.fields import PICK
from shramsetu.lib import clock
from shramsetu.offices import words
from shramsetu.offices.models import Post

CLASSES = (
    (P2, _("Identity: name, address, phone, papers, bank")),
    (P3, _("What is sealed: statement, health, threats")),
)
REASON_LONGEST = 300


def purposes(*, searching: bool = False) -> list[tuple[str, str]]:
    """Return what somebody may need to know of a person for, with its words."""
    book, language = rulebook.book().bonded, get_language() or "hi"
    chosen = book.searched_for if searching else tuple(book.purposes)
    return [(slug, book.purposes[slug].title.say(language)) for slug in chosen]


class Purposeful(forms.Form):
    """Anything that needs a purpose."""

    purpose = forms.ChoiceField(label=_("What do you need it for?"))
    searching = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", PICK), *purposes(searching=self.searching)]  # type: ignore[attr-defined]


class Search(Purposeful):
    """A name or a phone, and what for."""

    q = forms.CharField(label=_("Name or mobile number"), max_length=120)
    searching = True
    field_order = ("q", "purpose")


class Reveal(Purposeful):
    """Which class, and what for."""

    klass = forms.ChoiceField(label=_("What to show"), choices=CLASSES, widget=forms.RadioSelect)
    field_order = ("klass", "purpose")

    def __init__(self, *args: Any, open_to: frozenset[str], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        mine = [one for one in CLASSES if one[0] in open_to]
        self.fields["klass"].choices = mine  # type: ignore[attr-defined]
        self.fields["klass"].initial = mine[0][0] if mine else ""


class Glass(Purposeful):
    """An opening in an emergency: of whom, what, for how long, why."""

    code = forms.CharField(label=_("Code name"), max_length=20)
    klass = forms.ChoiceField(label=_("What to open"), choices=CLASSES, widget=forms.RadioSelect, initial=P2)
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int)
    reason = forms.CharField(
        label=_("Why can it not wait?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_LONGEST,
        help_text=_("Do not write the person's name here."),
    )
    field_order = ("code", "klass", "purpose", "hours", "reason")

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (hours, _("%(count)s hours") % {"count": hours}) for hours in range(1, most + 1)
        ]


class LeaveForm(Purposeful):
    """Leave for one post to read one person's record."""

    post = forms.ChoiceField(label=_("Post"))
    klass = forms.ChoiceField(label=_("What to open"), choices=CLASSES, widget=forms.RadioSelect, initial=P3)
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LONGEST)
    field_order = ("post", "klass", "purpose", "until", "reason")

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), words.title(one)) for one in posts]
        self.fields["post"].choices = [("", PICK), *named]  # type: ignore[attr-defined]

    @property
    def until_at(self) -> datetime:
        """The end of the day that was chosen."""
        day: date = self.cleaned_data["until"]
        return clock.bounds(day)[1]
