"""The promise to call back: one open entry for a phone, whatever happened and however often."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu import rulebook
from shramsetu.helpline.actions import writes
from shramsetu.helpline.models import Call, Campaign, Outcome, Target
from shramsetu.lib import clock
from shramsetu.prepared import Rows

SLUG = "call-backs"
MISSED = ("abandoned", "lost", "missed", "asked")  # for want of an operator; a message or a date agreed stands on
_OWED = """phone = %s AND state = 'waiting' AND source = ANY(%s) AND leased_by_id IS NULL
  AND campaign_id = (SELECT id FROM helpline_campaign WHERE slug = %s)"""
_STANDING = Rows(lambda slug: Campaign.objects.filter(slug=slug), slug=str)


def owe(call: Call, *, source: str, at: datetime) -> Target | None:
    """Have the caller called back; one who withheld the number, or is called by us, cannot be owed anything."""
    if not call.phone or call.target_id is not None:
        return None
    return owe_phone(
        call.phone,
        source=source,
        at=at,
        person_id=call.person_id,
        language=call.dialect or call.language,
        board=call.board,
        wants_woman=call.wants_woman,
    )


def owed(source: str, *, at: datetime) -> writes.Owed:
    """Return the promise to write with a step of a call; `owe` where its campaign is not there yet."""
    return writes.Owed(SLUG, source, due_at(at), at)


def due_at(at: datetime) -> datetime:
    """Return until when who is owed a call at `at` is to be called."""
    return at + timedelta(minutes=rulebook.book().number("helpline.call_back_minutes", clock.day(at)))


@transaction.atomic
def owe_phone(phone: str, *, source: str, at: datetime, **what: object) -> Target:
    """Have a phone (E.164) called back; a promise that is open already stands."""
    campaign = standing(at=at)
    target, _ = Target.objects.get_or_create(
        campaign=campaign,
        phone=phone,
        case=None,
        state__in=[Target.State.WAITING, Target.State.CALLING],
        defaults={
            "state": Target.State.WAITING,
            "source": source,
            "due_at": due_at(at),
            "made_at": at,
            **what,
        },
    )
    return target


def served(call: Call, *, at: datetime) -> None:
    """Strike out what is owed to a caller for want of an operator: they rang again and spoke to one."""
    if call.phone:
        given = {"state": Target.State.DONE, "result": Outcome.ANSWERED, "done_at": at}
        writes.change(Target, given, where=_OWED, keys=[call.phone, list(MISSED), SLUG])


def standing(*, at: datetime) -> Campaign:
    """Return the campaign of call-backs, which never ends."""
    found = _STANDING.first(slug=SLUG)
    if found is not None:
        return found
    campaign, _ = Campaign.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name_hi": "वापसी कॉल",
            "name_en": "Call-backs",
            "kind": Campaign.Kind.CALL_BACK,
            "mode": Campaign.Mode.PROGRESSIVE,
            "line": "1076",
            "running": True,
            "made_by": "system",
            "made_at": at,
        },
    )
    return campaign
