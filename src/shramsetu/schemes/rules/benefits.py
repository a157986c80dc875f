"""What a scheme gives: each benefit of its own kind, never added to one of another kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shramsetu.lib import money
from shramsetu.lib.conditions import Value
from shramsetu.rulebook.editions import Case, Edition, Part, case_key
from shramsetu.rulebook.scheme_rows import BenefitRow
from shramsetu.rulebook.schemes import Kind

Answers = Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Given:
    """One benefit in its case. `paise` None: not in money, or what it is reckoned from is not known."""

    part: Part
    case: Case
    paise: int | None

    @property
    def kind(self) -> Kind:
        """Return the kind of the benefit."""
        return self.part.rule.kind

    @property
    def is_money(self) -> bool:
        """Tell whether a sum belongs to it."""
        return self.case.row.rupees is not None or self.case.row.of is not None


@dataclass(frozen=True, slots=True)
class Benefits:
    """What is given, and the benefits of which it is not known whether, or in which case, they are."""

    given: tuple[Given, ...]
    open: tuple[Part, ...]

    def paise_by_kind(self) -> dict[Kind, int]:
        """Return the sums known, kind by kind. There is no sum over kinds: a deposit is no cash."""
        found: dict[Kind, int] = {}
        for one in self.given:
            if one.paise is not None:
                found[one.kind] = found.get(one.kind, 0) + one.paise
        return found


def benefits(edition: Edition, answers: Answers, values: Mapping[str, Value | None]) -> Benefits:
    """Return what `edition` gives one whose conditions all hold, by the answers to the questions of its cases."""
    given, left = [], []
    for part in edition.parts:
        case, answer = _first(part, answers)
        if answer:
            given.append(Given(part, case, reckoned(case.row, values)))
        elif answer is None:
            left.append(part)
    return Benefits(tuple(given), tuple(left))


def _first(part: Part, answers: Answers) -> tuple[Case, bool | None]:
    """Return the first case that holds or may hold, with its answer: what comes after one not known is not given."""
    found = list(zip(part.cases, _answers(part, answers), strict=True))
    return next((one for one in found if one[1] is not False), found[-1])


def _answers(part: Part, answers: Answers) -> Iterable[bool | None]:
    return [True if case.when is None else answers[case_key(part, case)] for case in part.cases]


def reckoned(row: BenefitRow, values: Mapping[str, Value | None]) -> int | None:
    """Return the sum of a row in paise: fixed, or a fact so many times, with a sum more, at most so much."""
    if row.rupees is not None:
        return row.rupees * money.PAISE
    base = values.get(row.of) if row.of is not None else None
    times = values.get(row.times) if isinstance(row.times, str) else row.times
    if not isinstance(base, int) or not isinstance(times, int):
        return None
    found = base * times + row.plus_rupees * money.PAISE
    return found if row.most_rupees is None else min(found, row.most_rupees * money.PAISE)
