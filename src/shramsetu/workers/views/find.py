"""Search the registry from the desk: one box for names and numbers, some more to narrow it down."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shramsetu.lib import clock, phone
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.workers import scope
from shramsetu.workers.actions import searching
from shramsetu.workers.finding_form import Finding
from shramsetu.workers.models import Worker
from shramsetu.workers.queries.find import MOST, Answer
from shramsetu.workers.queries.ranking import Found

SEARCHERS = scope.BY_DEPARTMENT | scope.BY_PLACE | scope.STATE_WIDE | scope.BY_OPENER
SHOWN = 50
OF_ADDRESS = frozenset({"q", "parent", "born", "sex", "district", "place"})


@dataclass(frozen=True, slots=True)
class Row:
    """A worker as the list shows one."""

    worker: Worker
    phone: str
    reasons: list[str]


@post_required(*sorted(SEARCHERS))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: DeskRequest) -> HttpResponse:
    """Search; what was asked stands in no address and in no log. What an address says fills the form, no more."""
    at = timezone.now()
    asked = {name: value for name, value in request.GET.items() if name in OF_ADDRESS}
    form = Finding(request.POST if request.method == "POST" else None, initial=asked, today=clock.day(at))
    page: dict[str, object] = {"form": form, "most": MOST}
    if not form.is_valid():
        return render(request, "workers/find.html", page, status=422 if form.is_bound else 200)
    answer = searching.search(form.asked, by=request.actor, at=at)
    return render(request, "workers/find.html", {**page, "answer": answer, "rows": _rows(answer)})


def _rows(answer: Answer) -> list[Row]:
    return [_row(one) for one in answer.found[:SHOWN]]


def _row(found: Found) -> Row:
    number = found.worker.phone
    language = (get_language() or "hi")[:2]
    return Row(
        found.worker,
        phone.masked(number) if number else "",
        [ground.say(language) for ground in found.grounds if ground.key not in ("identical", "sound")],
    )
