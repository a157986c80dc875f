"""The demo's tray: the messages that phones and mailboxes would get."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shramsetu.lib import phone
from shramsetu.messages import queries

SHOWN = 50


@require_safe
def tray(request: HttpRequest) -> HttpResponse:
    """Show the demo's messages as the phones would; there is no such page outside the demo."""
    if not settings.DEMO:
        raise Http404
    asked = request.GET.get("to", "").strip()[:100]
    sent = queries.in_tray(_address(asked))[:SHOWN]  # `messages` are the notices that the layout shows
    return render(request, "messages/tray.html", {"asked": asked, "sent": sent})


def _address(asked: str) -> str:
    if "@" in asked:
        return asked
    try:
        return phone.normalise(asked) if asked else ""
    except phone.BadPhone:
        return "".join(mark for mark in asked if mark.isdigit()) or asked
