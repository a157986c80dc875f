"""What was told, read back in everyday words, each line with the screen on which it can be put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.hearings import named, screens
from shramsetu.lib import phone, text
from shramsetu.lib.money import rupees
from shramsetu.places import queries as places

LABELS: Mapping[str, str | Promise] = {
    "matter": _("What it is about"),
    "cause_on": _("The day"),
    "cause_until": _("The last time"),
    "report_on": _("Paper that no terms were found"),
    "text": _("In your words"),
    "amount": _("Money due"),
    "reliefs": _("What you want"),
    "opposite": _("Employer or contractor"),
    "opposite_address": _("Their address"),
    "opposite_phone": _("Their phone"),
    "district": pgettext_lazy("portal", "District"),
    "work": _("Work"),
    "work_place": _("Place of the work"),
    "late_reason": _("Why it comes only now"),
    "name": _("Name"),
    "phone": _("Mobile number"),
    "address": _("Address"),
    "members": _("All who claim"),
    "published": pgettext_lazy("hearing", "Name in the public list"),
}
DAYS, PHONES = ("cause_on", "cause_until", "report_on"), ("opposite_phone", "phone")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told: its label, what was said, and the screen that asks it."""

    label: str
    said: str
    screen: str


def read_back(told: Mapping[str, object], *, today: date) -> list[Line]:
    """Return what was told, in the order of the screens; what was left empty is left out."""
    found = []
    for name in screens.asked(told, today=today):
        for field in screens.SCREENS[name].form.base_fields:
            value = told.get(field)
            if field in LABELS and value not in (None, "", []):
                found.append(Line(str(LABELS[field]), _said(field, value), name))
    return found


def _said(name: str, value: object) -> str:  # noqa: PLR0911 - a line for each kind
    book, language = rulebook.book().law, named.language()
    if name == "matter":
        return book.matter(str(value)).ask.say(language)
    if name == "reliefs" and isinstance(value, list):
        return ", ".join(book.reliefs[one].plain.say(language) for one in value if one in book.reliefs)
    if name == "district":
        return places.district(int(str(value))).name(language)
    if name in DAYS:
        return text.dated(date.fromisoformat(str(value)), language)
    if name in PHONES:
        return phone.shown(str(value))
    if name == "amount" and isinstance(value, int):
        return rupees(value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return str(value)
