"""What is known of a person beyond the code name: identity (class P2) and what is sealed even from most officers (P3).

Both lie in the sealed body of the person's case. Nothing here checks who reads: `actions.reading` does, with a purpose
and a line in the log of reads, and is the only way from a page to these words.
"""

from collections.abc import Mapping

from django.db import transaction

from shramsetu.bonded import finding_keys
from shramsetu.bonded.models import Chase, Survivor, SurvivorKeys
from shramsetu.casework import sealing
from shramsetu.casework.models import SealedBody

IDENTITY, SEALED = "identity", "sealed"


def identity(survivor: Survivor) -> dict[str, object]:
    """Return name, parents, address, phone, papers and bank; raises Unreadable."""
    return _part(survivor, IDENTITY)


def sealed_part(survivor: Survivor) -> dict[str, object]:
    """Return statement, health, threats and what was done to the person; raises Unreadable."""
    return _part(survivor, SEALED)


@transaction.atomic
def change(survivor: Survivor, part: str, values: Mapping[str, object]) -> None:
    """Put `values` into a part of what is known; what they do not name stays. The caller writes the entry.

    Who changes the record at the same moment waits, and changes what the first one left.
    """
    case = survivor.case
    case.sealed_body = SealedBody.objects.select_for_update().get(pk=case.pk)
    whole = sealing.identity(case)
    known = whole.get(part)
    said = {**(known if isinstance(known, dict) else {}), **values}
    sealing.change_identity(case, {**whole, part: said})
    if part == IDENTITY:
        index(survivor, said)


def index(survivor: Survivor, identity: Mapping[str, object]) -> None:
    """Keep the keyed hashes by which a person with this identity is found, and the certificate that was chased."""
    keys = {*finding_keys.of_identity(identity), *_chased(survivor)}
    row = SurvivorKeys(survivor=survivor, keys=sorted(keys))
    SurvivorKeys.objects.bulk_create([row], update_conflicts=True, unique_fields=["survivor"], update_fields=["keys"])


def found_by_certificate(survivor: Survivor) -> None:
    """Let a person be found by the number of the certificate that came, whether the identity can be opened or not."""
    row = SurvivorKeys.objects.select_for_update().filter(survivor=survivor).first()
    keys = sorted({*(row.keys if row else ()), *_chased(survivor)})
    SurvivorKeys.objects.update_or_create(survivor=survivor, defaults={"keys": keys})


def _chased(survivor: Survivor) -> set[str]:
    numbers = Chase.objects.filter(survivor=survivor).values_list("certificate_number", flat=True)
    return {finding_keys.of_certificate(number) for number in numbers} - {""}


def ring(*, is_minor: bool) -> str:
    """Return the ring of keys that wraps a person's record."""
    return sealing.CHILD if is_minor else sealing.COMMON


def _part(survivor: Survivor, part: str) -> dict[str, object]:
    found = sealing.identity(survivor.case).get(part)
    return dict(found) if isinstance(found, dict) else {}
