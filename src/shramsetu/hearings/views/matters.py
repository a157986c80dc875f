"""The desk's pages of matters: the registry's list, and what a filing lacks."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import doing, flow
from shramsetu.casework.forms import file_sentence
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.casework.words import SAY
from shramsetu.files import rules as file_rules
from shramsetu.hearings import matter_list, named, shown
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.forms import desk as forms
from shramsetu.hearings.matter_list import Asked
from shramsetu.hearings.models import Forum, Matter
from shramsetu.hearings.queries import forums
from shramsetu.hearings.views.roles import READERS, WORKERS
from shramsetu.offices.access import DeskRequest, post_required


@require_safe
@post_required(*READERS)
def matters(request: DeskRequest) -> HttpResponse:
    """Show a page of the matters in the post's part of the state, or of its forum."""
    asked = _asked(request)
    given = request.GET.get("page", "")
    number = min(int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0, matter_list.DEEPEST)
    rows, has_more = matter_list.page(request.actor, asked, number=number, at=timezone.now())
    language = named.language()
    context = {
        "rows": rows,
        "asked": asked,
        "standings": matter_list.STANDINGS,
        "kinds": [(slug, one.title.say(language)) for slug, one in rulebook.book().law.matters.items()],
        "states": [(one.name, one.label) for one in flow.flow_of(KIND).states],
        "forums": [(one.slug, one.name(language)) for one in forums.kept_by(request.actor)],
        "previous": str(number - 1) if number else "",
        "following": str(number + 1) if has_more else "",
    }
    return render(request, "hearings/list.html", context)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def defects(request: DeskRequest, number: str) -> HttpResponse:
    """Mark what a filing lacks, and send it back."""
    row = matter_for(request, number)
    casework.step_for(row.case, "send_back", by=request.actor)
    form = forms.Defects(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            detail = form.detail
            doing.take_or_propose(
                row.case, "send_back", seen=_seen(request), by=request.actor, at=timezone.now(), detail=detail
            )
        except casework.Refused as refused:
            form.add_error(None, str(refused.message))
        except casework.Stale:
            form.add_error(None, str(SAY["stale"]))
        else:
            messages.success(request, gettext("Sent back; the claimant was told by message."))
            return redirect("desk:case", number)
    slugs = list(rulebook.book().law.defects)
    pairs = [(form[slug], form[f"{slug}_note"]) for slug in slugs]
    page = {"case": row.case, "matter": row, "form": form, "pairs": pairs, "filings": shown.filings(row)}
    return render(request, "hearings/defects.html", page, status=422 if form.errors else 200)


def done(
    request: DeskRequest, row: Matter, do: Callable[[], object], *, back: str = "hearings:notices"
) -> HttpResponse:
    """Do what a small form asks for, say what came of it, and go back."""
    try:
        do()
    except (file_rules.FalseType, file_rules.TooLarge) as fault:
        messages.error(request, file_sentence(fault))
    except casework.Refused as refused:
        messages.error(request, str(refused.message))
    except casework.Stale:
        messages.error(request, str(SAY["stale"]))
    else:
        messages.success(request, gettext("Done, and written in the journal."))
    return redirect(back, row.case.number)


def matter_for(request: DeskRequest, number: str) -> Matter:
    """Return a matter that the post sees; raises Http404, or Locked for a sealed one."""
    case: Case = case_for(request, number)
    if case.kind != KIND:
        raise Http404
    found = Matter.objects.select_related("forum__post__place", "forum__registry", "forum__place").get(pk=case.pk)
    found.case = case
    return found


def _asked(request: DeskRequest) -> Asked:
    """Read the filters; what is not in the lists is left out."""
    given = request.GET
    forum = given.get("forum", "")
    return Asked(
        standing=given.get("standing", "") if given.get("standing") in matter_list.STANDINGS else "open",
        matter=given.get("matter", "") if given.get("matter") in rulebook.book().law.matters else "",
        state=given.get("state", "") if given.get("state") in flow.flow_of(KIND).by_name else "",
        forum=forum if forum and Forum.objects.filter(slug=forum).exists() else "",
    )


def _seen(request: DeskRequest) -> int:
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
