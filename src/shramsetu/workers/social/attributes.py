"""What may be asked about a worker or a family, and how each word of a partner becomes a condition of ours."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Q

from shramsetu.lib import clock
from shramsetu.workers.social import records
from shramsetu.workers.social.criteria import Compare, Joined, Tree
from shramsetu.workers.social.reasons import Reason, Refused

Table = Mapping[str, Callable[[Compare, date], Q]]
_LOOKUPS = {"eq": "", "lt": "__lt", "gt": "__gt", "le": "__lte", "ge": "__gte", "in": "__in"}


def condition(tree: Tree, known: Table, on: date) -> Q:
    """Return the condition for the database. Raises Refused for what is not in the table."""
    if isinstance(tree, Joined):
        parts = [condition(part, known, on) for part in tree.parts]
        if tree.by == "not":
            return ~parts[0]
        found = parts[0]
        for part in parts[1:]:
            found = found & part if tree.by == "and" else found | part
        return found
    if tree.attribute not in known:
        raise Refused(Reason.FILTER, f"attribute_name: {', '.join(known)}")
    return known[tree.attribute](tree, on)


def _column(name: str, read: Callable[[object], object]) -> Callable[[Compare, date], Q]:
    def of(said: Compare, on: date) -> Q:
        del on
        if (said.operator == "in") is not isinstance(said.value, tuple):
            raise Refused(Reason.FILTER, "attribute_value")
        value = [read(one) for one in said.value] if isinstance(said.value, tuple) else read(said.value)
        return Q(**{f"{name}{_LOOKUPS[said.operator]}": value})

    return of


def _age(said: Compare, on: date) -> Q:
    """An age is a comparison of birthdays, turned round: younger than 25 is born later than 25 years ago."""
    if said.operator == "in" or isinstance(said.value, tuple):
        raise Refused(Reason.FILTER, "operator")
    years = number(said.value)
    if not 0 <= years <= 130:
        raise Refused(Reason.FILTER, "attribute_value")
    old, older = (
        clock.years_from(on, -years),
        clock.years_from(on, -years - 1),
    )  # who is `years` was born in (older, old]
    found = {
        "lt": Q(born_on__gt=old),
        "ge": Q(born_on__lte=old),
        "le": Q(born_on__gt=older),
        "gt": Q(born_on__lte=older),
        "eq": Q(born_on__gt=older, born_on__lte=old),
    }
    return found[said.operator]


def number(said: object) -> int:
    """Read a whole number. Raises Refused."""
    try:
        return int(str(said))
    except ValueError as error:
        raise Refused(Reason.FILTER, "attribute_value") from error


def _day(said: object) -> date:
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError as error:
        raise Refused(Reason.FILTER, "attribute_value") from error


def _sex(said: object) -> str:
    found = {word: sex for sex, word in records.SEXES.items()}.get(str(said).lower())
    if found is None:
        raise Refused(Reason.FILTER, "attribute_value")
    return found


PERSON: Table = {
    "age": _age,
    "birth_date": _column("born_on", _day),
    "sex": _column("sex", _sex),
    "region_code": _column("district__lgd_code", number),
    "household_identifier": _column("family__number", str),
    "registration_date": _column("memberships__registered_on", _day),
    "programme": _column("memberships__board", str),
}
GROUP: Table = {
    "group_size": _column("size", number),
    "group_identifier": _column("number", str),
    "region_code": _column("district__lgd_code", number),
}
