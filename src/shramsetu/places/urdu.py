"""Names of districts in Urdu, for who is written to in it; out of the file that districts are loaded from."""

import csv
from functools import cache
from pathlib import Path

from shramsetu import rulebook


def district(lgd_code: int | None) -> str:
    """Return the name of the district with this code; empty where the file has none."""
    return _names(rulebook.book().places["districts"]).get(lgd_code, "")


@cache
def _names(file: Path) -> dict[int | None, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {int(line["lgd_code"]): line.get("district_ur", "") for line in csv.DictReader(lines)}
