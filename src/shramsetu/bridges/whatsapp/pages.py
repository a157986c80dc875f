"""Where the administrator sees what came on WhatsApp and was not taken, has it answered after all, or puts it away."""

from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from procrastinate.exceptions import AlreadyEnqueued

from shramsetu.bridges import tasks
from shramsetu.bridges.whatsapp import aside
from shramsetu.bridges.whatsapp.models import Heard
from shramsetu.lib import phone
from shramsetu.offices import history
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.offices.views.navigation import nav

PAGE = 50
REASONS: dict[str, Promise] = {
    "unreadable": gettext_lazy("It came in a shape that cannot be read: a kind of message that is not known here."),
    "foreign": gettext_lazy("The number is of another country; no case can be told to it."),
    "no_phone": gettext_lazy("The sender hides the number; nobody can be answered."),
}
FAULT = gettext_lazy("Answering it failed. Once the fault is mended, take it in again.")
FORGOTTEN = gettext_lazy("Answering it failed, and its words were erased when their time was over.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the list shows it: never its words; the fault by its name where it is one of ours."""

    heard: Heard
    sender: str
    reason: str
    fault: str


@require_GET
@post_required(Role.ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    page = Paginator(aside.listed(), PAGE).get_page(request.GET.get("page"))
    context = {
        "is_set": bool(settings.WHATSAPP["number_id"]),
        "page": page,
        "rows": [_shown(one) for one in page],
        "history": history.of(aside.STREAM),
        "office_nav": nav(request),
    }
    return render(request, "bridges/whatsapp.html", context)


@require_POST
@post_required(Role.ADMINISTRATOR)
def again(request: DeskRequest, pk: int) -> HttpResponse:
    if aside.take_again(get_object_or_404(Heard, pk=pk), by=request.actor, at=timezone.now()):
        _begin()
        messages.success(request, _("It is answered within a minute."))
    else:
        messages.info(request, _("It can no longer be answered: it was taken in already, or its words are gone."))
    return redirect("bridges:whatsapp")


@require_POST
@post_required(Role.ADMINISTRATOR)
def again_all(request: DeskRequest) -> HttpResponse:
    count = aside.take_all_again(by=request.actor, at=timezone.now())
    if count:
        _begin()
    messages.success(request, _("%(count)s are answered within a minute.") % {"count": count})
    return redirect("bridges:whatsapp")


@require_POST
@post_required(Role.ADMINISTRATOR)
def put_away(request: DeskRequest, pk: int) -> HttpResponse:
    if aside.put_away(get_object_or_404(Heard, pk=pk), by=request.actor, at=timezone.now()):
        messages.success(request, _("It is put away."))
    else:
        messages.info(request, _("It was taken in or put away already."))
    return redirect("bridges:whatsapp")


def _begin() -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        tasks.answer_whatsapp.defer()


def _shown(heard: Heard) -> Shown:
    known = REASONS.get(heard.error)
    reason = known or (FAULT if heard.phone else FORGOTTEN)
    return Shown(heard, phone.masked(heard.phone) if heard.phone else "", str(reason), "" if known else heard.error)
