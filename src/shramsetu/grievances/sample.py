"""The daily random sample of closed cases for second verification."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from shramsetu.casework import queries, rules
from shramsetu.casework.models import CLOSED, Case
from shramsetu.grievances.models import Check
from shramsetu.grievances.rules import is_sampled
from shramsetu.journal.rules import Actor

DAYS = 7


def drawn(by: Actor, *, at: datetime) -> list[Case]:
    """Return the sampled cases closed as satisfied in the last days and not verified yet, oldest first.

    None that `by` checked the first time.

    A case is drawn by a keyed hash of its number, so that nobody can choose it, escape it or foresee it. The index on
    the end of the reopening window finds the closed ones.
    """
    key = "grievances.reopen_days"
    begin, end = (rules.figure_due(key, when).at for when in (at - timedelta(days=DAYS), at))
    closed = queries.cases_visible_to(by).filter(phase=CLOSED, rests_until__range=(begin, end), outcome="satisfied")
    waiting = closed.filter(kind="grievance", sealed=False, grievance__second_verified_at=None)
    own = Check.objects.filter(report__case=OuterRef("pk"), second=False, by__startswith=f"user:{by.user_id}@")
    waiting = waiting.exclude(Exists(own))
    secret = settings.LOOKUP_KEY
    percent, most = rules.figure("quality.second_check_percent", at), rules.figure("quality.second_check_max", at)
    rows = waiting.select_related("district", "department", "place", "holder").order_by("rests_until", "id")
    every = rows.values_list("number", flat=True)
    numbers = [number for number in every if is_sampled(f"second:{number}", percent, secret=secret)]
    return list(rows.filter(number__in=numbers[:most]))
