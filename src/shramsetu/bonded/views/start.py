"""The home page of bonded labour: what waits for the post, and its pages in groups."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shramsetu.bonded import front, scope, ways
from shramsetu.bonded.views.intake import TELLERS
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

ROLES = scope.OWNERS | {Role.AUDITOR}


@post_required(*sorted(ROLES))
@require_safe
@never_cache
def home(request: DeskRequest) -> HttpResponse:
    """Show what waits, with counts and links, and below it the doors of the role."""
    page = {
        "waiting": front.of_post(request.post, request.actor, at=timezone.now()),
        "groups": ways.open_to(request.post),
        "may_tell": request.post.role in TELLERS,
    }
    return render(request, "bonded/home.html", page)
