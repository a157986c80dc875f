"""Forms of targets: the target set, the decision, the file of figures, one figure by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.fields import PICK
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import files, spreading, terms, words
from shramsetu.monitoring.targets.models import TargetSet
from shramsetu.monitoring.targets.spreading import Draft, Leaf
from shramsetu.offices.models import Post
from shramsetu.places.models import Place
from shramsetu.rulebook.watched import Indicator

MOST_BYTES = 5 * 1024 * 1024
MOST_NUMBER = 10**12
FAULTS_SHOWN = 20
Named = Sequence[tuple[str, str]]
Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Setting(forms.Form):
    """A target as somebody asks for it. A file's rows travel on in `rows`, so that the preview can be proposed."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    first_on = forms.DateField(label=_("First day"), widget=Day)
    last_on = forms.DateField(label=_("Last day"), widget=Day)
    from_on = forms.DateField(
        label=_("Counts from"),
        widget=Day,
        required=False,
        help_text=_("Only for a change within the period: the day from which it counts."),
    )
    method = forms.ChoiceField(
        label=_("How it is shared out"), choices=TargetSet.Method.choices, widget=forms.RadioSelect, initial="equal"
    )
    number = forms.IntegerField(
        label=_("Target of the whole state"),
        min_value=0,
        max_value=MOST_NUMBER,
        required=False,
        help_text=_("Not needed where the rows of a file make the sum."),
    )
    file = forms.FileField(
        label=_("File with each district's number"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    rows = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Order, or reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), required=True
    )

    def __init__(self, *args: Any, indicators: dict[str, Indicator], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        listed = [("", PICK), *((slug, words.title(one)) for slug, one in indicators.items())]
        self.fields["indicator"].choices = listed  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the file, or the rows of an earlier preview; a number or rows must be there."""
        given = super().clean() or {}
        if given.get("method") == TargetSet.Method.GIVEN and given.get("indicator"):
            given["given"] = self._given(given)
            given["number"] = sum(given["given"].values())
        elif not given.get("number") and "number" not in self.errors:
            self.add_error("number", _("Write how many."))
        return given

    def draft(self) -> Draft:
        """Return what was asked for."""
        given = self.cleaned_data
        return Draft(
            indicator=given["indicator"],
            first_on=given["first_on"],
            last_on=given["last_on"],
            from_on=given.get("from_on") or given["first_on"],
            method=given["method"],
            number=given["number"],
            reason=given["reason"],
            given=given.get("given", {}),
        )

    def _given(self, given: dict[str, Any]) -> dict[Leaf, int]:
        sent: UploadedFile | None = given.get("file")
        if sent is None:
            found = spreading.read(given.get("rows", ""))
            if not found:
                self.add_error("file", _("Choose the file with each district's number."))
            return found
        _need_small(sent)
        try:
            read = files.shares(sent.read(), indicator=given["indicator"], today=self.today)
        except files.Unusable as error:
            self.add_error("file", str(error))
            return {}
        for line, fault in read.faults[:FAULTS_SHOWN]:
            self.add_error("file", gettext("Line %(line)d: %(fault)s") % {"line": line, "fault": fault})
        if (more := len(read.faults) - FAULTS_SHOWN) > 0:
            said = ngettext("%(n)d more fault is not shown.", "%(n)d more faults are not shown.", more) % {"n": more}
            self.add_error("file", said)
        return read.shares


class Decision(forms.Form):
    """Approve, or refuse with a word."""

    verb = forms.ChoiceField(choices=(("approve", ""), ("refuse", "")))
    remark = forms.CharField(
        label=_("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class Upload(forms.Form):
    """A file of figures from outside."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    file = forms.FileField(
        label=_("File of figures"),
        help_text=_("XLSX or CSV. The same file may be sent again: nothing is counted twice."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the file.")},
    )

    def __init__(self, *args: Any, indicators: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", PICK), *indicators]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than a table of figures is."""
        found: UploadedFile = self.cleaned_data["file"]
        _need_small(found)
        return found


class Typed(forms.Form):
    """One figure by hand, where no file and no system brings it; what proves it is named."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    district = forms.TypedChoiceField(label=_("District"), coerce=int)
    source = forms.ChoiceField(label=_("Source department"), required=False)
    on = forms.DateField(label=_("The day it happened"), widget=Day)
    number = forms.IntegerField(label=_("How many"), min_value=0, max_value=MOST_NUMBER)
    proof = forms.CharField(label=_("What proves it: register and page, letter and date"), max_length=200)
    reason = forms.CharField(
        label=_("Reason, if it corrects a figure"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, districts: Sequence[Place], indicators: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "hi"
        fields: dict[str, Any] = dict(self.fields)
        fields["indicator"].choices = [("", PICK), *indicators]
        named = [(one.pk, one.name(language)) for one in districts]
        fields["district"].choices = named if len(named) == 1 else [("", PICK), *named]
        said = rulebook.book().watched.sources
        fields["source"].choices = [
            ("", words.ALL_SOURCES),
            *((slug, one.title.say(language)) for slug, one in said.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the source department where the indicator has some, and for none elsewhere."""
        given = super().clean() or {}
        sources = terms.indicator(given["indicator"]).sources if given.get("indicator") else ()
        if sources and given.get("source") not in sources:
            self.add_error("source", _("Choose the source department."))
        return given if sources else {**given, "source": ""}


def outside(post: Post) -> Named:
    """Return the indicators whose figures come from outside and that `post` may report, each with its words."""
    mine = {slug: one for slug, one in terms.indicators().items() if scope.reports(post, one)}
    return [(slug, words.title(one)) for slug, one in mine.items()]


def _need_small(sent: UploadedFile) -> None:
    if (sent.size or 0) > MOST_BYTES:
        raise ValidationError(gettext("This file is larger than 5 MB. Send it in parts."))
