"""A list of agents as CSV: read line by line, each fault told in its line, before anything is written."""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.helpline.actions.seats import Skills
from shramsetu.helpline.forms import AGENT_ROLES, SeatForm
from shramsetu.helpline.models import Agent
from shramsetu.lib.text import latin_digits
from shramsetu.offices.models import Charge

COLUMNS = ("username", "number", "languages", "boards", "lines", "is_woman", "site", "own_phone")
NEEDED = ("username", "number", "languages")
MOST = 2_000
YES = {"yes", "y", "1", "true", "हाँ", "हां"}
NO = {"", "no", "n", "0", "false", "नहीं"}


class BadHead(ValueError):
    """The first line does not name the columns that are needed, or the list is empty or too long."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: whom it seats, or what is wrong with it. `agent` is who has the seat already."""

    line: int
    username: str
    number: str
    faults: Sequence[str] = ()
    charge: Charge | None = None
    agent: Agent | None = None
    skills: Skills = field(default_factory=Skills)

    @property
    def fate(self) -> str:
        """What comes of it: wrong, new, changed, same."""
        if self.faults:
            return "wrong"
        if self.agent is None:
            return "new"
        return "same" if SeatForm.of(self.agent) == _listed(self.skills) else "changed"


@dataclass(frozen=True, slots=True)
class _Known:
    """What lines are held against: who sits at a desk, who is an agent, whose number is whose."""

    charges: Mapping[str, Charge]
    agents: Mapping[int, Agent]
    numbers: Mapping[str, int]


def read(text: str) -> list[Row]:
    """Return the lines of a list with what is wrong in each; raises BadHead."""
    lines = csv.DictReader(text.replace(";", ",").splitlines())
    missing = [name for name in NEEDED if name not in (lines.fieldnames or ())]
    if missing:
        raise BadHead(
            gettext("The first line must name the columns; missing: %(names)s") % {"names": ", ".join(missing)}
        )
    given = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in lines]
    if not given:
        raise BadHead(gettext("The list is empty."))
    if len(given) > MOST:
        raise BadHead(gettext("At most %(most)s lines in one list.") % {"most": MOST})
    known = _known([one["username"] for one in given])
    seen: dict[str, int] = {}
    return [_row(line, one, known, seen) for line, one in enumerate(given, 2)]


def _known(usernames: Sequence[str]) -> _Known:
    seated = Charge.objects.filter(
        user__username__in=usernames, to_at=None, user__is_active=True, post__role__in=AGENT_ROLES
    )
    charges = {one.user.username: one for one in seated.select_related("user", "post").order_by("-id")}
    agents = {one.user_id: one for one in Agent.objects.select_related("user")}
    return _Known(charges, agents, {one.number: one.user_id for one in agents.values()})


def _row(line: int, given: Mapping[str, str], known: _Known, seen: dict[str, int]) -> Row:
    username, number = given["username"], latin_digits(given["number"])
    charge = known.charges.get(username)
    agent = known.agents.get(charge.user_id) if charge else None
    faults = [*_who(charge, number, agent, known), *_doubled(line, (username, f"#{number}"), seen)]
    skills, wrong = _skills(given)
    return Row(line, username, number, (*faults, *wrong), charge, agent, skills)


def _who(charge: Charge | None, number: str, agent: Agent | None, known: _Known) -> list[str]:
    if charge is None:
        return [gettext("Nobody at a desk of the helpline has this username.")]
    if not number.isascii() or not number.replace("-", "").isalnum() or len(number) > 20:
        return [gettext("The number of the phone has digits and letters only, at most 20.")]
    if agent is not None and agent.number != number:
        return [gettext("This person has the phone %(number)s already.") % {"number": agent.number}]
    if known.numbers.get(number, charge.user_id) != charge.user_id:
        return [gettext("Another phone has this number.")]
    return []


def _doubled(line: int, keys: Sequence[str], seen: dict[str, int]) -> list[str]:
    first = next((seen[key] for key in keys if key in seen), 0)
    seen.update({key: line for key in keys if key not in seen})
    return [gettext("The same person or number stands in line %(line)s.") % {"line": first}] if first else []


def _skills(given: Mapping[str, str]) -> tuple[Skills, list[str]]:
    book, faults = rulebook.book().helpline, []
    lists: dict[str, Collection[str]] = {"languages": book.languages, "boards": book.boards, "lines": book.lines}
    chosen: dict[str, tuple[str, ...]] = {}
    for name, rows in lists.items():
        chosen[name] = tuple(given[name].replace("/", " ").replace("|", " ").split())
        strange = [one for one in chosen[name] if one not in rows]
        if strange:
            told = {"words": ", ".join(strange), "listed": ", ".join(rows)}
            faults.append(gettext("Unknown: %(words)s. Possible: %(listed)s") % told)
    if not chosen["languages"]:
        faults.append(gettext("At least one language is needed."))
    answers = {name: given[name].lower() for name in ("is_woman", "own_phone")}
    if any(answer not in YES | NO for answer in answers.values()):
        faults.append(gettext("Write yes or no for woman operator and own phone."))
    site = given["site"].lower() or "lucknow"
    if not site.replace("-", "").isalnum() or len(site) > 20:
        faults.append(gettext("The site has letters and digits only, at most 20."))
    woman, own = answers["is_woman"] in YES, answers["own_phone"] in YES
    return Skills(chosen["languages"], chosen["boards"], chosen["lines"], woman, site, own), faults


def _listed(skills: Skills) -> dict[str, object]:
    named = {"languages": list(skills.languages), "boards": list(skills.boards), "lines": list(skills.lines)}
    return {**named, "is_woman": skills.is_woman, "site": skills.site, "has_own_phone": skills.has_own_phone}
