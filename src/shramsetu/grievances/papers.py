"""What the printed papers hold: slip, case sheet, report, field list, meeting sheet, letter of explanation."""

import io
from datetime import datetime, timedelta

import segno
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from shramsetu import rulebook
from shramsetu.casework import casefile as common
from shramsetu.casework import flow, queries, redlist, sealing, timeline
from shramsetu.casework.models import OPEN, Case, Duty, Party
from shramsetu.grievances import casefile
from shramsetu.grievances.models import Explanation, Report
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post

FIELD_MOST = 40
MEETING_DAYS = 7
ROWS = ("district", "place", "department", "holder", "parent")


def qr(address: str, *, scale: int = 3) -> SafeString:
    """Draw `address` as a QR code in SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=scale, border=1, xmldecl=False, svgns=True)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by the library from modules alone


def track(number: str) -> str:
    """Return the path of the page on which everybody with the number sees how far a case is."""
    try:
        return reverse("portal:case", args=[number])
    except NoReverseMatch:
        return f"/?number={number}"


def qr_rows(address: str) -> str:
    """Return the QR code of `address` as a device without a network draws it: each row as a figure of base 16."""
    rows = segno.make(address, error="m").matrix_iter(border=1)
    return ".".join(f"{int(''.join('1' if dark else '0' for dark in row), 2):x}" for row in rows)


def slip(case: Case) -> dict[str, object]:
    """Return the slip of the leading complainant: number, code, who has it, until when."""
    party = Party.objects.filter(case=case, part=Party.Part.COMPLAINANT).order_by("seat").first()
    return {"case": case, "code": queries.slip_code(party, case) if party else ""}


def sheet(case: Case) -> dict[str, object]:
    """Return the whole case on paper, phones masked."""
    panels = casefile.panels(case) if case.kind != "explanation" else []
    words = next((one.context for one in panels if one.template == casefile.WORDS), {})
    return {
        "case": case,
        "state": flow.flow_of(case.kind).by_name[case.state],
        "kind": flow.flow_of(case.kind),
        "category": rulebook.book().categories.get(case.category),
        "words": words,
        "parties": common.parties(case),
        "why": common.why(case),
        "story": timeline.story(case, timeline.entries(case)),
        "reports": casefile.reports(case),
        "closures": casefile.closing(case)["closures"],
    }


def action_taken(case: Case) -> dict[str, object]:
    """Return the last action-taken report; None under `report` where there is none yet."""
    reports = [one for one in casefile.reports(case) if one.report.kind == Report.Kind.FINAL]
    return {**sheet(case), "report": reports[0] if reports else None}


def explanation(case: Case) -> dict[str, object]:
    """Return the letter that calls for an explanation."""
    row = Explanation.objects.select_related("issued_by", "user", "case__parent").get(pk=case.pk)
    causes = rulebook.book().choices.get("explanation_causes", {})
    cause = causes.get(row.cause.replace("_", "-"))
    return {"case": case, "explanation": row, "cause": cause.title if cause else row.cause, "parent": case.parent}


def field_list(post: Post, by: Actor) -> list[dict[str, object]]:
    """Return what the post goes out for today, by place: complaints it holds and enquiries marked to it."""
    held = Case.objects.filter(holder=post, phase=OPEN).select_related(*ROWS, "parent__place", "parent__district")
    rows: list[dict[str, object]] = []
    for case in held.order_by("due_at", "id")[:FIELD_MOST]:
        duty = Duty.objects.filter(pk=case.pk).first() if case.kind == "duty" else None
        about = case.parent if duty and case.parent else case
        if about.kind == "grievance":
            rows.append(
                {
                    "case": about,
                    "category": rulebook.book().categories[about.category],
                    "due_at": case.due_at,
                    "task": sealing.unveiled(about, duty.text) if duty else "",
                    "is_duty": bool(duty),
                }
            )
    return sorted(rows, key=lambda row: str(getattr(row["case"], "place_id", "")))


def enquiry_form(row: dict[str, object]) -> dict[str, object]:
    """Return what one page of the field list needs beyond its line."""
    case = row["case"]
    assert isinstance(case, Case)
    words = casefile.panels(case)[0].context
    return {
        **row,
        "words": words,
        "parties": common.parties(case),
    }


def meeting(by: Actor, *, at: datetime) -> dict[str, object]:
    """Return the sheet for the review meeting: what is over its time below the post, and what comes due this week.

    `more_late` and `more_coming` tell that there is more than a sheet holds.
    """
    until = clock.bounds(clock.day(at) + timedelta(days=MEETING_DAYS))[1]
    visible = queries.cases_visible_to(by).select_related(*ROWS)
    coming = list(
        visible.filter(phase=OPEN, due_at__gt=at, due_at__lt=until).order_by("due_at", "id")[: FIELD_MOST + 1]
    )
    late = redlist.overdue(by, at=at)
    return {
        "late": _matters(late[: redlist.SHOWN]),
        "more_late": len(late) > redlist.SHOWN,
        "coming": _matters(coming[:FIELD_MOST]),
        "more_coming": len(coming) > FIELD_MOST,
        "at": at,
        "until": until,
    }


def _matters(cases: list[Case]) -> list[dict[str, object]]:
    """Return each case with its category, which stays unsaid of a sealed one."""
    categories = rulebook.book().categories
    return [{"case": case, "category": None if case.sealed else categories.get(case.category)} for case in cases]
