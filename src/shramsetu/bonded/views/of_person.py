"""The door of every page about one person: the number leads to the person, as far as the post may see the case."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse

from shramsetu.bonded.models import Survivor
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.offices.access import DeskRequest

P = ParamSpec("P")
View = Callable[Concatenate[DeskRequest, Survivor, P], HttpResponse]
Numbered = Callable[Concatenate[DeskRequest, str, P], HttpResponse]


def person_page(load: Callable[[DeskRequest, Case], Survivor]) -> Callable[[View[P]], Numbered[P]]:
    """Return what gives a view the person that `load` makes of the case; any other kind of case is not found."""

    def keep(view: View[P]) -> Numbered[P]:
        def found(request: DeskRequest, number: str, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            case = case_for(request, number)
            if case.kind != "bl_person":
                raise Http404
            return view(request, load(request, case), *args, **kwargs)

        return of_case(found)

    return keep
