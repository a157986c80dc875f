"""Who of the registry may be the person just described: asked at every entry, in milliseconds.

A handful of index reads gives the candidates: equal numbers, the whole name with the father's, in the district or
over the state, the name with the year of birth, and the rarest word of the name with the father's. Only those few are
compared. Nothing is decided here: an officer looks, a steward merges.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shramsetu.lib import names
from shramsetu.lib.aadhaar_tokens import Token
from shramsetu.lib.likeness import Ground
from shramsetu.people.vault import vault
from shramsetu.workers.entry import Aadhaar, NewWorker
from shramsetu.workers.models import Identity as Held
from shramsetu.workers.models import Worker
from shramsetu.workers.queries import commonness
from shramsetu.workers.queries.commonness import Commonness
from shramsetu.workers.rules import agreement, keys
from shramsetu.workers.rules.agreement import Rarity, Told

MOST = 10
_YEARS = 2
_ASKS = {
    "aadhaar": "aadhaar_digest = ANY(%(aadhaar)s) AND aadhaar_digest <> ''",
    "phone": "phone = %(phone)s AND phone <> ''",
    "uan": "uan = %(uan)s AND uan <> ''",
    "family": "family_id = (SELECT id FROM workers_family WHERE number = %(family)s)",
    "identities": (
        "id IN (SELECT worker_id FROM workers_identity"
        " WHERE (number, kind) IN (SELECT * FROM unnest(%(numbers)s::text[], %(kinds)s::text[])))"
    ),
    "here": "district_id = %(district)s AND name_key = ANY(%(names)s) AND parent_key = ANY(%(parents)s)",
    "anywhere": "name_key = ANY(%(names)s) AND parent_key = ANY(%(parents)s) AND parent_key <> ''",
    "age": (
        "district_id = %(district)s AND name_key = ANY(%(names)s)"
        " AND extract(year FROM born_on) BETWEEN %(year)s - %(years)s AND %(year)s + %(years)s"
    ),
    "words": "workers_near(district_id, keys) @> %(words)s::text[]",
}
_EACH = 12
_ROWS = """
SELECT w.*, f.number AS family_number FROM workers_worker w LEFT JOIN workers_family f ON f.id = w.family_id
WHERE w.id = ANY(ARRAY(SELECT id FROM ({parts}) found)) AND w.merged_into_id IS NULL AND w.erased_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Likely:
    """A worker who may be the same person, how sure (0 to 1000), how each field agrees, and what the names say."""

    worker: Worker
    score: int
    agreed: dict[str, str]
    grounds: tuple[Ground, ...]


def same_person(new: NewWorker) -> list[Likely]:
    """Give who of the registry may be the person described, the likeliest first; only from `agreement.REVIEW` on."""
    asked = _told_of_new(new)
    return _likely(asked, commonness.known())


def same_as(worker: Worker) -> list[Likely]:
    """Give who else of the registry may be this worker."""
    return same_as_each([worker])[0]


def same_as_each(workers: Sequence[Worker]) -> list[list[Likely]]:
    """Give who else of the registry may be each of these workers; of two among them the later one names the earlier."""
    held = _held(workers)
    asked = [
        told(one, family=one.family.number if one.family else "", identities=held.get(one.pk, frozenset()))
        for one in workers
    ]
    known = commonness.known()
    found, later = [], {one.pk for one in workers}
    for worker, one in zip(workers, asked, strict=True):
        found.append([other for other in _likely(one, known) if other.worker.pk not in later])
        later.discard(worker.pk)
    return found


def told(worker: Worker, *, family: str, identities: frozenset[tuple[str, str]] = frozenset()) -> Told:
    """Give what a row tells, for comparing; `family` is the number of its family."""
    return Told(
        worker.name,
        worker.parent,
        worker.sex,
        worker.born_on,
        worker.is_born_known,
        worker.district_id,
        worker.place_id,
        worker.phone,
        family,
        worker.uan,
        frozenset({worker.aadhaar_digest} - {""}),
        identities,
    )


def rarity(one: Told, known: Commonness) -> Rarity:
    """Give how rare name and parent are by the words they are of."""
    own, kin = keys.words(one.name), [keys.PARENT + word for word in keys.words(one.parent)]
    rows = max(known.rows, 1.0)
    return Rarity(known.rows, known.of_all(own) / rows, known.of_all(kin) / rows)


def weighed(one: Told, worker: Worker, other: Told, rare: Rarity) -> Likely:
    """Compare one description with one row."""
    levels = agreement.agreed(one, other)
    return Likely(worker, agreement.score(levels, rare), levels, names.compare(one.name, worker.name).grounds)


def _likely(one: Told, known: Commonness) -> list[Likely]:
    rows = _candidates(one, known)
    held = _held(rows) if one.identities else {}
    rare = rarity(one, known)
    found = [weighed(one, row, _told_of_row(row, held), rare) for row in rows]
    sure = sorted((likely for likely in found if likely.score >= agreement.REVIEW), key=lambda likely: -likely.score)
    return sure[:MOST]


def _held(rows: Sequence[Worker]) -> dict[int, frozenset[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    held = Held.objects.filter(worker__in=[row.pk for row in rows])
    for worker, kind, number in held.values_list("worker", "kind", "number"):
        found.setdefault(worker, set()).add((kind, number))
    return {worker: frozenset(numbers) for worker, numbers in found.items()}


def _told_of_row(row: Worker, held: dict[int, frozenset[tuple[str, str]]]) -> Told:
    return told(row, family=getattr(row, "family_number") or "", identities=held.get(row.pk, frozenset()))  # noqa: B009


def _candidates(one: Told, known: Commonness) -> list[Worker]:
    whole = keys.asked_whole(one.name)
    rarest = sorted(keys.words(one.name), key=known.of)[:1]
    kin = [keys.PARENT + word for word in keys.words(one.parent)]
    values = {
        "aadhaar": sorted(one.aadhaar),
        "phone": one.phone,
        "uan": one.uan,
        "family": one.family,
        "numbers": [number for _, number in one.identities],
        "kinds": [kind for kind, _ in one.identities],
        "district": one.district,
        "names": list(whole),
        "parents": list(keys.asked_whole(one.parent)) or [""],
        "year": one.born_on.year,
        "years": _YEARS,
        "words": keys.near([*rarest, *kin], one.district),
    }
    wanted = _wanted(one, whole)
    return list(Worker.objects.raw(_ROWS.format(parts=_parts(wanted)), values)) if wanted else []


def _wanted(one: Told, whole: Iterable[str]) -> list[str]:
    told_ = {
        "aadhaar": one.aadhaar, "phone": one.phone, "uan": one.uan, "family": one.family,
        "identities": one.identities, "here": whole, "anywhere": whole and one.parent, "age": whole,
        "words": one.parent,
    }  # fmt: skip
    return [name for name, value in told_.items() if value]


def _parts(wanted: list[str]) -> str:
    select = "(SELECT id FROM workers_worker WHERE {} LIMIT {})"
    return " UNION ".join(select.format(_ASKS[name], _EACH) for name in wanted)


def tokens_of(told: Aadhaar) -> tuple[Token, ...]:
    """Give every token under which a row with this Aadhaar number may stand; a draft knows the newest alone."""
    if told is None:
        return ()
    return (told,) if isinstance(told, Token) else vault().tokens(told)


def _told_of_new(new: NewWorker) -> Told:
    tokens = tokens_of(new.aadhaar)
    extra = [new.ration_card] if new.ration_card and new.family_id else []
    return Told(
        new.name,
        new.parent,
        new.sex,
        new.born_on,
        new.is_born_known,
        new.district.pk,
        new.place.pk if new.place else None,
        new.phone,
        new.family_number,
        new.uan.number if new.uan else "",
        frozenset(token.digest for token in tokens),
        frozenset((str(one.kind), one.number) for one in (*extra, *new.identities)),
    )
