"""Who comes to a page of the phone: the agent who is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import render

from shramsetu.helpline.models import Agent
from shramsetu.helpline.queries import desk as reads
from shramsetu.offices.access import DeskRequest

P = ParamSpec("P")
AgentView = Callable[Concatenate[DeskRequest, Agent, P], HttpResponse]


def agent_required(view: AgentView[P]) -> Callable[Concatenate[DeskRequest, P], HttpResponse]:
    """Hand the view the agent who is signed in; who is none sees how one becomes an agent."""

    @wraps(view)
    def guarded(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        agent = reads.agent_of(request.user.pk)
        if agent is None:
            return render(request, "helpline/no_agent.html", status=200 if request.method == "GET" else 409)
        return view(request, agent, *args, **kwargs)

    return guarded
