"""Forms of the committees, their meetings, the surveys, and the day that a report is asked for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.actions.committees import Held, Task
from shramsetu.bonded.actions.surveys import Counted
from shramsetu.bonded.models import Committee, Meeting, Seat, Survey
from shramsetu.bonded.queries import committees as queries
from shramsetu.lib import clock
from shramsetu.lib.money import PAISE
from shramsetu.lib.text import instant
from shramsetu.places.models import Place

TASKS = 6  # lines for actions on the form of the minutes
# Owners of the rulebook that sit in no district: a committee of the district gives them nothing to do.
ABOVE = frozenset({"child_commission", "commissioner", "divisional_commissioner", "state_nodal", "principal_secretary"})
MOMENT = "%Y-%m-%dT%H:%M"


def day(**options: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _count(label: object) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10_000_000)  # type: ignore[arg-type]


def _by_name(places: Mapping[str, Place]) -> list[tuple[str, str]]:
    """Return districts to choose from, in the order of their names in the language of the page."""
    language = get_language() or "hi"
    return sorted(((code, one.name(language)) for code, one in places.items()), key=itemgetter(1))


def _of_the_district() -> list[tuple[str, str]]:
    """Return the owners that a committee gives something to do: posts of the district, each once."""
    language = get_language() or "hi"
    by_post: dict[str, tuple[str, str]] = {}
    for slug, one in rulebook.book().bonded.owners.items():
        if slug not in ABOVE:
            by_post.setdefault(one.post, (slug, one.title.say(language)))
    return list(by_post.values())


class InDistrict(forms.Form):
    """A form about one of the districts that the post answers for."""

    district = forms.ChoiceField(label=_("District"))

    def __init__(self, *args: Any, districts: Sequence[Place], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {str(one.lgd_code): one for one in districts}
        self.fields["district"].choices = _by_name(self.places)  # type: ignore[attr-defined]


class Constitute(InDistrict):
    """The notification of a committee."""

    level = forms.ChoiceField(label=_("Committee"), choices=Committee.Level.choices)
    subdivision = forms.CharField(label=_("Sub-division (tehsil)"), max_length=80, required=False)
    notification_number = forms.CharField(label=_("Number of the notification"), max_length=60)
    notified_on = day(label=_("Date of the notification"))

    def clean(self) -> dict[str, Any]:
        """Ask for the sub-division's name where one is meant, and for none where the district is."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("level") == Committee.Level.SUBDIVISION and not given.get("subdivision"):
            self.add_error("subdivision", gettext("Name the sub-division."))
        if given.get("level") == Committee.Level.DISTRICT:
            given["subdivision"] = ""
        return given

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            "district": self.places[given["district"]],
            "level": given["level"],
            "subdivision": given["subdivision"],
            "number": given["notification_number"],
            "notified_on": given["notified_on"],
        }


class Nominate(forms.Form):
    """Who takes a seat, by which order."""

    name = forms.CharField(label=_("Name of the member"), max_length=120)
    organisation = forms.CharField(label=_("Institution or village"), max_length=120, required=False)
    order_number = forms.CharField(label=_("Number of the order"), max_length=60)
    from_on = day(label=_("Date of the order"))


class Vacate(forms.Form):
    """Why a seat falls vacant."""

    why = forms.ChoiceField(
        label=_("Why"),
        choices=[(one.value, one.label) for one in Seat.Why if one not in {Seat.Why.REPLACED, Seat.Why.RECONSTITUTED}],
    )
    on = day(label=_("When; for a resignation the day of the letter"))


class Call(forms.Form):
    """When and where a committee meets."""

    meets_at = forms.DateTimeField(
        label=_("When it meets"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT],
    )
    venue = forms.CharField(label=_("Where"), max_length=120)
    held = forms.BooleanField(
        label=_("The meeting has been held"),
        help_text=_("Only when a meeting that was held is entered afterwards."),
        required=False,
    )

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = at

    def clean(self) -> dict[str, Any]:
        """Let a time that is over pass only for a meeting that is said to have been held, and no time to come then."""
        given: dict[str, Any] = self.cleaned_data
        meets_at, held = given.get("meets_at"), given.pop("held", False)
        if meets_at and not held and meets_at < self.at:
            over = gettext("%(moment)s is over. If the meeting has been held, say so below.")
            self.add_error("meets_at", over % {"moment": instant(meets_at, get_language() or "hi")})
        if meets_at and held and meets_at > self.at:
            self.add_error("meets_at", gettext("A meeting of a time to come has not been held yet."))
        return given


class Minutes(forms.Form):
    """Who came, what was decided on each item, and who does what until when."""

    present = forms.MultipleChoiceField(label=_("Members present"), widget=forms.CheckboxSelectMultiple, required=False)
    chaired_by = forms.CharField(label=_("In the chair"), max_length=120)
    remarks = forms.CharField(label=_("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, meeting: Meeting, seats: Sequence[Seat], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = list(meeting.items.order_by("position"))
        titles = {rule.slug: rule.title.say(get_language() or "hi") for rule in queries.agenda_rules()}
        self.fields["present"].choices = [(str(one.pk), one.name) for one in seats]  # type: ignore[attr-defined]
        for item in self.items:
            self.fields[f"decision_{item.slug}"] = forms.CharField(
                label=titles.get(item.slug, item.slug), required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
        owners = _of_the_district()
        listed = [(item.slug, f"{item.position}. {titles.get(item.slug, item.slug)}") for item in self.items]
        for number in range(1, TASKS + 1):
            self._add_task(number, listed, owners)

    def _add_task(self, number: int, items: list[tuple[str, str]], owners: list[tuple[str, str]]) -> None:
        none = [("", "—")]
        self.fields[f"task_{number}"] = forms.CharField(label=_("What is to be done"), max_length=500, required=False)
        self.fields[f"item_{number}"] = forms.ChoiceField(label=_("Item"), choices=none + items, required=False)
        self.fields[f"owner_{number}"] = forms.ChoiceField(label=_("By whom"), choices=none + owners, required=False)
        self.fields[f"due_{number}"] = day(label=_("Until when"), required=False)

    @property
    def decisions(self) -> list[forms.BoundField]:
        """The fields of the decisions, in the order of the agenda."""
        return [self[f"decision_{item.slug}"] for item in self.items]

    @property
    def task_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the actions, a row each."""
        return [[self[f"{name}_{n}"] for name in ("task", "item", "owner", "due")] for n in range(1, TASKS + 1)]

    def clean(self) -> dict[str, Any]:
        """See that an action names its item, its owner and its day."""
        given: dict[str, Any] = self.cleaned_data
        for number in range(1, TASKS + 1):
            parts = [f"{name}_{number}" for name in ("task", "item", "owner", "due")]
            filled = [name for name in parts if given.get(name)]
            if filled and len(filled) < len(parts):
                missing = next(name for name in parts if name not in filled)
                self.add_error(missing, gettext("An action needs what, the item, by whom and until when."))
        return given

    @property
    def values(self) -> Held:
        """What the action takes."""
        given = self.cleaned_data
        tasks = [
            Task(given[f"item_{n}"], given[f"task_{n}"], given[f"owner_{n}"], given[f"due_{n}"])
            for n in range(1, TASKS + 1)
            if given.get(f"task_{n}")
        ]
        decisions = {item.slug: given.get(f"decision_{item.slug}", "") for item in self.items}
        return Held([int(pk) for pk in given["present"]], given["chaired_by"], decisions, tasks, given["remarks"])


class Cancel(forms.Form):
    """Why a meeting is not held."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class SurveyForm(InDistrict):
    """What a survey counted."""

    from_on = day(label=_("Survey from"))
    to_on = day(label=_("Survey until"))
    agency = forms.CharField(label=_("Carried out by"), max_length=120)
    sites = _count(_("Sites visited"))
    households = _count(_("Households asked"))
    workers = _count(_("Workers asked"))
    found = _count(_("Found in bondage"))
    cost_rupees = forms.DecimalField(label=_("Cost (₹)"), min_value=0, max_digits=12, decimal_places=2)
    findings = forms.CharField(
        label=_("What was found"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        """See that the days and the counts fit."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("from_on") and given.get("to_on") and given["to_on"] < given["from_on"]:
            self.add_error("to_on", gettext("The last day lies before the first."))
        if given.get("found") and given.get("workers") is not None and given["found"] > given["workers"]:
            self.add_error("found", gettext("More were found than were asked."))
        return given

    @property
    def place(self) -> Place:
        """The district."""
        return self.places[self.cleaned_data["district"]]

    @property
    def values(self) -> Counted:
        """What the action takes."""
        given = dict(self.cleaned_data)
        cost = int(given.pop("cost_rupees") * PAISE)
        for name in ("district", "reason"):
            given.pop(name, None)
        return Counted(cost_paise=cost, **given)


class SurveyAnew(SurveyForm):
    """What a survey that takes the place of a wrong one counted, and why it does."""

    reason = forms.CharField(label=_("Why it is replaced"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, wrong: Survey, findings: str, **options: Any) -> None:
        known = {name: getattr(wrong, name) for name in KEPT} | {"findings": findings}
        initial = {**known, "cost_rupees": Decimal(wrong.cost_paise) / PAISE}
        super().__init__(*args, districts=[wrong.district], initial=initial, **options)
        self.order_fields(["reason"])


KEPT = ("from_on", "to_on", "agency", "sites", "households", "workers", "found")


class AskReport(forms.Form):
    """Of which day a report is wanted; of which district, where there are several."""

    on = day(label=_("As it stood on"))
    district = forms.ChoiceField(label=_("District"), required=False)
    outside = forms.BooleanField(label=_("To give away: small numbers withheld, no line of one person"), required=False)

    def __init__(self, *args: Any, districts: Sequence[Place], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {str(one.lgd_code): one for one in districts}
        self.today = today
        every = [("", gettext("All of my districts")), *_by_name(self.places)]
        self.fields["district"].choices = every  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        """Refuse a day that has not come."""
        found: date = self.cleaned_data["on"]
        if found.year not in clock.NAMED_YEARS:
            raise forms.ValidationError(self.fields["on"].error_messages["invalid"])
        if found > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return found
