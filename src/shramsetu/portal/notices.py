"""The versions of the privacy notice; what was agreed to is known by its number."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Notice:
    """One version: since when it holds, what changed, and the template with its words."""

    version: int
    from_on: date
    change: str | Promise
    template: str


NOTICES = (
    Notice(1, date(2025, 1, 1), _("First version"), "portal/privacy/1.html"),
    Notice(2, date(2026, 11, 24), _("It says where complaints go on to: IGRS, 112, WhatsApp"), "portal/privacy/2.html"),
)


def current(on: date) -> Notice:
    """Return the notice in force on `on`."""
    return [one for one in NOTICES if one.from_on <= on][-1]
