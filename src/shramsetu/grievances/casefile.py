"""What a complaint shows on the page of its case: its words, its reports with checks and flags, its calls."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.casework.casefile import parties
from shramsetu.casework.models import Case
from shramsetu.casework.panels import Panel
from shramsetu.casework.timeline import title
from shramsetu.files import queries as files
from shramsetu.grievances.actions import numbering
from shramsetu.grievances.models import (
    Check,
    Explanation,
    Feedback,
    Grievance,
    Reference,
    Report,
    SpecialClosure,
    Spoken,
)
from shramsetu.grievances.sentences import FLAGS, RESULTS
from shramsetu.grievances.words import EVIDENCE
from shramsetu.lib import numbers
from shramsetu.offices import roster

WORDS = "grievances/panel_words.html"


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report as the page shows it, its words opened."""

    report: Report
    text: str
    post: str
    evidence: Mapping[str, str]
    flags: list[str | Promise]
    checks: list[Check]


def panels(case: Case, speaker: str = "") -> list[Panel]:
    """Return the panels of a complaint; `speaker` is who reads the words of the call aloud."""
    grievance = Grievance.objects.select_related("case__reference").get(pk=case.pk)
    came: Reference | None = getattr(grievance.case, "reference", None)
    book = rulebook.book()
    category = book.categories.get(case.category)
    words = {
        "stream": book.streams.streams.get(case.reference_kind),
        "own_number": numbering.said(case, came),
        "outside_number": sealing.unveiled(case, came.outside_number) if came else "",
        "outside_on": came.outside_on if came else None,
        "grievance": grievance,
        "text": sealing.unveiled(case, grievance.text),
        "landmark": sealing.unveiled(case, grievance.landmark),
        "exclusion": book.exclusions.get(grievance.exclusion),
        "article": book.articles.get(grievance.article),
        "demanded": [EVIDENCE[kind] for kind in category.evidence] if category else [],
    }
    given = reports(case)
    reported = {"reports": given, "has_final": any(one.report.kind == Report.Kind.FINAL for one in given)}
    return [
        *_spoken(case),
        Panel("words", WORDS, words),
        Panel("reports", "grievances/panel_reports.html", reported),
        Panel("reports", "grievances/panel_closing.html", closing(case)),
        Panel("side", "grievances/panel_calls.html", _calls(case, speaker)),
    ]


def _spoken(case: Case) -> list[Panel]:
    """Return the panel to hear and type what was said, while the words do not count yet."""
    if case.state not in ("typing", "reading_back"):
        return []
    row = Spoken.objects.get(pk=case.pk)
    typed = {"typed": sealing.unveiled(case, row.text), "notes": files.speaking(case.stream), "case": case}
    return [Panel("words", "grievances/panel_spoken.html", typed)]


def reports(case: Case) -> list[ShownReport]:
    """Return the reports with their checks, the latest first."""
    rows = Report.objects.filter(case=case).prefetch_related("checks").order_by("-at", "-id")
    held = roster.current()
    return [_shown(case, report, held) for report in rows]


def _shown(case: Case, report: Report, held: roster.Snapshot) -> ShownReport:
    return ShownReport(
        report=report,
        text=sealing.unveiled(case, report.text),
        post=title(held, report.post_id),
        evidence={name: sealing.unveiled(case, str(value)) for name, value in report.evidence.items()},
        flags=[FLAGS.get(flag, flag) for flag in report.flags],
        checks=sorted(report.checks.all(), key=lambda check: check.at),
    )


def closing(case: Case) -> dict[str, object]:
    """Return the special closures proposed in this case, with ground and reason opened."""
    rows = SpecialClosure.objects.filter(case=case).order_by("-proposed_at")
    grounds, held = rulebook.book().grounds, roster.current()
    shown = [
        {
            "closure": row,
            "ground": grounds[row.ground].title if row.ground in grounds else row.ground,
            "reason": sealing.unveiled(case, row.reason),
            "decision": sealing.unveiled(case, row.decision),
            "proposer": title(held, row.proposed_post_id),
            "decider": title(held, row.decided_post_id),
        }
        for row in rows
    ]
    return {"closures": shown}


def _calls(case: Case, speaker: str) -> dict[str, object]:
    calls = Feedback.objects.filter(case=case).order_by("-at")
    shown = [
        {"call": call, "result": RESULTS.get(call.result, call.result), "text": sealing.unveiled(case, call.text)}
        for call in calls
    ]
    script = _script(case, speaker) if case.state == "awaiting_feedback" else []
    return {"calls": shown, "script": script, "state": case.state}


def _script(case: Case, speaker: str) -> list[dict[str, object]]:
    """Return the words of the feedback call with the names, the number and the report in them."""
    answer = Report.objects.filter(case=case, kind=Report.Kind.FINAL).order_by("-at", "-id").first()
    values = {
        "name": speaker,
        "complainant": next((one.name for one in parties(case) if one.party.leads), ""),
        "number": numbers.spaced(case.number),
        "summary": sealing.unveiled(case, answer.text) if answer else "",
        "post": gettext("the next officer"),
        "date": gettext("the time that the rule gives"),
    }
    language = get_language() or "hi"
    return [
        {"say": line.say.say(language).format_map(values), "answers": line.answers, "note": line.note}
        for line in rulebook.book().script
    ]


def explanation_panels(case: Case) -> list[Panel]:
    """Return the panel of an explanation called for."""
    explanation = Explanation.objects.select_related("issued_by", "user").get(pk=case.pk)
    causes = rulebook.book().choices.get("explanation_causes", {})
    cause = causes.get(explanation.cause.replace("_", "-"))
    context = {"explanation": explanation, "cause": cause.title if cause else explanation.cause, "parent": case.parent}
    return [Panel("words", "grievances/panel_explanation.html", context)]
