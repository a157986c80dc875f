"""The round of the day: where to go, the nearest first, with links to the phone's maps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shramsetu.casework import rounds
from shramsetu.casework.rounds import Spot
from shramsetu.casework.views.guard import DeskRequest
from shramsetu.offices.access import post_required


@post_required()
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: DeskRequest) -> HttpResponse:
    """Show the round from the office; a POST tells where the phone is, which is kept nowhere."""
    here = _here(request.POST.get("lat", ""), request.POST.get("lon", ""))
    found = rounds.jobs(request.actor, at=timezone.now())
    stops = rounds.nearest_first(found, here or rounds.spot_of(request.post.place))
    known = sum(one.kilometres or 0 for one in stops)
    context = {"stops": stops, "from_here": here is not None, "kilometres": known, "at": timezone.now()}
    return render(request, "casework/route.html", context)


def _here(lat: str, lon: str) -> Spot | None:
    try:
        spot = float(lon), float(lat)
    except ValueError:
        return None
    return spot if -180 <= spot[0] <= 180 and -90 <= spot[1] <= 90 else None
