"""What a track brings a freed person beside the scheme: due in the ledger the moment it falls due."""

from datetime import datetime

from shramsetu.bonded.actions import payments
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.rules.money import Kind
from shramsetu.journal.rules import Actor


def owe(survivor: Survivor, kind: str, *, paise: int, key: str, by: Actor, at: datetime) -> None:
    """Note that a sum is due to a person; the same kind and `key` again changes nothing."""
    payments.due(survivor, Kind(kind), paise=paise, key=key, by=by, at=at)
