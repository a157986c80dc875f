"""A form that asks, where somebody looks like who is entered already, whether it is the same person."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.doubts import LINE, NOTHING_SAID, Said

ASKED, ANSWER, OTHER = "asked", "same", "other"


class Doubtful(forms.Form):
    """Asks once `ask` has named codes, and again with what was sent back; `said` is the answer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = self.data.get(self.add_prefix(ASKED), "")
        if asked:
            self._put(asked.split(","))

    def ask(self, codes: Sequence[str]) -> None:
        """Ask whether it is one of these; an answer that was given to others does not count for them."""
        given = {name: value for name, value in self.data.items() if name != self.add_prefix(ANSWER)}
        self.data = {**given, self.add_prefix(ASKED): ",".join(codes)}
        self._put(codes)

    @property
    def said(self) -> Said:
        """What was answered."""
        answer, asked = self.cleaned_data.get(ANSWER), self.cleaned_data.get(ASKED)
        if not answer or not asked:
            return NOTHING_SAID
        return Said(other_than=frozenset(asked.split(","))) if answer == OTHER else Said(same_as=answer)

    def _put(self, codes: Sequence[str]) -> None:
        named = [(code, _as(code)) for code in codes]
        self.fields[ASKED] = forms.CharField(max_length=2_000, required=False, widget=forms.HiddenInput)
        self.fields[ANSWER] = forms.ChoiceField(
            label=_("Entered already?"),
            choices=[*named, (OTHER, _("Another person, enter"))],
            widget=forms.RadioSelect,
            required=False,
        )


def new_key() -> str:
    """Return a key for a form: sent twice with one key, it is carried out once."""
    return uuid4().hex


def _as(code: str) -> Any:
    if code.startswith(LINE):
        return _("The same as person %(number)s of this form, leave out") % {"number": code.removeprefix(LINE)}
    return _("The same person as %(code)s, leave out") % {"code": code}
