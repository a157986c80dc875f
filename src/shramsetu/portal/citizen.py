"""Who the visitor is: nobody, a phone proved by a one-time code, or the holder of a slip for one case. Always brief."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from shramsetu import rulebook
from shramsetu.casework.models import Case, Party
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, phone
from shramsetu.offices import access, citizens
from shramsetu.portal.models import SignedOut

SINCE = citizens.SINCE
SHOWN, SLIPS, ROLE = "citizen_shown", "portal_slips", "citizen"


@dataclass(frozen=True, slots=True)
class Citizen:
    """A visitor whose phone is proved: its key, how it is shown, and since when."""

    phone_key: str
    shown: str
    since: datetime

    @property
    def actor(self) -> Actor:
        """The actor in whose name this visitor acts."""
        return Actor(role=ROLE, person=self.phone_key)


def sign_in(request: HttpRequest, phone_key: str, number: str, *, at: datetime) -> None:
    """Let this browser act for the phone `number` with `phone_key` for the minutes that the rulebook gives."""
    access.sign_in_citizen(request, phone_key, at)
    request.session[SHOWN], request.session[SINCE] = phone.masked(number), at.timestamp()
    request.session[citizens.PHONE] = number


def is_signed(request: HttpRequest) -> bool:
    """Return whether this browser says that somebody signed in; whether it still counts, `signed_in` tells."""
    return access.CITIZEN in request.session


def signed_in(request: HttpRequest, *, at: datetime) -> Citizen | None:
    """Return who is signed in; None when nobody is, the time is over, or it was ended from elsewhere."""
    key = access.citizen_key(request, at)
    if not key:
        return None
    since = _instant(request.session.get(SINCE, request.session[access.CITIZEN_SEEN]))
    if _is_ended(key, since):
        del request.session[access.CITIZEN]
        return None
    return Citizen(key, str(request.session.get(SHOWN, "")), since)


def sign_out(request: HttpRequest) -> None:
    """Forget everything about the visitor in this browser."""
    access.sign_out_citizen(request)


def sign_out_everywhere(request: HttpRequest, citizen: Citizen, *, at: datetime) -> None:
    """End every sign-in of this phone, in every browser."""
    SignedOut.objects.update_or_create(phone_key=citizen.phone_key, defaults={"at": at})
    sign_out(request)


def open_with_slip(request: HttpRequest, case: Case, party: Party, *, at: datetime) -> None:
    """Let this browser act for `party` in this one case, because the code of its slip was given."""
    kept = dict(request.session.get(SLIPS, {}))
    kept[case.number] = {"party": party.pk, "until": _until(at)}
    request.session[SLIPS] = kept


def actor_for(request: HttpRequest, number: str, *, at: datetime) -> Actor | None:
    """Return as whom the visitor may look at the case `number`, the slip before the phone; None for nobody."""
    slip = request.session.get(SLIPS, {}).get(number)
    if slip and slip["until"] > at.timestamp():
        return Actor(role=ROLE, person=f"party:{slip['party']}")
    citizen = signed_in(request, at=at)
    return citizen.actor if citizen else None


def _is_ended(key: str, since: datetime) -> bool:
    return SignedOut.objects.filter(phone_key=key, at__gte=since).exists()


citizens.ended.append(_is_ended)


def _until(at: datetime) -> float:
    return (at + timedelta(minutes=rulebook.book().number("signin.citizen_minutes", clock.day(at)))).timestamp()


def _instant(stamp: float) -> datetime:
    return clock.local(datetime.fromtimestamp(stamp, tz=clock.IST))
