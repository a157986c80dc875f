"""What the registers tell of a claim before anybody is asked: of whom it is about, and what can be counted there."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import get_language, gettext

from shramsetu import rulebook
from shramsetu.lib.conditions import Value
from shramsetu.rulebook.basis import NoRule, Text
from shramsetu.rulebook.editions import MEMBER
from shramsetu.schemes.rules import whose as rules
from shramsetu.schemes.rules.outcome import shown
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.rules.whose import NOBODY
from shramsetu.schemes.whose import About, Caution, about
from shramsetu.workers import household
from shramsetu.workers.models import Family, Worker
from shramsetu.workers.rules.household import daughters_before, deliveries_of

SAID = Text(hi="पंजी में दर्ज परिवार", en="The family in the registry")
CHILD, DELIVERY, DAUGHTERS = "child_number", "delivery_number", "daughters_before"


def filled(worker: Worker, scheme: str, told: Mapping[str, Stated], *, on: date) -> dict[str, Stated]:
    """Return what was told, and what the registers tell: of the member it is about, and by counting.

    What was told goes before. What a paper is asked for stays unproved, and so does all that rests on the worker's word
    of the family, or on which children have claims.
    """
    if scheme not in rulebook.book().scheme_rules.rules:
        return dict(told)
    known = {**_of_member(about(worker, scheme, told, on=on)), **told}
    found = about(worker, scheme, known, on=on)
    return {**{name: _stated(found, name, one) for name, one in counted(found, on=on).items()}, **known}


def _of_member(found: About) -> dict[str, Stated]:
    row, listed = found.row, found.listed
    if row is None:
        return {}
    if not listed:
        return {MEMBER: Stated(NOBODY, rulebook.book().scheme_rules.origins["registry"].title, is_proved=False)}
    one = next((one for one in listed if one.person.seat == found.values.get(MEMBER)), None)
    return {name: _stated(found, name, value) for name, value in rules.known(row, one).items()} if one else {}


def _stated(found: About, name: str, value: Value) -> Stated:
    book = rulebook.book().scheme_rules
    if name == CHILD:
        return Stated(value, book.origins["registry"].title, is_proved=False)
    is_verified = found.family is not None and found.family.source != Family.Source.SAID
    source = book.origins["family-id"].title if is_verified else SAID
    return Stated(value, source, is_proved=is_verified and book.facts[name].origin == "family-id")


def counted(found: About, *, on: date) -> dict[str, Value]:
    """Return what can be counted of the facts that the scheme asks for on the day `on`.

    What the family does not tell, such as whose children those of a grown-up son are, is left out.
    """
    try:
        asked = rulebook.book().scheme_rules.edition(found.rule.slug, on).facts
    except NoRule:
        return {}
    told = _born(found) if DELIVERY in asked else {}
    told |= {CHILD: _child(found)} if CHILD in asked else {}
    return {name: one for name, one in told.items() if one is not None}


def differing(found: About, *, on: date) -> list[Caution]:
    """Return what is told otherwise than it is counted in the family's register."""
    book, language = rulebook.book().scheme_rules, get_language() or "hi"
    words = gettext("%(fact)s: %(register)s by the family's register, %(told)s by the claim.")
    counts = [(name, one) for name, one in counted(found, on=on).items() if name != CHILD]
    return [
        Caution(
            words
            % {
                "fact": book.facts[name].title.say(language),
                "register": shown(book, name, one).say(language),
                "told": shown(book, name, found.values[name]).say(language),
            }
        )
        for name, one in counts
        if found.values.get(name) not in (None, one)
    ]


def _born(found: About) -> dict[str, Value | None]:
    """Count the births before the day of this one; whether this child is in the register already does not matter."""
    day, family, number = found.values.get(found.rule.event or ""), found.family, found.worker.number
    if family is None or not isinstance(day, date):
        return {}
    births = deliveries_of(family, number, until=day - timedelta(days=1))
    return {
        DELIVERY: None if births is None else births + 1,
        DAUGHTERS: daughters_before(family, number, born_on=day),
    }


def _child(found: About) -> int | None:
    """Return the place of the child among those of the family who have claims under the scheme, the oldest first."""
    row, worker = rules.asked(found.rule, found.values), found.worker
    born = found.values.get(row.born) if row else None
    if born is None:
        return None
    given = household.given_in(worker.family) if worker.family else household.given_to([worker.number])
    rows = [one for one in given if one.scheme == found.rule.slug and one.claim != found.own]
    if not all(one.about for one in rows):
        return None
    children = list(dict.fromkeys(one.about for one in rows))
    return children.index(f"{born}") + 1 if f"{born}" in children else len(children) + 1
