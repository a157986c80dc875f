"""The hexagon map: every place one equal hexagon on a grid in the state's shape. Pure; drawn by components/hexmap.html.

Cells stand by column and row, odd rows shifted right by half. Hexagons are pointed at the top, 60 wide.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 60
SIDE = WIDTH / math.sqrt(3)
PITCH = SIDE * 1.5
MARGIN = 4
STEPS = 5
# As in tokens.css, which has the last word in a browser; the PDF maker reads only what stands in the drawing.
FILLS = ("#eef0f4", "#cfd8ee", "#9fb1dd", "#566fb5", "#2f4a97", "#17265a")
INKS = ("#1b1f2a",) * 3 + ("#ffffff",) * 3
LONGEST_LINE = 9


@dataclass(frozen=True)
class Cell:
    """What is known of one place: where it stands, its figure, how the figure is said, where it leads."""

    col: int
    row: int
    name: str
    value: float | None
    said: str = ""
    url: str = ""
    group: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Hexagon:
    """One cell as drawn: outline, middle, step of colour (0 none, 1-5), its fill and ink, lines of its name."""

    cell: Cell
    path: str
    x: float
    y: float
    step: int
    fill: str
    ink: str
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Band:
    """One line of the legend: a step and the figures it covers."""

    step: int
    fill: str
    low: float
    high: float
    places: int


@dataclass(frozen=True)
class Drawing:
    """The whole map: its size, hexagons in reading order, borders between groups, legend."""

    width: int
    height: int
    hexagons: list[Hexagon]
    borders: list[tuple[float, float, float, float]]
    bands: list[Band]


def draw(cells: Sequence[Cell]) -> Drawing:
    """Lay out `cells`. Steps hold about equal numbers of places above zero; zero and unknown are step 0."""
    limits = breaks([cell.value for cell in cells if cell.value])
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.col))
    hexagons = [_hexagon(cell, step_of(cell.value, limits)) for cell in ordered]
    width = math.ceil(max((found.x for found in hexagons), default=0) + WIDTH / 2 + MARGIN)
    height = math.ceil(max((found.y for found in hexagons), default=0) + SIDE + MARGIN)
    return Drawing(width, height, hexagons, _borders(ordered), _bands(hexagons))


def breaks(values: Sequence[float]) -> list[float]:
    """Return the upper limits of the steps: quantiles of `values`, each once, at most five."""
    ordered = sorted(values)
    if not ordered:
        return []
    found = (ordered[math.ceil(len(ordered) * part / STEPS) - 1] for part in range(1, STEPS + 1))
    return list(dict.fromkeys(found))


def step_of(value: float | None, limits: Sequence[float]) -> int:
    """Return the step 1-5 of `value`, 0 for zero or unknown. With fewer limits the darker steps are used."""
    if not value:
        return 0
    place = sum(value > limit for limit in limits)
    return STEPS - len(limits) + 1 + min(place, len(limits) - 1)


def middle(col: int, row: int) -> tuple[float, float]:
    """Return the middle of the cell at `col`, `row` in units of the drawing."""
    shift = WIDTH / 2 if row % 2 else 0
    return MARGIN + WIDTH / 2 + col * WIDTH + shift, MARGIN + SIDE + row * PITCH


def outline(x: float, y: float) -> str:
    """Return the path of the hexagon around `x`, `y`."""
    half, slope = WIDTH / 2, SIDE / 2
    return (
        f"M{x:g} {y - SIDE:.1f}l{half:g} {slope:.1f}v{SIDE:.1f}l-{half:g} {slope:.1f}-{half:g}-{slope:.1f}v-{SIDE:.1f}z"
    )


def _corners(x: float, y: float) -> list[tuple[float, float]]:
    angles = (math.radians(60 * turn) for turn in range(6))
    return [(x + SIDE * math.sin(angle), y - SIDE * math.cos(angle)) for angle in angles]


def _hexagon(cell: Cell, step: int) -> Hexagon:
    x, y = middle(cell.col, cell.row)
    lines = name_lines(cell.name)
    first = round(y - (14 if len(lines) > 1 else 4), 1)
    placed = tuple((round(first + 11 * at, 1), line) for at, line in enumerate(lines))
    return Hexagon(
        cell, outline(x, y), x, round(y + (18 if len(lines) > 1 else 14), 1), step, FILLS[step], INKS[step], placed
    )


def name_lines(name: str) -> list[str]:
    """Break a name into at most two lines that fit a hexagon; what does not fit is cut with a point."""
    words = name.split()
    if len(words) > 1:
        words = [words[0], " ".join(words[1:])]
    return [word if len(word) <= LONGEST_LINE + 3 else f"{word[:LONGEST_LINE]}." for word in words]


# The three neighbours to the right and below, with the two corners of the shared edge.
_EDGES = ((1, 0, 1, 2), (0, 1, 2, 3), (-1, 1, 3, 4))


def _borders(cells: Sequence[Cell]) -> list[tuple[float, float, float, float]]:
    by_place = {(cell.col, cell.row): cell for cell in cells}
    lines = []
    for cell in cells:
        corners = _corners(*middle(cell.col, cell.row))
        for across, down, start, end in _EDGES:
            shift = cell.row % 2 if down else 0
            other = by_place.get((cell.col + across + shift, cell.row + down))
            if other is not None and other.group != cell.group:
                lines.append((*corners[start], *corners[end]))
    return [(round(a, 1), round(b, 1), round(c, 1), round(d, 1)) for a, b, c, d in lines]


def _bands(hexagons: Sequence[Hexagon]) -> list[Band]:
    bands = []
    for step in range(STEPS + 1):
        values = [found.cell.value or 0 for found in hexagons if found.step == step]
        if values:
            bands.append(Band(step, FILLS[step], min(values), max(values), len(values)))
    return bands
