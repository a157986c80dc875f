"""Numbers that are not put through: proposed by whoever took the call, agreed by a second person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shramsetu import rulebook
from shramsetu.helpline import line_forms as forms
from shramsetu.helpline import words
from shramsetu.helpline.actions import blocks as actions
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import Block
from shramsetu.helpline.queries import blocks
from shramsetu.helpline.views.page import AGENTS, MANAGERS, tried
from shramsetu.offices.access import DeskRequest, post_required

PAGE, PAST = 50, 20
DEEDS = {"agree": actions.agree, "refuse": actions.refuse, "end": actions.end}


@require_GET
@post_required(*MANAGERS)
def listed(request: DeskRequest) -> HttpResponse:
    page = Paginator(blocks.listed(), PAGE).get_page(request.GET.get("page"))
    mine = f"user:{request.user.pk}@"
    rows = [{"block": row, "why": _why(row), "is_mine": row.proposed_by.startswith(mine)} for row in page]
    past = [{"block": row, "why": _why(row)} for row in blocks.past()[:PAST]]
    return render(request, "helpline/blocks.html", {"page": page, "rows": rows, "past": past})


@require_http_methods(["GET", "POST"])
@post_required(*MANAGERS, *AGENTS)
def propose(request: DeskRequest) -> HttpResponse:
    """Take a proposal; agents come back to an empty form, the others to the list."""
    form = forms.Proposal(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            actions.propose(data["phone"], reason=form.reason, days=data["days"], by=request.actor, at=at)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, gettext("Proposed. A second person decides."))
            return redirect("helpline:blocks" if request.post.role in MANAGERS else "helpline:propose_block")
    return render(request, "helpline/propose_block.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@post_required(*MANAGERS)
def decide(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Agree, refuse or end."""
    block = get_object_or_404(Block, pk=pk)
    if verb not in DEEDS:
        raise Http404

    def deed() -> None:
        DEEDS[verb](block, by=request.actor, at=timezone.now())

    return tried(request, deed, done="", goal=reverse("helpline:blocks"))


def _why(block: Block) -> str:
    kind, _, note = block.reason.partition(": ")
    abuse = rulebook.book().helpline.abuses.get(kind)
    return ": ".join(part for part in (words.said(abuse.title) if abuse else kind, note) if part)
