"""A scheme as it stands on a day: its conditions read, its figures and benefits those in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shramsetu.lib.conditions import Tree, Value, names
from shramsetu.rulebook.basis import Text
from shramsetu.rulebook.scheme_rows import ApprovalRow, BenefitRow, Cited, SchemeFigureRow, WindowRow
from shramsetu.rulebook.schemes import Benefit, BenefitCase, SchemeRule

WINDOW = "window"
DECIDED, CLAIMED = "decided_on", "claimed_on"  # the day whose facts count; the day on which one applies
MEMBER = "member"  # the seat in the worker's family of whom a claim is about, where the scheme asks for that


@dataclass(frozen=True)
class Condition:
    """One condition on a day: what it asks, what is said of each answer, on whose word."""

    slug: str
    title: Text
    yes: Text
    no: Text
    unknown: Text
    row: Cited
    tree: Tree


@dataclass(frozen=True)
class Case:
    """One case of a benefit on a day; `when` is None where it is everybody's."""

    rule: BenefitCase
    row: BenefitRow
    when: Tree | None


@dataclass(frozen=True)
class Part:
    """One benefit on a day with its cases; the first that holds is given."""

    rule: Benefit
    cases: tuple[Case, ...]


@dataclass(frozen=True, eq=False)  # one edition is one object: what is compiled from it is kept by it
class Edition:
    """A scheme as it stands from a day on, until the next of its rows begins or ends."""

    scheme: SchemeRule
    from_on: date
    conditions: tuple[Condition, ...]
    figures: Mapping[str, Value]
    figure_rows: Mapping[str, SchemeFigureRow]
    figure_titles: Mapping[str, Text]
    windows: tuple[tuple[Tree | None, WindowRow], ...]
    parts: tuple[Part, ...]
    papers: tuple[tuple[str, Tree | None], ...]
    approval: ApprovalRow

    @cached_property
    def questions(self) -> dict[str, Tree]:
        """Return all that is asked of one claim: each condition, each case of a benefit, each paper of some only."""
        asked: dict[str, Tree | None] = {one.slug: one.tree for one in self.conditions}
        asked |= {case_key(part, case): case.when for part in self.parts for case in part.cases}
        asked |= {paper_key(slug): when for slug, when in self.papers}
        return {key: tree for key, tree in asked.items() if tree is not None}

    @cached_property
    def trees(self) -> tuple[Tree, ...]:
        """Return every question, those of the windows among them."""
        return (*self.questions.values(), *(when for when, _ in self.windows if when is not None))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Return the facts it asks for, in the order it does; figures are none."""
        said = [name for tree in self.trees for name in names(tree)]
        rows = [case.row for part in self.parts for case in part.cases]
        said += [name for row in rows for name in (row.of, row.times) if isinstance(name, str)]
        return tuple(name for name in dict.fromkeys(said) if name not in self.figures)


def case_key(part: Part, case: Case) -> str:
    """Return the name under which the question of a case is answered."""
    return f"case:{part.rule.slug}.{case.rule.slug}"


def paper_key(slug: str) -> str:
    """Return the name under which the question of a paper is answered."""
    return f"paper:{slug}"
