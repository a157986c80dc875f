"""Where contents lie: a folder now; anything that can do the four things of `Store` later."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Protocol

from django.conf import settings

PART = ".part"


class Store(Protocol):
    """Keeps contents under their SHA-256 (64 hexadecimal digits)."""

    def put(self, sha256: str, content: bytes) -> None:
        """Keep `content`, whole or not at all; keeping it again changes nothing."""

    def open(self, sha256: str) -> IO[bytes]:
        """Return the content for reading; raises FileNotFoundError."""

    def drop(self, sha256: str) -> None:
        """Forget the content; one that is not there is no error."""

    def written(self) -> Iterator[tuple[str, datetime]]:
        """Yield each name in the store, contents and leftovers of broken writes alike, with the time of writing."""


class FolderStore:
    """A folder of folders named after the first two digits, on a disk that all web machines share."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, sha256: str, content: bytes) -> None:
        """Write to a temporary file, flush it to the disk, rename it into place."""
        path = self._path(sha256)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=sha256, suffix=PART, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, sha256: str) -> IO[bytes]:
        """Open the content's file."""
        return self._path(sha256).open("rb")

    def drop(self, sha256: str) -> None:
        """Remove the content's file."""
        self._path(sha256).unlink(missing_ok=True)

    def written(self) -> Iterator[tuple[str, datetime]]:
        """Walk the folder."""
        for path in self.root.glob("??/*"):
            yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256


def store() -> Store:
    """Return the store of this installation."""
    return FolderStore(Path(settings.MEDIA_ROOT))
