"""The page where a magistrate confirms the scan of a signed sheet, or sends it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from shramsetu.bonded.actions import confirming
from shramsetu.bonded.forms import papers as forms
from shramsetu.bonded.models import Paper
from shramsetu.bonded.papers import looking, shown
from shramsetu.bonded.views.who import SIGNERS
from shramsetu.casework.actions import Refused
from shramsetu.offices.access import DeskRequest, post_required


@post_required(*SIGNERS)
@require_http_methods(["GET", "POST"])
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what was scanned and by which paper; one button confirms, the other sends back with a reason."""
    paper = looking.papers(request.actor).filter(pk=pk, case__isnull=False).select_related("scan").first()
    if paper is None or paper.case is None or confirming.power_of(paper) is None:
        raise Http404(gettext("There is no such paper, or it is not open to you."))
    sends_back = request.POST.get("answer") == "back"
    form = forms.ReasonForm(request.POST if sends_back else None)
    trouble = ""
    if request.method == "POST" and (not sends_back or form.is_valid()):
        try:
            said = _answer(request, paper, form.cleaned_data["reason"] if sends_back else "")
        except Refused as error:
            trouble = str(error.message)
        else:
            messages.success(request, said)
            return redirect("bonded:case_papers", paper.case.number)
    context = {"paper": paper, "case": paper.case, "title": shown.title(paper.kind), "form": form, "trouble": trouble}
    return render(request, "bonded/papers/confirm.html", context, status=422 if trouble or form.errors else 200)


def _answer(request: DeskRequest, paper: Paper, reason: str) -> str:
    if reason:
        confirming.turn_down(paper, reason=reason, by=request.actor, at=timezone.now())
        return gettext("Sent back: %(number)s waits for a scan of the signed sheet.") % {"number": paper.number}
    confirming.confirm(paper, by=request.actor, at=timezone.now())
    return gettext("Confirmed: %(number)s is signed.") % {"number": paper.number}
