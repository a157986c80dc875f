"""A review in progress: begin, write decisions, end, issue the minutes. For its chair or the deputy named for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shramsetu.lib import clock
from shramsetu.monitoring.reviews import forms, powers, queries
from shramsetu.monitoring.reviews.actions import holding, minuting
from shramsetu.monitoring.reviews.views import page
from shramsetu.monitoring.reviews.views.review import shown
from shramsetu.offices.access import DeskRequest, post_required


@require_POST
@post_required(*powers.CALLERS)
def begin(request: DeskRequest, pk: int) -> HttpResponse:
    """Open a review."""
    found = page.found(request, pk)
    return page.done(
        request,
        found,
        lambda: holding.begin(found, by=request.actor, at=timezone.now()),
        _("The review is in progress. Write the decisions below."),
    )


@require_POST
@post_required(*powers.CALLERS)
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    """Write a decision."""
    found, at = page.found(request, pk), timezone.now()
    page.must_chair(request, found)
    form = forms.Order(request.POST, review=found, items=queries.agenda(found), today=clock.day(at))
    if form.is_valid() and page.takes(form, lambda: holding.decide(found, form.order, by=request.actor, at=at)):
        messages.success(request, _("The decision is written down; its owner has it."))
        made = redirect("monitoring:review", pk)
        made["Location"] += "#decide"
        return made
    return shown(request, found, order=form)


@require_POST
@post_required(*powers.CALLERS)
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a review."""
    found = page.found(request, pk)
    return page.done(
        request,
        found,
        lambda: holding.end(found, by=request.actor, at=timezone.now()),
        _("The review is over. Issue the minutes within the hour."),
    )


@require_POST
@post_required(*powers.CALLERS)
def minutes(request: DeskRequest, pk: int) -> HttpResponse:
    """Issue the minutes."""
    found = page.found(request, pk)
    return page.done(
        request,
        found,
        lambda: minuting.issue(found, by=request.actor, at=timezone.now()),
        _("The minutes are issued; nothing of this review changes any more."),
        "#minutes",
    )
