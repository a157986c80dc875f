"""Whom in the family a claim is about, and what an applicant and an officer are told of it before it is decided."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.lib import text as texts
from shramsetu.lib.conditions import Value
from shramsetu.rulebook.editions import MEMBER
from shramsetu.rulebook.schemes import SchemeRule, Whose
from shramsetu.schemes import kept
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules import whose
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.rules.whose import NOBODY, Candidate
from shramsetu.workers import household
from shramsetu.workers.models import Family, Member, Worker
from shramsetu.workers.rules.household import Given, Snapshot

DOUBLE = "no-double-benefit"  # the condition beside which other claims of the family are said
AGAIN: Mapping[str, Promise] = {
    "person": _("The same benefit was claimed for the same person already, for %(day)s (%(state)s)."),
    "event": _("The same benefit was claimed in the family for the same day already, %(day)s (%(state)s)."),
    "family": _("The family has another claim under this scheme, for %(day)s (%(state)s)."),
}


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at before a claim is sent or decided; no condition fails by it. `number` is another claim's."""

    words: str
    number: str = ""
    is_grave: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """What is asked of a claim: of whom, under which scheme, what was told; `own` is its number once it has one.

    `family` is that of the day of the application.
    """

    worker: Worker
    rule: SchemeRule
    values: Mapping[str, Value | None]
    family: Snapshot | None
    own: str = ""

    @property
    def row(self) -> Whose | None:
        """What the scheme asks of the family."""
        return whose.asked(self.rule, self.values)

    @property
    def listed(self) -> list[Candidate]:
        """Whom the claim may be about; before it is known what is asked, whom it may be about first of all."""
        row = self.row or next(iter(self.rule.whose), None)
        return whose.candidates(row, self.family, self.worker.number) if row and self.family else []


def about(worker: Worker, scheme: str, told: Mapping[str, Stated], *, on: date) -> About:
    """Return what is asked of a claim that is being written on the day `on`."""
    rule = rulebook.book().scheme_rules.rules[scheme]
    family = household.snapshot(worker.family, on) if worker.family and rule.whose else None
    return About(worker, rule, {name: one.value for name, one in told.items()}, family)


def of_claim(claim: Claim) -> About:
    """Return what is asked of a claim, with the family that it froze."""
    book = rulebook.book().scheme_rules
    values = {name: one.value for name, one in kept.stated(claim.facts, book).items()}
    family = Snapshot.from_json(claim.family) if claim.family else None
    return About(claim.worker, book.rules[claim.scheme], values, family, claim.case.number)


def choices(found: About) -> list[tuple[str, str]]:
    """Return whom one can choose, by their seat in the family; nothing where there is nobody."""
    listed = found.listed
    if not listed:
        return []
    return [
        *((str(one.person.seat), _said(one)) for one in listed),
        (str(NOBODY), gettext("Not in the family's register")),
    ]


def named(found: About) -> str:
    """Return who of the family a claim is about, as a choice names them; nothing where that is not known."""
    one = whose.chosen(found.row, found.listed, found.values) if found.row else None
    return _said(one) if one else ""


def _said(one: Candidate) -> str:
    parts = [one.person.name, _kin(one)]
    if one.person.born_on:
        parts.append(gettext("born on %(day)s") % {"day": texts.dated(one.person.born_on, get_language() or "hi")})
    return ", ".join(parts)


def of_member(found: About) -> list[Caution]:
    """Return what the register says otherwise of whom the claim is about, or that it does not know them."""
    row = found.row
    if row is None or not (MEMBER in found.values or found.values.get(row.born)):
        return []
    if row.word is not None and found.values.get(row.word) == whose.SELF:
        return _differs(found, row, found.worker.name, found.worker.born_on)
    one = whose.chosen(row, found.listed, found.values)
    if one is None:
        # Who was born just now is seldom in the register yet.
        return [Caution(_unknown(found), is_grave=row.born != found.rule.event)]
    other = one.word and row.word and found.values.get(row.word) not in (None, one.word)
    said = gettext("In the family's register %(name)s is: %(kin)s.") % {"name": one.person.name, "kin": _kin(one)}
    return [*_differs(found, row, one.person.name, one.person.born_on), *([Caution(said)] if other else [])]


def _kin(one: Candidate) -> str:
    return pgettext("claim", "The worker") if one.kin == whose.SELF else str(Member.Kin(one.kin).label)


def _unknown(found: About) -> str:
    if found.family is None:
        return gettext("No family of this worker stands in the register: nobody can be compared with it.")
    return gettext(
        "Whom the claim is about does not stand in the family's register. Have the family brought up to date."
    )


def _differs(found: About, row: Whose, name: str, born: date | None) -> list[Caution]:
    told, language = found.values.get(row.born), get_language() or "hi"
    if not isinstance(told, date) or born is None or told == born:
        return []
    days = {"register": texts.dated(born, language), "told": texts.dated(told, language)}
    words = gettext("By the register %(name)s was born on %(register)s, by the claim on %(told)s.")
    return [Caution(words % {"name": name, **days})]


def again(found: About, event_on: date | None, *, known: Collection[str] | None = None) -> list[Caution]:
    """Return the other claims of the family under the same scheme, those for the same person or event as grave.

    `known` are the workers whose claims may be named by number; None: everybody's. Of a family by somebody's word alone
    nothing is said of the others.
    """
    worker = found.worker
    given = household.given_in(worker.family) if worker.family else household.given_to([worker.number])
    rows = {one.claim: one for one in given if one.scheme == found.rule.slug and one.claim != found.own}
    may_all = known is None or (worker.family is not None and worker.family.source != Family.Source.SAID)
    seen = [one for one in rows.values() if may_all or one.worker in (known or ())]
    return list(_again(found, event_on, seen, known))


def _again(
    found: About, event_on: date | None, rows: Collection[Given], known: Collection[str] | None
) -> Iterator[Caution]:
    language = get_language() or "hi"
    for one in rows:
        why = _why(found, event_on, one)
        state = pgettext("claim", "granted") if one.is_granted else gettext("not granted yet")
        words = str(AGAIN[why]) % {"day": texts.dated(one.on, language), "state": state}
        yield Caution(words, one.claim if known is None or one.worker in known else "", why != "family")


def _why(found: About, event_on: date | None, one: Given) -> str:
    row, rule = found.row, found.rule
    born = found.values.get(row.born) if row else None
    person = f"{born or ''}" if rule.whose else found.worker.number
    other = one.about if rule.whose else one.worker
    is_same_day = event_on is not None and event_on == one.on
    if person and person == other and (is_same_day or not (rule.kind == "yearly" or rule.apart)):
        return "person"
    return "event" if is_same_day and not (person and other and rule.whose) else "family"
