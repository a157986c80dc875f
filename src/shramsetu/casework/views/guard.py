"""What every desk view starts from: the request of a post, the case it may see, the answer to what may not be."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from shramsetu.casework import queries, reading
from shramsetu.casework.actions import NotAllowed
from shramsetu.casework.models import Case
from shramsetu.casework.words import SAY
from shramsetu.offices.access import DeskRequest

__all__ = ["DeskRequest", "case_for", "of_case", "refused"]
P = ParamSpec("P")


class Locked(Exception):
    """The case is sealed, and this post may break the glass."""


def case_for(request: DeskRequest, number: str) -> Case:
    """Return the case with its rows of the first glance; raises Http404, or Locked for one to be opened with reason."""
    seen = queries.cases_visible_to(request.actor).select_related(
        "holder__place", "department", "place", "district", "parent", "master", "lease__user"
    )
    case = seen.filter(number=number).first()
    if case is None:
        if reading.locked(number, request.actor):
            raise Locked(number)
        raise Http404(gettext("There is no such case, or it is not open to you."))
    return case


def of_case(
    view: Callable[Concatenate[DeskRequest, str, P], HttpResponse],
) -> Callable[Concatenate[DeskRequest, str, P], HttpResponse]:
    """Answer what a view of one case raises: the lock page for a sealed one, a sentence where a step may not be."""

    def guarded(request: DeskRequest, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, number, *args, **kwargs)
        except Locked:
            return render(request, "casework/locked.html", {"number": number, "live_url": ""}, status=403)
        except NotAllowed:
            return refused(request, str(SAY["not_allowed"]), number)

    return wraps(view)(guarded)  # type: ignore[return-value] # wraps makes the first arguments positional


def refused(request: HttpRequest, words: str, number: str = "", *, status: int = 403) -> HttpResponse:
    """Say on a page why this may not be done, with the way back."""
    return render(request, "casework/refused.html", {"words": words, "number": number}, status=status)
