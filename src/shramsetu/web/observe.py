"""What every request leaves: one log line without personal data, and its share in the metrics."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from shramsetu.web import metrics

log = structlog.get_logger("web")


class Observe:
    """Writes one structured line a request and feeds the metrics: the route's pattern, never the path or a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        route = request.resolver_match.route if request.resolver_match else "-"
        metrics.note(request.method or "-", route, response.status_code, seconds)
        actor = getattr(request, "actor", None)
        log.info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
            role=actor.role if actor else "-",
            post=actor.post_id if actor else None,
        )
        return response
