"""The tables of hearings: forums, matters and what belongs to them, notices, dates and lists, orders and awards."""

from shramsetu.hearings.models.exhibits import Exhibit
from shramsetu.hearings.models.forums import Area, Forum, ForumDay
from shramsetu.hearings.models.matters import (
    Defect,
    Draft,
    Engagement,
    Filing,
    GroupMember,
    LawChoice,
    Link,
    Litigant,
    Matter,
    Representative,
)
from shramsetu.hearings.models.notices import Notice, NoticeEvent
from shramsetu.hearings.models.orders import Award, Order, Recovery, Sum
from shramsetu.hearings.models.sittings import CauseList, Hearing, ListItem, Presence

__all__ = [
    "Area",
    "Award",
    "CauseList",
    "Defect",
    "Draft",
    "Engagement",
    "Exhibit",
    "Filing",
    "Forum",
    "ForumDay",
    "GroupMember",
    "Hearing",
    "LawChoice",
    "Link",
    "ListItem",
    "Litigant",
    "Matter",
    "Notice",
    "NoticeEvent",
    "Order",
    "Presence",
    "Recovery",
    "Representative",
    "Sum",
]
