"""Tables of the registry of workers, one file an area."""

from shramsetu.workers.models.applying import Application, Outage, Pulse
from shramsetu.workers.models.dealings import Card, Change, Fee, Merge, Pair
from shramsetu.workers.models.household import Account, Family, Member, Nominee
from shramsetu.workers.models.oldbooks import OldBook, OldFile, OldRow
from shramsetu.workers.models.social import (
    Cursor,
    Disclosed,
    Errand,
    Partner,
    PartnerKey,
    Question,
    Received,
    Right,
    Subscription,
)
from shramsetu.workers.models.telling import Difference, Letter, Listening, Nightly, Saying
from shramsetu.workers.models.worker import Identity, Membership, Near, Sex, Spell, Worker

__all__ = [
    "Account",
    "Application",
    "Card",
    "Change",
    "Cursor",
    "Difference",
    "Disclosed",
    "Errand",
    "Family",
    "Fee",
    "Identity",
    "Letter",
    "Listening",
    "Member",
    "Membership",
    "Merge",
    "Near",
    "Nightly",
    "Nominee",
    "OldBook",
    "OldFile",
    "OldRow",
    "Outage",
    "Pair",
    "Partner",
    "PartnerKey",
    "Pulse",
    "Question",
    "Received",
    "Right",
    "Saying",
    "Sex",
    "Spell",
    "Subscription",
    "Worker",
]
