"""Whom the helpline is to call now, and what is known of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from shramsetu import rulebook
from shramsetu.helpline.models import Call, Campaign, Direction, NotToCall, Step, Target
from shramsetu.helpline.rules.dialling import Hours, Wanted
from shramsetu.lib import clock
from shramsetu.messages.actions import address_key
from shramsetu.messages.models import OptOut
from shramsetu.people.queries import phone_key
from shramsetu.prepared import Rows

# Who asked to be called is called before whom we want something from.
ORDER = (Campaign.Kind.CALL_BACK, Campaign.Kind.FEEDBACK, Campaign.Kind.REMINDER, Campaign.Kind.LIST)
OPEN = (Target.State.WAITING, Target.State.CALLING)
SETTLED_AT_ONCE = 200
DIALLED = timedelta(seconds=1)  # younger ones are being written down


def _due(campaign: int, now: datetime) -> QuerySet[Target]:
    rows = Target.objects.filter(campaign=campaign, state=Target.State.WAITING, due_at__lte=now)
    return rows.filter(Q(leased_until=None) | Q(leased_until__lte=now)).order_by("due_at", "pk")  # as the index has it


# Asked each second by every controller: whether one call of a campaign is due in its hours, or outside them.
_IS_DUE = Rows(lambda campaign, now: _due(campaign, now).values_list("pk", flat=True)[:1], campaign=int, now=datetime)
_IS_FRESH = Rows(
    lambda campaign, now, fresh_from: (
        _due(campaign, now).filter(made_at__gt=fresh_from, attempts=0).values_list("pk", flat=True)[:1]
    ),
    campaign=int,
    now=datetime,
    fresh_from=datetime,
)
_IS_URGENT = Rows(
    lambda campaign, now: _due(campaign, now).filter(urgent=True).values_list("pk", flat=True)[:1],
    campaign=int,
    now=datetime,
)
# What was asked of the helpline alone comes last, and counts.
_BARRED = f"""
SELECT address_key, since, false FROM {OptOut._meta.db_table} WHERE address_key = ANY(%s)
UNION ALL SELECT phone_key, since, true FROM {NotToCall._meta.db_table} WHERE phone_key = ANY(%s)"""  # noqa: S608, SLF001 - our names
_ON_THE_LINE = "SELECT phone FROM helpline_call WHERE phone = ANY(%s) AND step <> 'ended'"
_RUNNING = Rows(lambda: Campaign.objects.filter(running=True, ended_at=None).order_by("pk"))
_LEFT_OVER = Rows(
    lambda now, begun: (
        Target.objects.filter(
            ~Exists(Call.objects.filter(target=OuterRef("pk")).exclude(step=Step.ENDED)), state=Target.State.CALLING
        )
        .filter(Q(called_at=None) | Q(called_at__lt=begun), Q(leased_until=None) | Q(leased_until__lte=now))
        .order_by("called_at")
        .values_list("pk", flat=True)[:SETTLED_AT_ONCE]
    ),
    now=datetime,
    begun=datetime,
)
_LAST_CALL = Rows(
    lambda target: Call.objects.filter(target=target).order_by("-began_at", "-pk")[:1],
    target=int,
)


def running() -> list[Campaign]:
    """Return the campaigns that call now, those first whose people asked for it."""
    return sorted(_RUNNING.all(), key=lambda one: ORDER.index(Campaign.Kind(one.kind)))


def hours(campaign: Campaign, at: datetime, *, urgent: bool) -> Hours:
    """Return when phones of this campaign may ring: the legal hours, narrowed to its own."""
    wide = urgent or campaign.kind == Campaign.Kind.CALL_BACK
    key = "feedback.urgent_hours" if wide else "feedback.hours"
    return Hours(*rulebook.book().hours(key, clock.day(at))).within(campaign.opens, campaign.closes)


def due(campaign: Campaign, *, at: datetime) -> QuerySet[Target]:
    """Return whose call is due now and may be made at this hour, the longest due first."""
    rows = _due(campaign.pk, at)
    if hours(campaign, at, urgent=False).holds(at):
        return rows
    if campaign.kind == Campaign.Kind.CALL_BACK:
        return rows.filter(made_at__gt=_fresh_from(at), attempts=0)
    return rows.filter(urgent=True) if hours(campaign, at, urgent=True).holds(at) else rows.none()


def is_due(campaign: Campaign, *, at: datetime) -> bool:
    """Tell whether anybody's call is due now: whether `due` would return a row."""
    if hours(campaign, at, urgent=False).holds(at):
        return bool(_IS_DUE.all(campaign=campaign.pk, now=at))
    if campaign.kind == Campaign.Kind.CALL_BACK:
        return bool(_IS_FRESH.all(campaign=campaign.pk, now=at, fresh_from=_fresh_from(at)))
    return hours(campaign, at, urgent=True).holds(at) and bool(_IS_URGENT.all(campaign=campaign.pk, now=at))


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
    addresses = {address_key(phone): phone for phone in phones}
    with connection.cursor() as cursor:
        cursor.execute(_BARRED, [list(addresses), list(keys)])
        return {(keys if is_call else addresses)[key]: since for key, since, is_call in cursor.fetchall()}


def on_the_line(phones: Collection[str]) -> frozenset[str]:
    """Return which of these phones talk to us, or ring, at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_THE_LINE, [list(phones)])
        return frozenset(phone for (phone,) in cursor.fetchall())


def talking(campaign: Campaign) -> int:
    """Return how many calls of a recorded voice are open, those of operators apart."""
    rows = Call.objects.filter(direction=Direction.OUT, target__campaign=campaign, agent=None)
    return rows.exclude(step=Step.ENDED).count()


def left_over(*, at: datetime) -> list[int]:
    """Return those who count as being called although no call of theirs is open, and whom nobody looks at now."""
    return _LEFT_OVER.all(now=at, begun=at - DIALLED)


def last_call(target: Target) -> Call | None:
    """Return the last call made for `target`."""
    return _LAST_CALL.first(target=target.pk)


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
