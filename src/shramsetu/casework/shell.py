"""What stands around every desk page: the pages of the post, its queues with counts. Read only when drawn."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from shramsetu.casework import inbox
from shramsetu.casework.panels import KINDS, Door, Group
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
    """Return the pages which the post's role may open, those that exist; several of one group stand under its name."""
    found: list[dict[str, object]] = []
    together: dict[str, list[dict[str, object]]] = {}
    for door in KINDS.doors:
        url = _url(door) if door.is_for(post) else ""
        if not url:
            continue
        item: dict[str, object] = {"url": url, "label": door.label, "icon": door.icon, "current": request.path == url}
        group = _group_of(door)
        if group is None:
            found.append(item)
        elif group.icon in together:
            together[group.icon].append(item)
        else:
            together[group.icon] = [item]
            found.append({"label": group.label, "icon": group.icon, "doors": together[group.icon]})
    return [_folded(one) for one in found]


def _group_of(door: Door) -> Group | None:
    namespace = door.url_name.partition(":")[0]
    return next((one for one in KINDS.groups if namespace in one.namespaces), None)


def _folded(item: dict[str, object]) -> dict[str, object]:
    """Return a group as it is drawn: one page of it stands by itself."""
    items = item.get("doors")
    if not isinstance(items, list):
        return item
    if len(items) == 1:
        return dict(items[0])
    return {**item, "current": any(one["current"] for one in items)}


def queues(request: HttpRequest, post: Post) -> list[dict[str, object]]:
    """Return the queues of the post with their counts, for the left pane."""
    at = timezone.now()
    home = reverse("desk:inbox")
    chosen = inbox.queue_named(request.GET.get("queue", ""), post.role).name if request.path == home else ""
    counted, waiting = inbox.counts(post, at=at)
    own = {queue.name for queue in KINDS.queues}  # those of a kind; the others everybody has
    shown = [one for one in counted if one.queue.name not in own or one.count or one.queue.name == chosen]
    empty = [_line(one, f"{home}?queue={one.queue.name}", chosen) for one in counted if one not in shown]
    lines = [_line(one, f"{home}?queue={one.queue.name}", chosen) for one in shown]
    tray = {"url": reverse("desk:tray"), "count": waiting, "icon": "stamp", "state": "now"}
    found: list[dict[str, object]] = [
        {"items": [*lines, {**tray, "label": _tray_label(), "current": request.path == tray["url"]}]}
    ]
    return [*found, {"items": empty, "folded": gettext("Empty at the moment")}] if empty else found


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
