"""The lists from which a step's values are chosen, by the name that the flow tables use."""

from collections.abc import Callable

from django.utils.functional import Promise

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices import words

Choices = list[tuple[str, str | Promise]]
Lister = Callable[[Case, Actor], Choices]
_lists: dict[str, Lister] = {}


class NoList(LookupError):
    """A flow table names a list that nobody registered."""


def register(name: str, lister: Lister) -> None:
    """Make the list `name` known; a second one of the same name is refused."""
    assert _lists.get(name, lister) is lister, f"{name} is registered twice"
    _lists[name] = lister


def of(name: str, case: Case, by: Actor) -> Choices:
    """Return the values of the list `name` for this case and actor, each with what a person reads. Raises NoList."""
    if name not in _lists:
        raise NoList(name)
    return _lists[name](case, by)


def names() -> set[str]:
    """Return the names of all lists."""
    return set(_lists)


def _subordinates(case: Case, by: Actor) -> Choices:
    return [(post.code, words.title(post)) for post in offices.subordinates(case.holder)] if case.holder else []


register("subordinates", _subordinates)
