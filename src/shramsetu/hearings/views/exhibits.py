"""The exhibits of a matter: marked, numbered by side, originals given back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.casework.views.guard import of_case
from shramsetu.hearings import shown
from shramsetu.hearings.actions import exhibits as marking
from shramsetu.hearings.forms import exhibits as forms
from shramsetu.hearings.models import Exhibit, Filing
from shramsetu.hearings.views.matters import done, matter_for
from shramsetu.hearings.views.roles import WORKERS
from shramsetu.offices.access import DeskRequest, post_required

BACK = "hearings:exhibits"


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def exhibits(request: DeskRequest, number: str) -> HttpResponse:
    """List the exhibits; mark another paper."""
    row = matter_for(request, number)
    form = forms.Mark(request.POST if request.method == "POST" else None, filings=shown.filings(row))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        filing = Filing.objects.filter(matter=row, seq=int(given["filing"] or 0)).first()
        said = {"claims": given["claims"], "original": given["original"], "filing": filing}
        by, at = request.actor, timezone.now()
        return done(request, row, lambda: marking.mark(row.case, given["what"], **said, by=by, at=at), back=BACK)
    may = request.post.pk in (row.forum.registry_id, row.forum.post_id)
    page = {"case": row.case, "matter": row, "rows": shown.exhibits(row), "form": form, "may": may}
    page["back"] = forms.Returned()
    return render(request, "hearings/exhibits.html", page, status=422 if form.errors else 200)


@post_required(*WORKERS)
@require_POST
@of_case
def give_back(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Write down that an original went back."""
    row = matter_for(request, number)
    found = get_object_or_404(Exhibit.objects.select_related("matter__case"), pk=pk, matter=row)
    form = forms.Returned(request.POST)
    on = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    return done(request, row, lambda: marking.give_back(found, on, by=request.actor, at=timezone.now()), back=BACK)
