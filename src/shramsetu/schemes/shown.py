"""How a claim is shown: its conditions with values and sources, what it brings, its papers, its orders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.conf import settings
from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.lib import money
from shramsetu.lib.conditions import Value
from shramsetu.rulebook.editions import Edition
from shramsetu.rulebook.facts import Document
from shramsetu.schemes import asked, fact_forms, kept, looking, papers
from shramsetu.schemes.models import Claim, Order, Paper
from shramsetu.schemes.rules import sampling
from shramsetu.schemes.rules.outcome import Outcome, shown

LOOKS = {True: "on-time", False: "overdue", None: "soon"}
STAGES = ("submitted", "checked", "noticed", "refused", "sanctioned")
ICONS = {True: "circle-check", False: "circle-x", None: "circle-help"}


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: how it stands, the sentence, the values it rests on, the figures and the order behind it."""

    slug: str
    title: str
    result: bool | None
    look: str
    icon: str
    sentence: str
    is_proved: bool
    used: tuple[tuple[str, str, str, bool], ...]  # title, value, source, proved
    measures: tuple[tuple[str, str, str], ...]  # title, value, source
    order: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Gift:
    """One benefit: of its own kind, never added to another."""

    title: str
    who: str
    kind: str
    amount: str


def lines(frozen: Mapping[str, object]) -> list[Line]:
    """Return the conditions of a frozen answer in the language of the page."""
    language = get_language() or "hi"
    rows = frozen.get("answers", [])
    assert isinstance(rows, list)
    return [_line(one, language) for one in rows if "sentence" in one]


def _line(one: dict[str, object], language: str) -> Line:
    result, used, measures, doubt = one["result"], one["used"], one["measures"], one["doubt"]
    assert result is None or isinstance(result, bool)
    assert isinstance(used, list)
    assert isinstance(measures, list)
    return Line(
        slug=str(one["slug"]),
        title=_say(one["title"], language),
        result=result,
        look=LOOKS[result],
        icon=ICONS[result],
        sentence=_say(one["sentence"], language),
        is_proved=bool(one["proved"]),
        used=tuple(
            (*(_say(row[name], language) for name in ("title", "shown", "source")), bool(row["proved"]))  # type: ignore[misc]
            for row in used
        ),
        measures=tuple(
            (_say(row["title"], language), _say(row["shown"], language), _named(row["source"], language))
            for row in measures
        ),
        order=_named(one["order"], language),
        doubt=_say(doubt, language),
    )


def _say(words: object, language: str) -> str:
    return str(words.get(language, words.get("hi", ""))) if isinstance(words, dict) else ""


def _named(source: object, language: str) -> str:
    """Return a source as it was kept: in both languages, or in English alone where it was kept long ago."""
    return source if isinstance(source, str) else _say(source, language)


def live(found: Outcome) -> list[Line]:
    """Return the conditions as they are answered now."""
    return lines({"answers": kept.answers(found)})


def gifts(found: Outcome) -> list[Gift]:
    """Return what a claim brings."""
    language = get_language() or "hi"
    kinds = rulebook.book().scheme_rules.kinds
    return [
        Gift(
            title=one.part.rule.title.say(language),
            who=one.case.rule.who.say(language),
            kind=kinds[one.kind].say(language),
            amount=_amount(one.paise, one.case.row.words.say(language) if one.case.row.words else ""),
        )
        for one in found.benefits.given
    ]


def frozen_gifts(frozen: Mapping[str, object], sums: Mapping[str, int] | None = None) -> list[Gift]:
    """Return what a claim brings by a frozen answer; `sums` are what stands for a part today, in paise."""
    language, rows = get_language() or "hi", frozen.get("benefits", [])
    kinds = rulebook.book().scheme_rules.kinds
    assert isinstance(rows, list)
    return [
        Gift(
            title=_say(one["title"], language),
            who=_say(one["who"], language),
            kind=kinds[one["kind"]].say(language),
            amount=_amount((sums or {}).get(one["part"], one["paise"]), _say(one["words"], language)),
        )
        for one in rows
    ]


def _amount(paise: int | None, words: str) -> str:
    if paise is None:
        return words
    return f"{money.rupees(paise)} ({words})" if words else money.rupees(paise)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a claim on the desk: what is known, from where, and whether an officer can settle it."""

    name: str
    title: str
    value: str
    source: str
    is_known: bool
    is_proved: bool
    by_registry: bool


def facts(claim: Claim, found: Outcome, *, choices: fact_forms.Choices = MappingProxyType({})) -> list[Fact]:
    """Return every fact that somebody can state of a claim, in the order of the scheme."""
    book, language = rulebook.book().scheme_rules, get_language() or "hi"
    told = kept.stated(claim.facts, book)
    known = looking.known(looking.case_of(claim, told))
    certain = {name for name, one in known.items() if one.is_proved is not False}
    return [
        Fact(
            name=name,
            title=asked.rule_of(found.edition, name).title.say(language),
            value=_value(name, found.facts.values.get(name), choices),
            source=found.facts.source(name).say(language),
            is_known=found.facts.values.get(name) is not None,
            is_proved=found.facts.is_proved(name),
            by_registry=name in certain,
        )
        for name in asked.leaves(found.edition)
    ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper that the scheme asks for, and what was handed in for it."""

    document: Document
    title: str
    is_needed: bool
    rows: tuple[Paper, ...]

    @property
    def is_good(self) -> bool:
        """Whether an officer found one of them good."""
        return any(one.is_good for one in self.rows)

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to be given: needed, and nothing was handed in but what was found wanting."""
        return self.is_needed and all(one.is_good is False for one in self.rows)


def sheets(claim: Claim, found: Outcome) -> list[Sheet]:
    """Return the papers of a claim: what is asked for, what the registry proves by itself, what was handed in."""
    language, documents = get_language() or "hi", rulebook.book().scheme_rules.documents
    wanted = {one.slug for one in papers.needed(found)}
    rows = list(Paper.objects.filter(claim=claim).select_related("file").order_by("pk"))
    slugs = dict.fromkeys([*found.papers, *(one.slug for one in rows)])
    return [
        Sheet(
            documents[slug],
            documents[slug].title.say(language),
            slug in wanted,
            tuple(one for one in rows if one.slug == slug),
        )
        for slug in slugs
        if slug in documents
    ]


@dataclass(frozen=True, slots=True)
class Draw:
    """Why a claim is or is not checked in full: what it drew, under which share, and that it can be drawn anew."""

    drawn: int
    percent: int
    least: int
    is_sampled: bool
    is_same: bool


def draw(claim: Claim, *, on: date) -> Draw | None:
    """Return how the claim was drawn; None where it was never a matter for the fast track."""
    if claim.draw is None:
        return None
    percent = rulebook.book().number("claims.sample_percent", on)
    again = sampling.draw(settings.LOOKUP_KEY, claim.worker.number, claim.scheme, claim.subject)
    return Draw(claim.draw, percent, percent * sampling.WHOLE // 100, claim.is_sampled, again == claim.draw)


def orders(claim: Claim) -> Iterable[Order]:
    """Return the orders of a claim, the latest first."""
    return Order.objects.filter(claim=claim).select_related("post").order_by("-seq")


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of an applicant, read back."""

    name: str
    title: str
    value: str


def told(kept_facts: Mapping[str, object], edition: Edition, *, choices: fact_forms.Choices) -> list[Told]:
    """Return what an applicant told, in the language of the page."""
    book, language = rulebook.book().scheme_rules, get_language() or "hi"
    rules = [asked.rule_of(edition, name) for name in kept_facts if name in book.facts]
    return [
        Told(one.name, one.title.say(language), _value(one.name, fact_forms.read(one, kept_facts[one.name]), choices))
        for one in rules
    ]


def _value(name: str, value: Value | None, choices: fact_forms.Choices) -> str:
    """Return a fact in words: one that is chosen from a list as it stands there."""
    listed = dict(choices.get(name, ()))
    if value is not None and f"{value}" in listed:
        return listed[f"{value}"]
    return shown(rulebook.book().scheme_rules, name, value).say(get_language() or "hi")


def stated(claim: Claim, edition: Edition, *, choices: fact_forms.Choices) -> list[Told]:
    """Return what a claim rests on that was told or settled, in the language of the page."""
    language = get_language() or "hi"
    return [
        Told(name, asked.rule_of(edition, name).title.say(language), _value(name, one.value, choices))
        for name, one in kept.stated(claim.facts, rulebook.book().scheme_rules).items()
    ]


def latest(claim: Claim) -> Mapping[str, object]:
    """Return what the scheme answered when somebody last looked at a claim: also by a notice, while it stands."""
    found = {**claim.outcome, **_noticed(claim)}
    seen = [(datetime.fromisoformat(found[stage]["at"]), n, stage) for n, stage in enumerate(STAGES) if stage in found]
    return found[max(seen)[2]] if seen else {}


def _noticed(claim: Claim) -> Mapping[str, Mapping[str, object]]:
    """Return what was answered when notice was given; nothing once it was taken back, nor of one in appeal."""
    if claim.hearing_at is None:
        return {}
    rows = Order.objects.filter(claim=claim, kind=Order.Kind.NOTICE).order_by("-seq")
    found = next((one for one in rows if not one.frozen.get("in_appeal")), None)
    return {"noticed": found.frozen["outcome"]} if found else {}
