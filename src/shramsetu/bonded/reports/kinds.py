"""Every report by its slug: what it is called, what it is for, who makes it, whether it is of one district."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.reports import (
    affidavit,
    backlog,
    extract,
    halfyear,
    monthly,
    portal,
    registers,
    scorecard,
    tracks,
)
from shramsetu.bonded.reports.asked import Builder
from shramsetu.bonded.reports.outward import Table, Tables
from shramsetu.bonded.reports.words import AGES


@dataclass(frozen=True, slots=True)
class Kind:
    """One report. `state_only`: it has a meaning for whole parts of the state alone.

    `outward` names the tables that may leave the circle, with small counts withheld; without any the report stays.
    """

    slug: str
    title: str | Promise
    about: str | Promise
    build: Builder
    state_only: bool = False
    outward: Tables = field(default_factory=dict)


_AGES = len(AGES)
_AFFIDAVIT = {
    0: Table(
        persons=range(1, 4 + _AGES), sums=[(1, 2, 3), (3, *range(4, 4 + _AGES))]
    ),  # released = paid + unpaid; unpaid by age
    1: Table(persons=range(1, 2 + _AGES), sums=[(1 + _AGES, *range(1, 1 + _AGES))]),
}
_HALF_YEAR = {0: Table(persons=(1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13), follows={7: 6})}
_PORTAL = {
    0: Table(persons=(1, 2, 4), rest=6, follows={3: 2, 5: 4}),
    1: Table(),
    2: Table(persons=(6,), totals=False),
}
_BACKLOG = {0: Table(persons=range(1, 6), sums=[range(1, 6)]), 1: Table(persons=range(1, 6), sums=[range(1, 6)])}
_EXTRACT = {0: Table()}  # no row of it stands for fewer as it is
_ALL = (
    Kind("register-a", _("Register of freed labourers"), _("Rule 7(a) of 1976"), registers.freed),
    Kind("register-b", _("Register of occupation and income"), _("Rule 7(b) of 1976"), registers.occupations),
    Kind("register-c", _("Register of benefits"), _("Rule 7(c) of 1976"), registers.benefits),
    Kind("register-d", _("Register of cases"), _("Rule 7(d) of 1976"), registers.cases),
    Kind(
        "summary-trials",
        _("Register of summary trials"),
        _("BNSS, section 286: ten particulars"),
        tracks.summary_register,
    ),
    Kind("monthly", _("Monthly sheet"), _("What is pending by clock, what was done, who is unpaid"), monthly.report),
    Kind(
        "affidavit",
        _("Released, paid and unpaid"),
        _("For the Supreme Court, with reason and age"),
        affidavit.report,
        outward=_AFFIDAVIT,
    ),
    Kind(
        "backlog",
        _("Old backlog"),
        _("Those of earlier registers, by year of release"),
        backlog.report,
        outward=_BACKLOG,
    ),
    Kind(
        "half-year-report",
        _("Half-yearly report"),
        _("To the National Human Rights Commission"),
        halfyear.report,
        outward=_HALF_YEAR,
    ),
    Kind(
        "national-portal",
        _("National portal"),
        _("The set that the Commission asked for in 2021"),
        portal.report,
        outward=_PORTAL,
    ),
    Kind("scorecard", _("Scorecard"), _("Speed and payment by district and mandal"), scorecard.report, state_only=True),
    Kind(
        "extract",
        _("Anonymous extract"),
        _("Every row alike with ten others"),
        extract.report,
        state_only=True,
        outward=_EXTRACT,
    ),
)
KINDS: Mapping[str, Kind] = {one.slug: one for one in _ALL}
