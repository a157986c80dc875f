"""What makes the portal an app on a phone: manifest, service worker, the page for when there is no network."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shramsetu.portal import icons


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app to the phone."""
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
        "icons": [
            {"src": static("shramsetu/img/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            _icon("icon", 192, "any"),
            _icon("icon", 512, "any"),
            _icon("icon_maskable", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": _("File a complaint"), "url": "/file/"},
            {"name": _("Where is my complaint?"), "url": "/track/"},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    source = reverse(f"portal:{name}", args=[size])
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@require_safe
@cache_control(max_age=86400)
def icon(request: HttpRequest, size: int, *, maskable: bool = False) -> HttpResponse:
    """Give the sign as PNG, in one of the sizes that phones ask for."""
    if size not in icons.SIZES:
        raise Http404
    return HttpResponse(icons.png(size, maskable=maskable), content_type="image/png")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker; it stands at the root, because it may only serve what lies below it."""
    return render(request, "portal/worker.js", content_type="text/javascript")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no network, and what can be done without."""
    return render(request, "portal/offline.html")
