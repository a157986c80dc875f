"""One form builder for every step: the desk's pages and the API ask and check by the same table."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import choices, fields, rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import Need, Step
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.journal.rules import Actor

# What the columns behind the short answers can hold.
LONGEST = {"letter_number": 60, "authority_case": 60, "authority": 120}
SHORT_TEXT = 120
LONG_TEXT = 5000


class StepForm(forms.Form):
    """The form of one step; `detail` holds what the effect expects, files excepted, which `keep` stores first."""

    case: Case
    step: Step
    by: Actor
    EITHER: tuple[str, ...]  # what the category demands, here or as a file

    @property
    def uploads(self) -> list[UploadedFile]:
        """The files handed in."""
        return [one for need in _of_kind(self.step, "files") for one in self.cleaned_data.get(need.name) or []]

    @property
    def detail(self) -> dict[str, object]:
        """The cleaned values by name; what was left empty is left out."""
        kept = {need.name: self.cleaned_data.get(need.name) for need in self.step.needs if need.kind != "files"}
        return {name: value for name, value in kept.items() if value not in (None, "")}

    def keep(self, *, at: datetime) -> dict[str, object]:
        """Store the files with the case and return the whole detail, files by id. Raises Refused for a false file."""
        stored: dict[str, object] = {}
        for need in _of_kind(self.step, "files"):
            purpose = self.cleaned_data.get(purpose_of(need)) or Purpose.OTHER
            ids = [self._store(one, purpose, need.name, at) for one in self.cleaned_data.get(need.name) or []]
            if ids:
                stored[need.name] = ids
        return {**self.detail, **stored}

    def _store(self, upload: UploadedFile, purpose: str, field: str, at: datetime) -> str:
        try:
            return str(files.store(upload, stream=self.case.stream, purpose=purpose, by=self.by, at=at).pk)
        except (file_rules.FalseType, file_rules.TooLarge) as error:
            raise Refused(file_sentence(error), field) from error


def form_for(step: Step, case: Case, by: Actor) -> type[StepForm]:
    """Return the form class that asks for what `step` needs in `case`, in the order of the table."""
    category = rulebook.book().categories.get(case.category)
    demanded = set(category.evidence if category else ())
    wanted = tuple(need.name for need in step.needs if demanded.intersection(need.proves))
    made: dict[str, object] = {"case": case, "step": step, "by": by, "EITHER": wanted}
    for need in step.needs:
        made[need.name] = _field(need, case, by)
        if need.kind == "files":
            made[purpose_of(need)] = forms.ChoiceField(
                label=_("What is it?"), choices=Purpose.choices, required=False, initial=Purpose.ORDER_OR_RECEIPT
            )
    return type(f"{step.verb.title()}Form", (StepForm,), made)


def read(
    step: Step, case: Case, by: Actor, values: Mapping[str, object], uploads: Mapping[str, list[UploadedFile]]
) -> StepForm:
    """Bind plain values, as the API receives them, to the step's form."""
    given = {name: _as_posted(value) for name, value in values.items() if value is not None}
    return form_for(step, case, by)(given, MultiValueDict(uploads))


def purpose_of(need: Need) -> str:
    """Return the name of the field that says what the files of `need` are."""
    return f"{need.name}_purpose"


def file_sentence(error: file_rules.FalseType | file_rules.TooLarge) -> str:
    """Say what is wrong with a file and how to mend it."""
    if isinstance(error, file_rules.FalseType):
        return gettext("This file is not a picture, PDF or sound recording. Please add a JPG, PNG or PDF.")
    if error.unit == "pixels":
        return gettext("This picture has too many points. Please add a smaller one.")
    if error.unit == "seconds":
        return gettext("This recording is longer than %(minutes)s minutes. Please add a shorter one.") % {
            "minutes": error.limit // 60
        }
    return gettext("This file is larger than %(kb)s KB. Please add a smaller one.") % {"kb": error.limit // 1024}


def _as_posted(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _of_kind(step: Step, kind: str) -> list[Need]:
    return [need for need in step.needs if need.kind == kind]


def _field(need: Need, case: Case, by: Actor) -> forms.Field:
    field = _MAKERS[need.kind](need, case, by)
    field.label, field.required = need.label, need.required
    field.error_messages = {**field.error_messages, "required": _("Please fill this in.")}
    return field


def _text(need: Need, case: Case, by: Actor) -> forms.Field:
    longest = LONGEST.get(need.name, SHORT_TEXT)
    return forms.CharField(max_length=longest, error_messages={"max_length": _("This is too long.")})


def _long(need: Need, case: Case, by: Actor) -> forms.Field:
    too_long = _("This is too long: at most %(limit_value)d characters, you wrote %(show_value)d.")
    widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    filled = RegexValidator(
        r"\{[a-z_]+\}", _("Fill in what stands in braces, then take the braces away."), inverse_match=True
    )
    too_short = _("This is too short: at least %(limit_value)d letters, you wrote %(show_value)d.")
    least = rules.figure(need.least, timezone.now()) if need.least else None
    return forms.CharField(
        max_length=LONG_TEXT,
        min_length=least,
        widget=widget,
        help_text=gettext("At least %(letters)d letters") % {"letters": least} if least else "",
        error_messages={"max_length": too_long, "min_length": too_short},
        validators=[filled],
    )


def _choice(need: Need, case: Case, by: Actor) -> forms.Field:
    listed = choices.of(need.choices, case, by)
    return forms.ChoiceField(
        choices=listed if need.required else [("", _("Not said")), *listed],
        widget=forms.RadioSelect if len(listed) <= 6 else forms.Select,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )


def _yes(need: Need, case: Case, by: Actor) -> forms.Field:
    return fields.YesNo(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)


def _date(need: Need, case: Case, by: Actor) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, error_messages={"invalid": _("Write the date as day, month, year.")})


def _datetime(need: Need, case: Case, by: Actor) -> forms.Field:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(widget=widget, error_messages={"invalid": _("Write date and time.")})


def _number(need: Need, case: Case, by: Actor) -> forms.Field:
    return forms.IntegerField(error_messages={"invalid": _("Write a whole number.")})


def _phone(need: Need, case: Case, by: Actor) -> forms.Field:
    return fields.Phone()


def _post(need: Need, case: Case, by: Actor) -> forms.Field:
    listed = choices.of(need.choices, case, by) if need.choices else None
    return fields.PostCode(listed=listed)


def _department(need: Need, case: Case, by: Actor) -> forms.Field:
    language = get_language() or "hi"
    listed = [(slug, row.name.say(language)) for slug, row in rulebook.book().departments.items()]
    return fields.DepartmentSlug(listed=listed)


def _district(need: Need, case: Case, by: Actor) -> forms.Field:
    return fields.District()


def _place(need: Need, case: Case, by: Actor) -> forms.Field:
    return fields.PlaceText()


def _case(need: Need, case: Case, by: Actor) -> forms.Field:
    return fields.CaseNumber(by)


def _files(need: Need, case: Case, by: Actor) -> forms.Field:
    return fields.Files(most=rules.figure("files.per_report", timezone.now()))


_MAKERS: dict[str, Callable[[Need, Case, Actor], forms.Field]] = {
    "text": _text,
    "long": _long,
    "choice": _choice,
    "yes": _yes,
    "date": _date,
    "datetime": _datetime,
    "number": _number,
    "phone": _phone,
    "post": _post,
    "department": _department,
    "district": _district,
    "place": _place,
    "case": _case,
    "files": _files,
}
