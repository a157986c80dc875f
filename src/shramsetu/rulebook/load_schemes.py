"""Reading the schemes: facts, documents, what schemes share, one file a scheme; and the public page each gives."""

from collections.abc import Callable, Mapping
from pathlib import Path

from shramsetu.rulebook import facts, schemes, words
from shramsetu.rulebook.basis import BadRule, Text
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.read import File
from shramsetu.rulebook.scheme_book import Ruled, Schemes
from shramsetu.rulebook.scheme_rows import BenefitRow, Source

Keep = Callable[[Book, str, File, str, str], str]


def read_schemes(found: Book, keep: Keep) -> None:
    """Read the schemes into `found`; `keep` notes where each rule stands."""
    made = found.scheme_rules = Schemes()
    file = File.at(found.root, "facts.toml")
    made.origins = dict(file.rows(facts.Origin, under="origins"))
    made.facts = dict(file.rows(facts.FactRule, "name", "facts"))
    for name in made.facts:
        keep(found, "fact:", file, name, f"facts.{name}")
    file = File.at(found.root, "documents.toml")
    for slug, document in file.rows(facts.Document):
        made.documents[keep(found, "document:", file, slug, "")] = document
    _read_shared(found, made, keep)
    rules = [_rule(found, made, path, keep) for path in sorted((found.root / "schemes").glob("*.toml"))]
    rules.sort(key=lambda rule: (rule.number is None, rule.number or 0, rule.slug))
    made.rules = {rule.slug: rule for rule in rules}
    found.schemes |= {rule.slug: page(rule, made.documents) for rule in rules}


def _read_shared(found: Book, made: Schemes, keep: Keep) -> None:
    file = File.at(found.root, "conditions.toml")
    made.kinds = {kind: file.build(Text, "kinds", row) for kind, row in file.table("kinds").items()}
    made.sources = dict(file.rows(Source, under="sources"))
    found.sources |= {one.text.en: one.text.hi for one in made.sources.values()}
    for name, row in file.table("figures").items():
        key = f"figures.{name}"
        figure = file.build(schemes.SchemeFigure, key, cited(row, made.sources, file, key), {"name": name})
        made.figures[name] = figure
        made.homes[keep(found, "rule:", file, f"shared.{key}", key)] = Ruled(figure.what, figure.values)
    for slug, row in file.table("conditions").items():
        key = f"conditions.{slug}"
        rule = file.build(schemes.ConditionRule, key, cited(row, made.sources, file, key), {"slug": slug})
        made.conditions[slug] = rule
        made.homes[keep(found, "rule:", file, f"shared.{key}", key)] = Ruled(rule.title, rule.values)


def _rule(found: Book, made: Schemes, path: Path, keep: Keep) -> schemes.SchemeRule:
    file, slug = File.at(found.root, f"schemes/{path.name}"), path.stem
    table = cited(_named(dict(file.tables)), made.sources, file, slug)
    rule = file.build(schemes.SchemeRule, slug, table, {"slug": slug})
    keep(found, "scheme:", file, slug, "")
    for header, title, rows in rule.ruled():
        made.homes[keep(found, "rule:", file, f"{slug}.{header}", header)] = Ruled(title, rows)
    return rule


# The tables whose keys are names: each row is told its own.
_NAMED = {"figures": "name", "conditions": "slug", "benefits": "slug", "cases": "slug", "charges": "slug"}


def _named(table: object, above: str = "") -> object:
    if isinstance(table, list):
        return [_named(one) for one in table]
    if not isinstance(table, dict):
        return table
    if above in _NAMED:
        return {key: {_NAMED[above]: key, **_inside(row)} for key, row in table.items()}
    return _inside(table)


def _inside(row: object) -> dict[str, object]:
    return {key: _named(value, key) for key, value in row.items()} if isinstance(row, dict) else {}


def cited(table: object, sources: Mapping[str, Source], file: File, header: str) -> object:
    """Return `table` with each `cites` in it replaced by what the source says; raises BadRule for an unknown one."""
    if isinstance(table, list | tuple):
        return [cited(one, sources, file, header) for one in table]
    if not isinstance(table, Mapping):
        return table
    made = {key: cited(value, sources, file, header) for key, value in table.items()}
    name = made.pop("cites", None)
    if name is None:
        return made
    if name not in sources:
        raise BadRule(f"{file.name}:{file.line(header)}: [{header}] {name} is no source of conditions.toml")
    source = sources[str(name)]
    told = {"source": source.text.en, "confidence": source.confidence, "unverified": source.unverified}
    return {**told, **made}


def page(rule: schemes.SchemeRule, documents: Mapping[str, facts.Document]) -> words.Scheme:
    """Return a scheme as the public page tells it."""
    cases = [case for benefit in rule.benefits.values() for case in benefit.cases.values()]
    papers: tuple[Text, ...] = tuple(documents[one.slug].title for one in rule.papers if one.slug in documents)
    return words.Scheme.model_validate(
        {
            **{name: getattr(rule, name) for name in _TOLD},
            "from": rule.from_on,
            "papers": papers,
            "window": rule.window.say if rule.window else None,
            "amounts": tuple(_amount(case.who, row) for case in cases for row in case.values),
        }
    )


_TOLD = ("slug", "until", "number", "board", "kind", "name", "who", "what", "where", "unverified", "url", "source")


def _amount(who: Text, row: BenefitRow) -> words.Amount:
    return words.Amount.model_validate(
        {
            "who": who,
            "from": row.from_on,
            "rupees": row.rupees,
            "words": None if row.rupees is not None else row.words,
            "unverified": row.unverified,
            "source": row.source,
        }
    )
