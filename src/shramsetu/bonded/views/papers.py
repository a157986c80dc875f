"""Papers at the desk: what may be printed in a case, what was, blank forms, the sheet itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.bonded.actions import minutes_papers, papers
from shramsetu.bonded.forms import papers as forms
from shramsetu.bonded.models import Certificate, Paper
from shramsetu.bonded.papers import looking, scan, shown
from shramsetu.bonded.reports.sight import OutOfSight
from shramsetu.bonded.views import meetings
from shramsetu.bonded.views.who import PRINTERS, SIGNERS
from shramsetu.casework import sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import case_for, of_case, refused
from shramsetu.offices.access import DeskRequest, post_required

LATEST = 30


@post_required(*PRINTERS)
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """Show what waits for a place, what is out for signature, and the forms to take along."""
    out = looking.papers(request.actor).filter(state=Paper.State.PRINTED).order_by("-printed_at", "-pk")
    context = {
        "form": forms.ScanForm(),
        "blank": forms.BlankForm(),
        "waiting": list(looking.waiting(request.actor)[:LATEST]),
        "out": shown.lines(out[:LATEST]),
    }
    return render(request, "bonded/papers/home.html", context)


@post_required(*PRINTERS)
@require_POST
def blank(request: DeskRequest) -> HttpResponse:
    """Give blank forms as one PDF, each with its own number and mark."""
    form = forms.BlankForm(request.POST)
    if not form.is_valid():
        return refused(request, gettext("Choose a form, and 1 to 30 of it."), status=422)
    at, given = timezone.now(), form.cleaned_data
    made = papers.print_blank(given["kind"], given["count"], office=request.post, by=request.actor, at=at)
    sheets = [papers.drawn(paper, by=request.actor, at=at) for paper in made]
    return _pdf(scan.joined(sheets), f"{given['kind']}-blank")


@post_required(*PRINTERS)
@require_http_methods(["GET", "POST"])
@of_case
def of_one(request: DeskRequest, number: str) -> HttpResponse:
    """Show the papers of a case; a POST prints one more and leads to it."""
    case = case_for(request, number)
    if case.kind not in forms.SUBJECTS:
        raise Http404(gettext("Cases of this kind have no papers."))
    listed = forms.choices(forms.SUBJECTS[case.kind])
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in dict(listed):
            return refused(request, gettext("There is no such form here."), number, status=422)
        made = papers.print_form(kind, case, office=request.post, by=request.actor, at=timezone.now())
        messages.success(request, gettext("Printed: %(number)s") % {"number": made.number})
        return redirect("bonded:paper_pdf", made.pk)
    page = {**_page(case), "listed": listed, "form": forms.ScanForm(), "may_sign": request.post.role in SIGNERS}
    return render(request, "bonded/papers/case.html", page)


@post_required(*PRINTERS)
@require_safe
def by_code(request: DeskRequest, token: str) -> HttpResponse:
    """Lead from the mark of a paper to its case."""
    paper = looking.by_token(token, request.actor)
    if paper is None:
        raise Http404(gettext("No paper with this code is known in your area."))
    return redirect("bonded:case_papers", paper.case.number) if paper.case else redirect("bonded:papers")


@post_required(*SIGNERS)
@require_POST
def minutes(request: DeskRequest, pk: int) -> HttpResponse:
    """Print the minutes of a meeting for the signature of who was in the chair."""
    try:
        meeting = meetings.meeting_for(request, pk)
        made = minutes_papers.print_minutes(meeting, office=request.post, by=request.actor, at=timezone.now())
    except OutOfSight as error:
        raise Http404(str(error)) from error
    except Refused as error:
        return refused(request, str(error.message), status=422)
    return redirect("bonded:paper_pdf", made.pk)


@post_required(*PRINTERS)
@require_safe
def sheet(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a printed paper as PDF: the same words as the first time."""
    paper = looking.papers(request.actor).filter(pk=pk).select_related("body", "case").first()
    if paper is None or paper.kind not in rulebook.book().bonded.forms:
        raise Http404(gettext("There is no such paper, or it is not open to you."))
    try:
        made = papers.drawn(paper, by=request.actor, at=timezone.now())
    except NotAllowed:
        return refused(request, gettext("Who this paper is about is not open to your post."))
    except sealing.Unreadable:
        return refused(request, gettext("The key of this record is not on this machine; ask the administrator."))
    return _pdf(made, paper.number.replace("/", "-"))


def _page(case: Case) -> dict[str, object]:
    rows = Paper.objects.filter(case=case).select_related("certificate", "scan").order_by("-printed_at", "-pk")
    certificates = Certificate.objects.filter(survivor=case.pk).select_related("paper").order_by("-version")
    return {"case": case, "lines": shown.lines(rows[: LATEST * 4]), "certificates": list(certificates)}


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
