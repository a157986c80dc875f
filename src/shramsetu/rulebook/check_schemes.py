"""What one file of a scheme alone cannot tell: that its names are facts, documents, posts, and that it can be asked."""

import re
from collections.abc import Callable, Iterator

from shramsetu.lib.conditions import Kind, names
from shramsetu.rulebook.basis import BadRule, NoRule, Text
from shramsetu.rulebook.editions import CLAIMED, DECIDED, MEMBER, Edition
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.schemes import SchemeRule, Whose

Faults = Iterator[tuple[str, str]]
_BRACES = re.compile(r"\{([a-z0-9_]+)\}")


def _facts_have_an_origin_and_papers(book: Book) -> Faults:
    made = book.scheme_rules
    titles: dict[str, str] = {}
    for name, fact in made.facts.items():
        if fact.origin is not None and fact.origin not in made.origins:
            yield f"fact:{name}", f"{fact.origin} is no origin"
        for slug in sorted(set(fact.papers) - set(made.documents)):
            yield f"fact:{name}", f"{slug} is no document"
        for end in filter(None, (fact.since, fact.until)):
            if end not in made.facts or made.facts[end].kind != "date":
                yield f"fact:{name}", f"{end} is no fact that is a day"
        if (other := titles.setdefault(fact.title.hi, name)) != name:
            yield f"fact:{name}", f"is called like {other}"


def _schemes_name_what_there_is(book: Book) -> Faults:
    templates = {*book.offices, *(f"{slug}.{post.key}" for slug, ladder in book.ladders.items() for post in ladder)}
    made = book.scheme_rules
    for slug, rule in made.rules.items():
        strange = [f"{one} is no shared condition" for one in rule.uses if one not in made.conditions]
        strange += [f"{one.slug} is no document" for one in rule.papers if one.slug not in made.documents]
        posts = {post for row in rule.approval for post in (row.scrutiny, row.sanction, row.chair) if post}
        strange += [f"{post} is no post" for post in sorted(posts - templates)]
        if rule.event is not None and (rule.event not in made.facts or made.facts[rule.event].kind != "date"):
            strange.append(f"event {rule.event} is no fact that is a day")
        strange += [
            f"{one} is no fact that sets claims apart"
            for one in rule.apart
            if one not in made.facts or made.facts[one].of != "claim"
        ]
        strange += [what for row in rule.whose for what in _not_told_of_a_member(book, row)]
        if rule.window is not None and rule.event is None:
            strange.append("a window is counted from an event")
        strange += [
            f"{one.kind} has no name in [kinds]" for one in rule.benefits.values() if one.kind not in made.kinds
        ]
        strange += _sums_of_nothing(book, rule)
        yield from ((f"scheme:{slug}", what) for what in strange)


def _not_told_of_a_member(book: Book, row: Whose) -> Iterator[str]:
    facts = book.scheme_rules.facts
    kinds: dict[str | None, str] = {row.born: "date", row.word: "word", row.married: "yes-no"}
    kinds |= dict.fromkeys(row.only, "word")
    for name, kind in kinds.items():
        if name is not None and (name not in facts or facts[name].kind != kind):
            yield f"whose: {name} is no fact of the kind {kind}"
    words: dict[str | None, set[str]] = {row.word: {*row.kin.values()}}
    words |= {name: {word} for name, word in row.only.items()}
    for name, said in words.items():
        for word in sorted(said - {"", *(facts[name].words if name in facts else ())}):
            yield f"whose: {word} is no word of {name}"


def _sums_of_nothing(book: Book, rule: SchemeRule) -> list[str]:
    facts = book.scheme_rules.facts
    rows = [row for one in rule.benefits.values() for case in one.cases.values() for row in case.values]
    strange = [f"{row.of} is no sum of money" for row in rows if row.of and _unit(book, row.of) != "paise"]
    strange += [
        f"{row.times} is no count of days"
        for row in rows
        if isinstance(row.times, str) and _unit(book, row.times) not in ("days", "count")
    ]
    numeric = {name for name, fact in facts.items() if fact.type.kind is Kind.INT}
    return strange + [f"{one.by} is no number" for one in rule.charges.values() if one.by not in numeric]


def _unit(book: Book, name: str) -> str:
    found = book.scheme_rules.facts.get(name)
    return found.type.unit if found else ""


def _every_edition_can_be_asked(book: Book) -> Faults:
    made, said = book.scheme_rules, {CLAIMED, DECIDED}
    for slug, rule in made.rules.items():
        if any(one not in made.conditions for one in rule.uses):
            continue
        figures: set[str] = set()
        for day in made.days(slug):
            try:
                edition = made.edition(slug, day)
            except (BadRule, NoRule) as problem:
                yield f"scheme:{slug}", f"{problem} (on {day})"
                continue
            figures |= set(edition.figures)
            said |= set(edition.facts)
            yield from _sentences_fit(slug, edition)
        for name in sorted(set(rule.figures) - figures):
            yield f"rule:{slug}.figures.{name}", "no condition speaks of it"
    ends = {end for name in said if (fact := made.facts.get(name)) for end in (fact.since, fact.until)}
    said |= {MEMBER} if any(rule.whose for rule in made.rules.values()) else set()
    unused = sorted(set(made.facts) - said - ends - {rule.event for rule in made.rules.values()})
    yield from ((f"fact:{name}", "no scheme speaks of it") for name in unused)


def _sentences_fit(slug: str, edition: Edition) -> Faults:
    """Refuse a sentence that names what its condition does not ask for: it would have no value to show."""
    for one in edition.conditions:
        known = {*names(one.tree), *edition.figures}
        for text in (one.yes, one.no, one.unknown):
            for name in sorted(_named(text) - known):
                yield f"scheme:{slug}", f"the sentences of {one.slug} name {name}, which it does not ask for"
    titles = [one.title.hi for one in edition.conditions]
    for title in sorted({title for title in titles if titles.count(title) > 1}):
        yield f"scheme:{slug}", f"two conditions are called {title}"


def _named(text: Text) -> set[str]:
    return {*_BRACES.findall(text.hi), *_BRACES.findall(text.en)}


SCHEME_RULES: tuple[Callable[[Book], Faults], ...] = (
    _facts_have_an_origin_and_papers,
    _schemes_name_what_there_is,
    _every_edition_can_be_asked,
)
