"""The verbs of the three-year survey, and of reports that are handed in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from shramsetu.bonded import powers
from shramsetu.bonded.actions import districts, duties, firststeps
from shramsetu.bonded.models import Filing, Survey
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place

SURVEY, HALF_YEAR = "survey", "half-year-report"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a survey counted and cost."""

    from_on: date
    to_on: date
    agency: str
    sites: int
    households: int
    workers: int
    found: int
    cost_paise: int
    findings: str = ""


@transaction.atomic
def record(
    district: Place, counted: Counted, *, replaces: Survey | None = None, reason: str = "", by: Actor, at: datetime
) -> Survey:
    """Record a survey; the next one is due three years after its end.

    A wrong one is replaced with a reason, never changed. Raises Refused.
    """
    powers.need_here(by, district.pk)
    if replaces is not None and replaces.district_id != district.pk:
        raise Refused(gettext("That survey is of another district."))
    if replaces is not None and not reason.strip():
        raise Refused(gettext("Write why the survey is replaced."), "reason")
    if counted.to_on > clock.day(at):
        raise Refused(gettext("The survey is not over yet."), "to_on")
    if not counted.sites and not counted.households:
        raise Refused(gettext("Which saw no site and no household is no survey."), "sites")
    if replaces is not None and hasattr(replaces, "replaced_by"):
        raise Refused(gettext("This survey was replaced already."))
    parent = districts.parent(district, at=at)
    values = {name: getattr(counted, name) for name in Counted.__dataclass_fields__}
    values["findings"] = sealing.veiled(parent, counted.findings)
    why = sealing.veiled(parent, reason.strip())
    survey = Survey(district=district, replaces=replaces, reason=why, recorded_by=by.key, recorded_at=at, **values)
    survey.save(force_insert=True)
    newest = _newest(district, survey)
    duties.done(parent, firststeps.SURVEY, at=at, by=by)
    duties.done(parent, SURVEY, at=at)
    duties.start(parent, SURVEY, from_at=clock.moment(newest), by=by, at=at, district=district)
    detail: dict[str, object] = {
        "survey": survey.pk,
        "to": counted.to_on,
        "sites": counted.sites,
        "found": counted.found,
    }
    if replaces is not None:
        detail |= {"replaces": replaces.pk}
    journal.append(f"surveys:{district.pk}", "record_survey", by=by, at=at, detail=detail)
    return survey


@transaction.atomic
def hand_in(report: str, *, district: Place | None, as_of: date, sha256: str, by: Actor, at: datetime) -> Filing:
    """Note that a report was handed in, with the digest of its spreadsheet; once for each day that it is of."""
    found, made = Filing.objects.get_or_create(
        report=report,
        district=district,
        as_of=as_of,
        defaults={"sha256": sha256, "filed_by": by.key, "filed_at": at},
    )
    if made:
        detail = {"report": report, "as_of": as_of, "sha256": sha256}
        journal.append("bonded-reports", "hand_in", by=by, at=at, detail=detail)
        if report == HALF_YEAR:
            parent = districts.parent(None, at=at)
            duties.done(parent, HALF_YEAR, at=at, key=f"{as_of:%Y-%m}")
    return found


def _newest(district: Place, survey: Survey) -> date:
    rows = Survey.objects.filter(district=district, replaced_by=None).order_by("-to_on")
    newest: date | None = rows.values_list("to_on", flat=True).first()
    return newest or survey.to_on
