"""Scans at the desk: handed in, placed by their marks, or kept until somebody reads the number."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.bonded.actions import scans
from shramsetu.bonded.forms import papers as forms
from shramsetu.bonded.models import Paper, Scan
from shramsetu.bonded.papers import looking
from shramsetu.bonded.views.who import PRINTERS
from shramsetu.casework.actions import Refused
from shramsetu.files import rules as files
from shramsetu.offices.access import DeskRequest, post_required


@post_required(*PRINTERS)
@require_POST
def take_in(request: DeskRequest) -> HttpResponse:
    """Take in a scan or photographs and say what became of them."""
    form = forms.ScanForm(request.POST, request.FILES)
    outcome = None
    if form.is_valid():
        try:
            expected = _expected(request)
            outcome = scans.take_in(form.cleaned_data["pages"], by=request.actor, at=timezone.now(), expected=expected)
        except files.FalseType as error:
            form.add_error("pages", _false(error))
        except files.TooLarge:
            form.add_error("files", gettext("The file is too large. Scan in grey, or fewer pages at a time."))
    status = 200 if outcome else 422
    return render(request, "bonded/papers/scanned.html", {"form": form, "outcome": outcome}, status=status)


@post_required(*PRINTERS)
@require_http_methods(["GET", "POST"])
def waiting(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Show a scan that waits, and give it its place by the number somebody read."""
    found = _mine(request, pk)
    form = forms.PlaceForm(request.POST or None, by=request.actor, initial=_guess(request, found))
    if request.method == "POST" and form.is_valid():
        paper, case = form.cleaned_data["number"], form.cleaned_data["case"]
        try:
            placed = scans.place(found, paper, by=request.actor, at=timezone.now(), case=case)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, gettext("The scan is with paper %(number)s.") % {"number": placed.number})
            assert placed.case is not None
            return redirect("bonded:case_papers", placed.case.number)
    status = 422 if form.errors else 200
    context = {"scan": found, "form": form, "attachment": looking.attachment_of(found)}
    return render(request, "bonded/papers/waiting.html", context, status=status)


@post_required(*PRINTERS)
@require_POST
def discard(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Put a scan away that has no place here."""
    scans.discard(_mine(request, pk), by=request.actor, at=timezone.now())
    messages.success(request, gettext("The scan was put away."))
    return redirect("bonded:papers")


def _mine(request: DeskRequest, pk: UUID) -> Scan:
    found = looking.waiting(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404(gettext("This scan has its place already, or waits with another post."))
    return found


def _expected(request: DeskRequest) -> Paper | None:
    """Return the paper on whose line the scan was handed in, if on any."""
    written = request.POST.get("paper", "")
    if not (written.isascii() and written.isdigit()):
        return None
    return looking.papers(request.actor).filter(pk=int(written)).first()


def _guess(request: DeskRequest, found: Scan) -> dict[str, str]:
    """Return the number that the scan's mark says, if the officer may see that paper."""
    if found.paper_id is None:
        return {}
    paper = looking.papers(request.actor).filter(pk=found.paper_id).first()
    return {"number": paper.number} if paper else {}


def _false(error: files.FalseType) -> str:
    if error.found == "several":
        return gettext("Send one PDF, or photographs of the pages; not a PDF together with others.")
    return gettext("This file is no PDF and no picture (JPEG, PNG, WebP), or it is damaged.")
