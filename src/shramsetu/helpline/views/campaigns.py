"""The pages of the campaigns: made with a look at the numbers first, run, paused, ended, and what came of them."""

import csv
from itertools import islice

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import calling
from shramsetu.helpline.actions import campaigns as actions
from shramsetu.helpline.campaign_forms import CampaignForm
from shramsetu.helpline.models import Campaign
from shramsetu.helpline.queries import campaigns as reads
from shramsetu.helpline.rules import dialling
from shramsetu.helpline.views.page import APPROVERS, CAMPAIGNERS, tried
from shramsetu.journal import actions as journal
from shramsetu.lib import clock, phone
from shramsetu.lib.text import csv_safe
from shramsetu.offices.access import DeskRequest, post_required

PAGE = 50
VERBS = {"start": actions.start, "pause": actions.pause, "end": actions.end}


@post_required(*CAMPAIGNERS)
@require_safe
def listed(request: DeskRequest) -> HttpResponse:
    return render(request, "helpline/campaigns.html", {"rows": reads.standings(at=timezone.now())})


@post_required(*CAMPAIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Ask for a campaign; show how many people and hours it means, and make it on the second press."""
    form = CampaignForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "helpline/new_campaign.html", {"form": form}, status=status)
    plan = form.plan()
    if "make" in request.POST:
        made = actions.make(plan, by=request.actor, at=timezone.now())
        return redirect("helpline:campaign", made.pk)
    return render(request, "helpline/new_campaign.html", {"form": form, "estimate": _estimate(form, plan)})


@post_required(*CAMPAIGNERS)
@require_safe
def one(request: DeskRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    page = Paginator(reads.people(campaign), PAGE).get_page(request.GET.get("page"))
    context = {"standing": reads.standing(campaign, at=timezone.now()), "results": reads.results(campaign)}
    may_approve = request.post.role in APPROVERS and campaign.made_by != request.actor.key
    return render(request, "helpline/campaign.html", {**context, "page": page, "may_approve": may_approve})


@post_required(*CAMPAIGNERS)
@require_POST
def turn(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Start, pause or end a campaign."""
    if verb not in VERBS:
        raise Http404
    campaign, deed = get_object_or_404(Campaign, pk=pk), VERBS[verb]
    goal = reverse("helpline:campaign", args=[pk])
    return tried(request, lambda: deed(campaign, by=request.actor, at=timezone.now()), done="", goal=goal)


@post_required(*APPROVERS)
@require_POST
def approve(request: DeskRequest, pk: int) -> HttpResponse:
    """Agree to a large list as the second person."""
    campaign, goal = get_object_or_404(Campaign, pk=pk), reverse("helpline:campaign", args=[pk])
    return tried(request, lambda: actions.approve(campaign, by=request.actor, at=timezone.now()), done="", goal=goal)


@post_required(*CAMPAIGNERS)
@require_safe
def results_csv(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the results with masked numbers; that they were taken is written down."""
    campaign = get_object_or_404(Campaign, pk=pk)
    journal.append(f"campaign:{campaign.slug}", "export", by=request.actor, at=timezone.now(), detail={})
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{campaign.slug}.csv"'
    answer["Cache-Control"] = "private, no-store"
    answer.write("\ufeff")
    table = csv.writer(answer)
    table.writerow(["phone", "case", "state", "result", "attempts", "called_at", "done_at"])
    for row in reads.people(campaign).iterator(2000):
        number = row.case.number if row.case and not row.case.sealed else ""
        called, done = (clock.local(at).isoformat(" ", "minutes") if at else "" for at in (row.called_at, row.done_at))
        cells = (phone.masked(row.phone), number, row.state, row.result, str(row.attempts), called, done)
        table.writerow([csv_safe(cell) for cell in cells])
    return answer


def _estimate(form: CampaignForm, plan: actions.Plan) -> dict[str, object]:
    at = timezone.now()
    agents = int(form.cleaned_data["agents"])
    if plan.audience:
        wanted = calling.get(plan.audience).people(plan.answers, at)
        people = sum(1 for _ in islice(wanted, actions.FOLLOWED))
    else:
        people = len(plan.phones)
    seconds = rulebook.book().number("helpline.outgoing_call_seconds", clock.day(at))
    approval = rulebook.book().number("helpline.campaign_approval_people", clock.day(at))
    found = {"people": people, "agents": agents, "hours": dialling.estimate_hours(people, agents, seconds)}
    return {**found, "needs_approval": not plan.audience and people > approval}
