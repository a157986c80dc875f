"""Settling a fact of a claim: an officer saw the paper, corrected what was told, or found what nobody knew."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib.conditions import Value
from shramsetu.offices import queries as offices
from shramsetu.rulebook.basis import Text
from shramsetu.schemes import asked, kept, looking
from shramsetu.schemes.actions import ways
from shramsetu.schemes.models import Claim, Paper
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.words import SAY
from shramsetu.workers.actions import accounts

PASSBOOK = "passbook"
SETTLING = frozenset(
    {"submitted", "scrutiny", "visiting", "sanction", "committee", "heard", "appealed", "appeal_heard"}
)


@transaction.atomic
def settle(case: Case, name: str, *, value: Value | None, seen: int, by: Actor, at: datetime) -> Entry:
    """Settle the fact `name` of a claim: the value is proved by the officer's own look from now on.

    Raises NotAllowed for anybody but the holder, Stale if the claim moved on, Refused for what the registry knows by
    itself and for a value that cannot be.
    """
    _may(case, seen=seen, by=by)
    claim = ways.of(case)
    found = looking.of_claim(claim)
    book = rulebook.book().scheme_rules
    if name not in asked.leaves(found.edition):
        raise Refused(SAY["not_asked"], name)
    told = kept.stated(claim.facts, book)
    by_registry = looking.known(looking.case_of(claim, told)).get(name)
    if by_registry is not None and by_registry.is_proved is not False:
        raise Refused(SAY["known"], name)
    taken = book.facts[name].type.take(value)
    if taken is None:
        raise Refused(SAY["no_value"], name)
    before = told.get(name)
    proved = Stated(taken, _source(by), is_proved=True)
    facts = {**claim.facts, name: kept.fact(proved, by=by.key, at=at)}
    _write(claim, facts)
    is_changed = before is not None and before.value != taken
    detail = {"fact": name, "changed": is_changed}
    private = {"before": _said(before.value), "after": _said(taken)} if is_changed and before else {}
    return casework.amend(case, "settle", to=To(case.state, facts=detail, private=private), by=by, at=at)


@transaction.atomic
def look_at_paper(case: Case, paper: Paper, *, is_good: bool, note: str, seen: int, by: Actor, at: datetime) -> Entry:
    """Say of a paper whether it is good, having seen it."""
    _may(case, seen=seen, by=by)
    Paper.objects.filter(pk=paper.pk).update(is_good=is_good, seen_by=ways.who(by), seen_at=at, note=note[:300])
    if is_good:
        _check_account(case, paper.slug, by=by, at=at)
    to = To(case.state, facts={"paper": paper.slug, "good": is_good}, private={"text": note} if note else {})
    return casework.amend(case, "look_at_paper", to=to, by=by, at=at)


@transaction.atomic
def lay_paper(case: Case, slug: str, *, file: UUID | None = None, seen: int, by: Actor, at: datetime) -> Paper:
    """Lay down that a paper of the scheme was shown, with the scanned file where there is one; found good by that."""
    _may(case, seen=seen, by=by)
    paper = Paper(claim_id=case.pk, slug=slug, file_id=file, is_good=True, seen_by=ways.who(by), seen_at=at)
    paper.save(force_insert=True)
    _check_account(case, slug, by=by, at=at)
    casework.amend(case, "look_at_paper", to=To(case.state, facts={"paper": slug, "good": True}), by=by, at=at)
    return paper


def _check_account(case: Case, slug: str, *, by: Actor, at: datetime) -> None:
    """Let the passbook that an officer found good be the second look at the worker's account."""
    if slug != PASSBOOK:
        return
    account = accounts.in_use(Claim.objects.select_related("worker").get(pk=case.pk).worker)
    if account is not None:
        accounts.check(account, by=by, at=at)


def _may(case: Case, *, seen: int, by: Actor) -> None:
    if case.state not in SETTLING or by.post_id is None or case.holder_id != by.post_id or by.assists:
        raise NotAllowed("settle")
    if case.revision != seen:
        raise Stale(case.number)


def _source(by: Actor) -> Text:
    post = offices.get(by.post_id or 0)
    return Text(hi=post.title_hi, en=post.title_en)


def _write(claim: Claim, facts: dict[str, object]) -> None:
    """Write the facts, and what follows from them: the day of the event, its edition, whose event it is."""
    claim.facts = facts
    found = looking.of_claim(claim)
    told = kept.stated(claim.facts, rulebook.book().scheme_rules)
    columns = {
        "facts": facts,
        "event_on": looking.event_on(found),
        "edition_on": found.edition.from_on,
        "apply_by": looking.apply_by(found),
        "subject": looking.subject(found.edition, told),
    }
    try:
        with transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**columns)
    except IntegrityError as error:
        if "claim_once_for_a_subject" not in str(error):
            raise
        raise Refused(SAY["twice"]) from error


def _said(value: Value | None) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
