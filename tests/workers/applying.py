"""What the tests of registration do again and again: send an application in, pay it, take a step."""

from datetime import datetime, timedelta

from tests import cast
from tests.workers import room

from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.people.queries import phone_key
from shramsetu.workers.actions import applying
from shramsetu.workers.entry import Registration
from shramsetu.workers.models import Application, Membership

DAY = timedelta(days=1)


def sent(*, at: datetime = room.AT, by: Actor | None = None, **changes: object) -> Case:
    """Send in what Ramdev applies for; what is not of a Registration is told of the worker."""
    own = {name for name in Registration.__dataclass_fields__ if name != "worker"}
    of_worker = {name: value for name, value in changes.items() if name not in own}
    values: dict[str, object] = {
        "worker": room.told(**of_worker),
        "board": "bocw",
        "years": 3,
        "trade": "masonry",
        "channel": "portal",
        "reference": "RAJ-1",
    }
    asked = Registration(**{**values, **{name: value for name, value in changes.items() if name in own}})  # type: ignore[arg-type]
    return applying.submit(asked, by=by or ramdev(), at=at)


def ramdev() -> Actor:
    """Return Ramdev signed in by a one-time code."""
    return Actor(role="citizen", person=phone_key(room.PHONE))


def take(case: Case, verb: str, *, by: Actor | None = None, at: datetime = room.AT, **detail: object) -> Entry:
    """Let `by` (the holder, if nobody is named) take a step."""
    return cast.take(case, verb, by=by, at=at, **detail)


def membership(case: Case) -> Membership:
    """Return the membership that a case is about, as it is now."""
    application = Application.objects.get(pk=case.pk)
    return Membership.objects.get(worker=application.worker_id, board=application.board)
