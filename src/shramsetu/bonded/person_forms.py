"""The forms of a person: entered at the site, alone or with the family; the statement with its limbs; the finding."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.actions.arrivals import Person, Together
from shramsetu.bonded.actions.findings import Statement
from shramsetu.bonded.forms.doubts import Doubtful
from shramsetu.bonded.forms.transfers import states
from shramsetu.bonded.models import Finding, Operation, Survivor
from shramsetu.bonded.rules import limbs
from shramsetu.casework import fields

if TYPE_CHECKING:
    _Set = BaseFormSet["Member"]
else:
    _Set = BaseFormSet
REQUIRED = {"required": _("Please fill this in.")}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
MEMBERS = 12  # rows of the family form; a larger family is entered in two turns
PAISE = 100
LEVELS = [("none", _("None")), ("weak", _("Weak")), ("strong", _("Strong"))]
AGE_BASES = [
    ("", _("Not said")),
    ("said", _("As said")),
    ("paper", _("By a paper")),
    ("school", _("By the school")),
    ("doctor", _("By a doctor")),
]
CASTES = [("", _("Not said")), ("sc", _("SC")), ("st", _("ST")), ("obc", _("OBC")), ("general", _("General"))]


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, required=False, **options)


def _yes(label: Any) -> fields.YesNo:
    return fields.YesNo(label=label, choices=[("", _("Not said")), *YES_NO], widget=forms.Select, required=False)


def _rupees(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10_000_000, required=False)


class Shared(forms.Form):
    """What people who were held together share."""

    native_district = fields.District(label=_("Home district in Uttar Pradesh"), required=False)
    native_state = forms.ChoiceField(label=_("Home in another state: which"), required=False)
    address = forms.CharField(
        label=_("Village, block, tehsil"),
        max_length=300,
        required=False,
        help_text=_("Where home is in another state, its district too"),
    )
    advance = _rupees(_("Advance of the whole family, rupees"))
    phone = fields.Phone(label=_("Mobile number of one of them"), required=False)
    safe_phone = _yes(_("Is it safe to call this number?"))
    language = forms.CharField(label=_("Language they speak"), max_length=40, required=False)
    caste = forms.ChoiceField(label=_("Caste category"), choices=CASTES, required=False)
    migrant = _yes(_("Came from another state to work?"))

    def __init__(self, *args: Any, operation: Operation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["native_state"].choices = states()  # type: ignore[attr-defined]
        listed = [(str(one.pk), f"{one.code} ({one.get_part_display()})") for one in operation.accused.order_by("code")]
        self.fields["recruited_through"] = forms.ChoiceField(
            label=_("Who brought them here"), choices=[("", _("Not said")), *listed], required=False
        )
        self.accused = {str(one.pk): one for one in operation.accused.all()}

    def clean(self) -> dict[str, Any]:
        """Home lies in one state."""
        found = super().clean() or self.cleaned_data
        if not found.get("native_district") and not found.get("native_state"):
            self.add_error("native_district", _("Choose the home district or the other state."))
        return found

    @property
    def together(self) -> Together:
        """Return what they share."""
        found = self.cleaned_data
        return Together(
            native_district=found.get("native_district"),
            native_state="" if found.get("native_district") else found.get("native_state", ""),
            advance_paise=(found.get("advance") or 0) * PAISE,
            recruited_through=self.accused.get(found.get("recruited_through", "")),
        )

    @property
    def identity(self) -> dict[str, object]:
        """Return what is told of each of them."""
        return {name: self.cleaned_data.get(name) or "" for name in ("address", "phone", "language", "caste")}

    @property
    def columns(self) -> dict[str, object]:
        """Return what their rows share."""
        migrant = self.cleaned_data.get("migrant")
        kind = Survivor.WorkerClass.MIGRANT if migrant else Survivor.WorkerClass.OTHER
        return {"worker_class": kind, "safe_phone": bool(self.cleaned_data.get("safe_phone"))}


class Member(Doubtful):
    """One person."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages=REQUIRED)
    parent = forms.CharField(label=_("Father, mother or spouse"), max_length=120, required=False)
    relation = forms.CharField(label=_("Relation in the family"), max_length=40, required=False)
    sex = forms.ChoiceField(
        label=_("Woman, man, transgender"), choices=[("", fields.PICK), *Survivor.Sex.choices], error_messages=REQUIRED
    )
    age = forms.IntegerField(label=_("Age in years"), min_value=0, max_value=110, error_messages=REQUIRED)
    age_basis = forms.ChoiceField(label=_("How the age is known"), choices=AGE_BASES, required=False)
    has_aadhaar = _yes(_("Aadhaar?"))
    has_account = _yes(_("Bank account?"))
    health = forms.CharField(label=_("Illness, injury, disability, pregnancy (sealed)"), max_length=300, required=False)

    def person(self, shared: Shared) -> Person:
        """Return the person, with what the family shares."""
        found = self.cleaned_data
        own = {name: found.get(name) or "" for name in ("relation", "age_basis")}
        columns = {name: found.get(name) for name in ("has_aadhaar", "has_account")}
        return Person(
            name=found["name"],
            parent=found.get("parent") or "",
            sex=found["sex"],
            age=found["age"],
            identity={**shared.identity, **own},
            sealed={"health": found["health"]} if found.get("health") else {},
            columns={**shared.columns, **columns},
            said=self.said,
        )


class _AtLeastOne(_Set):
    def clean(self) -> None:
        """Somebody is entered."""
        if not any(self.errors) and not any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(_("Enter at least one person."))


Members = formset_factory(Member, formset=_AtLeastOne, extra=MEMBERS, max_num=MEMBERS, absolute_max=MEMBERS)


def people_of(members: "BaseFormSet[Member]", shared: Shared) -> list[Person]:
    """Return everybody who was written down."""
    return [form.person(shared) for form in written(members)]


def written(members: "BaseFormSet[Member]") -> list[Member]:
    """Return the lines on which somebody stands."""
    return [form for form in members.forms if form.has_changed()]


class StatementForm(forms.Form):
    """The statement, in the person's own words, and what it shows of each reason and result of section 2(g)."""

    statement = forms.CharField(
        label=_("Statement in the person's own words (sealed)"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages=REQUIRED,
    )
    language = forms.CharField(label=_("Language of the statement"), max_length=40, required=False)
    interpreter = forms.CharField(label=_("Interpreter"), max_length=120, required=False)
    away = _yes(_("Was it taken away from the employer and his people?"))
    laboured = _yes(_("Did the person work there?"))
    from_on = _day(_("Held from"))
    to_on = _day(_("Held until"))
    advance = _rupees(_("Advance or debt, rupees"))
    advance_on = _day(_("When was it given"))
    wage_day = _rupees(_("What a day's work brought, rupees"))
    minimum_day = _rupees(_("Minimum wage notified for it then, rupees a day"))
    hours_day = forms.IntegerField(label=_("Hours a day"), min_value=0, max_value=24, required=False)
    papers_held = _yes(_("Were identity papers kept from the person?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = "en" if (get_language() or "hi").startswith("en") else "hi"
        book = rulebook.book().bonded
        for name, limb in {**book.reasons, **book.results}.items():
            asks = f"{limb.code}. {limb.ask.say(language)}"
            self.fields[f"for_{name}"] = _evidence(asks, limb.title.say(language))
            self.fields[f"against_{name}"] = _evidence(_("Grounds against it, if it is not so"), "")
        for name, text in book.indicators.items():
            self.fields[f"sign_{name}"] = forms.ChoiceField(
                label=text.say(language), choices=LEVELS, required=False, initial="none"
            )

    def clean(self) -> dict[str, Any]:
        """Nobody is held until before it began."""
        found = super().clean() or self.cleaned_data
        if found.get("from_on") and found.get("to_on") and found["to_on"] < found["from_on"]:
            self.add_error("to_on", _("The end cannot lie before the beginning."))
        return found

    @property
    def limbs(self) -> list[tuple[Any, Any]]:
        """Return the pairs of fields, limb by limb."""
        return [(self[f"for_{name}"], self[f"against_{name}"]) for name in (*limbs.REASONS, *limbs.RESULTS)]

    @property
    def signs(self) -> list[Any]:
        """Return the fields of the indicators."""
        return [self[name] for name in self.fields if name.startswith("sign_")]

    @property
    def said(self) -> Statement:
        """Return what is kept."""
        found = self.cleaned_data
        words = {name: found.get(name) or "" for name in ("statement", "language", "interpreter")}
        paise = {f"{name}_paise": _paise(found.get(name)) for name in ("wage_day", "minimum_day")}
        names = (*limbs.REASONS, *limbs.RESULTS)
        return Statement(
            words={**words, "away": found.get("away")},
            for_it={name: found.get(f"for_{name}") or "" for name in names},
            against_it={name: found.get(f"against_{name}") or "" for name in names},
            columns={
                **{name: found.get(name) for name in ("from_on", "to_on", "advance_on", "hours_day")},
                **paise,
                "advance_paise": _paise(found.get("advance")) or 0,
                "laboured": found.get("laboured") is not False,
                "papers_held": bool(found.get("papers_held")),
                "indicators": {
                    name.removeprefix("sign_"): found.get(name) or "none" for name in found if name.startswith("sign_")
                },
            },
        )


class FindingForm(forms.Form):
    """The verdict and its reasons: drafted by an officer, signed by a magistrate."""

    verdict = forms.ChoiceField(label=_("Finding"), choices=Finding.Verdict.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Reasons, limb by limb"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages=REQUIRED,
    )


def _evidence(label: Any, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def _paise(rupees: int | None) -> int | None:
    return None if rupees is None else rupees * PAISE
