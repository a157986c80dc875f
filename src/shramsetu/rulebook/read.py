"""Reading the files: where they are, which line a row stands on, and one clear sentence when a file is wrong."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shramsetu.rulebook.basis import BadRule

Row = TypeVar("Row", bound=BaseModel)
Table = Mapping[str, object]


def folder() -> Path:
    """Return the folder of the rulebook: RULEBOOK of the environment, else `rulebook` at the repository root."""
    return _folder(os.environ.get("RULEBOOK", ""))


@cache
def _folder(given: str) -> Path:
    # asked for many times in every request: walking the file system each time was half of a request's CPU
    found = Path(given) if given else Path(__file__).resolve().parents[3] / "rulebook"
    if not found.is_dir():
        raise BadRule(f"{found}: no rulebook here; set RULEBOOK to the folder with departments.toml")
    return found


@dataclass(frozen=True)
class File:
    """One TOML file, kept with its lines so that a rule can be pointed at."""

    path: Path
    name: str
    tables: Table
    lines: tuple[str, ...]

    @classmethod
    def at(cls, root: Path, name: str) -> "File":
        """Read the file `name` under `root`."""
        path = root / name
        try:
            text = path.read_text(encoding="utf-8")
            return cls(path, name, tomllib.loads(text), tuple(text.splitlines()))
        except FileNotFoundError:
            raise BadRule(f"{path}: file is missing") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise BadRule(f"{path}: {problem}") from None

    def table(self, key: str) -> Table:
        """Return one table; raises BadRule if the file has none of that name."""
        found = self.tables.get(key)
        if not isinstance(found, dict):
            raise BadRule(f"{self.name}: [{key}] is missing")
        return found

    def build(self, kind: type[Row], key: str, row: object, extra: Table | None = None) -> Row:
        """Check `row` against `kind`; raises BadRule naming file, line and key."""
        try:
            return kind.model_validate({**row, **(extra or {})} if isinstance(row, dict) else row)
        except ValidationError as problem:
            what = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'row'}: {e['msg']}" for e in problem.errors())
            raise BadRule(f"{self.name}:{self.line(key)}: [{key}] {what}") from None

    def rows(self, kind: type[Row], name: str = "slug", under: str = "") -> Iterator[tuple[str, Row]]:
        """Yield each table of the file (or of its table `under`) as a checked row; its name fills the field `name`."""
        for key, row in (self.table(under) if under else self.tables).items():
            yield key, self.build(kind, f"{under}.{key}" if under else key, row, {name: key})

    def line(self, key: str, part: str = "") -> int:
        """Return the number of the line with the header of `key`, or the first one below it that holds `part`."""
        heads = (f"[{key}]", f"[[{key}]]")
        start = next((n for n, line in enumerate(self.lines) if line.split("#")[0].strip() in heads), None)
        if start is None:
            return 1
        if not part:
            return start + 1
        for number, line in enumerate(self.lines[start + 1 :], start + 2):
            if part in line:
                return number
            if line.startswith("[") and not line.startswith((f"[{key}.", f"[[{key}.")):
                break
        return start + 1
