"""The forms of the bench: what came of a date, an order, dates moved, lists."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.hearings.actions.dating import Video
from shramsetu.hearings.actions.orders import Given, Written
from shramsetu.hearings.actions.sittings import Came
from shramsetu.hearings.forms.asking import CHOOSE, LINE_MOST, NEEDED, TEXT_MOST, Rupees
from shramsetu.hearings.models import Hearing, Presence
from shramsetu.hearings.named import Named
from shramsetu.lib import text as texts

MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
NOT_SAID = ("", _("Not said"))
NO_LINK = _("This is no link that begins with https.")
BY_VIDEO = _("Somebody joins by video: open a room")
WRONG_TIME = {"invalid": _("Write date and time.")}


def _day(**options: object) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)  # type: ignore[arg-type]


def _link() -> forms.URLField:
    return forms.URLField(
        label=_("Outside link besides the room, if there is one"),
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"], message=NO_LINK)],
        error_messages={"invalid": NO_LINK},
    )


class Held(forms.Form):
    """What came of a date; one question for each party that is there."""

    result = forms.ChoiceField(
        label=_("What came of it"),
        choices=[one for one in Hearing.Result.choices if one[0]],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    business = forms.CharField(
        label=_("Business of the day"), max_length=TEXT_MOST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    side = forms.ChoiceField(
        label=_("Put off because of"),
        choices=[NOT_SAID, *(one for one in Hearing.Side.choices if one[0])],
        required=False,
    )
    cause = forms.ChoiceField(label=_("Why it was put off"), required=False)
    cause_words = forms.CharField(label=_("Why, in words"), max_length=LINE_MOST, required=False)
    cost = Rupees(label=_("Cost laid on that side, in rupees"), required=False, max_length=20)
    free = forms.ChoiceField(label=_("Next date: free hours"), required=False)
    next_at = forms.DateTimeField(label=_("Or another hour"), required=False, widget=MOMENT, error_messages=WRONG_TIME)
    purpose = forms.ChoiceField(label=_("For what"), required=False)
    by_video = forms.BooleanField(label=BY_VIDEO, required=False)
    video_link = _link()

    def __init__(self, *args: object, people: list[Named], free: list[datetime], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        law, language = rulebook.book().law, get_language() or "hi"
        for one in people:
            self.fields[f"party{one.row.pk}"] = forms.ChoiceField(
                label=f"{one.name} ({one.row.get_part_display()})",
                choices=[NOT_SAID, *Presence.How.choices],
                required=False,
            )
        self.people = people
        listed = {
            "cause": [(slug, one.title.say(language)) for slug, one in law.causes.items()],
            "purpose": [(slug, one.title.say(language)) for slug, one in law.purposes.items()],
            "free": [(f"{at.isoformat()}", texts.instant(at, language)) for at in free],
        }
        for name, values in listed.items():
            self.fields[name].choices = [NOT_SAID, *values]  # type: ignore[attr-defined]

    @property
    def parties(self) -> list[forms.BoundField]:
        """The questions about the parties."""
        return [self[f"party{one.row.pk}"] for one in self.people]

    @property
    def came(self) -> Came:
        """What came of the date, as the step takes it."""
        given = self.cleaned_data
        free = datetime.fromisoformat(given["free"]) if given["free"] else None
        return Came(
            result=given["result"],
            business=given["business"],
            side=given["side"],
            cause=given["cause"],
            cause_words=given["cause_words"],
            cost_paise=given["cost"] or 0,
            present={one.row.pk: said for one in self.people if (said := given[f"party{one.row.pk}"])},
            next_at=given["next_at"] or free,
            purpose=given["purpose"],
            video=Video(given["by_video"] or bool(given["video_link"]), given["video_link"]),
        )


class Draft(forms.Form):
    """The words of an order."""

    template = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Reasons"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}), error_messages=NEEDED
    )
    operative = forms.CharField(
        label=_("What is ordered"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), error_messages=NEEDED
    )
    comply_by = _day(label=_("To be done by"), required=False)
    corrects = forms.IntegerField(label=_("Number of the order that is put right"), required=False, min_value=1)

    @property
    def written(self) -> Written:
        """The order as it is drafted."""
        given = self.cleaned_data
        return Written(given["template"], given["text"], given["operative"], given["comply_by"], given["corrects"])


class Sum(forms.Form):
    """What an order gives in money."""

    amount = Rupees(label=_("Sum in rupees"), required=False, max_length=20)
    compensation = Rupees(label=_("Compensation in rupees"), required=False, max_length=20)
    interest_percent = forms.IntegerField(
        label=_("Interest, percent a year"), required=False, min_value=0, max_value=100
    )
    interest_from = _day(label=_("Interest from"), required=False)

    @property
    def given(self) -> Given:
        """What the order gives."""
        given = self.cleaned_data
        return Given(
            given["amount"] or 0, given["compensation"] or 0, given["interest_percent"] or 0, given["interest_from"]
        )


class Move(forms.Form):
    """One date to another hour."""

    on_at = forms.DateTimeField(label=_("To which hour"), widget=MOMENT, error_messages={**NEEDED, **WRONG_TIME})
    why = forms.CharField(label=_("Why it is moved"), max_length=200, error_messages=NEEDED)


class MoveDay(forms.Form):
    """A whole day to later days."""

    on = _day(label=_("Dates of which day"), error_messages=NEEDED)
    after = _day(label=_("Free hours after which day"), error_messages=NEEDED)
    why = forms.CharField(label=_("Why they are moved"), max_length=200, error_messages=NEEDED)

    def clean(self) -> dict[str, object]:
        """Ask for a later day."""
        given: dict[str, object] = super().clean() or {}
        on, after = given.get("on"), given.get("after")
        if isinstance(on, date) and isinstance(after, date) and after < on:
            raise ValidationError(gettext("Dates are moved to later days."))
        return given


class Link(forms.Form):
    """Whether a date is held by video too."""

    by_video = forms.BooleanField(label=BY_VIDEO, required=False)
    video_link = _link()


class ListDay(forms.Form):
    """A day of a forum."""

    on = _day(label=pgettext_lazy("list", "Day"), required=False)

    @property
    def day(self) -> date | None:
        """The day that was asked for."""
        return self.cleaned_data.get("on") if self.is_valid() else None
