"""Who is told by message: whoever holds a post, and the owners of what stands on an agenda."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from shramsetu.journal.rules import Actor
from shramsetu.messages import actions as messages
from shramsetu.monitoring.reviews.models import Review
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post


def told(post: Post, template: str, *, values: Mapping[str, str], key: str, stream: str) -> list[messages.Draft]:
    """Return the message to who holds `post`; none where nobody does, and none to a desk of many."""
    user = None if post.is_desk else offices.incumbent(post)
    if user is None or not user.phone:
        return []
    to = messages.Recipient(user.phone, user.language)
    return [messages.Draft(template, to=to, values=dict(values), stream=stream, key=f"{key}:post{post.pk}")]


def owners(
    review: Review, template: str, *, values: Callable[[int], Mapping[str, str]], key: str, by: Actor, at: datetime
) -> None:
    """Tell each owner on the agenda of `review`; `values` are made of how many subjects are theirs."""
    found = [one.owner for one in review.items.select_related("owner") if one.owner is not None]
    counts, posts = Counter(one.pk for one in found), {one.pk: one for one in found}
    drafts = []
    for pk, count in counts.items():
        said = {"date": f"{review.day:%d.%m.%Y}", **values(count)}
        drafts += told(posts[pk], template, values=said, key=f"{review.stream}:{key}", stream=review.stream)
    messages.send_many(drafts, by=by, at=at)
