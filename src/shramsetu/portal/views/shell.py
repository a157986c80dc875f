"""What makes the portal an app on a phone: manifest, service worker, the page for when there is no network."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app to the phone."""
    icon = static("shramsetu/img/favicon.svg")
    described = {
        "name": _("Shram Setu"),
        "short_name": _("Shram Setu"),
        "description": _("Complaints and help for the workers of Uttar Pradesh"),
        "lang": request.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#27408b",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        "shortcuts": [
            {"name": _("File a complaint"), "url": "/file/"},
            {"name": _("Where is my complaint?"), "url": "/track/"},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker; it stands at the root, because it may only serve what lies below it."""
    return render(request, "portal/worker.js", content_type="text/javascript")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no network, and what can be done without."""
    return render(request, "portal/offline.html")
