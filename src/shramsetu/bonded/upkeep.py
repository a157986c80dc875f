"""What the nightly proof asks of bonded labour, what turns with the keys, and with how names are heard."""

import contextlib

from shramsetu.bonded import finding_keys, keys, persons
from shramsetu.bonded.models import SurvivorKeys
from shramsetu.bonded.queries import rescue
from shramsetu.casework import reconcile, sealing
from shramsetu.people import rekeying

__all__ = ["keys"]
reconcile.CHECKS["an operation over while a person lacks a finding"] = rescue.closed_too_early


def rekey_survivors() -> int:
    """Make the keyed hashes of every freed person's name anew; return how many have changed.

    A record whose key is not here, or that was shredded, keeps what it has.
    """
    changed = 0
    rows = SurvivorKeys.objects.select_related("survivor__case__sealed_body").order_by("pk")
    for row in rows.iterator(chunk_size=rekeying.BATCH):
        with contextlib.suppress(sealing.Unreadable):
            known = persons.identity(row.survivor)
            if known and sorted(row.keys) != finding_keys.of_identity(known):
                persons.index(row.survivor, known)
                changed += 1
    return changed


rekeying.KEYS["freed persons"] = rekey_survivors
