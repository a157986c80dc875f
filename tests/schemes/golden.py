"""Golden cases of schemes: facts, answers and benefits by their Hindi names, as an official reads them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shramsetu import rulebook
from shramsetu.lib import money
from shramsetu.lib.conditions import Kind, Value
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.rules.stated import Stated

FOLDER = Path(__file__).parents[1] / "golden" / "schemes"
BOOK = rulebook.book().scheme_rules
WORDS = {True: "हाँ", False: "नहीं", None: "ज्ञात नहीं"}
NAMES = {rule.title.hi: name for name, rule in BOOK.facts.items()}


@dataclass(frozen=True)
class Golden:
    scheme: str
    about: str
    on: date
    stated: dict[str, Stated]
    answers: dict[str, str]
    whole: str
    benefits: list[str]


def _value(name: str, said: object) -> Value:
    rule = BOOK.facts[name]
    if rule.type.kind is Kind.BOOL:
        return {word: answer for answer, word in WORDS.items() if answer is not None}[str(said)]
    if rule.type.kind is Kind.WORD:
        return next(word for word, title in rule.words.items() if title.hi == said)
    if rule.type.unit == "paise":
        return money.parse(str(said))
    assert isinstance(said, int | date)
    return said


def cases() -> list[Golden]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in table["case"]:
            stated = {NAMES[hi]: Stated(_value(NAMES[hi], said)) for hi, said in case["facts"].items()}
            found.append(
                Golden(path.stem, case["about"], case["on"], stated, case["answers"], case["whole"], case["benefits"])
            )
    return found


def told(found: Outcome) -> tuple[dict[str, str], str, list[str]]:
    """An outcome in the words of a golden case."""
    answers = {one.condition.title.hi: WORDS[one.result] for one in found.answers}
    given = [
        f"{one.part.rule.title.hi}, {one.case.rule.who.hi}: {_sum(one.paise, one.is_money)} ({BOOK.kinds[one.kind].hi})"
        for one in found.benefits.given
    ]
    given += [f"{part.rule.title.hi}: ज्ञात नहीं ({BOOK.kinds[part.rule.kind].hi})" for part in found.benefits.open]
    return answers, WORDS[found.whole], given


def _sum(paise: int | None, is_money: bool) -> str:
    if not is_money:
        return "राशि नहीं"
    return "ज्ञात नहीं" if paise is None else money.rupees(paise)
