"""The one inbox and what is done with many of its cases at once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import choices, doing, fields, flow, inbox, rules
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS
from shramsetu.casework.views.guard import DeskRequest, refused
from shramsetu.casework.words import SAY
from shramsetu.offices.access import post_required

FILTERS = ("state", "kind", "district", "category")
BULK = ("open", "mark", "pass_check")


@post_required()
@require_safe
def cases(request: DeskRequest) -> HttpResponse:
    """Show a queue of the post, what becomes overdue first on top."""
    return render(request, "casework/inbox.html", shown(request))


def shown(request: DeskRequest) -> dict[str, object]:
    """Return the context of a list: the queue, what it is filtered by, one page of cases."""
    at = timezone.now()
    queue = inbox.queue_named(request.GET.get("queue", ""), request.post.role)
    filters = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    rows = inbox.page(request.post, queue, filters, at=at, after=request.GET.get("after", ""))
    bulk = _bulk_steps(request, list(rows.cases))
    query = request.GET.copy()
    query["after"] = rows.following
    return {
        "queue": queue,
        "filters": filters,
        "rows": lines(list(rows.cases)),
        "next": f"?{query.urlencode()}" if rows.following else "",
        "kinds": [(one.kind, one.label) for one in flow.flows()],
        "categories": rulebook.book().categories,
        "states": _states(),
        "districts": fields.district_choices() if request.post.place.kind != "district" else [],
        "grades": choices.of("grades", rows.cases[0], request.actor) if rows.cases else [],
        "asks_grade": any(step.verb == "pass_check" for step in bulk),
        "bulk": bulk,
        "subordinates": _subordinates(request, list(rows.cases)),
        "bulk_max": rules.figure("desk.bulk_max", at),
    }


def lines(cases: list[Case]) -> list[dict[str, object]]:
    """Return each case with its state's word and the words its package gives for a list, in one read a kind."""
    words: dict[int, str] = {}
    for kind, lister in KINDS.lists.items():
        words |= lister([case for case in cases if case.kind == kind])
    categories = rulebook.book().categories
    return [
        {
            "case": case,
            "state": flow.flow_of(case.kind).by_name[case.state].label,
            "kind": flow.flow_of(case.kind).label,
            "category": categories.get(case.category),
            "words": words.get(case.pk, ""),
        }
        for case in cases
    ]


@post_required()
@require_POST
def bulk(request: DeskRequest) -> HttpResponse:
    """Take one step in many cases, each by itself, and list what became of each."""
    at = timezone.now()
    numbers = request.POST.getlist("number")[: rules.figure("desk.bulk_max", at)]
    verb = request.POST.get("verb", "")
    if not numbers or verb not in BULK:
        return refused(request, str(SAY["nothing_chosen"]), status=422)
    values: dict[str, object] = {"post": request.POST.get("post", ""), "grade": request.POST.get("grade", "A")}
    found = doing.chosen(numbers, request.actor)
    results = doing.carry_out_many(found, verb, values, by=request.actor, at=at)
    return render(request, "casework/results.html", {"results": results})


def _bulk_steps(request: DeskRequest, cases: list[Case]) -> list[flow.Step]:
    """Return the steps that can be taken in some of the cases at once, as the flow tables name them."""
    mine = frozenset({"holder", f"role:{request.post.role}"})
    found: dict[str, flow.Step] = {}
    for kind, state in {(case.kind, case.state) for case in cases}:
        for step in flow.flow_of(kind).steps_from(state, mine):
            if step.verb in BULK:
                found.setdefault(step.verb, step)
    return [found[verb] for verb in BULK if verb in found]


def _states() -> list[tuple[str, str]]:
    """Return the states in which a case can wait with somebody, by their office words."""
    resting = (flow.Phase.CLOSED, flow.Phase.FINAL)
    waiting = [state for table in flow.flows() for state in table.states if state.phase not in resting]
    return sorted({state.name: str(state.label) for state in waiting}.items(), key=lambda pair: pair[1])


def _subordinates(request: DeskRequest, cases: list[Case]) -> choices.Choices:
    held = next((case for case in cases if case.holder_id == request.post.pk), None)
    if held is None:
        return []
    held.holder = request.post
    return choices.of("subordinates", held, request.actor)
