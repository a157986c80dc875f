"""What stands around every desk page: the pages of the post, its queues with counts. Read only when drawn."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from shramsetu.casework import inbox
from shramsetu.casework.panels import KINDS, Door
from shramsetu.offices.models import Post


def desk(request: HttpRequest) -> dict[str, object]:
    """Context processor: the head of the desk (`desk_nav`) and the left pane (`queues`) of the request's post."""
    post = getattr(request, "post", None)
    if post is None:
        return {}
    return {
        "desk_nav": SimpleLazyObject(lambda: nav(request, post)),
        "queues": SimpleLazyObject(lambda: queues(request, post)),
    }


def nav(request: HttpRequest, post: Post) -> list[dict[str, object]]:
    """Return the pages which the post's role may open, those that exist."""
    found: list[dict[str, object]] = []
    for door in KINDS.doors:
        if door.roles and post.role not in door.roles:
            continue
        url = _url(door)
        if url:
            found.append({"url": url, "label": door.label, "icon": door.icon, "current": request.path == url})
    return found


def queues(request: HttpRequest, post: Post) -> list[dict[str, object]]:
    """Return the queues of the post with their counts, for the left pane."""
    at = timezone.now()
    home = reverse("desk:inbox")
    chosen = inbox.queue_named(request.GET.get("queue", ""), post.role).name if request.path == home else ""
    counted, waiting = inbox.counts(post, at=at)
    lines = [_line(one, f"{home}?queue={one.queue.name}", chosen) for one in counted]
    tray = {"url": reverse("desk:tray"), "count": waiting, "icon": "stamp", "state": "now"}
    return [{"items": [*lines, {**tray, "label": _tray_label(), "current": request.path == tray["url"]}]}]


def _line(one: inbox.Counted, url: str, chosen: str) -> Mapping[str, object]:
    queue = one.queue
    return {
        "url": url,
        "label": queue.label,
        "count": one.count,
        "more": one.more,
        "icon": queue.icon,
        "state": queue.state,
        "current": queue.name == chosen,
    }


def _tray_label() -> str:
    return gettext("Your tray")


def _url(door: Door) -> str:
    try:
        return reverse(door.url_name)
    except NoReverseMatch:
        return ""
