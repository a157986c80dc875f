"""Search by number, phone, name in any spelling, and words, within what the asker may see."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shramsetu.casework import queries, search
from shramsetu.casework.models import Case, Party
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers, phone, text
from shramsetu.people import queries as people

BOUND = 50
MOST_PEOPLE, MOST_CASES = 500, 1000


@dataclass(frozen=True, slots=True)
class Found:
    """The cases found, newest first, and by what: phone, name or words."""

    cases: list[Case]
    by_what: str


def number_in(asked: str) -> str:
    """Return the case number that `asked` is, or an empty text."""
    bare = text.latin_digits(asked).replace(" ", "").replace("-", "")
    return bare if len(bare) == 12 and bare.isdigit() and numbers.is_valid(bare) else ""


def find(asked: str, *, by: Actor) -> Found:
    """Return at most BOUND cases for `asked`; sealed ones only by phone and only to who may open them."""
    if not asked:
        return Found([], "")
    visible = queries.cases_visible_to(by)
    try:
        return Found(_newest(visible.filter(_party(phone_key=people.phone_key(phone.normalise(asked))))), "phone")
    except phone.BadPhone:
        pass
    named = list(people.called(asked).values_list("pk", flat=True)[:MOST_PEOPLE])
    cases = _newest(visible.filter(_party(person__in=named))) if named else []
    if len(cases) < BOUND:
        have = {case.pk for case in cases}
        cases += [case for case in _newest(search.containing(visible, asked)) if case.pk not in have]
    return Found(cases[:BOUND], "words")


def _party(**who: object) -> Q:
    """Return the condition for the newest cases of these people: by id, lest the planner reads all cases."""
    return Q(pk__in=list(Party.objects.filter(**who).order_by("-case").values_list("case", flat=True)[:MOST_CASES]))


def _newest(cases: QuerySet[Case]) -> list[Case]:
    return queries.dressed(list(cases.select_related("place", "lease__user", "parent").order_by("-opened_at")[:BOUND]))
