"""For machines: is the process alive, is it ready to serve, how does the work stand."""

import hmac

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from shramsetu.web import metrics


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and has this version's tables, 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if waiting:
        return JsonResponse({"status": "migrations waiting", "count": len(waiting)}, status=503)
    return JsonResponse({"status": "ready"})


@require_GET
def prometheus(request: HttpRequest) -> HttpResponse:
    """Answer to this machine, or to who brings METRICS_TOKEN as a bearer token."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = bool(settings.METRICS_TOKEN) and hmac.compare_digest(bearer.encode(), settings.METRICS_TOKEN.encode())
    if not known and request.META.get("REMOTE_ADDR") not in {"127.0.0.1", "::1"}:
        return HttpResponse(status=404)
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
