"""An urgent complaint goes to 112 within the minute; where it does not arrive, people are called at the first failure.

112 is told what, where and whom to ring; of a sealed matter only the number, the kind and the district.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bridges import outward
from shramsetu.bridges.actions import parcels
from shramsetu.bridges.actions.parcels import Tried
from shramsetu.bridges.happened import Happened
from shramsetu.bridges.models import Parcel, Reference, System
from shramsetu.bridges.rules import signing
from shramsetu.casework import alarm
from shramsetu.casework.models import Case, Party
from shramsetu.grievances.actions.intake import KINDS
from shramsetu.lib import clock, numbers

log = structlog.get_logger("e112")
WHAT = "emergency.reported"
BATCH = 20
EVENT_LETTERS = 60
YOUNG = timedelta(days=2)


def hear(news: Sequence[Happened], *, at: datetime) -> None:
    """Owe 112 the urgent complaints among `news` that did not come from there.

    What a spoken complaint is about is known only when it is typed: so later steps are looked at too, while the
    complaint is young.
    """
    if not settings.E112["url"]:
        return
    begun = Q(number__in={one.number for one in news if one.is_first})
    young = Q(number__in={one.number for one in news}, opened_at__gt=at - YOUNG)
    urgent = Case.objects.filter(begun | young, kind__in=KINDS, urgent=True)
    cases = urgent.exclude(references__system=System.E112)
    parcels.owe(
        Parcel(
            direction=Parcel.Direction.OUT,
            system=System.E112,
            key=f"112_{case.number}",
            what=WHAT,
            case=case,
            due_at=at,
            made_at=at,
        )
        for case in cases
    )


def send_due(clock_read: Callable[[], datetime]) -> int:
    """Try up to a batch of what is due and return how many; call it until it is none."""
    tried = 0
    while tried < BATCH and (parcel := parcels.claim(System.E112, at=clock_read())):
        attempt(parcel, at=clock_read())
        tried += 1
    return tried


def attempt(parcel: Parcel, *, at: datetime) -> None:
    """Send a claimed parcel, and call people where 112 did not take it; whatever it was that went wrong."""
    case = parcel.case
    assert case is not None
    try:
        _attempt(parcel, case, at)
    except Exception as error:  # noqa: BLE001 - one emergency must not hold up the others, and people are to know
        log.error("message to 112 broken", parcel=parcel.pk, exc_info=True)
        _missed(parcel, case, Tried(type(error).__name__), at)


def message(case: Case, *, at: datetime) -> dict[str, Any]:
    """Return what 112 is told of a case."""
    open_words = {} if case.sealed else {"landmark": case.grievance.landmark, **_teller(case)}
    return {
        "type": WHAT,
        "timestamp": at.isoformat(),
        "data": {
            "case": case.number,
            "registered_at": case.opened_at.isoformat(),
            "category": case.category,
            "title": rulebook.book().category(case.category).title.hi,
            "district_lgd": case.district.lgd_code if case.district else None,
            "sealed": case.sealed,
            **open_words,
        },
    }


def _attempt(parcel: Parcel, case: Case, at: datetime) -> None:
    body = json.dumps(message(case, at=at), ensure_ascii=False).encode()
    try:
        signed = signing.headers(
            parcel.key, int(at.timestamp()), body, keys=[signing.read(key) for key in settings.E112["keys"]]
        )
        seconds = rulebook.book().number("e112.timeout_seconds", clock.day(at))
        answer = outward.tell(settings.E112["url"], body, headers=signed, timeout=seconds)
    except (outward.Forbidden, outward.NotReached, signing.BadSecret) as error:
        _missed(parcel, case, Tried(str(error)), at)
        return
    event = _event_of(answer)
    if event:
        _arrived(parcel, case, event, parcels.digest(body), Tried("", answer.status), at=at)
    else:
        _missed(parcel, case, Tried(f"HTTP {answer.status}", answer.status), at)


def _teller(case: Case) -> dict[str, str]:
    rows = Party.objects.filter(case=case, part=Party.Part.COMPLAINANT).select_related("person")
    first = rows.order_by("pk").first()
    if first is None or first.person is None:
        return {}
    return {"name": first.person.name} | ({"phone": first.person.phone} if first.safe_to_call else {})


def _event_of(answer: outward.Answer) -> str:
    """Return the number that 112 gave the matter; "" where it took it not, or said nothing of it."""
    if not answer.is_success:
        return ""
    try:
        said = json.loads(answer.body)
        event = said["event"]
    except (ValueError, KeyError, TypeError):
        return ""
    return event if isinstance(event, str) and 0 < len(event) <= EVENT_LETTERS else ""


def _arrived(parcel: Parcel, case: Case, event: str, digest: str, tried: Tried, *, at: datetime) -> None:
    if parcels.done(parcel, tried, at=at, digest=digest):
        told = Reference(system=System.E112, number=event, case=case, first_seen_at=at, last_seen_at=at, digest="")
        Reference.objects.bulk_create([told], ignore_conflicts=True)


def _missed(parcel: Parcel, case: Case, tried: Tried, at: datetime) -> None:
    log.error("112 not reached", parcel=parcel.pk, case=case.number, fault=tried.fault)
    number = numbers.spaced(case.number)
    alarm.sound(_("112 did not take case %(number)s. Ring 112 now.") % {"number": number}, [case.number], at=at)
    waits = rulebook.book().numbers("e112.retry_minutes", clock.day(at))
    parcels.again(parcel, tried, waits=waits, at=at)
