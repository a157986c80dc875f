"""Whom the helpline is to call now, and what is known of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from shramsetu import rulebook
from shramsetu.helpline.models import Call, Campaign, Direction, NotToCall, Step, Target
from shramsetu.helpline.rules.dialling import Hours, Wanted
from shramsetu.lib import clock
from shramsetu.messages.actions import address_key
from shramsetu.messages.models import OptOut
from shramsetu.people.queries import phone_key

# Who asked to be called is called before whom we want something from.
ORDER = (Campaign.Kind.CALL_BACK, Campaign.Kind.FEEDBACK, Campaign.Kind.REMINDER, Campaign.Kind.LIST)
OPEN = (Target.State.WAITING, Target.State.CALLING)


def running() -> list[Campaign]:
    """Return the campaigns that call now, those first whose people asked for it."""
    rows = Campaign.objects.filter(running=True, ended_at=None).order_by("pk")
    return sorted(rows, key=lambda one: ORDER.index(Campaign.Kind(one.kind)))


def hours(campaign: Campaign, at: datetime, *, urgent: bool) -> Hours:
    """Return when phones of this campaign may ring: the legal hours, narrowed to its own."""
    wide = urgent or campaign.kind == Campaign.Kind.CALL_BACK
    key = "feedback.urgent_hours" if wide else "feedback.hours"
    return Hours(*rulebook.book().hours(key, clock.day(at))).within(campaign.opens, campaign.closes)


def due(campaign: Campaign, *, at: datetime) -> QuerySet[Target]:
    """Return whose call is due now and may be made at this hour, the longest due first."""
    rows = Target.objects.filter(campaign=campaign, state=Target.State.WAITING, due_at__lte=at)
    rows = rows.filter(Q(leased_until=None) | Q(leased_until__lte=at)).order_by("due_at", "pk")
    if hours(campaign, at, urgent=False).holds(at):
        return rows
    if campaign.kind == Campaign.Kind.CALL_BACK:
        return rows.filter(made_at__gt=_fresh_from(at), attempts=0)
    return rows.filter(urgent=True) if hours(campaign, at, urgent=True).holds(at) else rows.none()


def may_ring(target: Target, *, at: datetime) -> bool:
    """Tell whether this person's phone may ring at this hour: who rang us just now is awake."""
    is_fresh = target.campaign.kind == Campaign.Kind.CALL_BACK and target.made_at > _fresh_from(at)
    return (is_fresh and not target.attempts) or hours(target.campaign, at, urgent=target.urgent).holds(at)


def _fresh_from(at: datetime) -> datetime:
    return at - timedelta(minutes=rulebook.book().number("helpline.call_back_any_hour_minutes", clock.day(at)))


def wanted(target: Target, line: str) -> Wanted:
    """Return what the operator for this person must have."""
    return Wanted(
        target.pk, target.due_at, line, target.language, target.board, target.wants_woman, urgent=target.urgent
    )


def barred(phones: Collection[str]) -> dict[str, datetime]:
    """Return which of these phones asked not to be called or written to, and since when."""
    keys = {phone_key(phone): phone for phone in phones}
    rows = NotToCall.objects.filter(phone_key__in=keys).values_list("phone_key", "since")
    found = {keys[key]: since for key, since in rows}
    addresses = {address_key(phone): phone for phone in phones}
    quiet = OptOut.objects.filter(address_key__in=addresses).values_list("address_key", "since")
    return {addresses[key]: since for key, since in quiet} | found


def on_the_line(phones: Collection[str]) -> frozenset[str]:
    """Return which of these phones talk to us, or ring, at this moment."""
    rows = Call.objects.filter(phone__in=phones).exclude(step=Step.ENDED)
    return frozenset(rows.values_list("phone", flat=True))


def talking(campaign: Campaign) -> int:
    """Return how many calls of a recorded voice are open, those of operators apart."""
    rows = Call.objects.filter(direction=Direction.OUT, target__campaign=campaign, agent=None)
    return rows.exclude(step=Step.ENDED).count()


def left_over() -> QuerySet[Target]:
    """Return those who count as being called although no call of theirs is open."""
    still = Call.objects.filter(target=OuterRef("pk")).exclude(step=Step.ENDED)
    return Target.objects.filter(~Exists(still), state=Target.State.CALLING)


def last_call(target: Target) -> Call | None:
    """Return the last call made for `target`."""
    return Call.objects.filter(target=target).order_by("-began_at", "-pk").first()


def lateness(campaign: Campaign, *, at: datetime) -> timedelta:
    """Return by how much the longest due call of a campaign is late; nothing outside its hours."""
    first = due(campaign, at=at).order_by().aggregate(first=Min("due_at"))["first"]
    return at - first if first is not None else timedelta(0)


def progress(campaigns: Collection[Campaign]) -> dict[int, dict[str, int]]:
    """Return of each campaign how many people stand in which state."""
    rows = Target.objects.filter(campaign__in=campaigns).values_list("campaign", "state").annotate(count=Count("pk"))
    found: dict[int, dict[str, int]] = {campaign.pk: {} for campaign in campaigns}
    for campaign_id, state, count in rows:
        found[campaign_id][state] = count
    return found
