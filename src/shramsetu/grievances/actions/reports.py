"""Writing a report: the evidence it must rest on, the flags it raises, and where it goes from there."""

from collections.abc import Mapping

from django.conf import settings

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances import photos, queries, rules
from shramsetu.grievances.actions import masters, ways
from shramsetu.grievances.models import Report
from shramsetu.grievances.words import SAY, SAY_LACKING
from shramsetu.lib import clock, similar
from shramsetu.offices.models import Role


def check_evidence(move: Move) -> None:
    """Refuse a report that lacks what its category demands, naming each thing."""
    _demand(move.case, move.detail, "files")
    check_times(move)


def check_adopted(enquiry: Report, move: Move) -> None:
    """Refuse to make a report of an enquiry that lacks what the category demands: who approves it answers for it."""
    given = {
        "contacted_at": enquiry.contacted_at,
        "visited_at": enquiry.visited_at,
        "letter_number": enquiry.letter_number,
        **enquiry.evidence,
    }
    _demand(move.case, given, "text")


def _demand(case: Case, given: Mapping[str, object], field: str) -> None:
    demanded = rulebook.book().category(case.category).evidence
    lacking = rules.lacking_evidence(demanded, given, queries.evidence_purposes(case))
    if lacking:
        raise Refused(SAY_LACKING(lacking), field)


def check_times(move: Move) -> None:
    """Refuse a contact or visit that lies in the future."""
    contacted, visited = move.when("contacted_at"), move.when("visited_at")
    if any(when and when > move.at for when in (contacted, visited)):
        raise Refused(SAY["contact_in_future"], "contacted_at")


def write(move: Move, kind: str) -> Report:
    """Write the report's row with its flags; nothing is blocked by a flag."""
    case = move.case
    assert case.holder is not None
    text = move.text("text")
    mark = similar.fingerprint(text)
    report = Report(
        case=case,
        kind=kind,
        text=sealing.veiled(case, text),
        level=case.level,
        post_id=move.by.post_id or case.holder.pk,
        by=move.by.key,
        drafted_by=move.text("drafted_by"),
        at=move.at,
        contacted_at=move.when("contacted_at"),
        visited_at=move.when("visited_at"),
        letter_number=move.text("letter_number"),
        letter_on=move.day("letter_on"),
        expected_on=move.day("expected_on"),
        fingerprint=None if case.sealed else mark,
        evidence={name: sealing.veiled(case, move.text(name)) for name in _WRITTEN if move.text(name)},
        flags=_flags(move, text, kind),
    )
    report.save(force_insert=True)
    return report


_WRITTEN = ("statements", "bank_reference", "permission")


def adopt(enquiry: Report, move: Move) -> Report:
    """Make a final report of the subordinate's enquiry, with the officer's remarks under it."""
    case = move.case
    remarks = move.text("text")
    text = sealing.unveiled(case, enquiry.text)
    whole = f"{text}\n\n{remarks}" if remarks else text
    report = Report(
        case=case,
        kind=Report.Kind.FINAL,
        text=sealing.veiled(case, whole),
        level=case.level,
        post_id=move.by.post_id or enquiry.post_id,
        by=move.by.key,
        drafted_by=enquiry.by,
        at=move.at,
        contacted_at=enquiry.contacted_at,
        visited_at=enquiry.visited_at,
        letter_number=enquiry.letter_number,
        letter_on=enquiry.letter_on,
        evidence=enquiry.evidence,
        fingerprint=enquiry.fingerprint,
        flags=enquiry.flags,
    )
    report.save(force_insert=True)
    return report


def to_check(move: Move, report: Report) -> To:
    """Lead a final report to the quality desk, or straight to the feedback call where the sample skips it."""
    case = move.case
    percent = rulebook.book().sample_percent(case.category, clock.day(move.at))
    sampled = rules.is_sampled(case.number, percent, secret=settings.LOOKUP_KEY)
    if sampled or report.flags or case.sealed:
        key = "quality.urgent_hours" if case.urgent else "quality.days"
        to = ways.to_desk(case, "in_check", role=Role.QUALITY, at=move.at, key=key)
    else:
        to = ways.to_desk(case, "awaiting_feedback", role=Role.FEEDBACK, at=move.at, key="feedback.days")
        to.after.append(lambda: masters.release(case, at=move.at))
    to.facts, to.private = facts(report), private(move)
    to.tells = [Tell("reported", "complainant", post=report.post)]
    return to


def facts(report: Report) -> dict[str, object]:
    """Return what the entry says of a report: never its words."""
    return {"report": report.pk, "report_kind": report.kind, "flags": report.flags, "drafted_by": report.drafted_by}


def private(move: Move) -> dict[str, object]:
    """Return the words of a report for the erasable side of its entry."""
    return {"text": move.text("text")}


def _flags(move: Move, text: str, kind: str) -> list[str]:
    """Return why a second look is due: copied words, a doubtful photo, a report older than its visit."""
    case, visited, letter_on = move.case, move.when("visited_at"), move.day("letter_on")
    flags = []
    if not case.sealed and queries.copied_report(case, move.by.post_id, similar.fingerprint(text), at=move.at):
        flags.append("copied_text")
    flags += photos.flags(case, kind, visited or case.opened_at, move.at)
    if visited and letter_on and letter_on < clock.day(visited):
        flags.append("before_visit")
    return flags
