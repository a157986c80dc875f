"""The statement as it was taken at one time: the words that a finding rests on, whatever was added since."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shramsetu.bonded import reasoning
from shramsetu.bonded.actions import reading, versions
from shramsetu.bonded.models import StatementVersion, Survivor
from shramsetu.bonded.rules import limbs
from shramsetu.bonded.views.of_person import person_page
from shramsetu.bonded.views.operations import WORKERS
from shramsetu.bonded.views.persons import examined
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role


@post_required(*WORKERS, Role.MANDAL)
@never_cache
@require_safe
@person_page(examined)
def version(request: DeskRequest, survivor: Survivor, seq: int) -> HttpResponse:
    """Show one version; that it was read stands in the log of reads."""
    found = StatementVersion.objects.filter(survivor=survivor, seq=seq).first()
    if found is None:
        raise Http404(gettext("There is no such version of the statement."))
    found.survivor = survivor
    reading.reveal(survivor, reading.P3, purpose="finding", by=request.actor, at=timezone.now())
    told = versions.opened(found)
    said = limbs.Limbs(told[versions.FOR], told[versions.AGAINST], bool(told[versions.FIGURES].get("laboured", True)))
    context = {
        "survivor": survivor,
        "case": survivor.case,
        "version": found,
        "words": told[versions.WORDS],
        "limbs": reasoning.rows(said),
    }
    return render(request, "bonded/statement_version.html", context)
