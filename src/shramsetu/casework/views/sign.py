"""To sign, on a phone: what waits for the post's signature, one at a time, with its reasons."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.casework import casefile, doing, flow, forms, panels, queries, signing
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import DeskRequest
from shramsetu.offices.access import post_required

LAST = 3  # of the timeline


@post_required()
@require_safe
def sign(request: DeskRequest) -> HttpResponse:
    """Show the one at `n` with its steps; those are taken where every step is taken."""
    rows = list(signing.waiting(request.actor).values_list("number", flat=True)[: signing.BOUND + 1])
    place = min(_number(request.GET.get("n", "")), max(len(rows) - 1, 0))
    context: dict[str, object] = {
        "count": min(len(rows), signing.BOUND),
        "more": len(rows) > signing.BOUND,
        "place": place,
        "nth": place + 1,
        "following": place + 1 if place + 1 < min(len(rows), signing.BOUND) else None,
        "former": place - 1 if place else None,
        "sheets": signing.sheets(request.actor),
        "drafts": 0 if request.actor.assists else len(doing.tray(request.post.pk)),
        **_done(request),
    }
    case = queries.visible(rows[place], request.actor) if rows else None
    shown = _shown(request, case) if case else {}
    return render(request, "casework/sign.html", {**context, **shown})


def _shown(request: DeskRequest, case: Case) -> dict[str, object]:
    page = casefile.page(request, case, at=timezone.now(), is_mine=True)
    steps = {step.verb: step for step in queries.steps_for(case, request.actor)}
    named = signing.sign_of(case)
    approve, story = steps.get(named.approve), page["story"]
    hints = panels.hints_of(case, named.approve) if approve else []
    form = forms.form_for(approve, case, request.actor)() if approve and not approve.page else None
    assert isinstance(story, list)
    return {
        **page,
        "approve": approve,
        "back": steps.get(named.back),
        "form": None if any(one.bars for one in hints) else form,
        "hints": hints,
        "last": story[:LAST],
    }


def _done(request: DeskRequest) -> dict[str, object]:
    """Return what was signed just before, with the step that takes it back."""
    number = request.GET.get("done", "")
    case = queries.visible(number, request.actor) if number.isascii() and number.isdigit() else None
    if case is None:
        return {}
    now = flow.flow_of(case.kind).by_name[case.state].label
    return {"done": case, "now": now, "undo": signing.undo(case, request.actor)}


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0
