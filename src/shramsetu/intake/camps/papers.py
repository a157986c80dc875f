"""The printed register of days: every line of each day, in the order of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from shramsetu import rulebook
from shramsetu.grievances.models import Grievance
from shramsetu.intake.camps import actions
from shramsetu.intake.camps.models import Day, Line
from shramsetu.offices.models import Post
from shramsetu.rulebook import Category
from shramsetu.rulebook.streams import DayRule

WORDS_MOST = 200
WITH = ("case__holder__place", "case__place", "case__district")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The register of one day: its lines with category and beginning of the words, and how many were closed there."""

    day: Day
    rule: DayRule
    lines: list[tuple[Line, Category | None, str]]
    closed: int


def between(office: Post, first: date, last: date) -> QuerySet[Day]:
    """Return the days that an office held, the earliest first."""
    rows = Day.objects.filter(office=office, on__range=(first, last)).select_related("place__district")
    return rows.order_by("on", "pk")


def sheets(days: Sequence[Day]) -> list[Sheet]:
    """Return the sheets of some days; of a sealed matter a line says its number alone."""
    found = Line.objects.filter(day__in=days).select_related("day", *WITH)
    lines = list(found.prefetch_related("case__parties__person").order_by("serial"))
    open_ones = [line.case_id for line in lines if not line.case.sealed]
    words = dict(Grievance.objects.filter(pk__in=open_ones).values_list("pk", "text"))
    by_day: dict[int, list[Line]] = {day.pk: [] for day in days}
    for line in lines:
        by_day[line.day_id].append(line)
    return [_sheet(day, by_day[day.pk], words) for day in days]


def _sheet(day: Day, lines: Sequence[Line], words: dict[int, str]) -> Sheet:
    categories = rulebook.book().categories
    shown = [(one, categories.get(one.case.category), words.get(one.case_id, "")[:WORDS_MOST]) for one in lines]
    return Sheet(day, actions.rule(day.kind), shown, sum(one.spot == Line.Spot.CLOSED for one in lines))
