"""The shape of rulebook/schemes/: one scheme a file, every row of it dated and cited."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from shramsetu.rulebook.basis import Slug, Strict, Text
from shramsetu.rulebook.facts import FactName
from shramsetu.rulebook.scheme_rows import (
    ApprovalRow,
    BenefitRow,
    ChargeRow,
    Cited,
    ConditionRow,
    SchemeFigureRow,
    WindowRow,
)

Kind = Literal[
    "once", "yearly", "per_event", "deposit", "instalments", "pension", "refund", "advance", "service", "awareness"
]


class SchemeFigure(Strict):
    """A figure that conditions of a scheme speak of, and its values over time."""

    name: FactName
    what: Text
    values: tuple[SchemeFigureRow, ...] = Field(min_length=1)


class ConditionRule(Strict):
    """One condition: its name, and what is said when it holds, when it does not, when it is not known.

    The sentences may name its facts and figures in braces.
    """

    slug: Slug
    title: Text
    yes: Text
    no: Text
    unknown: Text
    values: tuple[ConditionRow, ...] = Field(min_length=1)


class WindowCase(Strict):
    """The window of those for whom `when` holds; of everybody, if it is empty."""

    slug: Slug = "all"
    when: str = ""
    values: tuple[WindowRow, ...] = Field(min_length=1)


class Window(Strict):
    """When one may apply; it is asked as the condition `window`."""

    say: Text
    title: Text
    yes: Text
    no: Text
    unknown: Text
    cases: dict[Slug, WindowCase]


class BenefitCase(Strict):
    """One case of a benefit: for whom, when it is theirs, and how much over time."""

    slug: Slug
    who: Text
    when: str = ""
    values: tuple[BenefitRow, ...] = Field(min_length=1)


class Benefit(Strict):
    """One benefit of a scheme: of one kind, in the first of its cases that holds."""

    slug: Slug
    kind: Kind
    payee: Literal["worker", "heir", "daughter", "hospital", "organiser"] = "worker"
    title: Text
    cases: dict[Slug, BenefitCase]


class PaperRule(Strict):
    """A document to bring, always or in a case."""

    slug: Slug
    when: str = ""


class Whose(Strict):
    """Whom of the worker's family a claim is about: those of `kin` to the worker (`worker`: the worker).

    `born`, `word` and `married` are the facts that the register can tell of them: a birthday, the scheme's own word for
    each kin, and whether they are married. It is asked where the facts in `only` have these words.
    """

    title: Text
    kin: dict[Slug, str] = Field(min_length=1)
    born: FactName
    word: FactName | None = None
    married: FactName | None = None
    sex: Literal["man", "woman"] | None = None
    only: dict[FactName, Slug] = Field(default_factory=dict)


class Charge(Strict):
    """A contribution of the member."""

    slug: Slug
    what: Text
    by: FactName
    values: tuple[ChargeRow, ...] = Field(min_length=1)


class SchemeRule(Cited):
    """A scheme: whom it is for, what must hold, what is given, on whose word."""

    slug: Slug
    number: int | None = None
    board: Slug
    kind: Kind
    name: Text
    who: Text
    what: Text
    where: Text
    url: str = ""
    event: FactName | None = None
    apart: tuple[FactName, ...] = ()  # told otherwise it is another claim, beside the event and whose it was
    whose: tuple[Whose, ...] = ()
    uses: tuple[Slug, ...] = ()
    papers: tuple[PaperRule, ...] = ()
    figures: dict[FactName, SchemeFigure] = Field(default_factory=dict)
    conditions: dict[Slug, ConditionRule] = Field(default_factory=dict)
    window: Window | None = None
    benefits: dict[Slug, Benefit] = Field(min_length=1)
    approval: tuple[ApprovalRow, ...] = Field(min_length=1)
    charges: dict[Slug, Charge] = Field(default_factory=dict)

    def ruled(self) -> Iterator[tuple[str, Text, tuple[Cited, ...]]]:
        """Yield each thing that has dated rows: the header it stands under, its title, its rows."""
        for name, figure in self.figures.items():
            yield f"figures.{name}", figure.what, figure.values
        for slug, condition in self.conditions.items():
            yield f"conditions.{slug}", condition.title, condition.values
        for slug, case in self.window.cases.items() if self.window else ():
            yield f"window.cases.{slug}", self.say_window, case.values
        for slug, benefit in self.benefits.items():
            for name, one in benefit.cases.items():
                yield f"benefits.{slug}.cases.{name}", one.who, one.values
        for slug, charge in self.charges.items():
            yield f"charges.{slug}", charge.what, charge.values
        yield "approval", self.name, self.approval

    def rows(self) -> Iterator[Cited]:
        """Yield every dated row."""
        yield self
        for _, _, rows in self.ruled():
            yield from rows

    @property
    def say_window(self) -> Text:
        """Return when one may apply, or the scheme's name where it has no window."""
        return self.window.say if self.window else self.name
