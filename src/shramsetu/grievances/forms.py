"""The operator's one page: everything a caller may bring, checked in plain sentences, turned into a Filing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files.models import Purpose
from shramsetu.grievances import likeness, offers
from shramsetu.grievances.actions import masters
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.journal.rules import Actor
from shramsetu.lib import urdu
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place

KINDS = (
    ("grievance", _("Grievance")),
    ("information", _("Information")),
    ("demand", _("Demand")),
    ("suggestion", _("Suggestion")),
)
CHANNELS = (
    (Case.Channel.CALL, _("Call")),
    (Case.Channel.DESK, _("Counter")),
    (Case.Channel.POST, _("Letter")),
    (Case.Channel.EMAIL, _("E-mail")),
)
TEXT_MOST = 5000
MORE_COMPLAINANTS = 4
REQUIRED = {"required": _("Please fill this in.")}


def _short(label: Any, *, most: int = 120, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        error_messages=REQUIRED,
    )


CENTRES = frozenset({Role.CSC, Role.EDISTRICT})  # what they register came by a service centre


class Registration(forms.Form):
    """What the operator writes while the caller speaks; the order is the order of the talk."""

    EITHER = ("phone", "place_word")  # or the tick beside it

    phone = fields.Phone(label=_("Phone"), required=False)
    no_phone = forms.BooleanField(label=_("Has no phone"), required=False)
    name = _short(_("Complainant's name"), required=True)
    channel = forms.ChoiceField(label=_("Came by"), choices=CHANNELS, initial=Case.Channel.CALL)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial="grievance", widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What happened"),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={**REQUIRED, "max_length": _("This is too long.")},
    )
    category = forms.ChoiceField(label=_("Category"), error_messages={**REQUIRED, **fields.NOT_LISTED})
    place_word = _short(_("Place"), hint=_("Village, thana, market, PIN, landmark or an old name"))
    place = forms.CharField(required=False)
    place_unknown = forms.BooleanField(label=_("Place unknown"), required=False)
    landmark = _short(_("Landmark"), most=200)
    other_phone = fields.Phone(label=_("Another phone"), required=False)
    phone_owner = _short(_("Whose phone is it"), most=60)
    best_time = _short(_("Best time to call"), most=40)
    unsafe_to_call = forms.BooleanField(label=_("Not safe to call"), required=False)
    address = _short(_("Address"), most=300)
    filer_name = _short(_("Name of who files"))
    filer_phone = fields.Phone(label=_("Phone of who files"), required=False)
    filer_relation = forms.ChoiceField(label=_("Relation to the complainant"), required=False)
    filer_has_consent = forms.BooleanField(label=_("The complainant agrees"), required=False)
    opposite_name = _short(_("Against whom: name or firm"))
    opposite_phone = fields.Phone(label=_("Their phone"), required=False)
    opposite_address = _short(_("Their address"), most=300)
    exclusion = forms.ChoiceField(label=_("Not to be taken here?"), required=False)
    article = forms.CharField(required=False)
    sealed = forms.BooleanField(
        label=_("Keep it sealed"), required=False, help_text=_("Read only by the vigilance post")
    )
    against = forms.CharField(required=False)
    against_word = _short(_("Officer complained of"), hint=_("Post or place, such as: LEO Kanpur"))
    master = fields.CaseNumber
    scan = fields.Files(label=_("Scan or photo"), required=False)
    scan_purpose = forms.ChoiceField(label=_("What is it?"), choices=Purpose.choices, required=False)
    stream = forms.ChoiceField(label=_("Kind of reference"), required=False)
    outside_number = _short(_("Number of the sender's letter"), most=60)
    outside_on = forms.DateField(
        label=_("Date of the letter"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    looked_alike = forms.BooleanField(required=False)
    call = forms.CharField(required=False, max_length=20)  # what brought it, see `doorstep`
    language = forms.CharField(required=False, max_length=2)

    def __init__(self, *args: Any, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["master"] = fields.CaseNumber(by)
        self.fields["master"].required = False
        self.fields["phone"].widget.attrs["autofocus"] = True
        self._choose("category", offers.category_choices())
        if by.role in CENTRES:
            channel = self.fields["channel"]
            assert isinstance(channel, forms.ChoiceField)
            channel.choices, channel.initial = [(Case.Channel.CSC.value, Case.Channel.CSC.label)], Case.Channel.CSC
        self._choose("filer_relation", offers.listed("relations"))
        self._choose("exclusion", offers.exclusion_choices())
        self._choose("stream", offers.stream_choices())
        for at in range(1, MORE_COMPLAINANTS + 1):
            self.fields[f"also_name_{at}"] = _short(_("Name"))
            self.fields[f"also_phone_{at}"] = fields.Phone(label=_("Phone"), required=False)

    def _choose(self, name: str, listed: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", fields.PICK), *listed]

    def clean(self) -> dict[str, object]:
        """See what belongs together: a phone or its want, a place or its want, an officer, the filer's name."""
        found: dict[str, object] = super().clean() or {}
        if not found.get("phone") and not found.get("no_phone") and "phone" not in self.errors:
            self.add_error("phone", gettext("Write the phone number, or tick that there is none."))
        if found.get("filer_phone") and not found.get("filer_name"):
            self.add_error("filer_name", gettext("Write the name of who files."))
        found["found_place"] = self._place(found)
        found["found_against"] = self._against(found)
        self._check_master(found)
        return found

    def _place(self, found: Mapping[str, object]) -> Place | None:
        if found.get("place_unknown"):
            return None
        place, options = offers.place_of(str(found.get("place") or ""), str(found.get("place_word") or ""))
        if place is None and options:
            self.add_error("place_word", gettext("Several places are called so. Choose one from the list."))
        elif place is None and found.get("place_word"):
            self.add_error("place_word", gettext("No such place was found. Write the nearest market, thana or PIN."))
        elif place is None:
            self.add_error("place_word", gettext("Write the place, or tick that it is unknown."))
        return place

    def _check_master(self, found: Mapping[str, object]) -> None:
        master = found.get("master")
        if not isinstance(master, Case) or found.get("kind") != "grievance":
            return
        try:
            masters.check(master)
            if not found.get("sealed") and found.get("found_against") is None:
                masters.check_same(likeness.of_filing(self.filing("")), master, at=timezone.now())
        except Refused as refused:
            self.add_error("master", str(refused.message))

    def _against(self, found: Mapping[str, object]) -> Post | None:
        post, _options = offers.post_of(str(found.get("against") or ""), str(found.get("against_word") or ""))
        if found.get("against_word") and post is None:
            self.add_error("against_word", gettext("Choose the officer from the list."))
        return post

    def filing(self, role: str) -> Filing:
        """Return what was written as the one thing that every door hands in."""
        get = self.cleaned_data.get
        place: Place | None = get("found_place")
        return Filing(
            kind=str(get("kind")),
            category=str(get("category")),
            text=str(get("text")),
            channel=Case.Channel.CSC if role in CENTRES else str(get("channel")),
            complainants=self._complainants(),
            district=place.district if place else None,
            place=place,
            landmark=str(get("landmark") or ""),
            filed_by=self._filer(),
            opposite=self._opposite(),
            exclusion=str(get("exclusion") or ""),
            article=str(get("article") or "") if get("kind") == "information" else "",
            sealed=bool(get("sealed")) or get("found_against") is not None,
            against=get("found_against"),
            master=get("master"),
            counter=get("channel") != Case.Channel.CALL,
            stream=str(get("stream") or ""),
            outside_number=str(get("outside_number") or ""),
            outside_on=get("outside_on"),
        )

    def _language(self) -> str:
        """Return the language to write in: Urdu to who wrote in its letters, else the page's."""
        return "ur" if urdu.is_mostly(str(self.cleaned_data.get("text") or "")) else get_language() or "hi"

    def _complainants(self) -> list[Someone]:
        get = self.cleaned_data.get
        first = Someone(
            name=str(get("name")),
            phone=str(get("phone") or ""),
            other_phone=str(get("other_phone") or ""),
            address=str(get("address") or ""),
            language=str(get("language") or self._language()),
            phone_owner=str(get("phone_owner") or ""),
            best_time=str(get("best_time") or ""),
            safe_to_call=not get("unsafe_to_call"),
        )
        names = [(get(f"also_name_{at}"), get(f"also_phone_{at}")) for at in range(1, MORE_COMPLAINANTS + 1)]
        return [first, *(Someone(name=str(name), phone=str(phone or "")) for name, phone in names if name)]

    def _filer(self) -> Someone | None:
        get = self.cleaned_data.get
        if not get("filer_name"):
            return None
        return Someone(
            name=str(get("filer_name")),
            phone=str(get("filer_phone") or ""),
            relation=str(get("filer_relation") or ""),
            consents=bool(get("filer_has_consent")),
        )

    def _opposite(self) -> list[Someone]:
        get = self.cleaned_data.get
        if not get("opposite_name"):
            return []
        name, phone, address = (str(get(f"opposite_{part}") or "") for part in ("name", "phone", "address"))
        return [Someone(name=name, phone=phone, address=address)]
