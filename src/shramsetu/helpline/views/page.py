"""What the pages of the helpline share: who may, doing a deed and saying what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from shramsetu.helpline.errors import NotPossible
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.models import Role

MANAGERS = (Role.SUPERVISOR, Role.STATE_DESK, Role.ADMINISTRATOR)
AGENTS = (Role.OPERATOR, Role.FEEDBACK)
LISTENERS = (Role.OPERATOR, Role.SUPERVISOR, Role.STATE_DESK)
CAMPAIGNERS = (Role.FEEDBACK, Role.QUALITY, Role.SUPERVISOR, Role.STATE_DESK)
APPROVERS = (Role.SUPERVISOR, Role.STATE_DESK)
CALLERS = (Role.OPERATOR, Role.FEEDBACK, Role.SUPERVISOR, Role.STATE_DESK)


def tried(request: DeskRequest, deed: Callable[[], object], *, done: str, goal: str) -> HttpResponse:
    """Do `deed`, say that it is done or why not, and lead to `goal` (an address)."""
    try:
        deed()
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done or gettext("Done, and written in the history."))
    return redirect(goal)
