"""Forms of the outgoing calls: a new campaign, and when to call again."""

import csv
from datetime import datetime
from itertools import islice
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import calling, fields
from shramsetu.helpline.actions.campaigns import Person, Plan
from shramsetu.helpline.models import Campaign
from shramsetu.helpline.queries import menus
from shramsetu.helpline.words import said
from shramsetu.lib import clock
from shramsetu.lib.phone import BadPhone, normalise

LIST = "list"
ROLL = "roll:"
LIST_BYTES = 2_000_000
WRONG_SHOWN = 5


def _sources() -> list[tuple[str, object]]:
    rolls = ((ROLL + one.key, one.label) for one in calling.rolls())
    return [*((one.key, one.label) for one in calling.named()), *rolls, (LIST, _("A list that I bring (CSV)"))]


def _districts() -> list[tuple[str, object]]:
    return [("", _("The whole state")), *((code, name) for code, name in fields.district_choices() if code)]


def _lines() -> list[tuple[str, str]]:
    return [(slug, said(line.name)) for slug, line in rulebook.book().helpline.lines.items()]


def _boards() -> list[tuple[str, str]]:
    return [(slug, said(board.name)) for slug, board in rulebook.book().helpline.boards.items()]


def _voices() -> list[tuple[str, object]]:
    book = rulebook.book().helpline
    own = {line.menu for line in book.lines.values()}
    voices = [(slug, said(one.title)) for slug, one in book.menus.items() if slug not in own]
    return [("", _("None")), *voices]


def _is_listed(source: str) -> bool:
    return source == LIST or source.startswith(ROLL)


class CampaignForm(forms.Form):
    """Whom to call, why, how and when."""

    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    source = forms.ChoiceField(label=_("Whom to call"), choices=_sources)
    district = forms.ChoiceField(label=_("District"), choices=_districts, required=False)
    people = forms.FileField(
        label=_("List (CSV)"),
        required=False,
        help_text=_("First line: phone,language. One person a line; language hi, en or a dialect."),
    )
    is_service = forms.BooleanField(
        label=_("These calls serve the people called; nothing is advertised"),
        required=False,
    )
    boards = forms.MultipleChoiceField(
        label=_("Only of these boards"), choices=_boards, required=False, widget=forms.CheckboxSelectMultiple
    )
    mode = forms.ChoiceField(label=_("How to call"), choices=Campaign.Mode.choices)
    line = forms.ChoiceField(label=_("Line"), choices=_lines)
    menu_slug = forms.ChoiceField(label=_("Recorded voice"), choices=_voices, required=False)
    falls_back = forms.BooleanField(label=_("The recorded voice helps when seats are short"), required=False)
    lines = forms.IntegerField(
        label=_("Lines of the recorded voice at once"), required=False, validators=[MinValueValidator(1)]
    )
    opens = forms.TimeField(label=_("Not before"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=_("Not after"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    agents = forms.IntegerField(label=_("Operators who call"), min_value=1, initial=10)

    def clean(self) -> dict[str, object]:
        """See that a list is there, serves those called, and that a recorded voice has its words."""
        found: dict[str, Any] = super().clean() or {}
        if _is_listed(str(found.get("source"))):
            if not found.get("is_service"):
                self.add_error("is_service", gettext("Only calls that serve the people called may be made."))
            if "people" not in self.errors:
                found["phones"] = self._listed(found)
        voiced = found.get("mode") == Campaign.Mode.AUTOMATIC or found.get("falls_back")
        if voiced and not found.get("menu_slug"):
            self.add_error("menu_slug", gettext("Choose what the recorded voice says."))
        elif voiced and menus.in_force(str(found.get("menu_slug"))) is None:
            self.add_error("menu_slug", gettext("This menu is not published yet."))
        return found

    def plan(self) -> Plan:
        """Return the campaign as it was asked for."""
        data = self.cleaned_data
        listed = _is_listed(data["source"])
        return Plan(
            name_hi=data["name_hi"],
            name_en=data["name_en"],
            kind=LIST if listed else calling.get(data["source"]).kind,
            mode=data["mode"],
            line=data["line"],
            audience="" if listed else data["source"],
            answers={"district": data["district"]} if data["district"] else {},
            phones=data.get("phones", ()),
            boards=data["boards"],
            menu_slug=data["menu_slug"],
            opens=data["opens"],
            closes=data["closes"],
            lines=data["lines"] or 0,
            falls_back=bool(data["falls_back"]),
        )

    def _listed(self, found: dict[str, Any]) -> list[Person]:
        """Return the people of the file that was brought, or of the roll as it stands now."""
        if found["source"] == LIST:
            return self._phones(found.get("people"))
        at, key = timezone.now(), str(found["source"]).removeprefix(ROLL)
        most = rulebook.book().number("helpline.campaign_people_max", clock.day(at))
        roll = next(one for one in calling.rolls() if one.key == key)
        answers = {"district": found["district"]} if found.get("district") else {}
        people = [Person(one.phone, one.language) for one in islice(roll.people(answers, at), most)]
        if not people:
            self.add_error("source", gettext("Nobody is on this list just now."))
        return people

    def _phones(self, file: UploadedFile | None) -> list[Person]:
        if file is None:
            self.add_error("people", gettext("Bring the list as a CSV file."))
            return []
        if file.size is None or file.size > LIST_BYTES:
            self.add_error("people", gettext("The file is too large."))
            return []
        people, wrong = read_list(file.read().decode("utf-8-sig", errors="replace"))
        most = rulebook.book().number("helpline.campaign_people_max", clock.day(timezone.now()))
        if wrong:
            told = ", ".join(str(number) for number in wrong[:WRONG_SHOWN])
            self.add_error("people", gettext("No telephone number in these lines: %(lines)s") % {"lines": told})
        elif not people:
            self.add_error("people", gettext("The list is empty."))
        elif len(people) > most:
            self.add_error("people", gettext("At most %(most)s people in one list.") % {"most": most})
        return people


class LaterForm(forms.Form):
    """When the person wants to be called."""

    until = forms.DateTimeField(
        label=_("Call again at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def clean_until(self) -> datetime:
        """Refuse a time that is past."""
        until: datetime = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(gettext("This time is past. Write a later one."))
        return until


def read_list(text: str) -> tuple[list[Person], list[int]]:
    """Return the people of a CSV with a head line, and the numbers of the lines without a telephone number."""
    tongues = rulebook.book().helpline.languages
    people: dict[str, Person] = {}
    wrong: list[int] = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            phone = normalise(row.get("phone") or "")
        except BadPhone:
            wrong.append(number)
            continue
        language = (row.get("language") or "").strip()
        people[phone] = Person(phone, language if language in tongues else "hi")
    return list(people.values()), wrong
