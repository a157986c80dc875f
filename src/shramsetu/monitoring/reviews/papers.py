"""Papers of reviews: minutes are opened by who sees the review, the page of the morning by who watches."""

from django.http import HttpRequest

from shramsetu.files import access
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor
from shramsetu.monitoring import scope
from shramsetu.monitoring.reviews import powers
from shramsetu.offices.models import Post


def _minutes(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    actor, post = _who(request)
    key = attachment.stream.partition(":")[2]
    if actor is None or post is None or not key.isdigit():
        return None
    return access.Leave(actor) if powers.seen_by(post).filter(pk=int(key)).exists() else None


def _morning(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    del attachment
    actor, post = _who(request)
    return access.Leave(actor) if actor is not None and post is not None and watches(post) else None


def watches(post: Post) -> bool:
    """Tell whether `post` watches targets, works and reviews: the page of the morning is for those."""
    if post.role not in scope.WATCHERS:
        return False
    try:
        scope.districts(post)
    except scope.OutOfSight:
        return False
    return True


def _who(request: HttpRequest) -> tuple[Actor | None, Post | None]:
    actor: Actor | None = getattr(request, "actor", None)
    post: Post | None = getattr(request, "post", None)
    return actor, post


access.register("review", _minutes)
access.register("mornings", _morning)
