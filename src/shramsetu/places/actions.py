"""The only code that writes places: the seed of the platform, and lists of the Local Government Directory."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.places import listing, rules, seed
from shramsetu.places.models import Alias, Kind, Place

STREAM = "places"
_COLUMNS = [field.column for field in Place._meta.concrete_fields]


@transaction.atomic
def load(*, by: Actor, at: datetime) -> int:
    """Load state, mandals, districts and post offices; return how many places were written, 0 for a seed seen before.

    Repeating it is safe: a place keeps its id, a name taken out of the rulebook is removed from the aliases.
    """
    files = rulebook.book().places
    digest = seed.digest(files)
    if _last_digest() == digest:
        return 0
    upper = seed.administrative(files)
    ids = _store(upper, {})
    _store_aliases(upper, ids)
    offices = list(seed.post_offices([row for row in upper if row.kind == Kind.DISTRICT]))
    _store(offices, ids)
    written = len(upper) + len(offices)
    journal.append(STREAM, "load", by=by, at=at, detail={"digest": digest, "places": written})
    return written


@transaction.atomic
def import_list(path: Path, *, by: Actor, at: datetime) -> int:
    """Store the tehsils, blocks, thanas or villages of a list; return how many. All or nothing.

    Raises listing.BadList with a sentence for each line that cannot be stored.
    """
    kind, lines = listing.read(path)
    above = _codes([Kind.DISTRICT, Kind.TEHSIL, Kind.BLOCK])
    rows = listing.rows(kind, lines, above)
    ids = dict(Place.objects.filter(path__in={row.parent_path for row in rows}).values_list("path", "id"))
    ids |= dict(Place.objects.filter(kind=Kind.DISTRICT).values_list("path", "id"))
    _store(rows, ids)
    journal.append(STREAM, "import", by=by, at=at, detail={"kind": kind, "file": path.name, "places": len(rows)})
    return len(rows)


def _last_digest() -> str:
    last = Entry.objects.filter(stream=STREAM, verb="load").order_by("-seq").first()
    return str(last.detail["digest"]) if last else ""


def _codes(kinds: Sequence[Kind]) -> dict[tuple[str, int], str]:
    found = Place.objects.filter(kind__in=kinds, lgd_code__isnull=False).values_list("kind", "lgd_code", "path")
    return {(kind, code): path for kind, code, path in found if code is not None}


def _store(rows: Sequence[seed.Row], ids: dict[str, int]) -> dict[str, int]:
    """Insert or update `rows`, upper ones first; `ids` (path to id) knows the places above and gains the new ones."""
    have = dict(Place.objects.filter(path__in=[row.path for row in rows]).values_list("path", "id"))
    ids |= have | dict(zip([row.path for row in rows if row.path not in have], _fresh_ids(len(rows)), strict=False))
    columns = ", ".join(_COLUMNS)
    changes = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column not in {"id", "path"})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE places_given (LIKE places_place) ON COMMIT DROP")
        with cursor.copy(f"COPY places_given ({columns}) FROM STDIN") as copy:
            for row in rows:
                place = _place(row, ids)
                copy.write_row([getattr(place, field.attname) for field in Place._meta.concrete_fields])
        cursor.execute(
            f"INSERT INTO places_place ({columns}) SELECT {columns} FROM places_given "  # noqa: S608 - columns of the model
            f"ON CONFLICT (id) DO UPDATE SET {changes}"
        )
        cursor.execute("DROP TABLE places_given")
    return ids


def _fresh_ids(count: int) -> list[int]:
    """Draw ids beforehand: a district's row names itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('places_place', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def _place(row: seed.Row, ids: dict[str, int]) -> Place:
    values = asdict(row)
    del values["old"], values["spellings"]
    values["neighbours"] = list(row.neighbours)
    district = "/" + "".join(f"{part}/" for part in row.path.strip("/").split("/")[:3])
    return Place(
        id=ids[row.path],
        parent_id=None if row.kind == Kind.STATE else ids[row.parent_path],
        district_id=None if row.kind in {Kind.STATE, Kind.MANDAL} else ids[district],
        keys=rules.keys(row.names),
        **values,
    )


def _store_aliases(rows: Sequence[seed.Row], ids: dict[str, int]) -> None:
    Alias.objects.filter(place_id__in=[ids[row.path] for row in rows]).delete()
    Alias.objects.bulk_create(
        Alias(place_id=ids[row.path], name=name, is_old=name in row.old)
        for row in rows
        for name in dict.fromkeys((*row.old, *row.spellings))
    )
