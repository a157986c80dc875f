"""The open data of a month as files: tables with their schema, and the package that describes them (Frictionless)."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shramsetu.insight.models import PublicClaims, PublicMonth
from shramsetu.insight.queries import claims, public
from shramsetu.lib.text import csv_safe

ENCODING = "utf-8-sig"  # the mark at the beginning lets spreadsheets read the Hindi
MISSING = ["", "*"]
PAGE = 36
LICENCE = {
    "name": "GODL-India",
    "path": "https://data.gov.in/government-open-data-license-india",
    "title": "Government Open Data License - India",
}
_SCHEME = {"name": "scheme", "type": "string", "means": "Scheme, by its word in the rulebook"}
_DISTRICT = {
    "name": "district_lgd",
    "type": "integer or null",
    "means": "District code of the Local Government Directory; empty: the whole state",
}
_CLAIMED = {
    "received": "Claims that came in within the month",
    "sanctioned": "Claims sanctioned within the month",
    "paid": "Claims whose last payment came within the month",
}


class NotPublished(Exception):
    """This month was not published, or has no such table."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one month: its columns (name, type, means), and the rows, None for what is withheld."""

    name: str
    title: str
    key: Sequence[str]
    columns: Sequence[Mapping[str, str]]
    rows: Sequence[Sequence[object]]


def listed(most: int = PAGE) -> list[tuple[date, list[str]]]:
    """Return the published months, the newest first, each with the names of its tables."""
    complaints = set(PublicMonth.objects.order_by("-month").values_list("month", flat=True)[:most])
    claimed = PublicClaims.objects.exclude(rows=[]).order_by("-month").values_list("month", flat=True)[:most]
    known = {"complaints": complaints, "claims": set(claimed)}
    found = sorted(set().union(*known.values()), reverse=True)[:most]
    return [(month, [name for name, there in known.items() if month in there]) for month in found]


def tables(month: date) -> list[Table]:
    """Return the tables of a month. Raises NotPublished."""
    found = [*_complaints(month), *_claims(month)]
    if not found:
        raise NotPublished(f"{month:%Y-%m}")
    return found


def table(month: date, name: str) -> Table:
    """Return one table of a month. Raises NotPublished."""
    found = next((one for one in tables(month) if one.name == name), None)
    if found is None:
        raise NotPublished(name)
    return found


def as_csv(one: Table) -> bytes:
    """Return a table as a file for spreadsheets, in which nothing can run; withheld counts are `*`."""
    written = io.StringIO()
    writer = csv.writer(written)
    names = [column["name"] for column in one.columns]
    writer.writerow(names)
    counted = {column["name"] for column in one.columns if _is_count(column, one.key)}
    for row in one.rows:
        writer.writerow([_cell(value, name in counted) for name, value in zip(names, row, strict=True)])
    return written.getvalue().encode(ENCODING)


def as_json(one: Table) -> bytes:
    """Return a table as a list of records; withheld counts are null."""
    names = [column["name"] for column in one.columns]
    records = [dict(zip(names, row, strict=True)) for row in one.rows]
    return json.dumps(records, ensure_ascii=False).encode()


def package(month: date) -> dict[str, object]:
    """Return the description of a month's files as a Frictionless data package. Raises NotPublished."""
    span, resources = f"{month:%Y-%m}", [_resource(one, form) for one in tables(month) for form in ("csv", "json")]
    return {
        "profile": "data-package",
        "name": f"shram-setu-{span}",
        "title": f"Shram Setu: {span}",
        "version": f"{public.SCHEMA_VERSION}.0.0",
        "licenses": [LICENCE],
        "withheld_under": public.withheld_under(month),
        "resources": resources,
    }


def _complaints(month: date) -> list[Table]:
    if not PublicMonth.objects.filter(month=month).exists():
        return []  # a month before the first rules has no threshold either
    columns, rows = public.schema(), public.open_data(month, month=month)["rows"]
    assert isinstance(rows, list)
    lines = [[row[column["name"]] for column in columns] for row in rows]
    return [Table("complaints", "Complaints by district", ["lgd_code"], columns, lines)] if lines else []


def _claims(month: date) -> list[Table]:
    found = PublicClaims.objects.filter(month=month).exclude(rows=[]).first()
    counts = [{"name": name, "type": "integer or null", "means": _CLAIMED[name]} for name in claims.COLUMNS]
    columns = [_SCHEME, _DISTRICT, *counts]
    key = ["scheme", "district_lgd"]
    return [Table("claims", "Claims of benefits by scheme and district", key, columns, found.rows)] if found else []


def _resource(one: Table, form: str) -> dict[str, object]:
    body = as_csv(one) if form == "csv" else as_json(one)
    shaped = {"encoding": ENCODING, "dialect": {"delimiter": ",", "header": True}} if form == "csv" else {}
    return {
        "profile": "tabular-data-resource",
        "name": f"{one.name}-{form}",
        "title": one.title,
        "path": f"{one.name}.{form}",
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/json",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": {"fields": [_field(column, one.key) for column in one.columns], "missingValues": MISSING},
        **shaped,
    }


def _field(column: Mapping[str, str], key: Sequence[str]) -> dict[str, object]:
    kind, name = column["type"].removesuffix(" or null"), column["name"]
    limits: dict[str, object] = {"minimum": 0} if kind in ("integer", "number") else {}
    required = {"required": True} if name in key and kind == column["type"] else {}
    about = {"name": name, "type": kind, "description": column["means"]}
    return about | ({"constraints": limits | required} if limits or required else {})


def _is_count(column: Mapping[str, str], key: Sequence[str]) -> bool:
    return column["type"] == "integer or null" and column["name"] not in key


def _cell(value: object, is_count: bool) -> object:
    if value is None:
        return "*" if is_count else ""
    return csv_safe(str(value))
