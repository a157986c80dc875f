"""Printed papers: HTML for the printer at the desk, PDF for what is signed and sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from shramsetu.casework import pdf
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.grievances import papers
from shramsetu.grievances.desk import COUNTER, FIELD, KINDS_HERE, OFFICERS, UPPER
from shramsetu.offices.access import DeskRequest, post_required


@post_required(*COUNTER)
@require_safe
def slip(request: DeskRequest, number: str) -> HttpResponse:
    """Print the slip for who stands at the counter: half a sheet, or a roll of 80 mm."""
    rows = Case.objects.select_related("holder__place", "district")
    case = casework.cases_visible_to(request.actor).filter(number=number).first()
    found = (
        get_object_or_404(rows, pk=case.pk)
        if case
        else get_object_or_404(rows, number=number, opened_by=request.actor.key)
    )
    address = request.build_absolute_uri(papers.track(number))
    page = {**papers.slip(found), "qr": papers.qr(address), "is_roll": request.GET.get("paper") == "80"}
    return render(request, "grievances/slip.html", page)


def _ours(request: DeskRequest, number: str) -> Case:
    """Return a case that has such papers: other kinds have their own."""
    case = case_for(request, number)
    if case.kind not in {*KINDS_HERE, "explanation"}:
        raise Http404(gettext("There is no such case, or it is not open to you."))
    return case


@post_required()
@require_safe
@of_case
def case_sheet(request: DeskRequest, number: str) -> HttpResponse:
    """Give the case as a PDF."""
    case = _ours(request, number)
    address = request.build_absolute_uri(reverse("desk:case", args=[number]))
    page = {**papers.sheet(case), "qr": papers.qr(address, scale=2), "now": timezone.now()}
    return pdf.response("grievances/sheet.html", page, name=f"case-{number}")


@post_required()
@require_safe
@of_case
def action_taken(request: DeskRequest, number: str) -> HttpResponse:
    """Give the last action-taken report as a PDF."""
    page = papers.action_taken(_ours(request, number))
    if page["report"] is None:
        raise Http404(gettext("No action-taken report has been given yet."))
    return pdf.response("grievances/action_taken.html", page, name=f"report-{number}")


@post_required()
@require_safe
@of_case
def explanation_letter(request: DeskRequest, number: str) -> HttpResponse:
    """Give the letter that calls for an explanation as a PDF."""
    case = case_for(request, number)
    if case.kind != "explanation":
        raise Http404(gettext("This is not an explanation."))
    return pdf.response("grievances/explanation_letter.html", papers.explanation(case), name=f"letter-{number}")


@post_required(*FIELD)
@require_safe
def field_list(request: DeskRequest) -> HttpResponse:
    """Print the day's list for the field, an enquiry form for each."""
    rows = papers.field_list(request.post, request.actor)
    forms = [papers.enquiry_form(row) for row in rows]
    for form in forms:
        number = getattr(form["case"], "number")  # noqa: B009 - a row of mixed values
        form["qr"] = papers.qr(request.build_absolute_uri(reverse("desk:case", args=[number])), scale=2)
    return render(request, "grievances/field_list.html", {"rows": rows, "forms": forms, "now": timezone.now()})


@post_required(*(OFFICERS | UPPER))
@require_safe
def meeting_sheet(request: DeskRequest) -> HttpResponse:
    """Print the sheet for the review meeting."""
    return render(request, "grievances/meeting.html", papers.meeting(request.actor, at=timezone.now()))
