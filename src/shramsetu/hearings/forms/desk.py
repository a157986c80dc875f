"""The forms of the desk: defects of a filing, notices on paper, parties and who speaks for them, days of a forum."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.fields import Phone, YesNo
from shramsetu.hearings.actions.answering import Paper
from shramsetu.hearings.actions.notices import Came, Sent
from shramsetu.hearings.actions.parties import Speaker
from shramsetu.hearings.filing import Someone
from shramsetu.hearings.forms.asking import CHOOSE, LINE_MOST, NAME_MOST, NEEDED, Day
from shramsetu.hearings.models import Filing, Link, Litigant, Notice, Representative
from shramsetu.hearings.named import Named
from shramsetu.lib import numbers

SIDES = [("yes", _("Claimant")), ("no", _("Respondent"))]


class Defects(forms.Form):
    """What a filing lacks: a tick and a note for each of the rulebook's list."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        language = get_language() or "hi"
        for slug, one in rulebook.book().law.defects.items():
            self.fields[slug] = forms.BooleanField(label=one.title.say(language), required=False)
            self.fields[slug].help_text = one.plain.say(language)
            note = forms.CharField(label=_("Note to the claimant"), max_length=1000, required=False)
            self.fields[f"{slug}_note"] = note

    @property
    def detail(self) -> dict[str, object]:
        """What the step takes."""
        marked = [slug for slug in rulebook.book().law.defects if self.cleaned_data.get(slug)]
        notes = {slug: self.cleaned_data[f"{slug}_note"] for slug in marked if self.cleaned_data[f"{slug}_note"]}
        return {"defects": marked, "notes": notes}


class Dispatch(forms.Form):
    """A notice on paper went out."""

    mode = forms.ChoiceField(
        label=pgettext_lazy("notice", "How it went"),
        choices=[(one.value, one.label) for one in (Notice.Mode.POST, Notice.Mode.HAND)],
        initial=Notice.Mode.POST,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    sent_on = Day(label=_("Sent on"), initial=timezone.localdate)
    carrier = forms.CharField(
        label=pgettext_lazy("post", "By whom"), max_length=60, initial="डाक विभाग", error_messages=NEEDED
    )
    tracking = forms.CharField(
        label=_("Tracking number"), help_text=_("By post always; by hand there is none."), max_length=40, required=False
    )

    @property
    def sent(self) -> Sent:
        """How it went out."""
        given = self.cleaned_data
        return Sent(given["sent_on"], given["carrier"], given["tracking"], given["mode"])


class Outcome(forms.Form):
    """What became of a notice on paper."""

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=[one for one in Notice.Outcome.choices if one[0] not in ("", Notice.Outcome.FAILED)],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    on = Day(label=_("On which day did it happen"))
    what = forms.CharField(label=_("Remarks of the postman or server"), max_length=200, required=False)
    proof = forms.FileField(label=_("Scan: acknowledgement or envelope"), required=False)

    @property
    def came(self) -> Came:
        """What became of it."""
        given = self.cleaned_data
        return Came(given["outcome"], given["on"], given["proof"], given["what"])


class Event(forms.Form):
    """Something heard of a notice on its way."""

    on = Day(label=_("Day"))
    what = forms.CharField(label=_("What was heard"), max_length=200, error_messages=NEEDED)
    source = forms.CharField(label=_("From where"), max_length=60, initial="डाक ट्रैकिंग", error_messages=NEEDED)


class Join(forms.Form):
    """A further party."""

    claims = YesNo(label=_("Which side"), choices=SIDES, widget=forms.RadioSelect, error_messages=CHOOSE)
    part = forms.ChoiceField(
        label=_("As what"), choices=Litigant.Part.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_MOST, error_messages=NEEDED)
    phone = Phone(label=_("Mobile number"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    by_email = forms.BooleanField(label=_("Agrees to have notices by e-mail"), required=False)
    address = forms.CharField(label=_("Address"), max_length=LINE_MOST, required=False)
    heir_of = forms.ChoiceField(label=_("Heir of"), required=False)

    def __init__(self, *args: object, claimants: Sequence[Named], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.claimants = {str(one.row.pk): one for one in claimants}
        listed = [(pk, one.name) for pk, one in self.claimants.items()]
        self.fields["heir_of"].choices = [("", "-"), *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Refuse a part that is none of its side."""
        given: dict[str, object] = super().clean() or {}
        ours = (Litigant.Part.HEIR, Litigant.Part.GROUP) if not given.get("claims") else ()
        theirs = (Litigant.Part.EMPLOYER, Litigant.Part.CONTRACTOR) if given.get("claims") else ()
        if given.get("part") in (*ours, *theirs):
            self.add_error("part", CHOOSE["invalid_choice"])
        return given

    @property
    def inherits(self) -> Litigant | None:
        """Whose heir it is."""
        found = self.claimants.get(self.cleaned_data["heir_of"])
        return found.row if found else None

    @property
    def someone(self) -> Someone:
        """The party as told."""
        given = self.cleaned_data
        names = ("name", "phone", "email", "by_email", "address", "part")
        return Someone(**{name: given[name] for name in names})


class Engage(forms.Form):
    """Who speaks for a party."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("representative", "As what"),
        choices=Representative.Kind.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_MOST, error_messages=NEEDED)
    phone = Phone(label=_("Mobile number"), required=False)
    number = forms.CharField(label=_("Number of the bar council or of the union"), max_length=40, required=False)
    consented = forms.BooleanField(label=_("The other side consents, and the forum gives leave"), required=False)

    @property
    def speaker(self) -> Speaker:
        """Who speaks."""
        given = self.cleaned_data
        return Speaker(given["kind"], Someone(given["name"], given["phone"]), given["number"], given["consented"])


class Leave(forms.Form):
    """A party is none any more."""

    reason = forms.CharField(
        label=_("Why"), help_text=_("Died, struck out, settled …"), max_length=LINE_MOST, error_messages=NEEDED
    )


class Reach(forms.Form):
    """Where a party is reached."""

    phone = Phone(label=_("Mobile number"), required=False)
    address = forms.CharField(label=_("Address"), max_length=LINE_MOST, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    by_email = forms.BooleanField(label=_("Agrees to have notices by e-mail"), required=False)

    @property
    def someone(self) -> Someone:
        """Where the party is reached; its name stays."""
        return Someone(name="", **self.cleaned_data)


class Receive(forms.Form):
    """A paper that a party hands in at the counter."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[one for one in Filing.Kind.choices if one[0] not in (Filing.Kind.CLAIM, Filing.Kind.MENDED)],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = forms.CharField(
        label=_("In words"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    file = forms.FileField(label=_("Scan"), required=False)

    @property
    def paper(self) -> Paper:
        """The paper with its scan."""
        given = self.cleaned_data
        return Paper(given["kind"], given["text"], (given["file"],) if given["file"] else ())


class Linked(forms.Form):
    """Another matter that has to do with this one."""

    number = forms.CharField(label=_("Case number"), max_length=40, error_messages=NEEDED)
    kind = forms.ChoiceField(label=_("How"), choices=Link.Kind.choices, widget=forms.RadioSelect, error_messages=CHOOSE)

    def clean_number(self) -> str:
        """Take the number in any script and grouping."""
        try:
            return numbers.parse(self.cleaned_data["number"])
        except numbers.BadNumber as error:
            raise ValidationError(error.sentence(get_language() or "hi")) from error
