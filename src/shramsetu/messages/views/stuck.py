"""Where the administrator sees what did not arrive, why, and what to do about it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shramsetu.messages import actions, queries
from shramsetu.messages.models import Message
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.offices.views.navigation import nav

PAGE = 50


@require_GET
@post_required(Role.ADMINISTRATOR)
def home(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    error = request.GET.get("error", "")[:80]
    page = Paginator(queries.stuck(error), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "error": error,
        "families": queries.stuck_by_reason(),
        "warnings": queries.warnings(at=now),
        "settle_before": queries.settle_before(at=now),
        "office_nav": nav(request),
    }
    return render(request, "messages/stuck.html", context)


@require_POST
@post_required(Role.ADMINISTRATOR)
def again(request: DeskRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Message, pk=pk)
    _say(request, done=actions.send_again(found, at=timezone.now()))
    return redirect("messages:stuck")


@require_POST
@post_required(Role.ADMINISTRATOR)
def settle(request: DeskRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Message, pk=pk)
    arrived = request.POST.get("arrived") == "yes"
    _say(request, done=actions.settle(found, arrived=arrived, by=request.actor, at=timezone.now()))
    return redirect("messages:stuck")


@require_POST
@post_required(Role.ADMINISTRATOR)
def release(request: DeskRequest) -> HttpResponse:
    count = actions.release(request.POST.get("error", "")[:80], at=timezone.now())
    messages.success(request, _("%(count)s messages go once more.") % {"count": count})
    return redirect("messages:stuck")


def _say(request: DeskRequest, *, done: bool) -> None:
    if done:
        messages.success(request, _("Done."))
    else:
        messages.info(request, _("The message has moved on meanwhile, or it is too early."))
