"""What the system writes on each paper: a function for each form, registered by its slug.

Other areas register theirs (a sanction, minutes): `@values.of("sanction")`. Who may print was asked before. Names of
employers stand on papers, names of freed persons on the certificate alone.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from shramsetu.bonded.papers.sheet import Value
from shramsetu.casework.models import Case
from shramsetu.lib import money, numbers
from shramsetu.lib import text as texts
from shramsetu.places.models import Place
from shramsetu.rulebook.basis import Text
from shramsetu.rulebook.bonded import Span

Maker = Callable[[Case], Mapping[str, Value]]
_makers: dict[str, Maker] = {}


def of(*slugs: str) -> Callable[[Maker], Maker]:
    """Let a function say what is known for the forms `slugs` of a case."""

    def keep(maker: Maker) -> Maker:
        for slug in slugs:
            assert slug not in _makers, f"{slug} has its values"
            _makers[slug] = maker
        return maker

    return keep


def known(slug: str, case: Case) -> Mapping[str, Value]:
    """Return what is known for the form `slug` of `case`; nothing where no area says anything."""
    maker = _makers.get(slug)
    return maker(case) if maker else {}


def both(hindi: str, english: str) -> Text | str:
    """Return words in both languages, or those of the one that has any."""
    return Text(hi=hindi, en=english) if hindi and english else hindi or english


def joined(parts: list[Text | str], sign: str = ", ") -> Text | str:
    """Return several words as one line in both languages."""
    given = [one for one in parts if one]
    return both(sign.join(say(one, "hi") for one in given), sign.join(say(one, "en") for one in given))


def say(words: Text | str, language: str) -> str:
    """Return words in one language."""
    return words.say(language) if isinstance(words, Text) else words


def place(found: Place | None) -> Text | str:
    """Return the name of a place."""
    return both(found.name_hi or found.name_en, found.name_en or found.name_hi) if found else ""


def day(value: date | None) -> Text | str:
    """Return a day."""
    return both(texts.dated(value, "hi"), texts.dated(value, "en")) if value else ""


def moment(value: datetime | None) -> Text | str:
    """Return an instant."""
    return both(texts.instant(value, "hi"), texts.instant(value, "en")) if value else ""


def amount(paise: int | None) -> str:
    """Return an amount in rupees; nothing where none is known."""
    return money.rupees(paise) if paise else ""


def number(case: Case | None) -> str:
    """Return the number of a case as people read it out."""
    return numbers.spaced(case.number) if case else ""


def span(due: Span) -> Text | str:
    """Return a stretch of time in words."""
    units = {
        "hours": ("घंटे", "hours"),
        "calendar_days": ("दिन", "days"),
        "working_days": ("कार्य दिवस", "working days"),
        "months": ("महीने", "months"),
    }
    hindi, english = units.get(due.unit, ("", ""))
    return Text(hi=f"{due.amount} {hindi}", en=f"{due.amount} {english}") if hindi else ""
