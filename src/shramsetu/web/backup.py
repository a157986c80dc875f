"""Back up a small site: its database and its papers in one file, never its keys.

The archive is a tar: `database.dump` (PostgreSQL's own format), `files/SHA-256` for each content, and last of all
`manifest.json`, so that a broken-off archive has none. Larger sites use a base backup and the WAL archive instead.
"""

import hashlib
import io
import json
import os
import subprocess
import tarfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from shramsetu.casework.models import Case
from shramsetu.files.models import Blob
from shramsetu.files.store import store
from shramsetu.journal.models import Entry
from shramsetu.web import environment, postgres

FORMAT = 1
DUMP, FILES, MANIFEST = "database.dump", "files/", "manifest.json"
PIECE = 1 << 20


class Refused(Exception):
    """A backup or restore that cannot be made: what is wrong and what to do, in Hindi and English."""

    def __init__(self, hi: str, en: str) -> None:
        super().__init__(f"{hi} · {en}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. `missing`: contents that were gone from the store when it was made."""

    made_at: str
    migrations: list[str]
    entries: int
    cases: int
    files: int
    missing: list[str]
    dump_sha256: str
    format: int = FORMAT


def make(target: Path, *, at: datetime) -> Manifest:
    """Write the archive `target`, readable by its owner alone; it gets its name only when it is whole."""
    if target.exists():
        raise Refused(f"{target} पहले से है; दूसरा नाम दें।", f"{target} is there already; give another name.")
    part = target.with_name(target.name + ".part")
    with TemporaryDirectory(dir=target.parent) as folder, open(part, "wb", opener=_owner_only) as file:
        dump = Path(folder, DUMP)
        migrations, contents, (entries, cases) = _dump(dump)
        with tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(dump, DUMP)
            missing = [sha for sha in contents if not _add(archive, sha)]
            manifest = Manifest(
                made_at=at.isoformat(),
                files=len(contents) - len(missing),
                missing=missing,
                migrations=migrations,
                entries=entries,
                cases=cases,
                dump_sha256=digest(dump),
            )
            _write(archive, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        file.flush()
        os.fsync(file.fileno())
    part.rename(target)
    return manifest


def client(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the site's own database, past any pooler. Raises Refused."""
    direct = environment.text("DATABASE_DIRECT_URL")
    given = psycopg.conninfo.conninfo_to_dict(direct) if direct else connection.get_connection_params()
    known = {key: str(value) for key, value in given.items() if key in _LIBPQ and value not in (None, "")}
    password = known.pop("password", "")  # never on the command line, which every account can read
    command = [postgres.program(program), "--dbname", psycopg.conninfo.make_conninfo("", **known), *arguments]
    surroundings = {**os.environ, "PGPASSWORD": password} if password else dict(os.environ)
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"{program} नहीं चला।", f"{program} failed: {done.stderr.strip()[-400:]}")


_LIBPQ = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey"}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump(path: Path) -> tuple[list[str], list[str], tuple[int, int]]:
    """Write the database to `path`; return, of the same snapshot, migrations, contents, and counts for the proof."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        migrations = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
        contents = sorted(Blob.objects.values_list("sha256", flat=True))
        counts = (Entry.objects.count(), Case.objects.count())
        client(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"
        )
    return migrations, contents, counts


def _add(archive: tarfile.TarFile, sha: str) -> bool:
    try:
        with store().open(sha) as content:
            _write(archive, FILES + sha, content.read())
    except FileNotFoundError:
        return False
    return True


def _write(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
