"""What is kept of one data folder, and who may touch it at a time."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ACCOUNT = "shramsetu"


class NoDatabase(Exception):
    """The database cannot be had: what is wrong and what to do, in Hindi and English."""

    def __init__(self, hi: str, en: str) -> None:
        super().__init__(f"{hi} · {en}")


@dataclass(frozen=True)
class Cluster:
    """One data folder and how to reach it."""

    home: str
    port: int
    password: str

    @property
    def data(self) -> Path:
        return Path(self.home, "data")

    @property
    def log(self) -> Path:
        return Path(self.home, "server.log")

    @property
    def url(self) -> str:
        return f"postgresql://{ACCOUNT}:{self.password}@127.0.0.1:{self.port}/{ACCOUNT}"


@contextmanager
def alone(var: Path) -> Iterator[Path]:
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "postgres.lock").open("a")
    except OSError as error:
        raise NoDatabase(
            f"{var} में लिखा नहीं जा सकता; जिसका फ़ोल्डर है उसी खाते से चलाएँ।",
            f"Cannot write in {var}; run as the account that owns it.",
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield var.resolve()


def saved(var: Path) -> Cluster | None:
    try:
        saved = json.loads((var / "postgres.json").read_text())
        return Cluster(**{**saved, "home": str(var / saved["home"])})  # an absolute home wins over `var`
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise NoDatabase(
            f"{var}/postgres.json किसी और खाते का है; उसी खाते से चलाएँ।",
            "It belongs to another account; run as that one.",
        ) from error


def save(var: Path, cluster: Cluster) -> None:
    new = var / "postgres.json.new"
    new.touch(mode=0o600)
    home = Path(cluster.home)
    kept = home.name if home.parent == var else str(home)  # so that the project may be moved
    new.write_text(json.dumps({**asdict(cluster), "home": kept}))
    new.replace(var / "postgres.json")
