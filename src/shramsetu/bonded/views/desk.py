"""What the desk pages of committees and reports share: whose page it is, and a page out of sight is not found."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse

from shramsetu.bonded.reports.sight import READERS, OutOfSight
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

View = Callable[..., HttpResponse]


def seen_by(*roles: Role) -> Callable[[View], View]:
    """Open a page to some roles (every reader of the reports where none is named); others' districts are not found."""

    def guard(view: View) -> View:
        @wraps(view)
        def within(request: DeskRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except OutOfSight as error:
                raise Http404(str(error)) from error

        guarded: View = post_required(*(roles or READERS))(within)
        return guarded

    return guard
