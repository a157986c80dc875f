"""The shape of helpline.toml and menus/: lines, boards, languages, pauses, results, emergency services, abuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shramsetu.rulebook.basis import Dated, NoRule, Slug, Strict, Text

Digits = Annotated[str, StringConstraints(pattern=r"^\d{3,5}$")]
Tongue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class Line(Dated):
    """One helpline: the numbers people dial, its hours, its menu, its trunk lines, the boards it serves.

    `hours` is a key of calendar.toml [helpline]; with `working_days` the line rests when the offices do. `trunks` is
    the figure that says how many callers can be connected at once.
    """

    slug: str
    name: Text
    numbers: tuple[str, ...] = Field(min_length=1)
    hours: str
    working_days: bool
    menu: str
    trunks: str
    boards: tuple[Slug, ...] = Field(min_length=1)


class Missed(Dated):
    """A number at which nobody answers: who rings it is called back on behalf of `line`."""

    number: Annotated[str, StringConstraints(pattern=r"^\d{4,12}$")]
    line: str


class Board(Dated):
    """Whose matters an operator knows, as the menu names it, with the departments behind it."""

    slug: Slug
    name: Text
    departments: tuple[Slug, ...] = Field(min_length=1)


class Language(Dated):
    """A language of the menu, or a tongue that an operator may speak; `voice` is the synthesiser's."""

    slug: Tongue
    name: Text
    kind: Literal["menu", "dialect"]
    voice: str


class Pause(Dated):
    """Why an agent takes no calls, and for how many minutes at most; `by_system`: no agent chooses it."""

    slug: Slug
    title: Text
    minutes: int = Field(gt=0)
    is_work: bool
    by_system: bool


class Disposition(Dated):
    """What a call came to, as the agent says at its end."""

    slug: Slug
    title: Text
    needs_follow_up: bool
    needs_case: bool


class Emergency(Dated):
    """A service that a caller is handed to: when, and what the agent asks first. Its name stands in calls.toml."""

    number: Digits
    kind: Literal["police", "ambulance", "women", "child", "cyber"]
    when: Text
    ask: Text


class Abuse(Dated):
    """A kind of abuse that an agent may mark."""

    slug: Slug
    title: Text


class Said(Strict):
    """A sentence of the telephone that is no part of a menu."""

    slug: Slug
    say: Text


class Menu(Dated):
    """The first version of a menu, as `helpline.rules.menu` reads it."""

    slug: str
    title: Text
    start: str
    operator: str
    closed: str
    nodes: dict[str, dict[str, object]] = Field(min_length=1)

    @property
    def tree(self) -> dict[str, object]:
        """Return the menu as data."""
        return {"start": self.start, "operator": self.operator, "closed": self.closed, "nodes": self.nodes}


@dataclass
class Helpline:
    """All of helpline.toml, menus/ and prompts.toml by their keys, in the order of the files."""

    lines: dict[str, Line] = field(default_factory=dict)
    missed: dict[str, Missed] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    pauses: dict[str, Pause] = field(default_factory=dict)
    dispositions: dict[str, Disposition] = field(default_factory=dict)
    emergencies: dict[str, Emergency] = field(default_factory=dict)
    abuses: dict[str, Abuse] = field(default_factory=dict)
    menus: dict[str, Menu] = field(default_factory=dict)
    prompts: dict[str, Said] = field(default_factory=dict)

    @property
    def shelves(self) -> Mapping[str, Mapping[str, Dated]]:
        """Return the rows by the name that `shramsetu where` knows them under."""
        return {
            "line": self.lines,
            "missed": self.missed,
            "board": self.boards,
            "language": self.languages,
            "pause": self.pauses,
            "disposition": self.dispositions,
            "emergency": self.emergencies,
            "abuse": self.abuses,
            "menu": self.menus,
        }

    def line_dialled(self, number: str) -> Line:
        """Return the line that `number` reaches, however its trunk writes it; raises NoRule."""
        digits = _digits(number)
        for line in self.lines.values():
            if line.slug == number or digits in map(_digits, line.numbers):
                return line
        if digits in self.missed:
            return self.lines[self.missed[digits].line]
        raise NoRule(f"{number}: no line has this number")

    def is_missed(self, number: str) -> bool:
        """Tell whether a missed call on `number` asks for a call-back."""
        return _digits(number) in self.missed

    def menu_languages(self) -> list[Language]:
        """Return the languages that the menu speaks."""
        return [language for language in self.languages.values() if language.kind == "menu"]

    def board_of(self, department: str) -> str:
        """Return the board that answers for `department`; empty if none does."""
        return next((slug for slug, board in self.boards.items() if department in board.departments), "")


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))
