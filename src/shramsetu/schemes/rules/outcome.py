"""What a scheme answers to a claim: each condition with the values used and their sources, the whole, the benefits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from shramsetu.lib import money, text
from shramsetu.lib.conditions import Tree, Value, names
from shramsetu.lib.conditions.evaluate import all_of, holds
from shramsetu.rulebook.basis import Text
from shramsetu.rulebook.editions import Condition, Edition, paper_key
from shramsetu.rulebook.scheme_book import Schemes
from shramsetu.rulebook.scheme_rows import SchemeFigureRow
from shramsetu.schemes.rules.benefits import Answers, Benefits, benefits
from shramsetu.schemes.rules.stated import Facts, Stated, edition_of, settle

Engine = Callable[[Edition, Schemes, Mapping[str, Value | None]], Answers]
_BRACES = re.compile(r"\{([a-z0-9_]+)\}")
NOT_KNOWN = Text(hi="ज्ञात नहीं", en="not known")
YES, NO = Text(hi="हाँ", en="yes"), Text(hi="नहीं", en="no")


@dataclass(frozen=True, slots=True)
class Used:
    """A value that a condition used: of which fact, in words, from where, and whether that proves it."""

    name: str
    title: Text
    value: Value | None
    shown: Text
    source: Text
    is_proved: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that a condition measured with: what it is, in words, and the row that says so, by date and source."""

    name: str
    title: Text
    shown: Text
    row: SchemeFigureRow


@dataclass(frozen=True, slots=True)
class Answer:
    """One condition answered: True, False or None (not known), with what was used and the sentence to say."""

    condition: Condition
    result: bool | None
    used: tuple[Used, ...]
    measures: tuple[Measure, ...]
    sentence: Text

    @property
    def is_proved(self) -> bool:
        """Tell whether it holds by verified data alone."""
        return self.result is True and all(one.is_proved for one in self.used if one.value is not None)


@dataclass(frozen=True)
class Outcome:
    """A claim under an edition. `benefits` is what it would bring if every condition held."""

    edition: Edition
    facts: Facts
    answers: tuple[Answer, ...]
    benefits: Benefits
    papers: tuple[str, ...]

    @property
    def whole(self) -> bool | None:
        """Return whether the claim is good: no if one condition fails, else not known if one is not."""
        return all_of(one.result for one in self.answers)

    @property
    def is_proved(self) -> bool:
        """Tell whether every condition holds by verified data: the claim may take the fast track."""
        return all(one.is_proved for one in self.answers)

    @property
    def failed(self) -> tuple[Answer, ...]:
        """Return the conditions that fail: a refusal names one."""
        return tuple(one for one in self.answers if one.result is False)

    @property
    def open(self) -> tuple[Answer, ...]:
        """Return the conditions that are not known."""
        return tuple(one for one in self.answers if one.result is None)


def plainly(edition: Edition, _book: Schemes, values: Mapping[str, Value | None]) -> Answers:
    """Answer every question of `edition` in plain Python: the meaning, against which the engines are tested."""
    known = {**values, **edition.figures}
    return {key: holds(tree, known) for key, tree in edition.questions.items()}


def outcome(book: Schemes, slug: str, stated: Mapping[str, Stated], *, on: date, engine: Engine = plainly) -> Outcome:
    """Return what the scheme `slug` answers to a claim with the facts `stated`, looked at on `on`.

    Raises NoRule if the scheme was not in force, KeyError for a fact nobody can give, TypeError for a wrong value.
    """
    edition, facts = asked(book, slug, stated, on=on)
    return answered(edition, facts, engine(edition, book, facts.values))


def asked(book: Schemes, slug: str, stated: Mapping[str, Stated], *, on: date) -> tuple[Edition, Facts]:
    """Return what is to be asked for `outcome`: the edition that decides, and the facts as they are settled."""
    edition = edition_of(book, slug, stated, on)
    return edition, settle(book, edition, stated, on)


def answered(edition: Edition, facts: Facts, answers: Answers) -> Outcome:
    """Return the outcome for the answers of an engine."""
    return Outcome(
        edition=edition,
        facts=facts,
        answers=tuple(_answer(edition, facts, one, answers[one.slug]) for one in edition.conditions),
        benefits=benefits(edition, answers, facts.values),
        papers=tuple(one for one, when in edition.papers if when is None or answers[paper_key(one)] is not False),
    )


def _answer(edition: Edition, facts: Facts, condition: Condition, result: bool | None) -> Answer:
    said = {True: condition.yes, False: condition.no, None: condition.unknown}[result]
    return Answer(
        condition=condition,
        result=result,
        used=used(edition, facts, condition.tree),
        measures=measures(edition, condition.tree),
        sentence=_filled(said, edition, facts),
    )


def measures(edition: Edition, tree: Tree) -> tuple[Measure, ...]:
    """Return the figures that `tree` measures with."""
    said = [name for name in names(tree) if name in edition.figures]
    return tuple(
        Measure(name, edition.figure_titles[name], _figure(edition, name), edition.figure_rows[name]) for name in said
    )


def used(edition: Edition, facts: Facts, tree: Tree) -> tuple[Used, ...]:
    """Return the facts `tree` asks for with their values; figures are the edition's and are not among them."""
    return tuple(
        Used(
            name=name,
            title=facts.book.facts[name].title,
            value=facts.values.get(name),
            shown=shown(facts.book, name, facts.values.get(name)),
            source=facts.source(name),
            is_proved=facts.is_proved(name),
        )
        for name in names(tree)
        if name not in edition.figures
    )


def _filled(sentence: Text, edition: Edition, facts: Facts) -> Text:
    def of(language: str) -> str:
        return _BRACES.sub(lambda found: _value(found[1], edition, facts).say(language), sentence.say(language))

    return Text(hi=of("hi"), en=of("en"))


def _value(name: str, edition: Edition, facts: Facts) -> Text:
    if name in edition.figures:
        return _figure(edition, name)
    return shown(facts.book, name, facts.values.get(name))


def _figure(edition: Edition, name: str) -> Text:
    return _written(edition.figures[name], edition.figure_rows[name].type.unit)


def shown(book: Schemes, name: str, value: Value | None) -> Text:
    """Return the value of a fact in words."""
    rule = book.facts[name]
    if value is None:
        return NOT_KNOWN
    return rule.words[value] if isinstance(value, str) else _written(value, rule.type.unit)


def _written(value: Value, unit: str) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return Text(hi=text.dated(value, "hi"), en=text.dated(value, "en"))
    said = money.rupees(value) if unit == "paise" and isinstance(value, int) else str(value)
    return Text(hi=said, en=said)
