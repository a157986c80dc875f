"""Forms of the helpline's desk: the result of a call, an agent's skills, the filters of the call log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import fields
from shramsetu.casework.models import Case
from shramsetu.helpline.actions.desk import Result
from shramsetu.helpline.actions.seats import Skills
from shramsetu.helpline.models import Agent, Call
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Charge, Role

REGISTERED = "registered"
AGENT_ROLES = frozenset({Role.OPERATOR, Role.FEEDBACK, Role.SUPERVISOR, Role.QUALITY, Role.STATE_DESK})


def titled(rows: Iterable[Any], attribute: str = "title") -> list[tuple[str, str]]:
    """Return rows of the rulebook by slug and words in the language of the page."""
    language = get_language() or "hi"
    return [(row.slug, getattr(row, attribute).say(language)) for row in rows]


class ResultForm(forms.Form):
    """What a call came to. Some results need a case, some a time to call again."""

    disposition = forms.ChoiceField(label=_("Result of the call"), error_messages=fields.NOT_LISTED)
    case = forms.CharField(label=_("Complaint number"), required=False, max_length=20)
    follow_up_at = forms.DateTimeField(
        label=_("Call again at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def __init__(self, *args: Any, by: Actor, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        listed = titled(rulebook.book().helpline.dispositions.values())
        self.fields["disposition"].choices = [("", fields.PICK), *listed]  # type: ignore[attr-defined]
        self.fields["case"] = fields.CaseNumber(by)
        self.fields["case"].label, self.fields["case"].required = _("Complaint number"), False

    @staticmethod
    def begun(call: Call) -> dict[str, str]:
        """Return what is known already: the call's complaint, and the result if it was registered in this call."""
        if call.case is None:
            return {}
        is_new = call.case.opened_at >= call.began_at
        return {"case": call.case.number, "disposition": REGISTERED if is_new else call.disposition}

    def clean(self) -> dict[str, object]:
        """See that what the result needs is there."""
        found: dict[str, Any] = super().clean() or {}
        rule = rulebook.book().helpline.dispositions.get(str(found.get("disposition", "")))
        if rule is None:
            return found
        if rule.needs_case and not found.get("case") and self.call.case_id is None and "case" not in self.errors:
            self.add_error("case", gettext("This result needs the number of the complaint."))
        if rule.needs_follow_up:
            self._check_follow_up(found.get("follow_up_at"))
        return found

    def _check_follow_up(self, when: datetime | None) -> None:
        if not self.call.phone:
            self.add_error(
                "follow_up_at", gettext("The number was withheld; nobody can call back. Choose another result.")
            )
        elif when is None:
            if "follow_up_at" not in self.errors:
                self.add_error("follow_up_at", gettext("Write when to call again."))
        elif when <= timezone.now():
            self.add_error("follow_up_at", gettext("This time is past. Write a later one."))

    def result(self) -> Result:
        """Return what was written."""
        case: Case | None = self.cleaned_data["case"] or None
        return Result(self.cleaned_data["disposition"], case, self.cleaned_data["follow_up_at"])


class SkillsForm(forms.Form):
    """What an agent can do and where they sit."""

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    boards = forms.MultipleChoiceField(
        label=_("Boards"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all of them")
    )
    lines = forms.MultipleChoiceField(
        label=_("Lines"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all of them")
    )
    is_woman = forms.BooleanField(label=_("Woman operator"), required=False)
    site = forms.SlugField(label=_("Site"), max_length=20, initial="lucknow")
    has_own_phone = forms.BooleanField(
        label=_("Own SIP phone"), required=False, help_text=_("Otherwise the browser is the phone")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        book = rulebook.book().helpline
        for name, rows in (("languages", book.languages), ("boards", book.boards), ("lines", book.lines)):
            self.fields[name].choices = titled(rows.values(), "name")  # type: ignore[attr-defined]

    def skills(self) -> Skills:
        """Return what was written."""
        data = self.cleaned_data
        return Skills(
            tuple(data["languages"]),
            tuple(data["boards"]),
            tuple(data["lines"]),
            data["is_woman"],
            data["site"],
            data["has_own_phone"],
        )

    @staticmethod
    def of(agent: Agent) -> dict[str, object]:
        """Return an agent's skills as the form's beginning."""
        names = ("languages", "boards", "lines", "is_woman", "site", "has_own_phone")
        return {name: getattr(agent, name) for name in names}


class SeatForm(SkillsForm):
    """Who becomes an agent, and the number of their phone."""

    username = forms.CharField(label=_("Username"), max_length=60)
    number = forms.SlugField(label=_("Number of the phone"), max_length=20)
    field_order = ("username", "number")

    def clean_username(self) -> Charge:
        """Find the charge of the person at a desk of the helpline."""
        charges = Charge.objects.filter(user__username=self.cleaned_data["username"], to_at=None, user__is_active=True)
        charge = charges.filter(post__role__in=AGENT_ROLES).select_related("user", "post").first()
        if charge is None:
            raise forms.ValidationError(gettext("Nobody at a desk of the helpline has this username."))
        if Agent.objects.filter(user=charge.user_id).exists():
            raise forms.ValidationError(gettext("This person is an agent already."))
        return charge

    def clean_number(self) -> str:
        """See that no other phone has the number."""
        number = str(self.cleaned_data["number"])
        if Agent.objects.filter(number=number).exists():
            raise forms.ValidationError(gettext("Another phone has this number."))
        return number


class PhoneSearch(forms.Form):
    """Whose calls are looked for, and why."""

    phone = fields.Phone(label=_("Phone"))
    reason = forms.CharField(label=_("Why do you look?"), min_length=10, max_length=200)


class ConductForm(forms.Form):
    """A complaint about the operator of an earlier call of the same phone."""

    about = forms.ModelChoiceField(
        Call.objects.none(), error_messages={"required": _("Choose which call it is about.")}
    )
    name = forms.CharField(max_length=120, error_messages={"required": _("Write the caller's name.")})
    text = forms.CharField(min_length=10, max_length=2000, error_messages={"required": _("Write what happened.")})

    def __init__(self, *args: Any, call: Call, agent: Agent, **options: Any) -> None:
        super().__init__(*args, **options)
        earlier = Call.objects.filter(phone=call.phone, agent__isnull=False).exclude(pk=call.pk).exclude(agent=agent)
        field = self.fields["about"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = earlier.select_related("agent") if call.phone else Call.objects.none()

    def first_fault(self) -> str:
        """Return what is to be mended first."""
        return str(next(iter(self.errors.values()))[0])
