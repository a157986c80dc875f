"""Whom an agent may ask into a call: operators who are free, officers who can be phoned."""

from django.db.models import Q

from shramsetu.grievances.offers import posts_like
from shramsetu.helpline.models import Agent, AgentState
from shramsetu.offices.models import Charge

MOST = 8


def like(word: str, *, language: str = "hi") -> list[tuple[str, str]]:
    """Return free operators by number or name, then posts whose holder has a phone: `agent:2001`, `officer:12`."""
    word = word.strip()
    if len(word) < 2:
        return []
    free = Agent.objects.filter(state=AgentState.AVAILABLE, phone_seen_at__isnull=False).select_related("user")
    named = free.filter(Q(number__startswith=word) | Q(user__name_hi__startswith=word)).order_by("number")[:MOST]
    found = [(f"agent:{one.number}", f"{one.number} · {one.user.name_hi}") for one in named]
    posts = posts_like(word)[:MOST]
    reached = Charge.objects.filter(post__in=[post.pk for post in posts], to_at=None, user__is_active=True)
    there = set(reached.exclude(user__phone="").values_list("post_id", flat=True))
    titled = [(post, post.title_en if language == "en" else post.title_hi) for post in posts]
    return found + [(f"officer:{post.pk}", title) for post, title in titled if post.pk in there]
