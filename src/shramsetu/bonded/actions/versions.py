"""Versions of a statement: each taking is kept as it was, a review only adds, and a finding names what it rests on."""

import json
from collections.abc import Mapping
from datetime import datetime

from shramsetu.bonded import unsealed
from shramsetu.bonded.models import StatementVersion, Survivor
from shramsetu.casework import sealing
from shramsetu.journal.rules import Actor

WORDS, FOR, AGAINST, FIGURES = "words", "for", "against", "figures"
Told = Mapping[str, Mapping[str, object]]


def keep(survivor: Survivor, told: Told, *, by: Actor, at: datetime) -> int:
    """Keep what was told as the next version and return its number. In a transaction that holds the case."""
    seq = (latest(survivor) or 0) + 1
    body = sealing.veiled(survivor.case, json.dumps(told, ensure_ascii=False, default=str))
    StatementVersion(survivor=survivor, seq=seq, body=body, by=by.key, at=at).save(force_insert=True)
    return seq


def latest(survivor: Survivor) -> int | None:
    """Return the number of the last version; None of who gave no statement, or gave it before versions were kept."""
    return listed(survivor)[0].seq if listed(survivor) else None


def listed(survivor: Survivor) -> list[StatementVersion]:
    """Return the versions without what stands in them, the last first."""
    return list(StatementVersion.objects.filter(survivor=survivor).defer("body").order_by("-seq"))


def opened(version: StatementVersion) -> dict[str, dict[str, str]]:
    """Return what stands in a version; the caller's reader was asked for the right."""
    found: dict[str, dict[str, str]] = json.loads(unsealed.for_work(version.survivor.case, version.body))
    return found


def added(before: str, now: str) -> str:
    """Return a text to which something was added: nothing that stood there is gone."""
    before, now = before.strip(), now.strip()
    if not now or now == before:
        return before
    return now if before in now else f"{before}\n{now}"


def all_added(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Return texts by name to which something was added."""
    return {name: added(before.get(name, ""), now.get(name, "")) for name in {**before, **now}}
