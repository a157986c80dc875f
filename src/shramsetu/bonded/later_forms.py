"""The forms of the later half: plan, decision on the balance, visit, danger, police report, legal track."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import track_choices as listed
from shramsetu.bonded.actions import gate
from shramsetu.bonded.actions.gate import Deciding
from shramsetu.bonded.actions.plans import Assessment, Wish
from shramsetu.bonded.actions.tracks import Beginning
from shramsetu.bonded.actions.visits import Seen
from shramsetu.bonded.models import Accused, Plan, PlanLine, Proof, Survivor, Visit
from shramsetu.bonded.models.justice import FORUMS
from shramsetu.bonded.rules import justice
from shramsetu.bonded.rules.risk import Risk
from shramsetu.bonded.rules.visits import BEST, DOMAINS, LEAST
from shramsetu.casework import fields
from shramsetu.lib.money import PAISE

Words = Any  # a text, or one that is translated when it is shown: no type of Django's fields takes both
REQUIRED = {"required": _("Please fill this in.")}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
LONGEST, MOST_RUPEES = 5000, 100_000_000
WANTED = "wanted"
DOMAIN_WORDS: Mapping[str, Words] = {
    "safety": _("Safety"),
    "legal": _("Protection by law"),
    "mind": _("State of mind"),
    "economic": _("Livelihood"),
    "social": _("Support of family and neighbours"),
    "body": _("Health of the body"),
}
SIGNAL_WORDS: Mapping[str, Words] = {
    "immediate_late": _("Immediate assistance is late"),
    "balance_old": _("Balance unpaid for long"),
    "debt": _("Debt of three months' income or more"),
    "same_agent": _("The same agent was seen"),
    "season": _("Months in which kilns recruit"),
    "no_job_card": _("No job card yet"),
    "no_ration": _("No ration yet"),
    "child_out_of_school": _("A child is out of school"),
    "head_ill": _("Who earns is ill or has died"),
    "landless": _("Landless"),
    "previous_episode": _("Was bound before"),
    "threat": _("A threat was reported"),
    "moved": _("Moved away without notice"),
}
RISK_WORDS: Mapping[str, Words] = {Risk.LOW: _("Low"), Risk.MEDIUM: _("Medium"), Risk.HIGH: _("High")}


def _day(label: Words, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = {**REQUIRED, "invalid": _("Write the date as day, month, year.")}
    return forms.DateField(label=label, widget=widget, required=required, error_messages=wrong)


def _number(label: Words, most: int = 60) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False)


def _yes(label: Words, *, required: bool = False) -> fields.YesNo:
    return fields.YesNo(
        label=label, choices=YES_NO, widget=forms.RadioSelect, required=required, error_messages=REQUIRED
    )


def _long(label: Words, *, required: bool = True, rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget, error_messages=REQUIRED)


def _short(label: Words, *, longest: int = 60, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, error_messages=REQUIRED)


def _many(label: Words, choices: Iterable[tuple[str, Words]], *, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages=REQUIRED,
    )


class PlanForm(forms.Form):
    """The assessment at home, then head by head: wanted, or not and why."""

    assessed_on = _day(_("Visited at home on"))
    members = _number(_("People in the household"))
    children = _number(_("Children of school age"))
    out_of_school = _number(_("Of them out of school"))
    landless = _yes(_("Landless?"))
    debt = _number(_("Debt now (rupees)"), MOST_RUPEES)
    income = _number(_("Income of the household in a month (rupees)"), MOST_RUPEES)
    words = _long(_("What the family says it needs"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "hi"
        answers = [("", fields.PICK), (WANTED, _("Wanted")), *PlanLine.WhyNot.choices]
        for slug, head in rulebook.book().bonded.heads.items():
            self.fields[f"want_{slug}"] = forms.ChoiceField(
                label=head.title.say(language), choices=answers, error_messages=REQUIRED
            )
            self.fields[f"note_{slug}"] = _short(_("Note for the department"), longest=300)

    @property
    def heads(self) -> list[tuple[Any, Any]]:
        """Return the pairs of fields, head by head."""
        return [(self[f"want_{slug}"], self[f"note_{slug}"]) for slug in rulebook.book().bonded.heads]

    def clean(self) -> dict[str, Any]:
        """No more children are out of school than there are."""
        found = super().clean() or self.cleaned_data
        if (found.get("out_of_school") or 0) > (found.get("children") or 0):
            self.add_error("out_of_school", _("More than there are children of school age."))
        return found

    @property
    def assessment(self) -> Assessment:
        """Return what is kept."""
        found = self.cleaned_data
        return Assessment(
            assessed_on=found["assessed_on"],
            wishes={slug: self._wish(slug) for slug in rulebook.book().bonded.heads},
            words=found["words"],
            facts={
                "members": found["members"] or 1,
                "children": found["children"] or 0,
                "out_of_school": found["out_of_school"] or 0,
                "landless": bool(found["landless"]),
                "debt_paise": (found["debt"] or 0) * PAISE,
                "income_paise": (found["income"] or 0) * PAISE,
            },
        )

    def _wish(self, slug: str) -> Wish:
        answer, note = self.cleaned_data[f"want_{slug}"], self.cleaned_data[f"note_{slug}"]
        return Wish(wanted=True, note=note) if answer == WANTED else Wish(wanted=False, why_not=answer)


def plan_begun(plan: Plan, words: str, notes: Mapping[str, str]) -> dict[str, object]:
    """Return what a drawn plan fills its form with."""
    plain = {name: getattr(plan, name) for name in ("assessed_on", "members", "children", "out_of_school")}
    begun: dict[str, object] = {
        **plain,
        "landless": "yes" if plan.landless else "no",
        "debt": plan.debt_paise // PAISE,
        "income": plan.income_paise // PAISE,
        "words": words,
    }
    for line in plan.lines.all():
        begun[f"want_{line.head}"] = WANTED if line.wanted else line.why_not
        begun[f"note_{line.head}"] = notes.get(line.head, "")
    return begun


class BalanceForm(forms.Form):
    """A decision on the balance by whoever may take it."""

    kind = forms.ChoiceField(label=_("What is decided"), widget=forms.RadioSelect, error_messages=REQUIRED)
    holds = _yes(_("Does it hold?"), required=True)
    order_number = _short(_("Order number"), required=True)
    order_on = _day(_("Order date"))
    reasons = _long(_("Reasons"))

    def __init__(self, *args: Any, role: str, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(kind.value, kind.label) for kind in Proof.Kind if role in gate.WHO[kind]]

    @property
    def deciding(self) -> Deciding:
        """Return the decision."""
        return Deciding(**self.cleaned_data)


class VisitForm(forms.Form):
    """A visit at home: six domains, figures, signals of danger."""

    on = _day(_("Visited on"))
    found = _yes(_("Was the person met?"), required=True)
    income = _number(_("Income of the household in a month (rupees)"), MOST_RUPEES)
    debt = _number(_("Debt now (rupees)"), MOST_RUPEES)
    children = _number(_("Children of school age"))
    out_of_school = _number(_("Of them out of school"))
    work = forms.ChoiceField(label=_("Work now"), choices=[("", _("Not said")), *Visit.Work.choices], required=False)
    signals = _many(
        _("What was seen or told"),
        [(name, SIGNAL_WORDS[name]) for name in ("same_agent", "head_ill", "threat", "moved")],
    )
    words = _long(_("What was seen and said (encrypted)"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        levels = [(str(score), f"{score}") for score in range(LEAST, BEST + 1)]
        for name in DOMAINS:
            self.fields[name] = forms.TypedChoiceField(
                label=DOMAIN_WORDS[name],
                choices=levels,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def domains(self) -> list[Any]:
        """Return the fields of the six domains."""
        return [self[name] for name in DOMAINS]

    @property
    def seen(self) -> Seen:
        """Return what is kept."""
        found = self.cleaned_data
        return Seen(
            on=found["on"],
            found=bool(found["found"]),
            scores={name: found[name] for name in DOMAINS if found.get(name) is not None},
            facts={
                "income_paise": (found["income"] or 0) * PAISE,
                "debt_paise": (found["debt"] or 0) * PAISE,
                "children": found["children"] or 0,
                "out_of_school": found["out_of_school"] or 0,
                "work": found["work"],
            },
            signals=frozenset(found["signals"]),
            words=found["words"],
        )


class RiskForm(forms.Form):
    """What an officer makes of the signals."""

    level = forms.ChoiceField(
        label=_("How great is the danger"),
        choices=list(RISK_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    reason = _long(_("Reason, where you judge otherwise than the signals"), required=False)


class _Sides(forms.Form):
    """Freed persons and accused of one operation, by code names."""

    def __init__(self, *args: Any, persons: Iterable[Survivor], accused: Iterable[Accused], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {one.code: one for one in persons}
        self.named = {one.code: one for one in accused}
        self.fields["persons"] = _many(_("Freed persons"), [(code, code) for code in self.known], required=True)
        words = [(code, listed.accused_words(one)) for code, one in self.named.items()]
        self.fields["accused"] = _many(_("Accused"), words)
        self.fields["sections"] = _many(_("Sections"), listed.sections())

    @property
    def people(self) -> list[Survivor]:
        """Return the persons who were chosen."""
        return [self.known[code] for code in self.cleaned_data["persons"]]

    def _beginning(self, **columns: Any) -> Beginning:
        found = self.cleaned_data
        return Beginning(
            persons=self.people,
            accused=[self.named[code] for code in found["accused"]],
            sections=found["sections"],
            station=found.get("station", ""),
            fir_number=found.get("fir_number", ""),
            fir_on=found.get("fir_on"),
            offence_on=found.get("offence_on"),
            **columns,
        )


class FirForm(_Sides):
    """The decision on the police report: registered, or not and why."""

    registered = _yes(_("Is an FIR registered?"), required=True)
    track = forms.ChoiceField(label=_("Under which law it goes to court"), required=False)
    station = _short(_("Police station"), longest=120)
    fir_number = _short(_("FIR number"))
    fir_on = _day(_("FIR date"), required=False)
    offence_on = _day(_("Day of the offence"), required=False)
    reason = _long(_("If none is registered: why"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = self.fields["track"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [("", fields.PICK), *[one for one in listed.tracks() if justice.WAYS[one[0]].criminal]]

    def clean(self) -> dict[str, Any]:
        """A report has a number, a day and a law."""
        found = super().clean() or self.cleaned_data
        if found.get("registered"):
            for name in ("track", "station", "fir_number", "fir_on"):
                if not found.get(name):
                    self.add_error(name, REQUIRED["required"])
        return found

    @property
    def beginning(self) -> Beginning | None:
        """Return the track that begins with the report; None where there is none."""
        return self._beginning(track=self.cleaned_data["track"]) if self.cleaned_data["registered"] else None


class TrackForm(_Sides):
    """A legal track: which law, before whom, how far it is."""

    track = forms.ChoiceField(label=_("What kind of proceeding"), error_messages=REQUIRED)
    forum = forms.ChoiceField(
        label=_("Before whom"),
        choices=[("", _("As usual for this kind")), *[(str(slug), words) for slug, words in FORUMS.items()]],
        required=False,
    )
    court = _short(_("Court or authority"), longest=120)
    station = _short(_("Police station"), longest=120)
    fir_number = _short(_("FIR number"))
    fir_on = _day(_("FIR date"), required=False)
    case_number = _short(_("Case number or CNR"))
    filed_on = _day(_("Filed on"), required=False)
    offence_on = _day(_("Day of the offence"), required=False)
    complaint_on = _day(_("Day of the complaint"), required=False)
    claimed = _number(_("Amount claimed (rupees)"), MOST_RUPEES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = self.fields["track"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [("", fields.PICK), *listed.tracks()]

    @property
    def beginning(self) -> Beginning:
        """Return the track."""
        found = self.cleaned_data
        names = ("track", "forum", "court", "case_number", "filed_on", "complaint_on")
        return self._beginning(**{name: found[name] for name in names}, claimed_paise=(found["claimed"] or 0) * PAISE)
