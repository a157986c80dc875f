"""What a party may ask by text message: when is my hearing. Whoever knows a number may ask; the answer names nobody."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from shramsetu.casework.models import OPEN, PAUSED, Party
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.models import Matter
from shramsetu.lib import clock, numbers
from shramsetu.messages import keywords
from shramsetu.messages.keywords import Keyword, Said
from shramsetu.messages.models import Inbound

MOST = 20


def hearing(said: Said, at: datetime) -> str:
    """Tell the next date of the matter whose number stands there, as its cause list does to everybody.

    Without a number the matter is meant in which this phone is a party; a sealed one is told of to its parties alone.
    """
    matter = _meant(said, at)
    if matter is not None:
        _tell(said, matter, at)
    return Inbound.Outcome.STATUS


def _meant(said: Said, at: datetime) -> Matter | None:
    rows = Matter.objects.select_related("case", "forum__post", "forum__place").filter(case__kind=KIND)
    own = rows.filter(Exists(Party.objects.filter(case=OuterRef("pk"), phone_key=said.person)))
    if said.names_a_case:
        number = said.number
        found = list(rows.filter(case__number=number)) if number else []
        found = [one for one in found if not one.case.sealed or own.filter(pk=one.pk).exists()]
    else:
        found = list(own.filter(case__phase__in=[OPEN, PAUSED]).order_by("-pk")[:MOST])
    if len(found) == 1:
        return found[0]
    if found:
        keywords.reply(said, "sms-which", {"count": len(found)}, at=at)
    else:
        keywords.reply(said, "sms-no-case", {}, at=at)
    return None


def _tell(said: Said, matter: Matter, at: datetime) -> None:
    number = numbers.spaced(matter.case.number)
    if matter.next_at is None or matter.next_at < at:
        keywords.reply(said, "sms-no-hearing", {"number": number}, stream=matter.case.stream, at=at)
        return
    post = matter.forum.post
    values = {
        "number": number,
        "date": f"{clock.day(matter.next_at):%d.%m.%Y}",
        "time": f"{clock.local(matter.next_at):%H:%M}",
        "post": (post.short_en if said.language == "en" else post.short_hi)[:25],
        "place": matter.forum.place.name(said.language)[:21],
    }
    keywords.reply(said, "sms-hearing", values, stream=matter.case.stream, at=at)


HEARING = {"tarikh", "taarikh", "tareekh", "sunvai", "sunwai", "peshi", "तारीख़", "तारीख", "सुनवाई", "पेशी"}
HEARING |= {"تاریخ", "سنوائی", "پیشی"}
keywords.register("hearing", Keyword(frozenset(HEARING), hearing))
