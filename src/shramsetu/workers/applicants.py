"""What is known of who applies: the application of a case, the age on a day, the days of work in twelve months."""

from collections.abc import Iterable
from datetime import date

from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.workers.models import Application, Membership, Spell, Worker
from shramsetu.workers.rules import spells


def of(case: Case) -> Application:
    """Return the application of `case`, with its worker."""
    return Application.objects.select_related("worker").get(pk=case.pk)


def numbers(cases: Iterable[Case]) -> dict[int, str]:
    """Return the numbers of the workers of many applications, by the id of the case."""
    rows = Application.objects.filter(pk__in=[case.pk for case in cases])
    return dict(rows.values_list("pk", "worker__number"))


def membership(application: Application) -> Membership:
    """Return the membership that the application is about."""
    return Membership.objects.select_related("worker").get(worker=application.worker_id, board=application.board)


def age(worker: Worker, on: date) -> int:
    """Return the completed years of a worker on the day `on`."""
    return years_between(worker.born_on, on)


def years_between(born_on: date, on: date) -> int:
    """Return the years that somebody born on `born_on` has completed on the day `on`."""
    years = on.year - born_on.year
    return years - (on < clock.years_from(born_on, years))


def days(worker: Worker, on: date, *, only_checked: bool = False) -> int:
    """Return how many days in the twelve months before `on` are stated, or `only_checked` by somebody."""
    rows = Spell.objects.filter(worker=worker)
    if only_checked:
        rows = rows.exclude(checked_by="")
    return spells.days_worked([spells.Spell(one.first_on, one.last_on, one.days) for one in rows], on)
