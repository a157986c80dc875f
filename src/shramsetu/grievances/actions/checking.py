"""The quality desk: every report is read against its evidence before anyone calls the complainant."""

from datetime import datetime

from django.db import transaction

from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances import queries
from shramsetu.grievances.actions import masters, ways
from shramsetu.grievances.models import Check, Grievance, Report
from shramsetu.grievances.words import SAY
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role


@effect("pass_check", "grievance")
def pass_check(move: Move) -> To:
    """Pass the report; the complainant is called next. The worst grade never passes."""
    if move.text("grade") == "C":
        raise Refused(SAY["grade_c_cannot_pass"], "grade")
    _write(move, passed=True)
    to = ways.to_desk(move.case, "awaiting_feedback", role=Role.FEEDBACK, at=move.at, key="feedback.days")
    to.facts = {"grade": move.text("grade")}
    to.tells = [Tell("feedback-coming", "complainant")]
    to.after.append(lambda: masters.release(move.case, at=move.at))
    return to


@effect("return_report", "grievance")
def return_report(move: Move) -> To:
    """Send the report back to the officer of its level with grade and reasons, and a short new limit."""
    case = move.case
    _write(move, passed=False)
    return To(
        "with_officer",
        holder=ways.answerable(case, case.level, at=move.at),
        due=ways.figure_due("grievances.returned_report_days", at=move.at, case=case),
        facts={"grade": move.text("grade")},
        private={"reason": move.text("reason")},
        tells=[Tell("report-returned", "complainant"), Tell("officer-report-returned", "holder")],
    )


def _write(move: Move, *, passed: bool) -> None:
    report = queries.last_report(move.case)
    assert report is not None
    reasons = sealing.veiled(move.case, move.text("reason"))
    Check(report=report, passed=passed, grade=move.text("grade"), reasons=reasons, by=move.by.key, at=move.at).save(
        force_insert=True
    )


@transaction.atomic
def verify_second(case: Case, *, grade: str, passed: bool, reasons: str, by: Actor, at: datetime) -> Check:
    """Record the second verification of a closed case that the daily random sample drew.

    A failed one is evidence of fake disposal: the post above the reporting officer is told by the figures, and may
    call for an explanation. Raises Refused when it was verified before, or by whoever wrote or checked the report: the
    second look is another person's.
    """
    report = queries.last_report(case)
    if report is None:
        raise Refused(SAY["no_report"])
    if by.user_id in queries.hands_in(case):
        raise Refused(SAY["own_check"])
    won = Grievance.objects.filter(pk=case.pk, second_verified_at=None).update(second_verified_at=at)
    if not won:
        raise Refused(SAY["verified_before"])
    check = Check(report=report, passed=passed, grade=grade, reasons=reasons, second=True, by=by.key, at=at)
    check.save(force_insert=True)
    journal.append(
        f"second:{case.number}",
        "verify_second",
        by=by,
        at=at,
        detail={"grade": grade, "passed": passed, **_counted(case, report)},
        private={"reason": reasons} if reasons else None,
    )
    return check


def _counted(case: Case, report: Report) -> dict[str, object]:
    """Return what the figures need of a second verification: where the case belongs, and whose report it was."""
    return {
        "kind": case.kind,
        "category": case.category,
        "district": case.district_id,
        "department": case.department_id,
        "sealed": case.sealed,
        "level": report.level,
        "holder": report.post_id,
    }
