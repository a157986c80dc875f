"""Keys made of the sound of names and words lie in rows: after a change of `lib.names` they are made anew, from here.

A package whose rows hold such keys puts its function into `KEYS` (in its `upkeep`); it takes no argument, may be
stopped and repeated, and returns how many rows it changed.
"""

from collections.abc import Callable

from shramsetu.lib import names
from shramsetu.people.models import Person

BATCH = 2000
KEYS: dict[str, Callable[[], int]] = {}


def rekey_persons() -> int:
    """Make the keys of every person's name anew; return how many have changed."""
    changed = 0
    rows = Person.objects.filter(erased_at=None).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).only("pk", "name", "keys")[:BATCH]):
        stale = [person for person in batch if person.keys != names.keys(person.name)]
        for person in stale:
            # guarded by the name: whoever changes it meanwhile writes its keys too
            Person.objects.filter(pk=person.pk, name=person.name).update(keys=names.keys(person.name))
        changed += len(stale)
        last = batch[-1].pk
    return changed


KEYS["people"] = rekey_persons
