"""Days on which calls are not ordinary, as a supervisor says."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu.helpline.models import Occasion
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

STREAM = "helpline:occasions"


@dataclass(frozen=True, slots=True)
class Said:
    """What a supervisor says of some days; `percent` None: an outage, not to learn from."""

    from_on: date
    to_on: date
    reason: str
    line: str = ""
    percent: int | None = None


@transaction.atomic
def add(said: Said, *, by: Actor, at: datetime) -> Occasion:
    """Keep it; saying the same again changes nothing."""
    found = Occasion.objects.filter(**asdict(said), ended_at=None).first()
    if found is not None:
        return found
    made = Occasion.objects.create(**asdict(said), by=by.key, at=at)
    detail = {"line": said.line, "from": said.from_on, "to": said.to_on, "percent": said.percent}
    journal.append(STREAM, "add_occasion", by=by, at=at, detail={**detail, "occasion": made.pk})
    return made


@transaction.atomic
def end(occasion: Occasion, *, by: Actor, at: datetime) -> None:
    """Take it back; taking it back again changes nothing."""
    if Occasion.objects.filter(pk=occasion.pk, ended_at=None).update(ended_at=at):
        journal.append(STREAM, "end_occasion", by=by, at=at, detail={"occasion": occasion.pk})
