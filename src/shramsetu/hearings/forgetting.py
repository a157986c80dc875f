"""Erasing what is personal in matters that are over for good."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from shramsetu.casework import forgetting
from shramsetu.casework.models import Case, Party
from shramsetu.hearings.models import (
    Defect,
    Draft,
    Engagement,
    Exhibit,
    Filing,
    GroupMember,
    Hearing,
    LawChoice,
    ListItem,
    Matter,
    Notice,
    NoticeEvent,
    Order,
    Presence,
    Representative,
)
from shramsetu.people import actions as people
from shramsetu.people.models import Person


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase words, names of groups and speakers, remarks of `cases`; law, days, sums, numbers and outcomes stay."""
    pks = [case.pk for case in cases]
    Matter.objects.filter(pk__in=pks).update(text="", late_reason="", condoned_why="", work="", work_place="")
    LawChoice.objects.filter(matter__in=pks, routed=False).update(reason="-")  # that there was one stays
    Exhibit.objects.filter(matter__in=pks).update(what="")
    Filing.objects.filter(matter__in=pks).update(text="", files=[])
    Defect.objects.filter(matter__in=pks).update(note="")
    GroupMember.objects.filter(litigant__matter__in=pks).update(name="", parent="")
    Notice.objects.filter(matter__in=pks).update(text="")
    NoticeEvent.objects.filter(notice__matter__in=pks).update(what="")
    Hearing.objects.filter(matter__in=pks).update(business="", cause_words="")
    Hearing.objects.filter(matter__in=pks, state=Hearing.State.MOVED).update(moved_why="-")  # that there was one stays
    ListItem.objects.filter(hearing__matter__in=pks).update(title="")
    Order.objects.filter(matter__in=pks).update(text="", operative="", public_text="", signed_name="")
    Draft.objects.filter(matter__in=pks).update(answers={}, papers=[])
    _erase_speakers(pks, at)


def _erase_speakers(pks: Sequence[int], at: datetime) -> None:
    """Forget who spoke for the parties, unless they speak, or spoke, in a matter that is still kept."""
    spoke = Engagement.objects.filter(litigant__matter__in=pks)
    kept = Engagement.objects.exclude(litigant__matter__in=pks).filter(litigant__matter__case__erased_at=None)
    left = Representative.objects.filter(pk__in=spoke.values("representative")).exclude(
        pk__in=kept.values("representative")
    )
    persons = set(left.values_list("person_id", flat=True))
    gone = list(left.values_list("pk", flat=True))
    Presence.objects.filter(representative__in=gone).update(representative=None)
    Engagement.objects.filter(representative__in=gone).delete()
    Representative.objects.filter(pk__in=gone).delete()
    people.erase(list(_named_nowhere(persons).values_list("pk", flat=True)), at=at)


def _named_nowhere(persons: set[int]) -> QuerySet[Person]:
    rows = Person.objects.filter(pk__in=persons, erased_at=None)
    return rows.exclude(Exists(Party.objects.filter(person=OuterRef("pk")))).exclude(
        Exists(Representative.objects.filter(person=OuterRef("pk")))
    )


forgetting.ERASERS.append(erase)
