"""Who is an agent: the list, one agent, a new one, a new secret for the phone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.helpline.actions import agents as deeds
from shramsetu.helpline.actions import seats
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.forms import SeatForm, SkillsForm
from shramsetu.helpline.models import Agent
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

PAGE = 50
KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


@post_required(*KEEPERS)
@require_safe
def agents(request: DeskRequest) -> HttpResponse:
    """List the agents, by number, name or site."""
    word = request.GET.get("q", "").strip()[:60]
    rows = Agent.objects.select_related("user").order_by("number")
    if word:
        rows = rows.filter(Q(number__startswith=word) | Q(user__username__startswith=word) | Q(site=word.lower()))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "helpline/agents.html", {"page": page, "word": word})


@post_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Make somebody at a desk an agent."""
    form = SeatForm(request.POST or None, initial={"languages": ["hi"], "site": "lucknow"})
    if request.method == "GET" or not form.is_valid():
        return render(request, "helpline/agent.html", {"form": form}, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    found = seats.seat(data["username"], data["number"], skills=form.skills(), by=request.actor, at=timezone.now())
    messages.success(request, gettext("Kept."))
    return redirect("helpline:agent", found.pk)


@post_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def agent(request: DeskRequest, pk: int) -> HttpResponse:
    """Show an agent and change the skills."""
    found = get_object_or_404(Agent.objects.select_related("user", "post"), pk=pk)
    form = SkillsForm(request.POST or None, initial=SkillsForm.of(found))
    page = {"form": form, "agent": found}
    if request.method == "GET" or not form.is_valid():
        return render(request, "helpline/agent.html", page, status=422 if form.is_bound else 200)
    try:
        seats.change(found, form.skills(), by=request.actor, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
        return render(request, "helpline/agent.html", page, status=409)
    messages.success(request, gettext("Kept."))
    return redirect("helpline:agent", pk)


@post_required(*KEEPERS)
@require_POST
def secret(request: DeskRequest, pk: int) -> HttpResponse:
    """Make the phone's secret void; a browser fetches the next one, an own phone is set up anew."""
    found = get_object_or_404(Agent, pk=pk)
    deeds.new_secret(found, at=timezone.now())
    messages.success(request, gettext("The old secret is void."))
    return redirect("helpline:agent", pk)
