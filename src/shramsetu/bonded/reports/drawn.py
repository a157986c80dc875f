"""What the assessments of a day had found, as the entries of the plans tell it: the row holds the last one alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date

from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.people import Person
from shramsetu.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an assessment found of a household."""

    assessed_on: date | None
    income_paise: int
    debt_paise: int


def drawn_plans(asked: Asked, persons: Sequence[Person]) -> dict[int, Drawn]:
    """Return the last assessment before that day, as the entry of its plan tells it."""
    by_stream = {one.row.case.stream: one.row.pk for one in persons}
    entries = Entry.objects.filter(stream__in=by_stream, verb="plan_drawn", at__lt=asked.at)
    found: dict[int, Drawn] = {}
    for stream, said in (
        entries.filter(detail__has_key="assessed_on").order_by("stream", "seq").values_list("stream", "detail")
    ):
        on = parse_date(str(said["assessed_on"]))
        found[by_stream[stream]] = Drawn(on, int(str(said["income_paise"])), int(str(said["debt_paise"])))
    return found
