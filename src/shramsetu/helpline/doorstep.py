"""A call that brings a complaint: it fills the form in, and is tied to the case."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from shramsetu.casework.doorstep import Doorstep
from shramsetu.casework.models import Case
from shramsetu.helpline.actions import desk
from shramsetu.helpline.models import Call
from shramsetu.helpline.queries import desk as reads
from shramsetu.journal.rules import Actor


def begins(ref: str, by: Actor) -> Mapping[str, str]:
    """Return what is known of the caller, to the agent who has or had the call."""
    call = _own(ref, by)
    if call is None:
        return {}
    found = reads.screen(call, by, at=timezone.now())
    values = {"phone": call.phone, "name": found.name, "place_word": found.district, "language": call.language}
    return {**values, "channel": Case.Channel.CALL, "no_phone": "" if call.phone else "on"}


def follows(case: Case, ref: str, by: Actor, at: datetime) -> None:
    """Tie the call to the case that it brought."""
    call = _own(ref, by)
    if call is not None:
        desk.link(call, case, by=by, at=at)


def _own(ref: str, by: Actor) -> Call | None:
    if not (ref.isascii() and ref.isdigit() and len(ref) < 18):
        return None
    return Call.objects.filter(pk=int(ref), agent__user=by.user_id).first()


DOORSTEP = Doorstep(begins, follows)
