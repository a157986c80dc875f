"""The first page of each role: what waits, and what stands behind it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.casework import inbox, redlist
from shramsetu.casework.panels import KINDS
from shramsetu.casework.views.guard import DeskRequest
from shramsetu.casework.views.inbox import lines, shown
from shramsetu.offices.access import post_required
from shramsetu.offices.models import Role

# Those who watch others' work see figures and the red list first, their own inbox beside it.
WATCHERS = frozenset(
    {
        Role.DM,
        Role.MANDAL,
        Role.HEAD,
        Role.PRINCIPAL_SECRETARY,
        Role.CHIEF_SECRETARY,
        Role.MINISTER,
        Role.CM,
    }
)
FILERS = frozenset({Role.OPERATOR, Role.EDISTRICT, Role.CSC})


@post_required()
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """Show the home of the post's role."""
    role = request.post.role
    if role in WATCHERS:
        return _watcher(request)
    if role in FILERS:
        return _filer(request)
    office = _address("office:home") if role == Role.ADMINISTRATOR else ""
    if office:
        return redirect(office)
    return render(request, "casework/inbox.html", {**shown(request), "is_home": True})


def _watcher(request: DeskRequest) -> HttpResponse:
    at = timezone.now()
    red = redlist.overdue(request.actor, at=at)
    page = {
        "counted": inbox.counts(request.post, at=at)[0],
        "red": lines(red[: redlist.SHOWN]),
        "is_more": len(red) > redlist.SHOWN,
        "figures": _address("insight:home"),
    }
    return render(request, "casework/home_watcher.html", page)


def _filer(request: DeskRequest) -> HttpResponse:
    own = redlist.registered_by(request.actor)
    page = {"own": lines(own), "waiting": shown(request), "doors": KINDS.doors}
    return render(request, "casework/home_filer.html", page)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
