"""What is asked of who claims: one fact after the other, only those on which an answer still hangs."""

from collections.abc import Iterable, Iterator, Mapping

from shramsetu import rulebook
from shramsetu.lib.conditions import Tree, Value, names
from shramsetu.lib.conditions.evaluate import holds
from shramsetu.rulebook.editions import CLAIMED, DECIDED, MEMBER, Edition
from shramsetu.rulebook.facts import FactRule
from shramsetu.schemes.rules import whose
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.rules.stated import Stated

# What no applicant knows: the calendar, an order, and what the registry alone can say.
NOT_ASKED = frozenset({"clock", "order", "registry"})


def leaves(edition: Edition) -> tuple[str, ...]:
    """Return the facts that somebody can state of a claim, in the order in which the scheme asks for them."""
    first = (edition.scheme.event,) if edition.scheme.event else ()
    rows = edition.scheme.whose
    found = dict.fromkeys((*first, *((MEMBER,) if rows else ()), *_own(edition), *(row.born for row in rows)))
    return tuple(name for name in found if name not in (DECIDED, CLAIMED))


def _own(edition: Edition) -> Iterator[str]:
    """Yield what somebody can give for the facts that the edition itself asks for."""
    return (leaf for name in edition.facts for leaf in _ends(name))


def questions(found: Outcome) -> list[FactRule]:
    """Return the facts to ask an applicant now: not known, theirs to tell, and something hangs on them still."""
    wanted = _hanging(found)
    rules = [rule_of(found.edition, name) for name in leaves(found.edition) if name in wanted]
    return [one for one in rules if one.origin not in NOT_ASKED and found.facts.values.get(one.name) is None]


def rule_of(edition: Edition, name: str) -> FactRule:
    """Return a fact as the scheme asks for it: whom in the family it is about, in the scheme's own words."""
    rule = rulebook.book().scheme_rules.facts[name]
    if name != MEMBER or not edition.scheme.whose:
        return rule
    return rule.model_copy(update={"title": edition.scheme.whose[0].title})


def _hanging(found: Outcome) -> set[str]:
    """Return the facts on which a question that is not answered yet still hangs."""
    known = {**found.facts.values, **found.edition.figures}
    event = found.edition.scheme.event
    left = {event} if event else set()
    if asked := whose.asked(found.edition.scheme, found.facts.values):
        left |= {MEMBER, *({asked.born} - {*_own(found.edition)})}
    for tree in found.edition.trees:
        if holds(tree, known) is None:
            left |= set(_all_ends(tree))
    for given in found.benefits.given:
        row = given.case.row
        left |= {leaf for name in (row.of, row.times) if isinstance(name, str) for leaf in _ends(name)}
    return {name for name in left if name is not None}


def behind(tree: Tree) -> set[str]:
    """Return the facts somebody can state on which the answer to a condition hangs."""
    return set(_all_ends(tree))


def _all_ends(tree: Tree) -> Iterator[str]:
    facts = rulebook.book().scheme_rules.facts
    return (leaf for name in names(tree) if name in facts for leaf in _ends(name))


def _ends(name: str) -> Iterable[str]:
    """Return what somebody can give for a fact: for one that follows, the days it runs between."""
    rule = rulebook.book().scheme_rules.facts[name]
    ends = [end for end in (rule.since, rule.until) if end is not None]
    return [leaf for end in ends for leaf in _ends(end)] if ends else [name]


def as_told(values: Mapping[str, Value]) -> dict[str, Stated]:
    """Return facts as an applicant tells them: their word, also where somebody else could prove it."""
    book = rulebook.book().scheme_rules
    word = book.origins["declared"].title
    return {
        name: Stated(value, word, is_proved=False)
        for name, value in values.items()
        if name in book.facts and book.facts[name].kind != "years"
    }
