"""Bring a site back from an archive of `shramsetu backup`, and prove that it stands as it stood.

In another cluster transaction numbers start low again. `journal_offset` is set so that those of the journal go on
rising, and the figures are counted anew, so that nobody who reads behind a watermark misses an entry.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from shramsetu.casework import reconcile, rewrapping, sealing
from shramsetu.casework.models import Case
from shramsetu.files.store import store
from shramsetu.insight import actions as insight
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.web.backup import DUMP, FILES, FORMAT, MANIFEST, PIECE, Manifest, Refused, client


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `faults` is empty when all stands as it stood; `keys` are seal keys this site does not have."""

    manifest: Manifest
    faults: list[str]
    keys: list[str]


def restore(source: Path, *, replace: bool, at: datetime) -> Restored:
    """Bring back database and papers from `source`; `replace` empties a database that is in use.

    The archive is read to its end before anything is touched. Raises Refused.
    """
    manifest = check(source)
    _refuse_newer(manifest)
    _refuse_occupied(replace=replace)
    with _opened(source) as archive, TemporaryDirectory() as folder:
        dump = Path(folder, DUMP)
        for name, content in _members(archive):
            if name.startswith(FILES):
                store().put(name.removeprefix(FILES), content.read())
            elif name == DUMP:
                dump.write_bytes(content.read())
        _empty()
        client("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump))
    connection.close()
    call_command("migrate", verbosity=0, interactive=False)
    keep_rising()
    insight.rebuild()
    insight.catch_up(at=at)
    return Restored(manifest, _faults(manifest), _keys_lacking())


def check(source: Path) -> Manifest:
    """Read the whole archive and return its manifest; raise Refused if anything in it is broken or lacking."""
    found, manifest = {DUMP: ""}, None
    with _opened(source) as archive:
        for name, content in _members(archive):
            if name == MANIFEST:
                manifest = _manifest(content.read())
            else:
                found[name] = _digest(content)
    if manifest is None:
        raise _broken(source)
    contents = {name: sha for name, sha in found.items() if name != DUMP}
    whole = all(name == FILES + sha for name, sha in contents.items()) and len(contents) == manifest.files
    if not whole or found[DUMP] != manifest.dump_sha256:
        raise _broken(source)
    return manifest


@transaction.atomic
def keep_rising() -> int:
    """Let the journal's transaction numbers go on above all that it and its roots hold; return the offset."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(public.journal_offset(), 1"
            " + greatest((SELECT coalesce(max(xid), 0) FROM journal_entry),"
            "            (SELECT coalesce(max(last_xid), 0) FROM journal_root))"
            " - pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
        )
        offset = int(cursor.fetchone()[0])
        body = sql.Literal(f"SELECT {offset}::bigint")
        cursor.execute(
            sql.SQL(
                "CREATE OR REPLACE FUNCTION public.journal_offset() RETURNS bigint LANGUAGE sql IMMUTABLE AS {}"
            ).format(body)
        )
    return offset


def _broken(source: Path) -> Refused:
    return Refused(
        f"{source} अधूरी या ख़राब है; कुछ नहीं बदला गया। पिछली प्रति से कोशिश करें।",
        f"{source} is not whole; nothing was changed. Try the copy before it.",
    )


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as archive:
            yield archive
    except FileNotFoundError as error:
        raise Refused(f"{source} नहीं मिली।", f"There is no {source}.") from error
    except (tarfile.TarError, EOFError) as error:
        raise _broken(source) from error


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in archive:
        content = archive.extractfile(member)
        if content is None:
            raise tarfile.ReadError(member.name)
        yield member.name, content


def _manifest(content: bytes) -> Manifest:
    told = json.loads(content)
    if told.get("format") != FORMAT:
        raise Refused(
            "यह प्रति दूसरे संस्करण की है; उसी संस्करण से लौटाएँ।", "The archive is of another version; restore it with that one."
        )
    return Manifest(**told)


def _digest(content: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := content.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise Refused(
            "यह प्रति इस प्रोग्राम से नए संस्करण की है; पहले प्रोग्राम नया करें।",
            f"The archive is of a newer version; update the program first ({unknown[0]}).",
        )


def _refuse_occupied(*, replace: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        tables = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if tables and not replace:
        raise Refused(
            "डेटाबेस ख़ाली नहीं है; उसे हटाकर लौटाना हो तो --replace लिखें।",
            "The database is not empty; write --replace to remove what is there.",
        )
    if others:
        raise Refused("साइट चल रही है; पहले उसे रोकें।", f"The site is running ({others} connections); stop it first.")


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def _faults(manifest: Manifest) -> list[str]:
    """Hold what came back against the manifest, the chains and the checks, as of the time of the backup."""
    counted = {"entries": Entry.objects.count(), "cases": Case.objects.count()}
    told = {"entries": manifest.entries, "cases": manifest.cases}
    faults = [f"{name}: {counted[name]}, {told[name]}" for name in told if counted[name] != told[name]]
    faults += [f"{fault.stream} #{fault.seq}: {fault.what}" for fault in journal.faults()]
    found = reconcile.findings(datetime.fromisoformat(manifest.made_at))
    faults += [f"{finding.name}: {finding.count}" for finding in found if finding.count]
    return faults + [f"{FILES}{sha}" for sha in manifest.missing]


def _keys_lacking() -> list[str]:
    rings = {sealing.COMMON: settings.SEAL_KEYS, sealing.CHILD: settings.SEAL_KEYS_CHILD}
    held = {(ring, item.split(":", 1)[0]) for ring, items in rings.items() for item in items}
    return sorted(f"{key} ({ring})" if ring else key for ring, key in rewrapping.in_use() - held)
