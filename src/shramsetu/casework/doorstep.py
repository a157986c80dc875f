"""What brings a filing to the desk's form, and hears of it: a telephone call, an e-mail, registered by packages above.

`ref` is the package's own name for what brought it; the form carries it hidden.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shramsetu.casework.models import Case
from shramsetu.casework.panels import Panel
from shramsetu.journal.rules import Actor


class Taken(Exception):
    """What brought the filing belongs to another case meanwhile; the argument says so in words."""


def _nothing(ref: str, by: Actor) -> list[Panel]:
    del ref, by
    return []


@dataclass(frozen=True, slots=True)
class Doorstep:
    """`begins` fills the form in, as far as this actor may know; `follows` hears of the case in its transaction.

    `beside` is what stands beside the form while it is filled in. `follows` may raise Taken; then nothing is filed.
    """

    begins: Callable[[str, Actor], Mapping[str, str]]
    follows: Callable[[Case, str, Actor, datetime], None]
    beside: Callable[[str, Actor], list[Panel]] = _nothing


_doorsteps: list[Doorstep] = []


def register(doorstep: Doorstep) -> None:
    """Let a package above bring filings."""
    _doorsteps.append(doorstep)


def begins(ref: str, by: Actor) -> dict[str, str]:
    """Return what the form begins with."""
    return {name: value for one in _doorsteps for name, value in one.begins(ref, by).items()} if ref else {}


def beside(ref: str, by: Actor) -> list[Panel]:
    """Return what is shown beside the form."""
    return [panel for one in _doorsteps for panel in one.beside(ref, by)] if ref else []


def follows(case: Case, ref: str, *, by: Actor, at: datetime) -> None:
    """Tell what brought the case."""
    for one in _doorsteps if ref else ():
        one.follows(case, ref, by, at)
