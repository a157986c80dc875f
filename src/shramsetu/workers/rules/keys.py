"""What an index holds of a worker's names, and what a search asks of it: sounds, never letters."""

from collections.abc import Iterable

from shramsetu.lib import names

PARENT = "p:"
LONGEST, LONGEST_WORD, MOST_WORDS = 80, 40, 24


def whole(name: str) -> str:
    """Give the one string by which equal names are found, whatever their script, spelling and order of words."""
    return next(iter(asked_whole(name)), "")


def asked_whole(name: str) -> tuple[str, ...]:
    """Give every string under which a row of this name may stand: ड and ड़ are often written for one another."""
    return tuple(key[:LONGEST] for key in names.whole_keys(name))


def words(name: str) -> list[str]:
    """Give the sounds of the words of a name."""
    return [key[: LONGEST_WORD - len(PARENT)] for key in names.keys(name) if key]


def of_worker(name: str, other_name: str = "", parent: str = "") -> list[str]:
    """Give all sounds by which a worker is found: of the name in both scripts and, marked `p:`, of the parent."""
    own = dict.fromkeys([*words(name), *words(other_name)])
    return [*own, *(PARENT + key for key in words(parent))][:MOST_WORDS]


def near(sounds: Iterable[str], district: int) -> list[str]:
    """Give the sounds as the index of districts holds them (`models.worker.Near`)."""
    return sorted(f"{district}:{sound}" for sound in sounds)
