"""A statement of one row, asked for many sets of parameters at once: planned once, each set a row of its own."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

Values = Mapping[str, Any]
_PARAMETER = re.compile(r"%\((\w+)\)s")


def asked(statement: str, sets: Sequence[Values]) -> list[dict[str, Any]]:
    """Return for each of `sets`, in their order, the row that `statement` gives for it.

    Raises ValueError where it does not give exactly one.
    """
    if not sets:
        return []
    names = list(dict.fromkeys(_PARAMETER.findall(statement)))
    inner = _PARAMETER.sub(lambda found: f'a."{found[1]}"', statement)
    columns = [[one[name] for one in sets] for name in names]
    arrays = ", ".join(f"%s::{_type(column)}[]" for column in columns)
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.* FROM unnest({arrays}) WITH ORDINALITY a({listed}, asked_as)"  # noqa: S608 - our own statement
            f" CROSS JOIN LATERAL ({inner}) f ORDER BY a.asked_as",
            columns,
        )
        titles = [column.name for column in cursor.description or ()]
        found = [dict(zip(titles, row, strict=True)) for row in cursor.fetchall()]
    if len(found) != len(sets):
        raise ValueError(f"{len(found)} rows for {len(sets)} sets of parameters")
    return found


def _type(column: Sequence[object]) -> str:
    value = next((one for one in column if one is not None), None)
    match value:
        case bool():
            return "boolean"
        case int():
            return "bigint"
        case datetime():
            return "timestamptz"
        case date():
            return "date"
        case _:
            return "text"
