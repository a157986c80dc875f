"""What every page of the desk knows of the person in front of it."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from shramsetu.offices import queries
from shramsetu.offices.models import Post, User


def desk(request: HttpRequest) -> dict[str, object]:
    """Give the post one acts as, and the others one may switch to (asked only by pages that show them)."""
    user = getattr(request, "user", None)
    found: dict[str, object] = {"demo_mode": settings.DEMO}
    if user is None or not user.is_authenticated:
        return found
    return found | {"my_post": getattr(request, "post", None), "my_posts": _others(cast("User", user))}


def _others(user: User) -> Callable[[], list[Post]]:
    def posts() -> list[Post]:
        held = queries.posts_of(user, timezone.now())
        return held if len(held) > 1 else []

    return posts
