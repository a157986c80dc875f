"""The reasons of a finding, put together limb by limb from what was written, for the officer to go on with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from shramsetu import rulebook
from shramsetu.bonded.rules import limbs


@dataclass(frozen=True, slots=True)
class Row:
    """One reason or result of section 2(g) with what was written for and against it."""

    code: str
    title: str
    for_it: str
    against_it: str
    stands: bool


def rows(found: limbs.Limbs) -> list[Row]:
    """Return all nine in the order of the Act."""
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    book = rulebook.book().bonded
    standing = {*found.reasons, *found.results}
    return [
        Row(
            limb.code,
            limb.title.say(language),
            found.for_it.get(name, ""),
            found.against_it.get(name, ""),
            name in standing,
        )
        for name, limb in {**book.reasons, **book.results}.items()
    ]


def composed(found: limbs.Limbs) -> str:
    """Return the beginning of the reasons: what stands and on what, what does not and why, what is presumed."""
    lines = [_sentence(row) for row in rows(found)]
    if limbs.PRESUMED in found.reasons and not found.for_it.get(limbs.PRESUMED, "").strip():
        lines.append(
            gettext("There was labour: an advance is presumed, and the creditor has not disproved it (section 15).")
        )
    return "\n".join(line for line in lines if line)


def _sentence(row: Row) -> str:
    parts: Sequence[str] = [text for text in (row.for_it.strip(), row.against_it.strip()) if text]
    return f"{row.code} {row.title}: {' / '.join(parts)}" if parts else ""
