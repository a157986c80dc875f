"""A watcher's word on a red item of the day's page: kept, and shown to whose it is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import papers, reds
from shramsetu.monitoring.reviews.models import Remark
from shramsetu.offices import queries as offices


@transaction.atomic
def remark(subject: str, text: str, *, by: Actor, at: datetime) -> Remark:
    """Write a word on something that is red now within sight of the post. Raises NotAllowed, Refused."""
    post = offices.get(by.post_id) if by.post_id is not None else None
    if post is None or by.user_id is None or not papers.watches(post):
        raise NotAllowed("remark")
    if not text.strip():
        raise Refused(gettext("Write your remark."), "text")
    found = next((one for one in reds.red(reds.of_post(post), clock.day(at), at=at) if one.subject == subject), None)
    if found is None:
        raise Refused(gettext("This is not red any more."))
    made = Remark(
        subject=subject,
        on=clock.day(at),
        text=text.strip()[:500],
        to=found.thing().owner,
        by_id=by.user_id,
        post_id=post.pk,
        at=at,
    )
    made.save(force_insert=True)
    journal.append(
        f"redlist:{post.pk}", "remark", by=by, at=at, detail={"subject": subject}, private={"text": made.text}
    )
    return made
