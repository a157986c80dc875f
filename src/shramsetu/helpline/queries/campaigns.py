"""What the pages show of campaigns: where each stands, its people, its results, the call-backs by age."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from shramsetu import rulebook
from shramsetu.helpline.models import Campaign, Target
from shramsetu.helpline.queries import outgoing
from shramsetu.helpline.rules import dialling
from shramsetu.lib import clock

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a campaign is: people by state, the share that needs no call any more, since when the next one waits."""

    campaign: Campaign
    waiting: int
    calling: int
    done: int
    given_up: int
    stopped: int
    percent: int
    first_due_at: datetime | None

    @property
    def people(self) -> int:
        """All people of the list."""
        return self.waiting + self.calling + self.done + self.given_up + self.stopped


def standings(*, at: datetime) -> list[Standing]:
    """Return the campaigns that have not ended a month ago, the newest first."""
    rows = Campaign.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at - timedelta(days=30))).order_by("-pk")
    found = list(rows[:SHOWN])
    counts = outgoing.progress(found)
    firsts = dict(
        Target.objects.filter(campaign__in=found, state=Target.State.WAITING)
        .values_list("campaign")
        .annotate(first=Min("due_at"))
    )
    return [_standing(one, counts[one.pk], firsts.get(one.pk)) for one in found]


def standing(campaign: Campaign, *, at: datetime) -> Standing:
    """Return how far one campaign is."""
    counts = outgoing.progress([campaign])[campaign.pk]
    first = Target.objects.filter(campaign=campaign, state=Target.State.WAITING).aggregate(first=Min("due_at"))["first"]
    return _standing(campaign, counts, first)


def people(campaign: Campaign) -> QuerySet[Target]:
    """Return the people of a campaign, with their cases, in the order of the list."""
    return Target.objects.filter(campaign=campaign).select_related("case").order_by("pk")


def results(campaign: Campaign) -> list[tuple[str, str, int]]:
    """Return state, result and count, the most frequent first."""
    rows = Target.objects.filter(campaign=campaign).values_list("state", "result").annotate(count=Count("pk"))
    return [(state, result, count) for state, result, count in rows.order_by("-count", "state", "result")]


def call_backs() -> QuerySet[Target]:
    """Return the call-backs that are owed, the oldest promise first."""
    rows = Target.objects.filter(campaign__kind=Campaign.Kind.CALL_BACK, state__in=outgoing.OPEN)
    return rows.select_related("campaign", "leased_by__user").order_by("made_at", "pk")


def owed(*, at: datetime) -> tuple[int, int]:
    """Return how many call-backs are owed, and how many of them are late."""
    rows = Target.objects.filter(campaign__kind=Campaign.Kind.CALL_BACK, state__in=outgoing.OPEN)
    found = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(made_at__lte=late_from(at))))
    return found["all"], found["late"]


def late_from(at: datetime) -> datetime:
    """Return before when a promise must have been made to be late now."""
    return at - timedelta(minutes=rulebook.book().number("helpline.call_back_late_minutes", clock.day(at)))


def _standing(campaign: Campaign, counts: dict[str, int], first: datetime | None) -> Standing:
    by = {state: counts.get(state, 0) for state in Target.State.values}
    over = by["done"] + by["given_up"] + by["stopped"]
    percent = dialling.share(over, list(by.values()))
    return Standing(campaign, by["waiting"], by["calling"], by["done"], by["given_up"], by["stopped"], percent, first)
