"""What the operators would refuse (DLT, TCCCPR 2018), found before they are asked: pure functions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from shramsetu.rulebook.words import VARIABLE, VARIABLE_MAX, Header, Template

_ID = re.compile(r"^\d{19}$")
_STATES = {"suspended": "header_idle", "blocked": "header_shut"}


@dataclass(frozen=True, slots=True)
class Sending:
    """What is about to be sent: the words, in whose name and under which ids."""

    text: str
    language: str
    header: str
    template_id: str
    entity: str


def fault(sending: Sending, template: Template | None, headers: Mapping[str, Header], *, needs_entity: bool) -> str:
    """Return why the operators would refuse, a key of `reasons.REASONS`; empty if nothing speaks against it.

    `needs_entity` where the gateway itself has to name the entity; an aggregator may know it already.
    """
    if template is None:
        return "no_template"
    if needs_entity and not _ID.match(sending.entity):
        return "no_entity"
    wanted = template.dlt(sending.language)
    if sending.template_id != wanted:
        return "other_id"
    header = headers.get(sending.header)
    if header is None or sending.header != template.header:
        return "other_header"
    if header.state in _STATES:
        return _STATES[header.state]
    return "" if _pattern(template, sending.language).fullmatch(sending.text) else "other_words"


@lru_cache(maxsize=512)
def _words(text: str, longest: tuple[tuple[str, int], ...]) -> re.Pattern[str]:
    most = dict(longest)
    parts = VARIABLE.split(text)  # fixed words and names of variables by turns
    fixed = [re.escape(part) for part in parts[::2]]
    places = [f".{{0,{min(most[name], VARIABLE_MAX)}}}" for name in parts[1::2]]
    return re.compile("".join(one + place for one, place in zip(fixed, [*places, ""], strict=True)))


def _pattern(template: Template, language: str) -> re.Pattern[str]:
    """Return what the text must match: the fixed words letter by letter, each variable within its length."""
    longest = tuple((name, variable.longest) for name, variable in template.variables.items())
    return _words(template.words(language), longest)
