"""The form of a draft order: a field for each figure, condition and fixed sum that the scheme has today."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.lib.conditions import BadCondition, Type, parse, text
from shramsetu.rulebook.editions import Condition, Edition, case_key
from shramsetu.schemes.actions.whatif import Draft

MOST_RUPEES = 10_000_000
UNITS = {
    "days": _("days"),
    "months": _("months"),
    "years": _("years"),
    "rupees": _("rupees"),
    "count": _("count"),
    "percent": _("percent"),
    "grade": _("class"),
    "day": _("day"),
}


class Draw(forms.Form):
    """What a draft order would say otherwise; what is left as it stands is not changed."""

    title = forms.CharField(label=_("What is the draft about?"), max_length=200)

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        for name in edition.figures:
            self.fields[f"figure:{name}"] = self._figure(name)
        for one in edition.conditions:
            self.fields[f"condition:{one.slug}"] = self._condition(one)
        for key, rupees, label in self._sums():
            self.fields[f"rupees:{key}"] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_RUPEES, initial=rupees, required=False
            )
        for name in self._days():
            label = rulebook.book().scheme_rules.facts[name].title.say(_now())
            self.fields[f"day:{name}"] = forms.BooleanField(label=label, initial=True, required=False)

    def group(self, kind: str) -> list[forms.BoundField]:
        """Return the fields of a kind: figure, condition, rupees or day."""
        return [self[name] for name in self.fields if name.startswith(f"{kind}:")]

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        """Every kind of field, for the page."""
        return {kind: self.group(kind) for kind in ("figure", "condition", "rupees", "day")}

    def clean(self) -> dict[str, Any]:
        """Refuse conditions that cannot be read, with the place, and a draft that changes nothing."""
        given = super().clean() or {}
        scope = self._scope()
        for name, expr in self._changed("condition").items():
            try:
                parse(str(expr), scope)
            except BadCondition as problem:
                self.add_error(f"condition:{name}", problem.sentence(_now()))
        if not self.errors and not any(self._changed(kind) for kind in ("figure", "condition", "rupees")):
            raise ValidationError(_("Nothing of the scheme is changed by this draft."))
        return given

    def draft(self) -> Draft:
        """Return what was drafted."""
        figures = {name: value.isoformat() if hasattr(value, "isoformat") else int(value)
                   for name, value in self._changed("figure").items()}  # fmt: skip
        days = {name: bool(self.cleaned_data[f"day:{name}"]) for name in self._days()}
        return Draft(
            scheme=self.edition.scheme.slug,
            title=self.cleaned_data["title"],
            figures=figures,
            conditions={name: str(expr) for name, expr in self._changed("condition").items()},
            rupees={name: int(value) for name, value in self._changed("rupees").items()},
            of_the_day=days,
        )

    def _changed(self, kind: str) -> dict[str, Any]:
        found = {}
        for name, one in self.fields.items():
            value = self.cleaned_data.get(name)
            if name.startswith(f"{kind}:") and value not in (None, "") and value != one.initial:
                found[name.partition(":")[2]] = value
        return found

    def _figure(self, name: str) -> forms.Field:
        row = self.edition.figure_rows[name]
        label = f"{self.edition.figure_titles[name].say(_now())} ({UNITS[row.unit]})"
        initial = getattr(row, row.unit)
        if row.unit == "day":
            widget = forms.DateInput(attrs={"type": "date"})
            return forms.DateField(label=label, initial=initial, required=False, widget=widget)
        return forms.IntegerField(label=label, initial=initial, required=False, min_value=0, max_value=10**9)

    def _condition(self, one: Condition) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
        return forms.CharField(
            label=one.title.say(_now()), initial=text(one.tree), required=False, max_length=2_000, widget=widget
        )

    def _sums(self) -> Iterator[tuple[str, int, str]]:
        for part in self.edition.parts:
            for case in part.cases:
                if case.row.rupees is not None:
                    label = f"{part.rule.title.say(_now())}: {case.rule.who.say(_now())} ({UNITS['rupees']})"
                    yield case_key(part, case).removeprefix("case:"), case.row.rupees, label

    def _days(self) -> list[str]:
        facts = rulebook.book().scheme_rules.facts
        return [name for name in self.edition.facts if facts[name].of == "day" and facts[name].origin == "order"]

    def _scope(self) -> dict[str, Type]:
        facts = rulebook.book().scheme_rules.facts
        rows = self.edition.figure_rows
        return {name: one.type for name, one in facts.items()} | {name: row.type for name, row in rows.items()}


def _now() -> str:
    return get_language() or "hi"
