"""The forms by which agency and department write of a building; each knows which action takes what it asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.fields import YesNo
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.lib.money import PAISE
from shramsetu.monitoring.works import words
from shramsetu.monitoring.works.actions import defects, handing, hindrances, measuring, money, planning, visiting
from shramsetu.monitoring.works.actions.hindrances import Obstacle
from shramsetu.monitoring.works.models import Component, Term, Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.monitoring.works.records import MoneyRow
from shramsetu.monitoring.works.rules.money import Stage
from shramsetu.monitoring.works.rules.progress import Point

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

MOST_POINTS = 12
PERCENT = 100  # basis points of one


def day(label: Label, **options: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def paper(label: Label, **options: Any) -> forms.FileField:
    """Return a field for a paper or photograph."""
    return forms.FileField(label=label, widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}), **options)


def long(label: Label, length: int, **options: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": 3}), **options)


class Sheet(forms.Form):
    """What somebody writes of `work`; `keep` hands it to the action."""

    title: ClassVar[Label]
    sides: ClassVar[frozenset[Side]]

    def __init__(self, *args: Any, work: Work, writes: frozenset[Side], **options: Any) -> None:
        super().__init__(*args, **options)
        self.work = work
        self.writes = writes
        for name in {"component", "part"} & set(self.fields):
            self.fields[name].choices = self.parts()  # type: ignore[attr-defined]

    def parts(self) -> list[tuple[str, str]]:
        """Return the parts of the work to choose from."""
        rows = Component.objects.filter(work=self.work).order_by("seq")
        listed = [(one.slug, one.title(words.language())) for one in rows]
        return listed if self.fields.get("component") is None else [("", gettext("The whole building")), *listed]

    def part_named(self, slug: str) -> Component:
        """Return the part with this name."""
        return Component.objects.select_related("work").get(work=self.work, slug=slug)

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Hand what was asked to its action."""
        raise NotImplementedError


class Measure(Sheet):
    """How much of a part stands."""

    title = _("Measure")
    sides = frozenset({Side.AGENCY, Side.DEPARTMENT})
    part = forms.ChoiceField(label=_("Part"))
    percent = forms.DecimalField(
        label=_("Done (percent of the part)"), min_value=0, max_value=100, decimal_places=2, max_digits=5
    )
    on = day(_("Measured on"))
    note = forms.CharField(label=pgettext_lazy("remark", "Note"), max_length=300, required=False)

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Write the measurement."""
        given = self.cleaned_data
        done = int(given["percent"] * PERCENT)
        part = self.part_named(given["part"])
        return measuring.measure(part, done, on=given["on"], note=given["note"], by=by, at=at)


class PlanForm(Sheet):
    """A version of the baseline: days and the share of the whole by each."""

    title = _("Propose a plan")
    sides = frozenset({Side.AGENCY, Side.DEPARTMENT})
    reason = long(_("Why so, or why it changes"), 500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, MOST_POINTS + 1):
            label = {"n": number}
            self.fields[f"on_{number}"] = day(_("Day %(n)s") % label, required=number <= 2)
            self.fields[f"share_{number}"] = forms.IntegerField(
                label=_("Percent by day %(n)s") % label, min_value=0, max_value=100, required=number <= 2
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each point."""
        return [(self[f"on_{number}"], self[f"share_{number}"]) for number in range(1, MOST_POINTS + 1)]

    def clean(self) -> dict[str, Any]:
        """Find lines of which one half is missing."""
        for n in range(1, MOST_POINTS + 1):
            for name, other in ((f"on_{n}", f"share_{n}"), (f"share_{n}", f"on_{n}")):
                if self.cleaned_data.get(name) is not None and self.cleaned_data.get(other, 0) is None:
                    self.add_error(other, gettext("A line of the plan has a day and a percentage."))
        return self.cleaned_data

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Propose the plan."""
        given = self.cleaned_data
        pairs = [(given[f"on_{n}"], given[f"share_{n}"]) for n in range(1, MOST_POINTS + 1)]
        points = [Point(on, share * PERCENT) for on, share in pairs if on is not None and share is not None]
        return planning.propose(self.work, points, reason=given["reason"], by=by, at=at)


class MoneyForm(Sheet):
    """A step of the money."""

    title = _("Enter money")
    sides = frozenset({Side.AGENCY, Side.DEPARTMENT})
    stage = forms.ChoiceField(label=_("Step"), choices=MoneyRow.Stage.choices)
    rupees = forms.DecimalField(label=_("Rupees"), min_value=1, max_digits=15, decimal_places=2)
    on = day(_("Date of the order or paper"))
    order_number = forms.CharField(label=_("Number of the order or paper"), max_length=80)
    paper = paper(_("The order or paper"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ours = [(one.value, one.label) for one in MoneyRow.Stage if self.writes & set(money.WRITES[Stage(one.value)])]
        self.fields["stage"].choices = ours  # type: ignore[attr-defined]

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Write the step."""
        given = self.cleaned_data
        step = money.Step(Stage(given["stage"]), int(given["rupees"] * PAISE), given["on"], given["order_number"])
        return money.add(self.work, step, paper=given["paper"], by=by, at=at)


class HindranceForm(Sheet):
    """What stands in the way."""

    title = _("Enter a hindrance")
    sides = frozenset(Side)
    kind = forms.ChoiceField(label=_("What stands in the way"))
    component = forms.ChoiceField(label=_("Of which part"), required=False)
    from_on = day(_("Since when"))
    stops = YesNo(label=_("Does work stand still for it?"), choices=[("yes", _("Yes")), ("no", _("No"))])
    what = long(_("Describe it"), 1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = [(slug, words.kind(slug)) for slug in rulebook.book().works.hindrances]
        self.fields["kind"].choices = listed  # type: ignore[attr-defined]
        self.fields["stops"].widget = forms.RadioSelect(choices=self.fields["stops"].choices)  # type: ignore[attr-defined]

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Enter the hindrance."""
        given = self.cleaned_data
        part = self.part_named(given["component"]) if given["component"] else None
        found = Obstacle(given["kind"], given["from_on"], given["what"], part, stops=bool(given["stops"]))
        return hindrances.enter(self.work, found, by=by, at=at)


class DefectForm(Sheet):
    """Something built badly."""

    title = _("Enter a defect")
    sides = frozenset(Side)
    part = forms.ChoiceField(label=_("Part"))
    what = long(_("What is wrong"), 500)
    on = day(_("Found on"))
    is_grave = forms.BooleanField(
        label=_("It is dangerous: the part cannot be used until it is mended"), required=False
    )

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Enter the defect."""
        given, part = self.cleaned_data, self.part_named(self.cleaned_data["part"])
        return defects.find(part, given["what"], on=given["on"], is_grave=given["is_grave"], by=by, at=at)


class PointForm(Sheet):
    """A fixed point for photographs."""

    title = _("Fix a photo point")
    sides = frozenset({Side.AGENCY, Side.DEPARTMENT})
    name = forms.CharField(label=_("What is seen from here"), max_length=120)
    lat = forms.FloatField(label=_("Latitude"))
    lon = forms.FloatField(label=_("Longitude"))
    bearing = forms.IntegerField(label=_("Direction of the lens (degrees from north)"), min_value=0, max_value=359)

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Fix the point."""
        given = self.cleaned_data
        place = (given["lon"], given["lat"])
        return visiting.set_point(self.work, given["name"], place=place, bearing=given["bearing"], by=by, at=at)


class HandoverForm(Sheet):
    """A part taken into use."""

    title = _("Take a part over")
    sides = frozenset({Side.DEPARTMENT})
    part = forms.ChoiceField(label=_("Part"))
    on = day(_("Handed over on"))
    paper = paper(_("Paper of the handing-over"))
    note = forms.CharField(label=pgettext_lazy("remark", "Note"), max_length=300, required=False)

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Take it over."""
        given, part = self.cleaned_data, self.part_named(self.cleaned_data["part"])
        return handing.hand_over(part, on=given["on"], paper=given["paper"], note=given["note"], by=by, at=at)


class ReadyForm(Sheet):
    """Whether one thing of the list is there."""

    title = _("Say what is ready")
    sides = frozenset({Side.DEPARTMENT})
    item = forms.ChoiceField(label=_("What"))
    is_ready = forms.ChoiceField(
        label=_("Is it there?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    paper = paper(_("Paper or photograph that shows it"), required=False)
    note = forms.CharField(label=pgettext_lazy("remark", "Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        items = rulebook.book().works.readiness.values()
        self.fields["item"].choices = [(one.slug, one.title.say(words.language())) for one in items]  # type: ignore[attr-defined]

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Write it down."""
        given = self.cleaned_data
        is_ready = given["is_ready"] == "yes"
        return handing.say_ready(
            self.work, given["item"], is_ready=is_ready, paper=given["paper"], note=given["note"], by=by, at=at
        )


class TermForm(Sheet):
    """An order under the contract."""

    title = _("Extension or penalty")
    sides = frozenset({Side.DEPARTMENT})
    kind = forms.ChoiceField(label=pgettext_lazy("order", "Which"), choices=Term.Kind.choices)
    days = forms.IntegerField(label=_("Days (extension)"), min_value=1, required=False)
    rupees = forms.DecimalField(
        label=_("Rupees (penalty)"), min_value=1, max_digits=15, decimal_places=2, required=False
    )
    on = day(_("Date of the order or paper"))
    order_number = forms.CharField(label=_("Number of the order or paper"), max_length=60)
    reason = long(_("Reason"), 500)
    paper = paper(_("The order or paper"))

    def keep(self, *, by: Actor, at: datetime) -> object:
        """Write the order."""
        given = self.cleaned_data
        asked = handing.Order(
            kind=given["kind"],
            on=given["on"],
            order_number=given["order_number"],
            reason=given["reason"],
            days=given["days"] or 0,
            paise=int((given["rupees"] or 0) * PAISE),
        )
        return handing.order(self.work, asked, paper=given["paper"], by=by, at=at)


SHEETS: Mapping[str, type[Sheet]] = {
    "measure": Measure,
    "money": MoneyForm,
    "hindrance": HindranceForm,
    "defect": DefectForm,
    "plan": PlanForm,
    "point": PointForm,
    "handover": HandoverForm,
    "ready": ReadyForm,
    "order": TermForm,
}


class Because(forms.Form):
    """The reason for a correction."""

    reason = long(_("Reason"), 300)


class Correct(Because):
    """What really stood, and why the measurement was wrong."""

    percent = forms.DecimalField(
        label=_("Done (percent of the part)"), min_value=0, max_value=100, decimal_places=2, max_digits=5
    )
    field_order = ("percent", "reason")

    @property
    def done(self) -> int:
        """The share in basis points."""
        return int(self.cleaned_data["percent"] * PERCENT)


class Decide(forms.Form):
    """Whether a plan is approved."""

    approve = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", pgettext_lazy("plan", "Approve")), ("no", pgettext_lazy("plan", "Do not approve"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)


def today() -> date:
    """Return the day that forms begin with."""
    return clock.day(timezone.now())
