"""How long a search takes, how often it finds who is meant, and how large the indexes are."""

import random
from collections.abc import Callable

import django

django.setup()

from django.db import connection  # noqa: E402 - models come after setup

from bench.figures import Sheet, explain, percentile  # noqa: E402
from bench.registry import given  # noqa: E402
from shramsetu.workers.models import Worker  # noqa: E402
from shramsetu.workers.queries import find  # noqa: E402
from shramsetu.workers.queries.find import Answer, Asked, Numbers  # noqa: E402

_SIZES = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE oid = 'workers_worker'::regclass
   OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'workers_worker'::regclass)
ORDER BY relname
"""


def main() -> None:
    """Ask about people who stand in the registry, spelt anew, in each way a desk asks."""
    sheet = given.sheet("search")
    sizes(sheet)
    chance = random.Random(5)
    probes = [(one, *given.anew(one, chance)) for one in given.some(given.PROBES, 11)]
    for name, make in WAYS.items():
        asked = [(one, question) for one, *told in probes if (question := make(one, *told)) is not None]
        way(sheet, name, asked)
    explain("""Each question is somebody of the registry, written down anew: 4 of 10 in Roman letters, with slips.
        `found` says in how many of a hundred the one meant is among the answers, `first` among the first ten.
        With one name only there are often more than a hundred of that name: then the desk asks for more.
        The server keeps what it read in memory: the first questions after a start are slower (greatest).""")


def sizes(sheet: Sheet) -> None:
    """Note the size of the table and of each of its indexes."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        for name, size in cursor.fetchall():
            sheet.add(f"size {name}", size / 2**20, "MiB")


def way(sheet: Sheet, name: str, asked: list[tuple[Worker, Asked]]) -> None:
    """Ask all questions of one kind."""
    seconds, there, first, wide = [], 0, 0, 0
    for (one, _), answer, took in given.answered(lambda pair: find.search(pair[1], within=Worker.objects.all()), asked):
        assert isinstance(answer, Answer)
        ids = [found.worker.pk for found in answer.found]
        there, first, wide = there + (one.pk in ids), first + (one.pk in ids[:10]), wide + answer.is_wide
        seconds.append(took)
    count = max(len(asked), 1)
    sheet.spread(name, seconds, found=f"{there / count:.3f}", first=f"{first / count:.3f}", wide=f"{wide / count:.3f}")
    sheet.add(f"{name} greatest", max(seconds, default=0) * 1000, "ms", p99=round(percentile(seconds, 99) * 1000, 1))


WAYS: dict[str, Callable[[Worker, str, str], Asked | None]] = {
    "name, district": lambda one, name, parent: Asked(name, district=one.district),
    "name and father, district": lambda one, name, parent: Asked(name, parent, district=one.district),
    "name, father, age, state": lambda one, name, parent: Asked(name, parent, born=one.born_on),
    "name and father, state": lambda one, name, parent: Asked(name, parent),
    "name, state": lambda one, name, parent: Asked(name),
    "given name, village": lambda one, name, parent: Asked(name.split()[0], place=one.place) if one.place else None,
    "given name, district": lambda one, name, parent: Asked(name.split()[0], district=one.district),
    "phone": lambda one, name, parent: Asked(numbers=Numbers(one.phone)) if one.phone else None,
    "number": lambda one, name, parent: Asked(numbers=Numbers(one.number)),
}

if __name__ == "__main__":
    main()
