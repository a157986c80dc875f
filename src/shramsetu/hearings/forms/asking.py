"""The questions of bringing a matter, one a screen on the portal, all on one page at the desk; in everyday words."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.fields import District, Phone, YesNo
from shramsetu.hearings.models import Litigant
from shramsetu.hearings.words import SAY
from shramsetu.lib import clock, text
from shramsetu.lib.money import BadMoney, parse

CHOOSE = {"required": _("Please choose one."), "invalid_choice": _("Please choose one from the list.")}
NEEDED = {"required": _("Please fill this in.")}
TEXT_MOST, NAME_MOST, LINE_MOST = 4000, 120, 300
PARTS = [
    (Litigant.Part.WORKER, _("I am the worker myself")),
    (Litigant.Part.HEIR, _("I am of the family of a worker who died")),
    (Litigant.Part.GROUP, _("We are several workers")),
    (Litigant.Part.UNION, _("I write for the union")),
]
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class Day(forms.DateField):
    """A day that has come."""

    def __init__(self, **options: object) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        invalid = {**NEEDED, "invalid": _("Write the date as day, month, year.")}
        super().__init__(widget=widget, error_messages=invalid, **options)  # type: ignore[arg-type]

    def clean(self, value: object) -> date | None:
        """Refuse a day that has not come yet."""
        found: date | None = super().clean(value)
        if found is not None and found > clock.day(timezone.now()):
            raise ValidationError(gettext("This day has not come yet."))
        return found


class Rupees(forms.CharField):
    """An amount as people write it; gives paise."""

    def clean(self, value: object) -> int | None:
        """Return the paise, None where nothing was written."""
        written = str(super().clean(value) or "").strip()
        if not written:
            return None
        try:
            return parse(written)
        except BadMoney as error:
            raise ValidationError(error.sentence(get_language() or "hi")) from error


class Asked(forms.Form):
    """A form of one screen; it may look at what was told on the screens before."""

    def __init__(self, *args: object, told: Mapping[str, object], **options: object) -> None:
        self.told = told
        super().__init__(*args, **options)  # type: ignore[arg-type]


class What(Asked):
    matter = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        language = get_language() or "hi"
        listed = [(slug, one.ask.say(language)) for slug, one in rulebook.book().law.matters.items()]
        self.fields["matter"].choices = listed  # type: ignore[attr-defined]


class When(Asked):
    cause_on = Day(label=_("On which day was it?"))
    cause_until = Day(
        label=_("If it happened again and again: when was it the last time?"),
        help_text=_(
            "As with the wages of several months: the first day above, the last one here. Else leave it empty."
        ),
        required=False,
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        rule = rulebook.book().law.matters.get(str(self.told.get("matter", "")))
        if rule is not None:
            self.fields["cause_on"].label = rule.cause.say(get_language() or "hi")
        self.fields["cause_on"].help_text = _("If you do not know the day exactly, give the day that is nearest.")

    def clean(self) -> dict[str, object]:
        """Refuse a last day before the first."""
        given: dict[str, object] = super().clean() or {}
        first, last = given.get("cause_on"), given.get("cause_until")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("cause_until", str(SAY["until_before"]))
        return given


class Report(Asked):
    has_report = YesNo(
        label=_("Has the conciliation office written that no terms were found?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    report_on = Day(label=_("On which day did you get that paper?"), required=False)

    def clean(self) -> dict[str, object]:
        """Ask the day where there is a paper."""
        given: dict[str, object] = super().clean() or {}
        if given.get("has_report") and not given.get("report_on") and "report_on" not in self.errors:
            self.add_error("report_on", gettext("Write the day that stands on the paper."))
        if not given.get("has_report"):
            given["report_on"] = None
        return given


class Money(Asked):
    amount = Rupees(
        label=_("How much money is due to you?"),
        help_text=_("In rupees. If you do not know, leave it empty; the officer reckons it."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class Words(Asked):
    text = forms.CharField(
        label=_("Tell us in your own words"),
        help_text=_("What work, since when, what was agreed, what was paid. Write as you speak."),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=NEEDED,
    )


class Wishes(Asked):
    reliefs = forms.MultipleChoiceField(
        label=_("What do you want?"), widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        book, language = rulebook.book().law, get_language() or "hi"
        rule = book.matters.get(str(self.told.get("matter", "")))
        names = rule.reliefs if rule else tuple(book.reliefs)
        listed = [(name, book.reliefs[name].plain.say(language)) for name in names]
        self.fields["reliefs"].choices = listed  # type: ignore[attr-defined]


class Against(Asked):
    opposite = forms.CharField(
        label=_("Who is the employer or contractor?"),
        help_text=_("The name of the person, shop, kiln, factory or company."),
        max_length=NAME_MOST,
        error_messages=NEEDED,
    )
    opposite_address = forms.CharField(
        label=_("Where do they sit?"),
        help_text=_("Village, road, landmark: the notice goes there."),
        max_length=LINE_MOST,
        error_messages=NEEDED,
    )
    opposite_phone = Phone(label=_("Their phone, if you have it"), required=False)
    is_contractor = YesNo(
        label=_("Is it a contractor (thekedar)?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )


class Where(Asked):
    district = District(label=_("In which district did you work?"))
    work = forms.CharField(label=_("What work did you do?"), max_length=NAME_MOST, required=False)
    work_place = forms.CharField(label=_("Where was the work?"), max_length=LINE_MOST, required=False)
    is_central = YesNo(
        label=_("Is it the railway, a mine, a bank or another employer of the central government?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def clean_is_central(self) -> bool:
        """Say at once where a case against an employer of the centre is heard."""
        if self.cleaned_data["is_central"]:
            raise ValidationError(str(SAY["central"]))
        return False


class Late(Asked):
    late_reason = forms.CharField(
        label=_("Why do you come only now?"),
        help_text=_(
            "The time for this has passed. With a good reason it may be heard all the same; the officer decides."
        ),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=NEEDED,
    )


class Who(Asked):
    part = forms.ChoiceField(label=_("Who are you?"), choices=PARTS, widget=forms.RadioSelect, error_messages=CHOOSE)
    name = forms.CharField(label=pgettext_lazy("portal", "Your name"), max_length=NAME_MOST, error_messages=NEEDED)
    phone = Phone(label=_("Mobile number"), help_text=_("The date of the hearing comes here."), error_messages=NEEDED)
    address = forms.CharField(label=_("Your address"), max_length=LINE_MOST, required=False)
    members = forms.CharField(
        label=_("If you are several: the names, one a line"),
        required=False,
        max_length=TEXT_MOST * 5,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Private(Asked):
    published = YesNo(
        label=_("May your name stand in the public list of hearings?"),
        help_text=_("The other side learns your name in any case."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


class Counter(What, When, Report, Money, Words, Wishes, Against, Where, Late, Who, Private):
    """Everything on one page, for whoever writes for somebody who is there or on the telephone."""

    call = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for name in ("has_report", "late_reason", "reliefs", "opposite_address", "is_central", "published", "phone"):
            self.fields[name].required = False
        self.fields["cause_on"].label = _("Day of the cause")


def members(written: str) -> list[str]:
    """Return the names of a group, one a line."""
    return [text.clean(line, limit=NAME_MOST) for line in written.splitlines() if line.strip()]
