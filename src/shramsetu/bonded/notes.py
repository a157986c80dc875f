"""Words that steps bring to an information or an operation: in the sealed body of its case, not in its story.

Whoever sees a case of bonded labour in a list sees code names, states and times; the words are for who works on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shramsetu.casework import sealing
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move

NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Note:
    """One text that was laid with a step."""

    verb: str
    at: datetime
    text: str


def keep(move: Move, *names: str) -> None:
    """Keep what the step brought under `names` in the sealed body of its case."""
    add(move.case, {name: move.text(name) for name in names}, verb=move.step.verb, at=move.at)


def add(case: Case, texts: Mapping[str, str], *, verb: str, at: datetime) -> None:
    """Keep texts with the case, each as a note of its own; empty ones are left out."""
    given = [{"verb": verb, "at": at.isoformat(), "text": text} for text in texts.values() if text]
    if given:
        whole = sealing.identity(case)
        known = whole.get(NOTES)
        whole[NOTES] = [*(known if isinstance(known, list) else []), *given]
        sealing.change_identity(case, whole)


def put(case: Case, **texts: str) -> None:
    """Put single texts into the sealed body: a plan, a safe place, a memo. An empty one leaves what is there."""
    given = {name: text for name, text in texts.items() if text}
    if given:
        sealing.change_identity(case, {**sealing.identity(case), **given})


def read(case: Case) -> tuple[dict[str, object], list[Note]]:
    """Return what lies sealed with a case, and its notes, newest first; the caller asked `rights.may_read_words`."""
    whole = sealing.identity(case)
    rows = whole.pop(NOTES, [])
    found = [Note(row["verb"], datetime.fromisoformat(row["at"]), row["text"]) for row in rows]  # type: ignore[attr-defined]
    return whole, found[::-1]
