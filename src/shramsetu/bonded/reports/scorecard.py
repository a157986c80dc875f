"""The scorecard of the state. Speed and payment are ranked; the number of rescues is shown and never ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from shramsetu.bonded.models import FirDecision
from shramsetu.bonded.reports import committees
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.committees import Standing
from shramsetu.bonded.reports.people import BALANCE, Person, people, since
from shramsetu.bonded.reports.tracks import Trial, trials
from shramsetu.bonded.rules import scores
from shramsetu.bonded.rules.scores import Path, Score, percent
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.places.models import Place

Groups = Mapping[str, list[Place]]


@dataclass(frozen=True, slots=True)
class Line:
    """One district or mandal: what is ranked, and what stands beside it."""

    name: str
    score: Score
    beside: list[Cell]


@dataclass(frozen=True, slots=True)
class Known:
    """All that the lines are made of, read once."""

    asked: Asked
    first: date
    persons: Sequence[Person]
    proceedings: Sequence[Trial]
    standing: Mapping[int, Standing]
    fir: Mapping[int, bool]


def report(asked: Asked) -> Report:
    """Return the year up to the day that was asked for: districts, and mandals where there are several."""
    first = asked.on - timedelta(days=365)
    persons = people(asked)
    fir = _fir_decided(asked, persons)
    known = Known(asked, first, persons, trials(asked), committees.standing(asked), fir)
    sheets = [_sheet(gettext("Districts"), known, {place.name_hi: [place] for place in asked.districts})]
    mandals = _mandals(asked)
    if len(mandals) > 1:
        sheets.append(_sheet(gettext("Mandals"), known, mandals))
    return Report("scorecard", gettext("Scorecard of the state"), asked, first, sheets)


def _sheet(name: str, known: Known, groups: Groups) -> Sheet:
    found = [_group(label, places, known) for label, places in groups.items()]
    rank = scores.ranks(found, lambda one: one.score.speed)
    lines = [[one.name, rank.get(index), *_speed(one.score), *one.beside] for index, one in enumerate(found)]
    lines.sort(key=lambda line: (line[1] is None, line[1] or 0, line[0]))
    note = gettext(
        "Ranked by who is paid within seven days, then by the hours to the payment; never by how many were freed."
    )
    return Sheet(name, _head(), lines, [note])


def _group(label: str, places: Sequence[Place], known: Known) -> Line:
    pks, first = {place.pk for place in places}, known.first
    mine = [one for one in known.persons if one.row.case.district_id in pks]
    tried = [one for one in known.proceedings if one.row.case.district_id in pks]
    regular = _regular(known.standing, pks, known.asked.on)
    beside = [*_beside(mine, first, known.fir), *_tried(tried, first), regular, _rebonded(mine, first)]
    return Line(label, scores.score(_paths(mine, first), at=known.asked.at), beside)


def _head() -> list[str]:
    return [
        gettext("Place"),
        gettext("Rank"),
        gettext("Information to certificate (hours, median)"),
        gettext("Certificate to payment (hours, median)"),
        gettext("Paid in 24 hours (%)"),
        gettext("Paid in 7 days (%)"),
        gettext("Not paid (%)"),
        gettext("Certificates"),
        gettext("Certificates of those found (%)"),
        gettext("Found not bonded (%)"),
        gettext("FIR registered (%)"),
        gettext("Balance paid (%)"),
        gettext("Convictions of decided cases (%)"),
        gettext("Committees that met in time (%)"),
        gettext("Bound again"),
    ]


def _speed(one: Score) -> list[Cell]:
    return [one.to_certificate, one.to_payment, one.in_day, one.in_week, one.never, one.people]


def _paths(persons: Sequence[Person], first: date) -> list[Path]:
    return [
        Path(one.heard_at, one.certified_at, one.paid_at)
        for one in persons
        if one.certified_at is not None and since(one.certified_at, first)
    ]


def _beside(persons: Sequence[Person], first: date, fir: Mapping[int, bool]) -> list[Cell]:
    found = [one for one in persons if since(one.history.first.get("find"), first)]
    bonded = [one for one in found if one.is_freed]
    freed = [one for one in persons if since(one.certified_at, first)]
    return [
        percent(sum(one.certified_at is not None for one in bonded), len(bonded)),
        percent(len(found) - len(bonded), len(found)),
        percent(sum(fir.get(one.row.pk, False) for one in freed), len(freed)),
        percent(sum(bool(one.paid(*BALANCE)) for one in freed), len(freed)),
    ]


def _tried(proceedings: Sequence[Trial], first: date) -> list[Cell]:
    decided = [one for one in proceedings if one.is_criminal and since(one.ended_at, first)]
    return [percent(sum(one.history.outcome == "convicted" for one in decided), len(decided))]


def _regular(standing: Mapping[int, Standing], pks: set[int], on: date) -> Cell:
    return percent(sum(committees.is_regular(standing[pk], on) for pk in pks), len(pks))


def _rebonded(persons: Sequence[Person], first: date) -> Cell:
    return sum(since(one.history.entered.get("rebonded"), first) for one in persons)


def _mandals(asked: Asked) -> Groups:
    groups: dict[str, list[Place]] = {}
    for place in asked.districts:
        groups.setdefault(place.parent.name_hi if place.parent else "", []).append(place)
    return groups


def _fir_decided(asked: Asked, persons: Sequence[Person]) -> dict[int, bool]:
    rows = FirDecision.objects.filter(survivor__in=[one.row.pk for one in persons], at__lt=asked.at)
    return dict(rows.order_by("at", "pk").values_list("survivor_id", "registered"))
