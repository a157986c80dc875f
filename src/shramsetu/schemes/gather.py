"""What the registry knows of a worker for the conditions of schemes, and the same of all workers in a Parquet extract.

Both read one statement (`engines.gathering`), so that a worker alone and the registry as a whole have the same facts.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection

from shramsetu.lib.conditions import Value
from shramsetu.rulebook.basis import Text
from shramsetu.schemes.engines import gathering, many
from shramsetu.schemes.rules.stated import Stated
from shramsetu.workers.models import Worker

ADDRESS = Text(hi="पंजी में दर्ज पता", en="Address in the registry")
CARD = Text(hi="बोर्ड का पंजीयन", en="Registration with the board")
UNCHECKED = Text(hi="पंजी में दर्ज, अभी जाँचा नहीं गया", en="In the registry, not checked yet")


def worker_facts(worker: Worker, *, on: date, besides: int | None = None) -> dict[str, Stated]:
    """Return what the registry knows of `worker` as things stood on `on`: value, source, and whether it is proved.

    What the registry does not know is left out. `besides` is the claim (its case) that does not count against itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            gathering.statement(gathering.ONE, more=gathering.PROOFS),
            gathering.parameters(on, id=worker.pk, besides=besides),
        )
        names = [column.name for column in cursor.description or ()]
        row = dict(zip(names, cursor.fetchone() or (), strict=True))
    return dict(_stated(row))


def facts_of_many(asked: Sequence[tuple[Worker, date, int | None]]) -> list[dict[str, Stated]]:
    """Return what `worker_facts` gives for each worker, day and claim that does not count, in one statement."""
    days = {on: gathering.parameters(on) for _, on, _ in asked}
    sets = [{**days[on], "id": worker.pk, "besides": besides} for worker, on, besides in asked]
    found = many.asked(gathering.statement(gathering.ONE, more=gathering.PROOFS), sets)
    return [dict(_stated(row)) for row in found]


def _stated(row: dict[str, Value | None]) -> Iterable[tuple[str, Stated]]:
    unproved = {
        "lives_in_up": ADDRESS,
        "is_construction_worker": CARD,
        "is_unorganised": CARD,
        **({} if row["is_born_known"] else {"born_on": UNCHECKED}),
        **({} if row["is_work_checked"] else {"work_days": UNCHECKED}),
        **({} if row["has_family"] else {"daughters_helped": UNCHECKED}),
    }
    for name in gathering.FACTS:
        value = row[name]
        if value is not None:
            yield name, Stated(value, unproved[name], is_proved=False) if name in unproved else Stated(value)
