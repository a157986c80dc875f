"""Geometry of the server-drawn charts. Pure; drawn by components/columns.html and components/lines.html.

Bars need no geometry: they are a table whose cells hold the bar (components/bars.html).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 480
HEIGHT = 220
LEFT = 44
RIGHT = 8
TOP = 12
BOTTOM = 28
MOST_LABELS = 6
# Colours and strokes of the series, as in chart.css; the PDF maker reads only what stands in the drawing.
COLOURS = ("#27408b", "#e59500", "#1b7f5a", "#b3261e", "#5b6270")
DASHES = ("none", "7 4", "2 4", "10 3 2 3", "1 3")


@dataclass(frozen=True)
class Rule:
    """One horizontal line of the scale."""

    y: float
    value: float


@dataclass(frozen=True)
class Mark:
    """One label of the lower axis."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Box:
    """One column of a column chart."""

    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True)
class Frame:
    """Scale and lower axis, the same for columns and lines."""

    rules: list[Rule]
    marks: list[Mark]
    top: float


def nice_top(highest: float) -> float:
    """Return the round number at or above `highest` where the scale ends (1, 2, 4, 5, 10 …), at least 4."""
    if highest <= 4:
        return 4
    power = 10 ** math.floor(math.log10(highest))
    return float(next(step * power for step in (1, 2, 4, 5, 10) if step * power >= highest))


def frame(labels: Sequence[str], highest: float, *, centred: bool) -> Frame:
    """Lay out scale and labels; `centred` puts a label under the middle of its column instead of under its point."""
    top = nice_top(highest)
    rules = [Rule(_y(top * part / 4, top), top * part / 4) for part in range(5)]
    chosen = _spread(len(labels))
    marks = [Mark(_x(at, len(labels), centred), labels[at], _anchor(at, len(labels), centred)) for at in chosen]
    return Frame(rules, marks, top)


def columns(labels: Sequence[str], values: Sequence[float], said: Sequence[str]) -> tuple[Frame, list[Box]]:
    """Lay out one column a value."""
    laid = frame(labels, max(values, default=0), centred=True)
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    boxes = []
    for at, value in enumerate(values):
        y = _y(value, laid.top)
        width = max(1.0, slot * 0.72)
        x = LEFT + slot * at + (slot - width) / 2
        boxes.append(Box(round(x, 1), round(y, 1), round(width, 1), round(HEIGHT - BOTTOM - y, 1), said[at]))
    return laid, boxes


def lines(labels: Sequence[str], series: Sequence[Sequence[float | None]]) -> tuple[Frame, list[str]]:
    """Lay out one path a series; an unknown value leaves a gap."""
    laid = frame(labels, max((value for one in series for value in one if value is not None), default=0), centred=False)
    return laid, [_path(one, laid.top) for one in series]


def _path(values: Sequence[float | None], top: float) -> str:
    parts = []
    pen_up = True
    for at, value in enumerate(values):
        if value is not None:
            parts.append(f"{'M' if pen_up else 'L'}{_x(at, len(values), False):.1f} {_y(value, top):.1f}")
        pen_up = value is None
    return "".join(parts)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _x(at: int, count: int, centred: bool) -> float:
    span = WIDTH - LEFT - RIGHT
    if centred:
        return round(LEFT + span * (at + 0.5) / max(1, count), 1)
    return round(LEFT + span * at / max(1, count - 1), 1)


def _anchor(at: int, count: int, centred: bool) -> str:
    if centred and count <= MOST_LABELS:
        return "middle"
    if at == 0:
        return "start"
    return "end" if at == count - 1 else "middle"


def _spread(count: int) -> list[int]:
    if count <= MOST_LABELS:
        return list(range(count))
    return sorted({round((count - 1) * part / 3) for part in range(4)})
