"""What a claim keeps as JSON: facts with their sources, and what the scheme answered, frozen."""

from collections.abc import Mapping
from datetime import date, datetime

from shramsetu import rulebook
from shramsetu.lib.conditions import Value
from shramsetu.rulebook.basis import Text
from shramsetu.rulebook.scheme_book import Schemes
from shramsetu.schemes.rules.outcome import Answer, Outcome
from shramsetu.schemes.rules.stated import Stated

Json = dict[str, object]


def fact(stated: Stated, *, by: str, at: datetime) -> Json:
    """Return a fact as it is kept: value, source, whether it is proved, and on whose word."""
    return {
        "value": _plain(stated.value),
        "source": _text(stated.source) if stated.source else None,
        "proved": stated.is_proved,
        "by": by,
        "at": at.isoformat(),
    }


def stated(facts: Mapping[str, Json], book: Schemes) -> dict[str, Stated]:
    """Return kept facts as the rules take them; a fact that the rulebook no longer knows is left out."""
    return {name: _stated(row, book.facts[name].kind) for name, row in facts.items() if name in book.facts}


def _stated(row: Json, kind: str) -> Stated:
    value, source, proved = row["value"], row["source"], row["proved"]
    if kind == "date" and isinstance(value, str):
        value = date.fromisoformat(value)
    assert value is None or isinstance(value, bool | int | str | date)
    assert proved is None or isinstance(proved, bool)
    return Stated(value, Text(hi=source["hi"], en=source["en"]) if isinstance(source, dict) else None, proved)


def frozen(found: Outcome, *, by: str, at: datetime) -> Json:
    """Return what a scheme answered, as an officer saw it: nothing of it changes when registry or rulebook do."""
    return {
        "at": at.isoformat(),
        "by": by,
        "edition": found.edition.from_on.isoformat(),
        "whole": found.whole,
        "proved": found.is_proved,
        "answers": answers(found),
        "benefits": [
            {
                "part": one.part.rule.slug,
                "case": one.case.rule.slug,
                "kind": one.kind,
                "payee": one.part.rule.payee,
                "title": _text(one.part.rule.title),
                "who": _text(one.case.rule.who),
                "words": _text(one.case.row.words) if one.case.row.words else None,
                "paise": one.paise,
            }
            for one in found.benefits.given
        ],
        "papers": list(found.papers),
    }


def answers(found: Outcome) -> list[Json]:
    """Return each condition as it was answered, in words and values."""
    return [_answer(one) for one in found.answers]


def _answer(one: Answer) -> Json:
    return {
        "slug": one.condition.slug,
        "title": _text(one.condition.title),
        "result": one.result,
        "proved": one.is_proved,
        "sentence": _text(one.sentence),
        "order": _source(one.condition.row.source),
        "since": one.condition.row.from_on.isoformat(),
        "doubt": _text(one.condition.row.doubt) if one.condition.row.doubt else None,
        "used": [
            {
                "name": row.name,
                "title": _text(row.title),
                "value": _plain(row.value),
                "shown": _text(row.shown),
                "source": _text(row.source),
                "proved": row.is_proved,
            }
            for row in one.used
        ],
        "measures": [
            {"title": _text(row.title), "shown": _text(row.shown), "source": _source(row.row.source)}
            for row in one.measures
        ],
    }


def _plain(value: Value | None) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _source(text: str) -> Json:
    return _text(rulebook.book().source(text))


def _text(words: Text) -> Json:
    return {"hi": words.hi, "en": words.en}
