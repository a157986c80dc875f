"""Every report by its slug: what it is called, what it is for, who makes it, whether it is of one district."""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Kind:
    """One report. `state_only`: it has a meaning for whole parts of the state alone."""

    slug: str
    title: str | Promise
    about: str | Promise
    build: Builder
    state_only: bool = False


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
        "affidavit", _("Released, paid and unpaid"), _("For the Supreme Court, with reason and age"), affidavit.report
    ),
    Kind("backlog", _("Old backlog"), _("Those of earlier registers, by year of release"), backlog.report),
    Kind("half-year-report", _("Half-yearly report"), _("To the National Human Rights Commission"), halfyear.report),
    Kind("national-portal", _("National portal"), _("The set that the Commission asked for in 2021"), portal.report),
    Kind("scorecard", _("Scorecard"), _("Speed and payment by district and mandal"), scorecard.report, state_only=True),
    Kind("extract", _("Anonymous extract"), _("Every row alike with ten others"), extract.report, state_only=True),
)
KINDS: Mapping[str, Kind] = {one.slug: one for one in _ALL}
