"""The tables of hearings: forums, matters and what belongs to them, notices."""

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

__all__ = [
    "Area",
    "Defect",
    "Draft",
    "Engagement",
    "Filing",
    "Forum",
    "ForumDay",
    "GroupMember",
    "LawChoice",
    "Link",
    "Litigant",
    "Matter",
    "Notice",
    "NoticeEvent",
    "Representative",
]
