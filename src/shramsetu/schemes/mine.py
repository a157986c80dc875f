"""What a proved phone may do with claims: whose they are, which schemes can be claimed, how each stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.people import reach
from shramsetu.people.queries import phone_key
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.editions import MEMBER
from shramsetu.rulebook.facts import FactRule
from shramsetu.rulebook.schemes import SchemeRule
from shramsetu.schemes import holders, looking, shown, whose
from shramsetu.schemes.models import Claim, Draft
from shramsetu.schemes.rules.outcome import Answer
from shramsetu.workers import terms
from shramsetu.workers.models import Membership, Worker
from shramsetu.workers.rules.standing import CAN_RENEW, IN_FORCE, Standing

MOST = 12  # workers behind one phone


@dataclass(frozen=True, slots=True)
class Offer:
    """A scheme that one can claim, and what stands in the way as far as the registry knows."""

    rule: SchemeRule
    name: str
    who: str
    failed: tuple[str, ...]

    @property
    def is_near(self) -> bool:
        """Whether nothing that the registry knows stands in the way."""
        return not self.failed


@dataclass(frozen=True, slots=True)
class Own:
    """A claim of one's own, as a list shows it."""

    claim: Claim
    case: Case
    name: str
    about: str
    state: str


def actor(phone: str) -> Actor:
    """Return the actor in whose name a proved phone acts."""
    return Actor(role="citizen", person=phone_key(phone))


def workers(phone: str) -> list[Worker]:
    """Return the workers who gave this phone."""
    rows = Worker.objects.filter(phone=phone, merged_into=None, erased_at=None).select_related("district", "place")
    return list(rows.order_by("made_at", "pk")[:MOST])


def worker(phone: str, number: str) -> Worker | None:
    """Return the worker with this number, if the phone is theirs."""
    return next((one for one in workers(phone) if one.number == number), None)


def offers(who: Worker, *, on: date) -> list[Offer]:
    """Return the schemes that can be claimed here, those with nothing in the way first."""
    language = get_language() or "hi"
    boards = {one.board for one in who.memberships.all() if one.registered_on is not None}
    found = [_offer(who, rule, on, boards, language) for rule in rulebook.book().scheme_rules.rules.values()]
    return sorted((one for one in found if one is not None), key=lambda one: len(one.failed))


def is_awaited(who: Worker) -> bool:
    """Tell whether a registration is not decided yet and none stands: what is claimed now would fail for want of it."""
    rows = who.memberships.select_related("case")
    return all(one.registered_on is None for one in rows) and any(one.case and one.case.is_open for one in rows)


def run_out(who: Worker, *, on: date) -> list[tuple[Membership, bool]]:
    """Return the registrations whose renewal has ended and can be made up, and whether paying alone does it."""
    rows = [(one, terms.standing_of(one, on)) for one in who.memberships.order_by("board")]
    return [(one, stands == Standing.LAPSED) for one, stands in rows if stands in CAN_RENEW - IN_FORCE]


def _offer(who: Worker, rule: SchemeRule, on: date, boards: Collection[str], language: str) -> Offer | None:
    try:
        found = looking.at(looking.Case(who, rule.slug, {}, on))
    except NoRule:
        return None
    if not holders.is_ours(found.edition):
        return None
    # Without the day of the event nothing of that day is known: what fails is asked again once it is told. But whom the
    # board never registered it had not registered on that day either.
    said = found.failed if not rule.event else [one for one in found.failed if _is_of_board(one, rule)]
    failed = () if rule.event and rule.board in boards else tuple(one.sentence.say(language) for one in said)
    return Offer(rule, rule.name.say(language), rule.who.say(language), failed)


def _is_of_board(answer: Answer, rule: SchemeRule) -> bool:
    return [one.name for one in answer.used] == [f"is_{rule.board}_registered"]


def claims(by: Actor) -> list[Own]:
    """Return one's own claims, open ones first, the latest first."""
    cases = casework.cases_visible_to(by).filter(kind="claim")
    cases = cases.select_related("holder__place", "district", "claim__worker")
    table, rules, language = flow.flow_of("claim"), rulebook.book().scheme_rules.rules, get_language() or "hi"
    rows = [one for one in cases.order_by("-opened_at")[:100] if one.claim.scheme in rules]
    about = _about([one.claim for one in rows])
    return [
        Own(
            claim=one.claim,
            case=one,
            name=rules[one.claim.scheme].name.say(language),
            about=about[one.pk],
            state=str(table.by_name[one.state].portal),
        )
        for one in sorted(rows, key=lambda one: not one.is_open)
    ]


def _about(claims: Sequence[Claim]) -> dict[int, str]:
    """Return what tells each claim from the others: whom it is about, the day, and what differs under one scheme."""
    book = rulebook.book().scheme_rules
    told = {one.pk: shown.stated(one, book.edition(one.scheme, one.edition_on), choices={MEMBER: ()}) for one in claims}
    seen: dict[tuple[str, str], set[str]] = {}
    for one in claims:
        for fact in told[one.pk]:
            seen.setdefault((one.scheme, fact.name), set()).add(fact.value)
    apart = {key for key, values in seen.items() if len(values) > 1 and _sets_apart(book.facts[key[1]])}
    return {
        one.pk: " · ".join(
            [
                *filter(None, [whose.named(whose.of_claim(one))]),
                *(
                    f"{fact.title}: {fact.value}"
                    for fact in told[one.pk]
                    if fact.name == book.rules[one.scheme].event or (one.scheme, fact.name) in apart
                ),
            ]
        )
        for one in claims
    }


def _sets_apart(fact: FactRule) -> bool:
    """Tell whether a fact is such as one knows a claim by: a class, a course, a part; no sum and no marks."""
    return fact.of == "claim" and fact.name != MEMBER and (fact.kind == "word" or fact.unit == "grade")


def drafts(by: Actor) -> QuerySet[Draft]:
    """Return what one has begun and not sent."""
    return Draft.objects.filter(by=by.key, claim=None).select_related("worker").order_by("-changed_at")


def own_case(by: Actor, number: str) -> Case | None:
    """Return a claim's case if it is one's own."""
    rows = casework.cases_visible_to(by).filter(number=number, kind="claim")
    return rows.select_related("holder__place", "district", "department", "place").first()


# A worker's phone gets a code before there is any case of theirs.
reach.KNOWN.setdefault("workers", lambda phone: bool(workers(phone)))
