"""Whose money a post sees: the accounts desk that of its own board, seniors of the board too, but only to read."""

from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post


def board_of(actor: Actor) -> str:
    """Return the board (its department's slug) for whose money the actor's post answers; empty for none."""
    post = Post.objects.select_related("department").filter(pk=actor.post_id).first() if actor.post_id else None
    if post is None or post.department is None:
        return ""
    return post.department.slug
