"""The S-curve of a work as rows of a line chart: every version of the baseline, and what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from shramsetu.lib.text import dated
from shramsetu.monitoring.works import words
from shramsetu.monitoring.works.rules import progress
from shramsetu.monitoring.works.rules.progress import Point
from shramsetu.monitoring.works.standing import Found

STEPS = 24
MOST_BASELINES = 4  # with the actual one, as many as have colours


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows of (day, value, value, …), the names of the values, and the sentence that says what they show."""

    rows: Sequence[Sequence[object]]
    names: Sequence[str]
    sentence: str


def of(found: Found) -> Drawn | None:
    """Return the curve of a work, None before it has any plan."""
    if not found.curves:
        return None
    curves = list(found.curves)[-MOST_BASELINES:]
    names = [_name(one.version, is_last=one is curves[-1]) for one in curves]
    rows = []
    for on in _days(found):
        plans = [progress.percent(progress.planned(one.points, on)) for one in curves]
        rows.append([dated(on, words.language()), _actual(found, on), *plans])
    return Drawn(rows, [gettext("Built"), *names], sentence(found))


def sentence(found: Found) -> str:
    """Say in words what the curve shows."""
    done, planned = progress.percent(found.physical), progress.percent(found.planned or 0)
    shares = {"done": f"{done:g}", "planned": f"{planned:g}"}
    said = gettext("%(done)s percent is built, %(planned)s percent was planned by now.") % shares
    if found.physical >= progress.WHOLE:
        return said
    if found.forecast.on is None:
        pace = gettext("At the pace of the last months it will not be ready.")
    else:
        ready = {"day": dated(found.forecast.on, words.language())}
        pace = gettext("At the pace of the last months it will be ready on %(day)s.") % ready
    return f"{said} {pace}"


def _name(version: int, *, is_last: bool) -> str:
    if is_last:
        return gettext("Planned (version %(n)s)") % {"n": version}
    return gettext("Earlier plan (version %(n)s)") % {"n": version}


def _days(found: Found) -> list[date]:
    """Return evenly spaced days from the first planned or measured one to the last planned one or today."""
    firsts = [one.points[0].on for one in found.curves] + [one.on for one in found.measured]
    first, last = min(firsts), max(found.on, *(one.points[-1].on for one in found.curves))
    whole = max((last - first).days, 1)
    return sorted({first + timedelta(days=whole * step // STEPS) for step in range(STEPS + 1)} | {found.on})


def _actual(found: Found, on: date) -> float | None:
    """Return what stood on a day by the last measurement before it; None for days to come and before the first."""
    if on > found.on:
        return None
    before: list[Point] = [one for one in found.measured if one.on <= on]
    return progress.percent(before[-1].share) if before else 0
