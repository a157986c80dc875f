"""What a measurement of the registry is given: its sheet with the size of the registry, and questions by lot."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import connection

from bench import ground
from bench.figures import Sheet
from bench.registry import people, words
from shramsetu.places.models import Kind, Place
from shramsetu.workers.models import Worker

PROBES = int(os.environ.get("PROBES", "1500"))
Made = TypeVar("Made")


def sheet(name: str) -> Sheet:
    """Return the sheet of a measurement, with what its figures depend on."""
    conditions = ground.conditions(ground.given())
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'workers_worker'::regclass")
        conditions["workers"] = f"{cursor.fetchone()[0]:,}"
    return Sheet(f"registry-{name}", ground.VAR, conditions)


def some(count: int, seed: int) -> list[Worker]:
    """Return `count` workers by lot."""
    chance = random.Random(seed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM workers_worker")
        most = cursor.fetchone()[0]
    drawn = {chance.randint(1, most) for _ in range(count)}
    return list(Worker.objects.filter(pk__in=drawn).select_related("district", "place").order_by("key", "pk"))


def anew(worker: Worker, chance: random.Random) -> tuple[str, str]:
    """Return name and parent of a worker as somebody else would write them: other script, other spellings."""
    roman = people.is_roman(chance)
    return _anew(worker.name, chance, roman), _anew(worker.parent, chance, roman)


def _anew(name: str, chance: random.Random, roman: bool) -> str:
    known = _known()
    return " ".join(known[text].spelt(chance, is_roman=roman).text if text in known else text for text in name.split())


def _known() -> dict[str, words.Word]:
    if not _KNOWN:
        known = [word for listed in words.LISTED for word in words.words(listed)]
        for place in range(words.SPELLINGS + 1):  # the usual spelling of one word before the slip of another
            for word in known:
                for forms in (word.devanagari, word.roman):
                    if place < len(forms):
                        _KNOWN.setdefault(forms[place].text, word)
    return _KNOWN


_KNOWN: dict[str, words.Word] = {}


def timed(work: Callable[[Made], object], asked: Sequence[Made]) -> list[float]:
    """Return how long each took, in seconds."""
    return [seconds for _, _, seconds in answered(work, asked)]


def answered(work: Callable[[Made], object], asked: Sequence[Made]) -> Iterator[tuple[Made, object, float]]:
    """Give each question with its answer and the seconds it took."""
    for one in asked:
        began = time.perf_counter()
        found = work(one)
        yield one, found, time.perf_counter() - began


def villages() -> set[int]:
    """Return the ids of the places that are searched whole."""
    return set(Place.objects.filter(kind__in=(Kind.VILLAGE, Kind.LOCALITY)).values_list("pk", flat=True))


def another(chance: random.Random) -> str:
    """Return a man's name that is nobody's in particular."""
    men, families = words.words("men"), words.words("families")
    return f"{chance.choice(men).devanagari[0].text} {chance.choice(families).devanagari[0].text}"
