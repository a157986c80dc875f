"""The forms of the four steps: one short question each, checked where it is asked."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.fields import Phone
from shramsetu.files import queries as file_queries
from shramsetu.lib import clock, urdu
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.portal.draft import Draft
from shramsetu.portal.fields import CHOOSE, NEEDED, YES_NO, companions, districts, label, within

KINDS = [
    ("grievance", _("Something is wrong, I want to complain")),
    ("information", _("I want to know something")),
    ("demand", _("I ask for something to be done")),
    ("suggestion", _("I have a suggestion")),
]
WHOM = [
    ("me", _("Mine")),
    ("other", _("Somebody else's; I am writing for them")),
    ("many", _("Several of us together")),
]
TIMES = [
    ("", _("Any time")),
    ("morning", _("Morning, 9 to 12")),
    ("afternoon", _("Afternoon, 12 to 4")),
    ("evening", _("Evening, 4 to 7")),
]
LANGUAGES = [("hi", "हिंदी"), ("ur", "उर्दू"), ("en", "English")]
NAME_MAX, SHORT_MAX, OTHERS_MAX = 120, 200, 2000


class Draftable(forms.Form):
    """A form of one screen; it may look at what was told on the screens before."""

    def __init__(self, *args: object, draft: Draft, **options: object) -> None:
        self.draft = draft
        super().__init__(*args, **options)  # type: ignore[arg-type]


class What(Draftable):
    EITHER = ("text",)  # written, spoken or photographed: one of them is needed

    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=KINDS,
        initial="grievance",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = forms.CharField(
        label=_("Tell us in your own words"),
        help_text=_("What happened, since when, how much money. Hindi, English or Urdu letters, as you speak."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages=NEEDED,
        required=False,
    )

    def clean_text(self) -> str:
        """Keep the words within the rulebook's measure; a recording or a photograph may stand for them."""
        if not self.cleaned_data["text"].strip():
            if file_queries.speaking(self.draft.stream).exists():
                return ""
            raise ValidationError(NEEDED["required"])
        book, on = rulebook.book(), clock.day(timezone.now())
        words = within(self.cleaned_data["text"], book.number("grievances.text_letters_max", on))
        least = book.number("grievances.text_letters_min", on)
        if len(words) < least:
            raise ValidationError(gettext("Please tell a little more: at least %(least)s letters.") % {"least": least})
        return words


class Answers(Draftable):
    """Whether the answer shown was enough; going on is the only thing that is sent."""


class Elsewhere(Draftable):
    exclusion = forms.ChoiceField(required=False, error_messages=CHOOSE)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["exclusion"].choices = [("", ""), *((slug, slug) for slug in rulebook.book().exclusions)]  # type: ignore[attr-defined]


class About(Draftable):
    category = forms.ChoiceField(label=_("What is it about?"), error_messages=CHOOSE)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["category"].choices = [(slug, slug) for slug in rulebook.book().categories]  # type: ignore[attr-defined]


class Where(Draftable):
    district = forms.ChoiceField(label=pgettext_lazy("portal", "District"), required=False, error_messages=CHOOSE)
    place_words = forms.CharField(
        label=_("Village, market, police station or PIN"),
        help_text=_("Whatever you know. An old name will do too."),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": "120", "autocomplete": "off"}),
    )
    landmark = forms.CharField(
        label=_("Near what? Name of the workplace"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": str(SHORT_MAX), "autocomplete": "off"}),
    )
    unknown = forms.BooleanField(label=_("I do not know the place"), required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["district"].choices = [("", _("Choose …")), *districts()]  # type: ignore[attr-defined]

    def clean_place_words(self) -> str:
        """Keep the words short enough to be a place."""
        return within(self.cleaned_data["place_words"], 120)

    def clean_landmark(self) -> str:
        """Keep the words short enough to be a landmark."""
        return within(self.cleaned_data["landmark"], SHORT_MAX)

    def clean(self) -> dict[str, object]:
        """Ask for a district, any place that is known, or the tick that says it is not known."""
        given = self.cleaned_data
        if given.get("unknown"):
            return {**given, "district": "", "place": "", "place_label": "", "choices": []}
        district = places.district(int(given["district"])) if given.get("district") else None
        words = given.get("place_words", "")
        found = places.find(words, district=district, limit=8) if words else []
        if district is None and not found and "place_words" not in self.errors:
            self.add_error("district", _("Choose the district, or tick that you do not know the place."))
        listed = [[str(place.pk), label(place)] for place in found]
        return {**given, "choices": listed, "place": "", "place_label": ""}


class Which(Draftable):
    place = forms.ChoiceField(label=_("Which of these?"), widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        listed: Iterable[list[str]] = self.draft.values.get("choices") or []  # type: ignore[assignment]
        self.fields["place"].choices = [*map(tuple, listed), ("none", _("None of these; keep what I wrote"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Keep the place with its name; without one a district must have been chosen."""
        given = self.cleaned_data
        if given.get("place") == "none":
            if not self.draft.text("district"):
                raise ValidationError(
                    gettext("Then go back and choose the district, or say that the place is not known.")
                )
            return {"place": "none", "place_label": ""}
        listed = dict(self.fields["place"].choices)  # type: ignore[attr-defined]
        return {**given, "place_label": str(listed.get(given.get("place", ""), ""))}


class Whose(Draftable):
    whom = forms.ChoiceField(
        label=_("Whose trouble is it?"), choices=WHOM, widget=forms.RadioSelect, error_messages=CHOOSE
    )


class Who(Draftable):
    name = forms.CharField(
        label=_("Your name"), error_messages=NEEDED, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = Phone(label=_("Mobile number"), required=False)
    phone_owner = forms.CharField(
        label=_("Whose phone is it, if not yours?"), required=False, widget=forms.TextInput(attrs={"maxlength": "60"})
    )
    best_time = forms.ChoiceField(label=_("When shall we phone?"), choices=TIMES, required=False, error_messages=CHOOSE)
    safe_to_call = forms.ChoiceField(
        label=_("Is it safe to phone and write to this number?"),
        choices=YES_NO,
        initial="yes",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    messages_in = forms.ChoiceField(
        label=_("In which language shall we write?"), choices=LANGUAGES, required=False, error_messages=CHOOSE
    )
    others = forms.CharField(
        label=_("The others: one line each, name and mobile"),
        help_text=_(
            "Each gets an own message. The first one is phoned at the end; if any of you says that it is not solved, it"
            " goes on."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    filer_name = forms.CharField(label=_("Your own name"), error_messages=NEEDED)
    filer_phone = Phone(label=_("Your own mobile number"), required=False)
    relation = forms.CharField(
        label=_("What are you to them?"), required=False, widget=forms.TextInput(attrs={"maxlength": "40"})
    )
    consent = forms.ChoiceField(
        label=_("Do they know and agree that you write for them?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        whom = self.draft.text("whom")
        written = "ur" if urdu.is_mostly(self.draft.text("text")) else get_language() or "hi"
        self.fields["messages_in"].initial = written
        for name in ("filer_name", "filer_phone", "relation", "consent") if whom != "other" else ():
            del self.fields[name]
        if whom != "many":
            del self.fields["others"]
        if whom == "other":
            self.fields["name"].label = _("Name of the one who has the trouble")
            self.fields["phone"].label = _("Their mobile number")
            self.fields["phone_owner"].label = _("Whose phone is it, if not theirs?")

    def clean_name(self) -> str:
        """Keep the name short enough to be one."""
        return within(self.cleaned_data["name"], NAME_MAX)

    def clean_filer_name(self) -> str:
        """Keep the name short enough to be one."""
        return within(self.cleaned_data["filer_name"], NAME_MAX)

    def clean_others(self) -> str:
        """Check each line's number, so that it is mended here."""
        written = within(self.cleaned_data["others"], OTHERS_MAX)
        people = companions(written)
        most = rulebook.book().number("grievances.complainants_max", clock.day(timezone.now()))
        if len(people) >= most:
            raise ValidationError(gettext("At most %(most)s complainants in one complaint.") % {"most": most})
        return written


class Against(Draftable):
    opposite = forms.CharField(
        label=_("Against whom? Employer, contractor or office"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": str(NAME_MAX), "autocomplete": "off"}),
    )
    opposite_address = forms.CharField(
        label=_("Where are they? Address or phone"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": str(SHORT_MAX), "autocomplete": "off"}),
    )
    against = forms.ChoiceField(label=_("Is it against one of these officers?"), required=False, error_messages=CHOOSE)
    sealed = forms.BooleanField(
        label=_("Keep it secret"),
        help_text=_("Only one senior officer will read it. The local office will not know that you wrote."),
        required=False,
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        listed = officers(self.draft)
        if listed:
            self.fields["against"].choices = [("", _("No, or not in the list")), *listed]  # type: ignore[attr-defined]
        else:
            del self.fields["against"]

    def clean_opposite(self) -> str:
        """Keep the name short enough to be one."""
        return within(self.cleaned_data["opposite"], NAME_MAX)

    def clean_opposite_address(self) -> str:
        """Keep the address short enough."""
        return within(self.cleaned_data["opposite_address"], SHORT_MAX)


def officers(draft: Draft) -> list[tuple[str, str]]:
    """Return the posts of the draft's district that a complaint about conduct may name, by code."""
    category = rulebook.book().categories.get(draft.text("category"))
    district = draft.text("district")
    if category is None or category.group != "conduct" or not district:
        return []
    posts = Post.objects.filter(place__lgd_code=district, place__kind="district", is_desk=False, abolished_at=None)
    english = get_language() == "en"
    return [(one.code, one.title_en if english else one.title_hi) for one in posts.order_by("title_hi")]
