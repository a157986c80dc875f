"""The forms of holding to account: the letter that calls for an explanation, and the second verification."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.casework.models import Case
from shramsetu.grievances import offers
from shramsetu.grievances.actions.explanation import CAUSES
from shramsetu.grievances.models import Lapse, Report
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post

REQUIRED = {"required": _("Please fill this in.")}


class Letter(forms.Form):
    """To whom, for what cause, in which words."""

    cause = forms.ChoiceField(label=_("Cause"), widget=forms.RadioSelect, error_messages=REQUIRED)
    text = forms.CharField(
        label=_("What must be explained"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=REQUIRED,
    )
    letter_number = forms.CharField(
        label=_("Letter number"),
        max_length=60,
        required=False,
        help_text=_("Left empty, the number is given by itself"),
    )

    def __init__(self, *args: Any, case: Case, issuer: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        answerable = offers.post_choices(_answerable(case, issuer))
        self.fields = {"to": fields.PostCode(listed=answerable), **self.fields}
        self.fields["to"].label = _("To whom")
        causes = dict(offers.listed("explanation_causes"))
        cause = self.fields["cause"]
        assert isinstance(cause, forms.ChoiceField)
        cause.choices = [(name, causes[name.replace("_", "-")]) for name in CAUSES]

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class Verification(forms.Form):
    """What the second look at a closed case found."""

    passed = fields.YesNo(
        label=_("Is it truly done?"),
        choices=[("yes", _("Yes, it is done")), ("no", _("No, it was not done"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    grade = forms.ChoiceField(label=_("Grade"), widget=forms.RadioSelect, error_messages=REQUIRED)
    reasons = forms.CharField(
        label=_("What was found"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), error_messages=REQUIRED
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        grade = self.fields["grade"]
        assert isinstance(grade, forms.ChoiceField)
        grade.choices = [(slug.upper(), words) for slug, words in offers.listed("grades")]

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


def _answerable(case: Case, issuer: Post) -> list[Post]:
    """Return the posts below the issuer that held, lapsed or reported in this case."""
    wanted = set(Lapse.objects.filter(case=case).values_list("post_id", flat=True))
    wanted |= set(Report.objects.filter(case=case).values_list("post_id", flat=True))
    wanted |= {case.holder_id} if case.holder_id else set()
    posts = [offices.get(pk) for pk in wanted]
    return sorted((post for post in posts if offices.is_above(issuer, post)), key=lambda post: post.code)
