"""How the reports write a value: a day, a share, a word of the rulebook, yes or no."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import rights
from shramsetu.bonded.models import Survivor
from shramsetu.casework.sheets import Cell
from shramsetu.lib import clock
from shramsetu.lib.money import PAISE
from shramsetu.rulebook.basis import Text

REASONS = {
    "no_certificate": _("The release certificate is not issued yet"),
    "not_proposed": _("No proposal was made"),
    "no_account": _("No bank account, and no cheque"),
    "not_sanctioned": _("Proposed, not sanctioned"),
    "not_sent": _("Sanctioned, not sent to the bank"),
    "at_bank": _("With the bank"),
    "returned": _("Returned by the bank"),
    "refused": _("Sanction refused"),
    "waived": _("The District Magistrate found that it cannot be paid"),
    "untraceable": _("Cannot be traced"),
    "died": _("Died; due to the heirs"),
}
AGES = {
    "week": _("Up to 7 days"),
    "month": _("8 to 30 days"),
    "quarter": _("31 to 90 days"),
    "year": _("91 days to a year"),
    "older": _("Over a year"),
}


def day(at: datetime | None) -> Cell:
    """Return the day of an instant in Kolkata."""
    return None if at is None else clock.day(at)


def on(when: date | None) -> str:
    """Write a day as figures."""
    return "" if when is None else f"{when:%d-%m-%Y}"


def rupees(paise: int) -> Cell:
    """Return an amount in rupees; whole where it is."""
    return paise // PAISE if paise % PAISE == 0 else paise / PAISE


def said(texts: dict[str, Text], slug: str) -> str:
    """Return a word of the rulebook in Hindi, the slug where it is not known."""
    return texts[slug].hi if slug in texts else slug


def sector(slug: str) -> str:
    """Return the word for a kind of work, as it may be said of a person by code name."""
    return said(dict(rulebook.book().bonded.sectors), rights.sector(slug))


def sections(slugs: Sequence[str]) -> str:
    """Return offences, short: what stands before the colon."""
    offences = dict(rulebook.book().bonded.offences)
    return ", ".join(said(offences, slug).partition(":")[0] for slug in slugs)


def sex(row: Survivor) -> str:
    """Return sex and majority in two words."""
    grown = gettext("minor") if row.minor_at_release else gettext("adult")
    return f"{row.get_sex_display()}, {grown}"
