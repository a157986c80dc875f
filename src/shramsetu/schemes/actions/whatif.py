"""A draft order asked of the registry before it is signed: written down, answered in the background, kept.

One is answered at a time, in the order asked: each takes as much memory as `extracts.MEMORY` lets it.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from shramsetu import rulebook
from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.rulebook.drafts import drafted
from shramsetu.rulebook.editions import Edition
from shramsetu.schemes import extracts
from shramsetu.schemes.engines import registry
from shramsetu.schemes.models import WhatIf

KIND = "what_if"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft order says otherwise: figures in their unit (days as ISO), conditions, rupees of `PART.CASE`.

    `of_the_day` are facts that an order makes true for all, such as that relief was ordered.
    """

    scheme: str
    title: str
    figures: Mapping[str, int | str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    rupees: Mapping[str, int] = field(default_factory=dict)
    of_the_day: Mapping[str, bool] = field(default_factory=dict)

    @property
    def changes(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "figures": dict(self.figures),
            "conditions": dict(self.conditions),
            "rupees": dict(self.rupees),
            "of_the_day": dict(self.of_the_day),
        }


def editions(scheme: str, changes: Mapping[str, Any], *, on: date) -> tuple[Edition, Edition]:
    """Return the scheme as it stands on `on`, and as the draft would have it.

    Raises NoRule, BadRule, TypeError for what the draft cannot say.
    """
    book = rulebook.book().scheme_rules
    before = book.edition(scheme, on)
    figures = {name: _figure(to) for name, to in changes["figures"].items()}
    after = drafted(book, before, figures=figures, conditions=changes["conditions"], rupees=changes["rupees"])
    return before, after


@transaction.atomic
def ask(draft: Draft, *, by: Actor, at: datetime) -> WhatIf:
    """Write a draft down and have it answered; raises NoRule, BadRule, TypeError for one that cannot be read."""
    on = clock.day(at)
    editions(draft.scheme, draft.changes, on=on)
    assert by.post_id is not None
    assert by.user_id is not None
    asked = WhatIf(scheme=draft.scheme, title=draft.title, changes=draft.changes, made_at=at, on=on)
    asked.post_id, asked.made_by_id = by.post_id, by.user_id
    asked.save(force_insert=True)
    asked.run = runs.begin(KIND, [runs.Part({"whatif": asked.pk}, 1)], title=draft.title, by=by, at=at)
    asked.save(update_fields=["run"])
    journal.append(str(asked), "ask_what_if", by=by, at=at, detail={"scheme": draft.scheme, **draft.changes})
    return asked


def waiting() -> QuerySet[WhatIf]:
    """Return the drafts that are being answered or wait for it, the first one first."""
    return WhatIf.objects.filter(answered_at=None, run__state=Run.State.RUNNING).order_by("made_at", "pk")


def before(asked: WhatIf) -> QuerySet[WhatIf]:
    """Return the drafts that are answered before this one."""
    earlier = Q(made_at__lt=asked.made_at) | Q(made_at=asked.made_at, pk__lt=asked.pk)
    return waiting().filter(earlier)


def answer(task: runs.Task) -> Iterable[runs.Told]:
    """Lay the draft over the registry of today; asked again it answers anew. Raises runs.NotYet."""
    asked = WhatIf.objects.select_for_update(of=("self",)).get(pk=task.what["whatif"])
    if before(asked).exists() or not _alone():
        raise runs.NotYet
    book = rulebook.book().scheme_rules
    pair = editions(asked.scheme, asked.changes, on=asked.on)
    made, began = extracts.fresh(at=task.at), time.monotonic()
    found = districts(made, pair, on=asked.on, of_the_day=asked.changes["of_the_day"]) if made.workers else []
    asked.districts = found
    asked.unseen = sorted({one.slug for one in registry.unseen(book, pair[1], extracts.LIVING)})
    asked.workers, asked.seconds = made.workers, round(time.monotonic() - began, 2)
    asked.answered_at = task.at
    asked.save(update_fields=["districts", "unseen", "workers", "seconds", "answered_at"])
    return []


def call_next(run: Run, at: datetime) -> None:
    """Have the next draft answered at once, not only when the clock looks."""
    del run, at
    following = waiting().select_related("run").first()
    if following is not None and following.run is not None:
        runs.knock(following.run)


def districts(
    made: extracts.Made, drafted_: tuple[Edition, Edition], *, on: date, of_the_day: Mapping[str, bool]
) -> list[dict[str, int]]:
    """Return of each district the row of `registry.what_if`."""
    book = rulebook.book().scheme_rules
    asked = registry.Asked(on, of_the_day=of_the_day)
    with extracts.engine() as duck:
        extracts.view(duck, made.pattern)
        found = duck.execute(registry.what_if(book, *drafted_, extracts.LIVING, asked=asked, by="district"))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in sorted(found.fetchall())]


def _figure(to: int | str) -> int | date:
    return date.fromisoformat(to) if isinstance(to, str) else to


def _alone() -> bool:
    """Take the one place at the registry until this transaction ends, in whichever way; False where it is taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('schemes what if', 5))")
        return bool(cursor.fetchone()[0])
