"""What is filled in about forecast, roster and leave."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.helpline.models import Absence
from shramsetu.helpline.queries import expected, rosters
from shramsetu.helpline.rules.erlang import Goal, Load
from shramsetu.lib import clock

MOST_CALLS, MOST_HANDLE, MOST_SEATS = 40_000, 3_600, 2_000
SHIFT_WORDS = {"morning": _("Morning"), "office": _("Office hours"), "evening": _("Evening"), "night": _("Night")}


def language() -> str:
    """Return the language of the page, for words of the rulebook."""
    return "en" if (get_language() or "hi").startswith("en") else "hi"


def line_choices() -> list[tuple[str, str]]:
    """Return the lines by name."""
    return [(slug, line.name.say(language())) for slug, line in rulebook.book().helpline.lines.items()]


def day(**options: Any) -> forms.DateField:
    """Make a field for one day."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class Asked(forms.Form):
    """Which line and day the forecast is of."""

    line = forms.ChoiceField(label=_("Line"), choices=line_choices)
    on = day(label=_("Day"))

    def clean_on(self) -> date:
        """Refuse a day without weeks around it."""
        found: date = self.cleaned_data["on"]
        if found.year not in clock.NAMED_YEARS:
            raise ValidationError(self.fields["on"].error_messages["invalid"])
        return found


def ranged(label: Any, low: float, high: float, step: float = 1) -> forms.FloatField:
    """Make a number that is slid or typed between two ends."""
    widget = forms.NumberInput(attrs={"step": step, "min": low, "max": high, "inputmode": "decimal"})
    return forms.FloatField(label=label, min_value=low, max_value=high, widget=widget)


class Calculator(forms.Form):
    """A load and a promise; with seats it also says how that many do."""

    calls = ranged(_("Calls an hour"), 0, MOST_CALLS)
    handle = ranged(_("Mean time of a call with wrap-up (seconds)"), 10, MOST_HANDLE)
    level = ranged(_("Share to be answered in time (percent)"), 1, 99)
    within = ranged(_("In time means within (seconds)"), 0, 600)
    patience = ranged(_("Callers hang up after (seconds, mean)"), 5, 3_600)
    occupancy = ranged(_("An operator may be busy (percent of the time)"), 40, 100)
    abandoned = ranged(_("Of the callers may hang up (percent)"), 0.1, 100, 0.1)
    shrinkage = ranged(_("Of a duty goes to other things (percent)"), 0, 80)
    seats = forms.IntegerField(label=_("Seats there are"), min_value=0, max_value=MOST_SEATS, required=False)

    @staticmethod
    def usual(on: date) -> dict[str, float]:
        """Return the figures of the rulebook, as a start."""
        goal = expected.goal(on)
        return {
            "calls": 4000,
            "handle": rulebook.book().number("staffing.handle_seconds", on),
            "level": round(goal.level * 100),
            "within": goal.within_seconds,
            "patience": goal.patience_seconds or 0,
            "occupancy": round(goal.most_occupancy * 100),
            "abandoned": round(goal.most_abandoned * 100),
            "shrinkage": round(goal.shrinkage * 100),
        }

    def asked(self) -> tuple[Load, Goal, Goal]:
        """Return the load, the promise to callers who wait, and to those who hang up."""
        said = self.cleaned_data
        common = {
            "level": said["level"] / 100,
            "within_seconds": said["within"],
            "most_occupancy": said["occupancy"] / 100,
            "most_abandoned": said["abandoned"] / 100,
            "shrinkage": said["shrinkage"] / 100,
        }
        load = Load(said["calls"], said["handle"])
        return load, Goal(patience_seconds=None, **common), Goal(patience_seconds=said["patience"], **common)


class Spread(forms.Form):
    """A span of days."""

    from_on = day(label=_("From"))
    to_on = day(label=_("To (with)"))

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins, or lasts more than a year."""
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("to_on")
        if first and last and not 0 <= (last - first).days < 366:
            self.add_error("to_on", _("The last day comes before the first, or more than a year after it."))
        return said


class NewOccasion(Spread):
    """Days on which calls are not ordinary."""

    line = forms.ChoiceField(label=_("Line"), choices=lambda: [("", _("Every line")), *line_choices()], required=False)
    percent = forms.IntegerField(
        label=_("Percent of the ordinary calls (empty: leave these days out of the history)"),
        min_value=1,
        max_value=1000,
        required=False,
    )
    reason = forms.CharField(label=_("Why?"), max_length=200)


class AskLeave(Spread):
    """Days away that an agent asks for."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Absence.Kind.choices[:3])


class NoteAbsence(Spread):
    """Days away that the supervisor notes."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Absence.Kind.choices)


class AskSwap(forms.Form):
    """Which of my duties for which of another agent's."""

    duty = forms.ChoiceField(label=_("My duty"))
    number = forms.CharField(label=_("Number of the other operator"), max_length=20)
    on = day(label=_("Day of the other operator's duty"))


class GivenTerms(forms.Form):
    """What the roster must know of an agent."""

    team = forms.CharField(label=_("Team"), max_length=40, required=False)
    night_consent_on = day(label=_("Written consent to the night shift, of"), required=False)
    weekly_off = forms.TypedChoiceField(
        label=_("Fixed day off"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("None")),
            (0, _("Monday")),
            (1, _("Tuesday")),
            (2, _("Wednesday")),
            (3, _("Thursday")),
            (4, _("Friday")),
            (5, _("Saturday")),
            (6, _("Sunday")),
        ],
    )


class PutOn(forms.Form):
    """One day of an agent: which shift, or none."""

    on = day()
    shift = forms.ChoiceField(choices=[("", _("Free")), *SHIFT_WORDS.items()], required=False)

    def clean_on(self) -> date:
        """Refuse a day of another week."""
        on: date = self.cleaned_data["on"]
        if rosters.monday(on) != self.initial["first_on"]:
            raise ValidationError(_("This day is not in the week."))
        return on
