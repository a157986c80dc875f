"""Whom a day calls: complainants before closing, and a list of people with news; both through real campaigns."""

from collections.abc import Sequence
from datetime import datetime

from shramsetu.helpline.actions import campaigns
from shramsetu.helpline.actions.campaigns import Person, Plan
from shramsetu.helpline.models import Campaign
from shramsetu.journal.rules import Actor

MAKER, SECOND = Actor(role="supervisor", user_id=1, post_id=1), Actor(role="supervisor", user_id=2, post_id=1)
AWAITING = "feedback"


def begin(phones: Sequence[str], *, line: str, at: datetime) -> None:
    """Let the campaigns of a day run: all who wait for feedback, and these phones."""
    asked = Plan(
        "बंद करने से पहले राय", "Feedback before closing", Campaign.Kind.FEEDBACK, Campaign.Mode.PROGRESSIVE, line,
        audience=AWAITING,
    )  # fmt: skip
    told = Plan(
        "योजना की सूचना", "News of a scheme", Campaign.Kind.LIST, Campaign.Mode.PROGRESSIVE, line,
        phones=[Person(one) for one in phones],
    )  # fmt: skip
    for plan in (asked, told):
        campaign = campaigns.make(plan, by=MAKER, at=at)
        campaign.refresh_from_db()
        if campaign.needs_approval:
            campaigns.approve(campaign, by=SECOND, at=at)
        campaigns.start(campaign, by=MAKER, at=at)


def enough(*, at: datetime) -> None:
    """Let lists and questions rest: as many were called as a day holds. Who asked to be called back still is."""
    for campaign in Campaign.objects.filter(running=True).exclude(kind=Campaign.Kind.CALL_BACK):
        campaigns.pause(campaign, by=MAKER, at=at)


def end() -> None:
    """Place no more calls: the day is over."""
    Campaign.objects.filter(running=True).update(running=False)
