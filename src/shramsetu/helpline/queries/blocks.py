"""Numbers that are blocked, or proposed to be."""

from django.db.models import QuerySet

from shramsetu.helpline.models import Block


def listed() -> QuerySet[Block]:
    """Return what is proposed and what is in force: proposals first, then by the end."""
    return Block.objects.filter(state__in=[Block.State.PROPOSED, Block.State.BLOCKED]).order_by("-state", "until", "pk")


def past() -> QuerySet[Block]:
    """Return what was refused or has ended, the newest first."""
    return Block.objects.filter(state__in=[Block.State.REFUSED, Block.State.ENDED]).order_by("-proposed_at", "-pk")
