"""What the tags of maps and charts hand to their templates, made of plain rows, so that lower floors need no import."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from shramsetu.lib import text as texts
from shramsetu.web import charts, hexmap


def figure(value: float | None) -> str:
    """Write a number as it stands on a map or chart: grouped when whole, else one decimal; a dash for unknown."""
    if value is None:
        return "–"
    return texts.grouped(int(value)) if float(value).is_integer() else f"{value:.1f}"


def get(row: Any, name: str, default: Any = "") -> Any:
    """Read `name` of a mapping or an object; `default` when it has none."""
    found = row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)
    return default if found is None and name != "value" else found


def hexmap_context(rows: Iterable[Any], *, title: str, sentence: str, unit: str) -> dict[str, Any]:
    """Draw `rows` (col, row, name, value, and if wanted said, url, group, chosen) as a map."""
    cells = [_cell(row, unit) for row in rows]
    ranked = sorted(cells, key=lambda cell: (-(cell.value or 0), cell.name))
    return {
        "map": hexmap.draw(cells),
        "rows": ranked,
        "title": title,
        "unit": unit,
        "sentence": sentence or _sentence([(cell.name, cell.value, cell.said) for cell in ranked]),
        "has_links": any(cell.url for cell in cells),
    }


def _cell(row: Any, unit: str) -> hexmap.Cell:
    value = get(row, "value", None)
    said = get(row, "said") or (figure(value) if value is None or not unit else f"{figure(value)} {unit}")
    return hexmap.Cell(
        int(get(row, "col", 0)),
        int(get(row, "row", 0)),
        str(get(row, "name")),
        value,
        str(said),
        str(get(row, "url")),
        str(get(row, "group")),
        bool(get(row, "chosen", False)),
    )


def bars_context(rows: Iterable[Any], *, title: str, sentence: str, parts: Sequence[Any], head: str) -> dict[str, Any]:
    """Draw `rows` (label, value or values, and if wanted said, url, series) as a table of bars on one scale.

    A part is a name, or a name and the number of its colour: 0 indigo, 1 marigold, 2 on time, 3 overdue, 4 closed.
    """
    listed = list(rows)
    named = [part if isinstance(part, tuple) else (part, at) for at, part in enumerate(parts)]
    totals = [sum(_values(row)) for row in listed]
    top = max(totals, default=0) or 1
    drawn = [_bar(row, total, top, named) for row, total in zip(listed, totals, strict=True)]
    order = sorted(range(len(drawn)), key=lambda at: -totals[at])
    found = [(drawn[at]["label"], totals[at], drawn[at]["said"]) for at in order]
    return {
        "rows": drawn,
        "title": title,
        "parts": named,
        "head": head,
        "sentence": sentence or _sentence(found),
        "id": f"bars-{zlib.crc32(title.encode())}",
    }


def _values(row: Any) -> list[float]:
    values = get(row, "values", None)
    if callable(values) or values is None:
        values = [get(row, "value", 0) or 0]
    return [float(value or 0) for value in values]


def _bar(row: Any, total: float, top: float, parts: Sequence[tuple[str, int]]) -> dict[str, Any]:
    drawn, at = [], 0.0
    values = _values(row)
    for place, value in enumerate(values):
        width = 100 * value / top
        series = parts[place][1] if place < len(parts) else get(row, "series", 0)
        drawn.append({"x": f"{at:.2f}", "width": f"{width:.2f}", "series": series})
        at += width
    said = str(get(row, "said") or figure(total))
    spoken = ", ".join(f"{name}: {figure(value)}" for (name, _), value in zip(parts, values, strict=False)) or said
    return {"label": get(row, "label"), "url": get(row, "url"), "said": said, "spoken": spoken, "parts": drawn}


def columns_context(rows: Iterable[Sequence[Any]], *, title: str, sentence: str, head: str) -> dict[str, Any]:
    """Draw `rows` of (label, value) as columns in their order."""
    listed = [(str(label), float(value or 0)) for label, value in rows]
    labels, values = [label for label, _ in listed], [value for _, value in listed]
    frame, boxes = charts.columns(labels, values, [f"{label}: {figure(value)}" for label, value in listed])
    ranked = [(label, value, figure(value)) for label, value in sorted(listed, key=lambda one: -one[1])]
    words = sentence or _sentence(ranked)
    return {"frame": frame, "boxes": boxes, "rows": listed, "title": title, "sentence": words, "head": head}


def lines_context(
    rows: Iterable[Sequence[Any]], *, names: Sequence[str], title: str, sentence: str, head: str
) -> dict[str, Any]:
    """Draw `rows` of (label, value, value, …), one value for each of `names`, as lines."""
    listed = [(str(row[0]), list(row[1:])) for row in rows]
    series = [[values[at] for _, values in listed] for at in range(len(names))]
    frame, paths = charts.lines([label for label, _ in listed], series)
    return {
        "frame": frame,
        "paths": [(path, at % len(charts.COLOURS)) for at, path in enumerate(paths)],
        "names": [(name, at % len(charts.COLOURS)) for at, name in enumerate(names)],
        "rows": listed,
        "title": title,
        "sentence": sentence,
        "head": head,
    }


def _sentence(ranked: Sequence[tuple[Any, float | None, str]]) -> str:
    known = [one for one in ranked if one[1]]
    if not known:
        return gettext("Nothing to show yet.")
    name, _, said = known[0]
    return gettext("Highest: %(name)s, %(said)s.") % {"name": name, "said": said}
