"""What makes the portal an app on a phone: manifest, service worker, the page for when there is no network."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from shramsetu.helpline import voice
from shramsetu.people import throttle
from shramsetu.portal import aloud, icons, phone_app


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


@require_safe
@cache_control(no_cache=True)
def app(request: HttpRequest) -> HttpResponse:
    """Offer the Android app, with what proves that it is ours; say so where none was built."""
    context = {"app": phone_app.built(), "inside": phone_app.version_of(request)}
    return render(request, "portal/app.html", context)


@require_safe
@cache_control(no_cache=True)
def package(request: HttpRequest) -> FileResponse:
    """Give the Android app itself."""
    found = phone_app.built()
    if found is None:
        raise Http404
    name = f"{phone_app.NAME}-{found.version}.apk"
    kind = "application/vnd.android.package-archive"
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=name, content_type=kind)


@require_safe
def page_sound(request: HttpRequest) -> HttpResponseBase:
    """Give the sound that was made of a public page, for a phone without a Hindi voice."""
    found = aloud.file(request.GET.get("page", ""))
    if found is None:
        raise Http404
    response = FileResponse(found.open("rb"), content_type=f"audio/{found.suffix[1:]}")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@csrf_exempt  # it changes nothing; a token would make kept pages another for every reader
@never_cache
@require_POST
@throttle.limited("say", figure="voice.said_per_address_minute", span=throttle.MINUTE)
def say(request: HttpRequest) -> HttpResponse:
    """Say a piece of a page that was not said beforehand, sent as plain text; nothing of it is kept."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=403)  # other sites have no work done here by their readers
    if request.content_type != "text/plain":
        return HttpResponse(status=415)  # the body of a form is read before it comes here
    try:
        content, ending = aloud.say(request.body.decode("utf-8", "replace"), get_language() or aloud.LANGUAGE)
    except voice.Speechless:
        return HttpResponse(status=503)
    except aloud.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    return HttpResponse(content, content_type=f"audio/{ending}")
