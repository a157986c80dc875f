"""Erasing what is personal in matters that are over for good."""

from collections.abc import Sequence
from datetime import datetime

from shramsetu.casework import forgetting
from shramsetu.casework.models import Case
from shramsetu.hearings.models import (
    Defect,
    Draft,
    Filing,
    GroupMember,
    Hearing,
    LawChoice,
    ListItem,
    Matter,
    Notice,
    NoticeEvent,
    Order,
)


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase words, names of groups and remarks of `cases`; law, days, sums, numbers and outcomes stay."""
    del at
    pks = [case.pk for case in cases]
    Matter.objects.filter(pk__in=pks).update(text="", late_reason="", condoned_why="", work="", work_place="")
    LawChoice.objects.filter(matter__in=pks, routed=False).update(reason="-")  # that there was one stays
    Filing.objects.filter(matter__in=pks).update(text="", files=[])
    Defect.objects.filter(matter__in=pks).update(note="")
    GroupMember.objects.filter(litigant__matter__in=pks).update(name="", parent="")
    Notice.objects.filter(matter__in=pks).update(text="")
    NoticeEvent.objects.filter(notice__matter__in=pks).update(what="")
    Hearing.objects.filter(matter__in=pks).update(business="", cause_words="")
    ListItem.objects.filter(hearing__matter__in=pks).update(title="")
    Order.objects.filter(matter__in=pks).update(text="", operative="", public_text="", signed_name="")
    Draft.objects.filter(matter__in=pks).update(answers={}, papers=[])


forgetting.ERASERS.append(erase)
