"""Asking for facts: a field for each, by its kind; money is asked in rupees and kept in paise."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import money
from shramsetu.lib.conditions import Value
from shramsetu.rulebook.facts import FactRule

Choices = Mapping[str, Sequence[tuple[str, str]]]  # by fact: of what one chooses, where the rulebook lists no words
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
FEW = 6


class FactsForm(forms.Form):
    """A form of facts; `values` holds those that were given, as the rules take them."""

    rules: tuple[FactRule, ...] = ()

    @property
    def values(self) -> dict[str, Value]:
        """The facts that were given, each in its kind."""
        given = [(rule, self.cleaned_data.get(rule.name)) for rule in self.rules]
        return {rule.name: value_of(rule, one) for rule, one in given if one not in (None, "")}

    def clean(self) -> None:
        """Refuse what cannot be believed: an age of 400 years, marks over 100."""
        for rule in self.rules:
            given = self.cleaned_data.get(rule.name)
            if given not in (None, "") and rule.type.take(value_of(rule, given)) is None:
                self.add_error(rule.name, _("This cannot be right. Look at it again."))


def form_for(
    rules: Iterable[FactRule], *, required: bool = True, choices: Choices = MappingProxyType({})
) -> type[FactsForm]:
    """Return the form that asks for `rules`, in their order."""
    asked = tuple(rules)
    made: dict[str, object] = {"rules": asked}
    made |= {rule.name: _field(rule, choices.get(rule.name, ()), required=required) for rule in asked}
    return type("AskedForm", (FactsForm,), made)


def value_of(rule: FactRule, given: object) -> Value:
    """Return what was given for a fact as the rules take it."""
    if rule.kind == "yes-no":
        return given in (True, "yes")
    if rule.kind == "number":
        assert isinstance(given, int)
        return given * money.PAISE if rule.unit == "paise" else given
    assert isinstance(given, str | date)
    return given


def plain(rule: FactRule, value: Value | None) -> object:
    """Return a value as the form shows it, and as a draft keeps it."""
    if value is None:
        return None
    if rule.kind == "yes-no":
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return value // money.PAISE if rule.unit == "paise" and isinstance(value, int) else value


def _field(rule: FactRule, listed: Sequence[tuple[str, str]], *, required: bool) -> forms.Field:
    language = get_language() or "hi"
    field = _chosen(listed) if listed else _made(rule, language)
    field.label, field.required = rule.title.say(language), required
    field.help_text = rule.note.say(language) if rule.note else ""
    if rule.unit == "paise":
        field.help_text = _("In rupees.")
    field.error_messages = {**field.error_messages, "required": _("Please fill this in.")}
    return field


def _chosen(listed: Sequence[tuple[str, str]]) -> forms.Field:
    return forms.TypedChoiceField(choices=listed, coerce=int, empty_value=None, widget=forms.RadioSelect)


def _made(rule: FactRule, language: str) -> forms.Field:
    if rule.kind == "yes-no":
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)
    if rule.kind == "word":
        listed = [(slug, words.say(language)) for slug, words in rule.words.items()]
        if len(listed) <= FEW:
            return forms.ChoiceField(choices=listed, widget=forms.RadioSelect)
        return forms.ChoiceField(choices=[("", _("Choose …")), *listed])
    if rule.kind == "date":
        days = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(widget=days, error_messages={"invalid": _("Write the date as day, month, year.")})
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(min_value=0, widget=widget, error_messages={"invalid": _("Write a whole number.")})


def read(rule: FactRule, kept: object) -> Value:
    """Return a value that a draft keeps as the rules take it."""
    if rule.kind == "date" and isinstance(kept, str):
        return date.fromisoformat(kept)
    return value_of(rule, kept)
